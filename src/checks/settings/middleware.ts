import type { Severity } from '../../core/findings.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { count, list, shown, text, truth } from './values.ts';

const ORDER_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/middleware/#middleware-ordering';
const SCOPE = { needs: ['MIDDLEWARE'], of: 'web' } as const;

const SECURITY = 'django.middleware.security.SecurityMiddleware';
const SESSION = 'django.contrib.sessions.middleware.SessionMiddleware';
const COMMON = 'django.middleware.common.CommonMiddleware';
const CSRF = 'django.middleware.csrf.CsrfViewMiddleware';
const AUTH = 'django.contrib.auth.middleware.AuthenticationMiddleware';
const MESSAGES = 'django.contrib.messages.middleware.MessageMiddleware';
const LOCALE = 'django.middleware.locale.LocaleMiddleware';
const GZIP = 'django.middleware.gzip.GZipMiddleware';
const CONDITIONAL = 'django.middleware.http.ConditionalGetMiddleware';
const CORS = 'corsheaders.middleware.CorsMiddleware';
const UPDATE = 'django.middleware.cache.UpdateCacheMiddleware';
const FETCH = 'django.middleware.cache.FetchFromCacheMiddleware';

/** `first` has to stand before `second`. Errors stop every request; the others work, and do the wrong thing. */
const ORDER: readonly {
  readonly first: string;
  readonly second: string;
  readonly severity: Severity;
  readonly harm: string;
}[] = [
  {
    first: SESSION,
    second: AUTH,
    severity: 'critical',
    harm: 'there is no session yet when the visitor is looked up: every request ends with 500',
  },
  {
    first: SESSION,
    second: MESSAGES,
    severity: 'critical',
    harm: 'there is no session yet to keep messages in: every request ends with 500',
  },
  { first: SESSION, second: LOCALE, severity: 'low', harm: 'the language of the session is not known yet' },
  {
    first: AUTH,
    second: 'django.contrib.auth.middleware.LoginRequiredMiddleware',
    severity: 'critical',
    harm: 'nobody is logged in yet when a login is asked for',
  },
  {
    first: AUTH,
    second: 'django_otp.middleware.OTPMiddleware',
    severity: 'critical',
    harm: 'nobody is logged in yet when the second factor is asked for',
  },
  {
    first: AUTH,
    second: 'django.contrib.auth.middleware.RemoteUserMiddleware',
    severity: 'high',
    harm: 'the visitor is looked up again afterwards, and the remote user is lost',
  },
  {
    first: CORS,
    second: COMMON,
    severity: 'medium',
    harm: 'answers that CommonMiddleware makes (the redirect to the slash) have no CORS headers, and browsers drop them',
  },
  {
    first: CORS,
    second: CSRF,
    severity: 'low',
    harm: 'a refused form has no CORS headers, so the page cannot say why',
  },
  {
    first: SECURITY,
    second: SESSION,
    severity: 'low',
    harm: 'a request over plain HTTP costs a session before it is redirected',
  },
  {
    first: GZIP,
    second: CONDITIONAL,
    severity: 'low',
    harm: 'the answer is compared before it is compressed, so it never counts as unchanged',
  },
  {
    first: SESSION,
    second: CSRF,
    severity: 'low',
    harm: 'with CSRF_USE_SESSIONS there is no session yet to keep the token in',
  },
];

export const middlewareOrder = defineRule({
  id: 'settings/middleware-order',
  title: 'Middleware stands in an order in which it works',
  severity: deployed('medium'),
  why: 'Each one relies on what those before it did with the request. In the wrong order it fails, or does nothing.',
  remedy:
    'SecurityMiddleware, WhiteNoise, CORS, sessions, locale, common, CSRF, authentication, messages, clickjacking.',
  source: ['S1-047', ORDER_PAGE, 'https://github.com/adamchainz/django-cors-headers#setup'],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }) => {
      const names = list(value('MIDDLEWARE')) ?? [];
      return ORDER.flatMap(({ first, second, severity, harm }): Fault[] => {
        const before = names.indexOf(first);
        const after = names.indexOf(second);
        if (before < 0 || after < 0 || before < after) return [];
        return [
          {
            on: 'MIDDLEWARE',
            subject: `${short(first)} before ${short(second)}`,
            severity,
            evidence: `MIDDLEWARE: ${short(second)} is number ${after + 1}, ${short(first)} number ${before + 1}`,
            message: `${short(second)} comes before ${short(first)}: ${harm}.`,
            remedy: `Put ${first} before ${second}.`,
          },
        ];
      });
    }),
});

