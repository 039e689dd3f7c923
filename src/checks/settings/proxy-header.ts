import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { entranceOf, hasOwnProxy } from './entrance.ts';
import { deployed } from './severities.ts';
import { list, shown, truth } from './values.ts';

const HEADER_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#secure-proxy-ssl-header';

export const proxyHeaderMissing = defineRule({
  id: 'settings/proxy-header-missing',
  title: 'Django is told that requests came over HTTPS',
  severity: deployed('medium'),
  why: 'The proxy ends TLS and speaks plain HTTP to Django. Without its header Django takes every request for plain HTTP: with the redirect on, it sends visitors to the address they came from, for ever; HSTS is never sent, links in mails are http://.',
  remedy: 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
  source: [
    'S1-021',
    'S1-040',
    'C22',
    HEADER_PAGE,
    'https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips',
  ],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_PROXY_SSL_HEADER', 'SECURE_SSL_REDIRECT'], of: 'web' }, evaluated => {
      const { value, installed, profile } = evaluated;
      if (value('SECURE_PROXY_SSL_HEADER') !== null || seesHttps(evaluated)) return [];
      if (truth(value('SECURE_SSL_REDIRECT')) === true && installed(SECURITY_MIDDLEWARE))
        return [
          {
            on: 'SECURE_SSL_REDIRECT',
            subject: 'SECURE_PROXY_SSL_HEADER',
            severity: entranceOf(project).known ? 'critical' : 'high',
            evidence: `SECURE_SSL_REDIRECT = True, SECURE_PROXY_SSL_HEADER = None${loopSeen(evaluated)}`,
            message:
              'The redirect to HTTPS is on, but nothing tells Django that a request already came over HTTPS: behind a proxy every page redirects to itself.',
          },
        ];
      if (project.site?.protocol !== 'https:' && !meansHttps(evaluated)) return [];
      if (refusesForms(evaluated) && entranceOf(project).known)
        return [
          {
            on: 'SECURE_PROXY_SSL_HEADER',
            severity: profile === 'production' ? 'high' : 'medium',
            evidence: 'SECURE_PROXY_SSL_HEADER = None, no https:// in CSRF_TRUSTED_ORIGINS',
            message:
              'Behind the proxy that ends TLS, Django takes every request for plain HTTP, and no origin is trusted: browsers send Origin: https://..., so that every form, the login among them, ends in 403.',
            remedy:
              'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\nCSRF_TRUSTED_ORIGINS = ["https://www.example.org"]',
            with: ['CSRF_TRUSTED_ORIGINS'],
          },
        ];
      return [
        {
          on: 'SECURE_PROXY_SSL_HEADER',
          message:
            'Behind the proxy that ends TLS, Django takes every request for plain HTTP: HSTS is not sent, and links it makes begin with http://.',
        },
      ];
    }),
});

/** Cookies for HTTPS only, or HSTS: whoever sets them serves the site over HTTPS, and Django behind something that ends it. */
function meansHttps({ value }: Evaluated): boolean {
  const seconds = value('SECURE_HSTS_SECONDS');
  return (
    truth(value('SESSION_COOKIE_SECURE')) === true ||
    truth(value('CSRF_COOKIE_SECURE')) === true ||
    (typeof seconds === 'number' && seconds > 0)
  );
}

/** Since 4.0 the Origin of a POST has to be Django's own idea of scheme and host, or to be trusted (CsrfViewMiddleware._origin_verified). */
function refusesForms({ value, installed, since }: Evaluated): boolean {
  const origins = list(value('CSRF_TRUSTED_ORIGINS'));
  return (
    since('4.0') &&
    installed('django.middleware.csrf.CsrfViewMiddleware') &&
    origins !== undefined &&
    !origins.some(origin => origin.startsWith('https://'))
  );
}

const SECURITY_MIDDLEWARE = 'django.middleware.security.SecurityMiddleware';

function seesHttps({ project, evaluation }: Evaluated): boolean {
  const { serverKnowsHttps, serverSpeaksHttps } = entranceOf(project);
  // A middleware of the project's own may know: with the header a path answers that is redirected without it. Exempt paths answer both ways.
  const { visits } = evaluation.answer;
  const told = visits.some(
    ({ path, forwardedProto, status }) =>
      forwardedProto === 'https' &&
      (status === 200 || status === 404) &&
      visits.some(plain => plain.path === path && plain.forwardedProto === null && plain.status === 301),
  );
  return serverKnowsHttps || serverSpeaksHttps || told;
}

