import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { shown, text, truth } from './values.ts';

const COOKIE_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-secure';

const SESSION = { prefix: 'SESSION', what: 'session cookie' } as const;
const CSRF = { prefix: 'CSRF', what: 'CSRF cookie' } as const;

/** The cookies that Django would set at all. */
function cookiesOf({ value, installed }: Evaluated): readonly (typeof SESSION | typeof CSRF)[] {
  const sessions = installed('django.contrib.sessions');
  const inSession = truth(value('CSRF_USE_SESSIONS')) === true;
  const csrf = installed('django.middleware.csrf') && !inSession;
  return [...(sessions ? [SESSION] : []), ...(csrf ? [CSRF] : [])];
}

export const cookiesSecure = defineRule({
  id: 'settings/cookies-secure',
  title: 'Cookies travel over HTTPS only',
  severity: deployed('medium', 'high'),
  why: 'One plain HTTP request to the name (an image on a foreign page is enough) carries the cookie where every network on its way can read it: whoever listens is logged in.',
  remedy: 'SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True',
  source: ['S1-014', 'S1-015', 'S2-025', 'Django security.W010 to W012, W016', COOKIE_PAGE],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE'], of: 'web' }, evaluated =>
      cookiesOf(evaluated)
        .filter(({ prefix }) => truth(evaluated.value(`${prefix}_COOKIE_SECURE`)) === false)
        .map(({ prefix, what }) => ({
          on: `${prefix}_COOKIE_SECURE`,
          // The token alone lets nobody in.
          ...(prefix === 'CSRF' ? { severity: 'medium' as const } : {}),
          message: `The ${what} is also sent over plain HTTP.`,
          remedy: `${prefix}_COOKIE_SECURE = True`,
        })),
    ),
});

export const sessionHttpOnly = defineRule({
  id: 'settings/session-httponly',
  title: 'Scripts cannot read the session cookie',
  severity: deployed('medium', 'high'),
  why: 'Any script that gets into a page, by a comment or by a library, can send the session away.',
  remedy: 'SESSION_COOKIE_HTTPONLY = True',
  source: ['S1-016', 'Django security.W013 to W015'],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_COOKIE_HTTPONLY'], of: 'web' }, ({ value, installed }) =>
      installed('django.contrib.sessions') && truth(value('SESSION_COOKIE_HTTPONLY')) === false
        ? [{ on: 'SESSION_COOKIE_HTTPONLY', message: 'Scripts in the page can read the session cookie.' }]
        : [],
    ),
});

export const cookiesSameSite = defineRule({
  id: 'settings/cookies-samesite',
  title: 'Cookies stay with the site that set them',
  severity: deployed('low', 'medium'),
  why: 'With SameSite=None foreign pages make requests in the visitor’s name; and browsers throw such a cookie away unless it is Secure as well, so that nobody can log in.',
  remedy: 'SESSION_COOKIE_SAMESITE = "Lax"\nCSRF_COOKIE_SAMESITE = "Lax"',
  source: ['S1-014', 'https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-samesite'],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_COOKIE_SAMESITE', 'CSRF_COOKIE_SAMESITE'], of: 'web' }, evaluated =>
      cookiesOf(evaluated).flatMap(({ prefix, what }): Fault[] => {
        const name = `${prefix}_COOKIE_SAMESITE`;
        const found = evaluated.value(name);
        if (text(found)?.toLowerCase() === 'none') {
          const secure = truth(evaluated.value(`${prefix}_COOKIE_SECURE`)) === true;
          return [
            {
              on: name,
              ...(secure ? {} : { severity: 'high' as const }),
              message: secure
                ? `Foreign pages send the ${what} along.`
                : `The ${what} is SameSite=None but not Secure: browsers throw it away${prefix === 'SESSION' ? ', so nobody can log in' : ''}.`,
            },
          ];
        }
        return found === false || found === null
          ? [
              {
                on: name,
                severity: 'low',
                message: `SameSite is not sent with the ${what}; what holds then differs between browsers.`,
              },
            ]
          : [];
      }),
    ),
});

export const cookieDomain = defineRule({
  id: 'settings/cookie-domain',
  title: 'Cookies are for the site’s own host',
  severity: deployed('medium'),
  why: 'A cookie for a parent domain goes to every site below it: staging gets production’s sessions, and can set them. One for a foreign domain is thrown away by browsers.',
  remedy: 'Leave the setting out: then the cookie is for the host alone.',
  source: [
    'S0-004',
    'https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-domain',
    'RFC 6265 section 5.3',
  ],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_COOKIE_DOMAIN', 'CSRF_COOKIE_DOMAIN'], of: 'web' }, evaluated =>
      cookiesOf(evaluated).flatMap(({ prefix, what }): Fault[] => {
        const name = `${prefix}_COOKIE_DOMAIN`;
        const domain = text(evaluated.value(name))?.trim().replace(/^\./, '').toLowerCase();
        const host = project.site?.hostname;
        if (domain === undefined || domain === '' || host === undefined || evaluated.setting(name)?.dummy === true)
          return [];
        if (domain !== host && !host.endsWith(`.${domain}`))
          return [
            {
              on: name,
              severity: prefix === 'SESSION' ? 'critical' : 'high',
              message: `The ${what} is for ${domain}, but the site is ${host}: browsers throw it away${prefix === 'SESSION' ? ', so nobody can log in' : ', so forms end in 403'}.`,
            },
          ];
        return domain === host
          ? []
          : [
              {
                on: name,
                message: `The ${what} is for all of ${domain}: every other site below it gets it, and can set it.`,
              },
            ];
      }),
    ),
});

export const csrfCookieHttpOnly = defineRule({
  id: 'settings/csrf-cookie-httponly',
  title: 'The CSRF cookie can be read where scripts need it',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'Whoever can read the cookie can read the same token in the page, so hiding it protects nothing; scripts that copy it into X-CSRFToken (HTMX, fetch) get nothing and end in 403.',
  remedy: 'Either leave it readable, or take the token from the page:\nCSRF_COOKIE_HTTPONLY = False',
  source: ['S1-017', 'C26', 'https://docs.djangoproject.com/en/5.2/ref/settings/#csrf-cookie-httponly'],
  judge: project =>
    acrossSettings(project, { needs: ['CSRF_COOKIE_HTTPONLY'], of: 'web' }, evaluated => {
      const { value, installed } = evaluated;
      const scripts = SCRIPTED.filter(installed);
      return truth(value('CSRF_COOKIE_HTTPONLY')) === true && cookiesOf(evaluated).includes(CSRF) && scripts.length > 0
        ? [
            {
              on: 'CSRF_COOKIE_HTTPONLY',
              message: `Scripts cannot read the CSRF cookie, and ${scripts.join(', ')} is installed, whose requests need the token.`,
              evidence: `CSRF_COOKIE_HTTPONLY = ${shown(value('CSRF_COOKIE_HTTPONLY'))}`,
            },
          ]
        : [];
    }),
});

/** Packages whose pages send requests from scripts. */
const SCRIPTED = ['django_htmx', 'django_unicorn', 'ninja', 'sockpuppet'];