export const middlewareMissing = defineRule({
  id: 'settings/middleware-missing',
  title: 'What protects every request is installed',
  severity: deployed('medium', 'high'),
  why: 'The settings of a middleware that is not installed do nothing: no redirect, no HSTS, no check of forms.',
  remedy:
    'MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", ..., "django.middleware.csrf.CsrfViewMiddleware", ...]',
  source: [
    'S1-010',
    'S1-011',
    'Django security.W001',
    'Django security.W003',
    'https://docs.djangoproject.com/en/5.2/ref/middleware/',
  ],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value, isSet, installed }): Fault[] => {
      const names = list(value('MIDDLEWARE')) ?? [];
      // Their session logins check the token themselves, and so does Django's admin.
      const api = installed('rest_framework') || installed('ninja');
      const has = (wanted: string) => names.some(name => name === wanted || name.endsWith(`.${short(wanted)}`));
      const inert = ['SECURE_SSL_REDIRECT', 'SECURE_HSTS_SECONDS'].filter(
        name => isSet(name) && truth(value(name)) === true,
      );
      return [
        ...(has(SECURITY)
          ? []
          : [
              {
                on: 'MIDDLEWARE',
                subject: 'SecurityMiddleware',
                evidence: 'MIDDLEWARE has no SecurityMiddleware',
                ...(inert.length > 0 ? {} : { severity: 'medium' as const }),
                message: `SecurityMiddleware is not installed${inert.length > 0 ? `: ${inert.join(' and ')} ${inert.length === 1 ? 'does' : 'do'} nothing` : ': no HSTS, no nosniff, no redirect'}.`,
              },
            ]),
        ...(has(CSRF) || names.some(name => /csrf/i.test(name))
          ? []
          : [
              {
                on: 'MIDDLEWARE',
                subject: 'CsrfViewMiddleware',
                evidence: 'MIDDLEWARE has no CsrfViewMiddleware',
                // Without sessions there is no login that a foreign form could use.
                ...(has(SESSION) ? (api ? { severity: 'medium' as const } : {}) : { severity: 'low' as const }),
                message: 'Forms of other sites are accepted in the name of whoever is logged in.',
              },
            ]),
      ];
    }),
});

export const cacheMiddleware = defineRule({
  id: 'settings/cache-middleware',
  title: 'The cache of whole pages is complete, and knows whose page it is',
  severity: deployed('low'),
  why: 'UpdateCache has to come first and FetchFromCache last, or pages are stored before Vary is known and served to the wrong visitor. A page with somebody’s name in it that says nothing of cookies is served to everybody.',
  remedy:
    'MIDDLEWARE = ["django.middleware.cache.UpdateCacheMiddleware", ..., "django.middleware.cache.FetchFromCacheMiddleware"]\nCACHE_MIDDLEWARE_KEY_PREFIX = "site"',
  source: ['S2-043', 'https://docs.djangoproject.com/en/5.2/topics/cache/#order-of-middleware'],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }): Fault[] => {
      const names = list(value('MIDDLEWARE')) ?? [];
      const keep = names.indexOf(UPDATE);
      const lookup = names.indexOf(FETCH);
      if (keep < 0 && lookup < 0) return [];
      const fault = { on: 'MIDDLEWARE', subject: 'cache middleware' };
      if (keep < 0 || lookup < 0)
        return [
          {
            ...fault,
            severity: 'medium',
            message: `${short(keep < 0 ? UPDATE : FETCH)} is missing: ${keep < 0 ? 'no page is ever stored' : 'no stored page is ever served'}.`,
            evidence: `MIDDLEWARE has ${short(keep < 0 ? FETCH : UPDATE)} only`,
          },
        ];
      // What stands before it sets Vary after the page was stored.
      const varying = [SESSION, LOCALE, GZIP];
      const outside = varying.filter(name => names.includes(name) && names.indexOf(name) < keep);
      if (keep > lookup || outside.length > 0)
        return [
          {
            ...fault,
            severity: 'high',
            evidence: `UpdateCacheMiddleware is number ${keep + 1}, FetchFromCacheMiddleware number ${lookup + 1} of ${names.length}`,
            message:
              keep > lookup
                ? 'FetchFromCacheMiddleware comes before UpdateCacheMiddleware: pages are stored before their Vary header is complete.'
                : `${outside.map(short).join(', ')} ${outside.length === 1 ? 'stands' : 'stand'} before the cache middleware: one visitor’s page can be served to another.`,
          },
        ];
      const prefix = text(value('CACHE_MIDDLEWARE_KEY_PREFIX')) ?? '';
      return [
        {
          ...fault,
          evidence: `CACHE_MIDDLEWARE_SECONDS = ${shown(count(value('CACHE_MIDDLEWARE_SECONDS')) ?? 600)}, CACHE_MIDDLEWARE_KEY_PREFIX = ${shown(prefix)}`,
          message: `Every page is kept for everybody unless its view says otherwise${prefix === '' ? ', under keys that another site in the same cache would share' : ''}.`,
          remedy: 'Mark pages of logged-in visitors with @never_cache or cache_control(private=True).',
        },
      ];
    }),
});

function short(name: string): string {
  return name.replace(/^.*\./, '');
}
