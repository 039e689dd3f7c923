import type { RuleCases } from '../../../../support/rule-cases.ts';
import { BESIDE_ITS_PROXY, FORWARDED, fires, line, MIDDLEWARE, silent, visit, WEB } from './made.ts';

/** DEBUG, hosts, origins, what the proxy says, the redirect and HSTS. */
export const CASES: RuleCases = {
  'settings/debug': {
    fires: [
      fires('debugging is on', { DEBUG: true }),
      fires('a text is true, whatever it says', { DEBUG: 'False' }, { profile: 'staging' }),
    ],
    silent: [silent('it is off', { DEBUG: false }), silent('an empty text is false', { DEBUG: '' })],
  },
  'settings/debug-propagation': {
    fires: [fires('exceptions reach the server', { DEBUG_PROPAGATE_EXCEPTIONS: true })],
    silent: [silent('they do not', { DEBUG_PROPAGATE_EXCEPTIONS: false })],
  },
  'settings/developer-tools': {
    fires: [
      fires('the debug toolbar is installed by its configuration class', {
        INSTALLED_APPS: ['debug_toolbar.apps.DebugToolbarConfig'],
      }),
    ],
    silent: [silent('an application of a similar name is not', { INSTALLED_APPS: ['debug_toolbar_notes'] })],
  },
  'settings/hosts-empty': {
    fires: [
      fires('there is no host', { ALLOWED_HOSTS: [] }),
      fires('there are blanks only', { ALLOWED_HOSTS: ['', ' '] }),
    ],
    silent: [silent('there is one beside a blank', { ALLOWED_HOSTS: ['', 'obcms.example'] })],
  },
  'settings/hosts-wildcard': {
    fires: [
      fires('every host', { ALLOWED_HOSTS: ['obcms.example', '*'] }),
      fires('every subdomain', { ALLOWED_HOSTS: ['.obcms.example'] }),
    ],
    silent: [silent('names, one by one', { ALLOWED_HOSTS: ['obcms.example', 'localhost'] })],
  },
  'settings/hosts-shape': {
    fires: [
      fires('a blank after the comma', { ALLOWED_HOSTS: ['obcms.example', ' www.obcms.example'] }),
      fires('a scheme, and a port', { ALLOWED_HOSTS: ['https://obcms.example', 'obcms.example:443'] }, {}, [
        line(1),
        line(1),
      ]),
    ],
    silent: [
      silent('a name, an address, one of version 6', { ALLOWED_HOSTS: ['obcms.example', '127.0.0.1', '[::1]'] }),
    ],
  },
  'settings/hosts-site': {
    fires: [fires('the public name is another', { ALLOWED_HOSTS: ['www.obcms.example', 'localhost'] })],
    silent: [
      silent('it is there', { ALLOWED_HOSTS: ['obcms.example'] }),
      silent('a leading dot covers it', { ALLOWED_HOSTS: ['.obcms.example'] }),
      silent(
        'nothing says what the public name is',
        { ALLOWED_HOSTS: ['other.example'] },
        { project: { site: undefined } },
      ),
    ],
  },
  'settings/hosts-placeholder': {
    fires: [fires('a name from a template', { ALLOWED_HOSTS: ['obcms.example', 'yourdomain.com'] })],
    silent: [silent('a name that only holds the word', { ALLOWED_HOSTS: ['obcms.example', 'examples-of-weaving.ph'] })],
  },
  'settings/csrf-origin-scheme': {
    fires: [
      fires('no scheme', { CSRF_TRUSTED_ORIGINS: ['obcms.example'] }),
      fires('a scheme before Django 4.0', { CSRF_TRUSTED_ORIGINS: ['https://obcms.example'] }, { django: '3.2.25' }),
    ],
    silent: [
      silent('a scheme', { CSRF_TRUSTED_ORIGINS: ['https://obcms.example'] }),
      silent('a host before Django 4.0', { CSRF_TRUSTED_ORIGINS: ['obcms.example'] }, { django: '3.2.25' }),
    ],
  },
  'settings/csrf-origin-shape': {
    fires: [
      fires('a slash at the end', { CSRF_TRUSTED_ORIGINS: ['https://obcms.example/'] }),
      fires('a path', { CSRF_TRUSTED_ORIGINS: ['https://obcms.example/admin'] }),
    ],
    silent: [
      silent('a port, and a wildcard for subdomains', {
        CSRF_TRUSTED_ORIGINS: ['https://obcms.example:8443', 'https://*.obcms.example'],
      }),
    ],
  },
  'settings/csrf-origin-plain': {
    fires: [fires('plain HTTP', { CSRF_TRUSTED_ORIGINS: ['http://obcms.example'] })],
    silent: [silent('HTTPS', { CSRF_TRUSTED_ORIGINS: ['https://obcms.example'] })],
  },
  'settings/csrf-origin-hosts': {
    fires: [
      fires('the site’s own origin is left out', {
        CSRF_TRUSTED_ORIGINS: ['https://www.obcms.example'],
        ALLOWED_HOSTS: ['obcms.example', 'www.obcms.example'],
      }),
      fires('an origin is no host here', {
        CSRF_TRUSTED_ORIGINS: ['https://obcms.example', 'https://partner.example'],
        ALLOWED_HOSTS: ['obcms.example'],
      }),
    ],
    silent: [
      silent('both name the same site', {
        CSRF_TRUSTED_ORIGINS: ['https://obcms.example'],
        ALLOWED_HOSTS: ['obcms.example', 'localhost'],
      }),
      silent('a wildcard covers it', { CSRF_TRUSTED_ORIGINS: ['https://*.example'], ALLOWED_HOSTS: ['obcms.example'] }),
    ],
  },
  'settings/proxy-header-missing': {
    fires: [
      fires('a redirect that loops', { SECURE_SSL_REDIRECT: true, SECURE_PROXY_SSL_HEADER: null }),
      fires('no redirect: HSTS is never sent', { SECURE_PROXY_SSL_HEADER: null }),
      fires(
        'forms of a site that means HTTPS are refused',
        { SECURE_PROXY_SSL_HEADER: null, SESSION_COOKIE_SECURE: true, CSRF_TRUSTED_ORIGINS: [] },
        { compose: WEB, project: { site: undefined } },
      ),
      fires(
        'as the visits show',
        { SECURE_SSL_REDIRECT: true },
        {
          answer: { visits: [visit({ forwardedProto: 'https', status: 301, location: 'https://localhost/health/' })] },
        },
      ),
      fires(
        'a path that is exempt answers both ways, the others loop',
        { SECURE_SSL_REDIRECT: true },
        {
          answer: {
            visits: [
              visit({ status: 200 }),
              visit({ forwardedProto: 'https', status: 200 }),
              visit({ path: '/ready', status: 301 }),
              visit({ path: '/ready', forwardedProto: 'https', status: 301, location: 'https://localhost/ready' }),
            ],
          },
        },
      ),
      fires(
        'no header, though an exempt path answers 404',
        { SECURE_SSL_REDIRECT: true },
        {
          answer: { visits: [visit({ forwardedProto: 'https', status: 404 }), visit({ path: '/ready', status: 301 })] },
        },
      ),
    ],
    silent: [
      silent('the header is read', { SECURE_SSL_REDIRECT: true, SECURE_PROXY_SSL_HEADER: FORWARDED }),
      silent(
        'plain HTTP is what is meant',
        { SECURE_PROXY_SSL_HEADER: null, SESSION_COOKIE_SECURE: false, CSRF_COOKIE_SECURE: false },
        { compose: WEB, project: { site: undefined } },
      ),
      silent(
        'beside its proxy, which gunicorn believes by default',
        { SECURE_SSL_REDIRECT: true, SECURE_PROXY_SSL_HEADER: null },
        { project: { servers: [BESIDE_ITS_PROXY] } },
      ),
      silent(
        'the server itself tells Django',
        { SECURE_SSL_REDIRECT: true },
        { compose: `${WEB}    environment:\n      FORWARDED_ALLOW_IPS: "*"\n` },
      ),
      silent(
        'a middleware of the project’s own knows, as the visits show',
        { SECURE_SSL_REDIRECT: true },
        {
          answer: { visits: [visit({ status: 301 }), visit({ forwardedProto: 'https', status: 200 })] },
        },
      ),
    ],
  },
  'settings/proxy-header-shape': {
    fires: [
      fires('the name of the header as HTTP writes it', { SECURE_PROXY_SSL_HEADER: ['X-Forwarded-Proto', 'https'] }),
      fires('plain HTTP is taken for HTTPS', { SECURE_PROXY_SSL_HEADER: ['HTTP_X_FORWARDED_PROTO', 'http'] }),
      fires('no pair', { SECURE_PROXY_SSL_HEADER: 'HTTP_X_FORWARDED_PROTO' }),
    ],
    silent: [
      silent('the pair', { SECURE_PROXY_SSL_HEADER: FORWARDED }),
      silent('another header of another proxy', { SECURE_PROXY_SSL_HEADER: ['HTTP_X_FORWARDED_SSL', 'on'] }),
    ],
  },
  'settings/proxy-header-trust': {
    fires: [
      fires(
        'the port is open to everybody',
        { SECURE_PROXY_SSL_HEADER: FORWARDED },
        { compose: `${WEB}    ports: ["8000:8000"]\n` },
      ),
      fires('a forwarded host of any name', { USE_X_FORWARDED_HOST: true, ALLOWED_HOSTS: ['*'] }),
    ],
    silent: [
      silent(
        'the port is for the proxy only',
        { SECURE_PROXY_SSL_HEADER: FORWARDED, USE_X_FORWARDED_HOST: true },
        { compose: `${WEB}    expose: ["8000"]\n` },
      ),
      silent(
        'the port is open to the machine itself',
        { SECURE_PROXY_SSL_HEADER: FORWARDED },
        { compose: `${WEB}    ports: ["127.0.0.1:8000:8000"]\n` },
      ),
    ],
  },
  'settings/redirect-off': {
    fires: [fires('nothing redirects', { SECURE_SSL_REDIRECT: false })],
    silent: [
      silent('Django does', { SECURE_SSL_REDIRECT: true }),
      silent(
        'Traefik does, by a label',
        { SECURE_SSL_REDIRECT: false },
        {
          compose: `${WEB}    labels:\n      - traefik.http.middlewares.https.redirectscheme.scheme=https\n`,
        },
      ),
    ],
  },
  'settings/redirect-exempt': {
    fires: [
      fires('a slash that no path has', { SECURE_REDIRECT_EXEMPT: ['^/health/$'], SECURE_SSL_REDIRECT: true }),
      fires('everything', { SECURE_REDIRECT_EXEMPT: ['.*'], SECURE_SSL_REDIRECT: true }),
    ],
    silent: [
      silent('the health path', { SECURE_REDIRECT_EXEMPT: ['^health/$'], SECURE_SSL_REDIRECT: true }),
      silent('the redirect is off', { SECURE_REDIRECT_EXEMPT: ['^/health/$'], SECURE_SSL_REDIRECT: false }),
    ],
  },
  'settings/hsts': {
    fires: [
      fires('it is not sent', { SECURE_HSTS_SECONDS: 0 }),
      fires('for an hour, in production', { SECURE_HSTS_SECONDS: 3600 }),
    ],
    silent: [
      silent('for a year', { SECURE_HSTS_SECONDS: 31_536_000 }),
      silent('for an hour, on staging', { SECURE_HSTS_SECONDS: 3600 }, { profile: 'staging' }),
    ],
  },
  'settings/hsts-preload': {
    fires: [
      fires('preloading without subdomains', {
        SECURE_HSTS_PRELOAD: true,
        SECURE_HSTS_SECONDS: 31_536_000,
        SECURE_HSTS_INCLUDE_SUBDOMAINS: false,
      }),
      fires('a year without subdomains', { SECURE_HSTS_INCLUDE_SUBDOMAINS: false, SECURE_HSTS_SECONDS: 31_536_000 }),
    ],
    silent: [
      silent('all three', {
        SECURE_HSTS_PRELOAD: true,
        SECURE_HSTS_SECONDS: 31_536_000,
        SECURE_HSTS_INCLUDE_SUBDOMAINS: true,
      }),
      silent('a step on the way', { SECURE_HSTS_SECONDS: 86_400 }),
      silent(
        'a subdomain, whose promise covers no domain',
        { SECURE_HSTS_SECONDS: 31_536_000 },
        { project: { site: new URL('https://app.obcms.example') } },
      ),
    ],
  },
  'settings/middleware-missing': {
    fires: [
      fires('settings that nothing reads', { MIDDLEWARE: MIDDLEWARE.slice(1), SECURE_SSL_REDIRECT: true }),
      fires('no check of forms', { MIDDLEWARE: MIDDLEWARE.filter(name => !name.includes('csrf')) }),
    ],
    silent: [
      silent('both are there', { MIDDLEWARE }),
      silent('one of the project’s own, made from Django’s', {
        MIDDLEWARE: ['core.middleware.SecurityMiddleware', ...MIDDLEWARE.slice(1)],
      }),
    ],
  },
  'settings/middleware-order': {
    fires: [
      fires('a login before there is a session', {
        MIDDLEWARE: [
          'django.middleware.security.SecurityMiddleware',
          'django.contrib.auth.middleware.AuthenticationMiddleware',
          'django.contrib.sessions.middleware.SessionMiddleware',
        ],
      }),
      fires('CORS after what answers', {
        MIDDLEWARE: ['django.middleware.common.CommonMiddleware', 'corsheaders.middleware.CorsMiddleware'],
      }),
    ],
    silent: [silent('as Django’s documents order them', { MIDDLEWARE })],
  },
  'settings/cache-middleware': {
    fires: [
      fires('fetched before it is updated', {
        MIDDLEWARE: [
          'django.middleware.cache.FetchFromCacheMiddleware',
          ...MIDDLEWARE,
          'django.middleware.cache.UpdateCacheMiddleware',
        ],
      }),
      fires('in order, which still keeps every page for everybody', {
        MIDDLEWARE: [
          'django.middleware.cache.UpdateCacheMiddleware',
          ...MIDDLEWARE,
          'django.middleware.cache.FetchFromCacheMiddleware',
        ],
      }),
    ],
    silent: [silent('no page is kept', { MIDDLEWARE })],
  },
};