function loopSeen({ evaluation }: Evaluated): string {
  const looped = evaluation.answer.visits.find(
    ({ forwardedProto, status, location, path }) =>
      forwardedProto === 'https' && (status === 301 || status === 302) && location?.endsWith(path) === true,
  );
  return looped === undefined
    ? ''
    : `; ${looped.path} with X-Forwarded-Proto: https was redirected to ${looped.location}`;
}

export const proxyHeaderShape = defineRule({
  id: 'settings/proxy-header-shape',
  title: 'The proxy’s header is named as Django looks for it',
  severity: deployed('high'),
  why: 'Django looks the name up in the WSGI environment, where X-Forwarded-Proto is HTTP_X_FORWARDED_PROTO. Under any other name it is never found, which is as bad as no header; with anything but a pair every request ends in 500.',
  remedy: 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
  source: ['S1-021', HEADER_PAGE],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_PROXY_SSL_HEADER', 'SECURE_SSL_REDIRECT'], of: 'web' }, ({ value }) => {
      const header = value('SECURE_PROXY_SSL_HEADER');
      if (header === undefined || header === null) return [];
      const flaw = headerFlaw(list(header), Array.isArray(header) ? header.length : 0);
      const loops = truth(value('SECURE_SSL_REDIRECT')) === true || flaw?.breaks === true;
      return flaw === undefined
        ? []
        : [
            {
              on: 'SECURE_PROXY_SSL_HEADER',
              message: `${flaw.message}${truth(value('SECURE_SSL_REDIRECT')) === true && !flaw.breaks ? ' With the redirect on, every page redirects to itself.' : ''}`,
              ...(loops ? { severity: 'critical' as const } : {}),
            },
          ];
    }),
});

function headerFlaw(
  pair: readonly string[] | undefined,
  length: number,
): { readonly message: string; readonly breaks: boolean } | undefined {
  const [name, secure] = pair ?? [];
  if (name === undefined || secure === undefined || length !== 2)
    return { message: 'It is no pair of header and value: Django stops every request with an error.', breaks: true };
  if (!name.startsWith('HTTP_') || name !== name.toUpperCase() || name.includes('-'))
    return {
      message: `The header is named ${shown(name)}, which is no key of a WSGI environment, so it is never found.`,
      breaks: false,
    };
  if (name.endsWith('_PROTO') && secure !== 'https')
    return {
      message:
        secure === 'http'
          ? 'Requests that came over plain HTTP are taken for HTTPS, and the others for plain HTTP.'
          : `The proxy never sends the value ${shown(secure)}, so no request counts as HTTPS.`,
      breaks: false,
    };
  return undefined;
}

export const proxyHeaderTrust = defineRule({
  id: 'settings/proxy-header-trust',
  title: 'Forwarded headers come from a proxy only',
  severity: deployed('medium'),
  why: 'A header that a client may send itself proves nothing: it turns plain HTTP into "HTTPS", or decides the host of links in mails.',
  remedy:
    'Publish the port on the proxy only (`expose` in the place of `ports`), or let the proxy set and strip the header.',
  source: ['S1-021', 'S1-022', HEADER_PAGE, 'https://docs.djangoproject.com/en/5.2/ref/settings/#use-x-forwarded-host'],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'web' }, ({ value }) => {
      const { published } = entranceOf(project);
      const wildcard = (list(value('ALLOWED_HOSTS')) ?? []).includes('*');
      const open = published[0];
      return ['SECURE_PROXY_SSL_HEADER', 'USE_X_FORWARDED_HOST', 'USE_X_FORWARDED_PORT'].flatMap((name): Fault[] => {
        if (truth(value(name)) !== true) return [];
        if (open !== undefined && !hasOwnProxy(project))
          return [
            {
              on: name,
              message: `The header is believed, but ${open.title} also publishes its port to everybody, past any proxy.`,
            },
          ];
        if (name === 'USE_X_FORWARDED_HOST' && wildcard)
          return [
            {
              on: name,
              message: 'The forwarded host is believed and every host is allowed: a header decides where links lead.',
            },
          ];
        return [];
      });
    }),
});
