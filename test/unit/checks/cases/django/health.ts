import type { Project } from '../../../../../src/checks/project.ts';
import type { Service } from '../../../../../src/checks/services/facts.ts';
import type { SettingJson, Visit } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';

const WEB = 'docker-compose.prod.yml: web';
const CHECK = { file: 'docker-compose.prod.yml', line: 20 };
const VIEWS = 'src/core/views.py';

/** A web container whose health check is this command. */
function web(test: string): Service {
  return {
    name: 'web',
    title: WEB,
    place: { file: 'docker-compose.prod.yml', line: 12 },
    role: 'web',
    roles: ['web'],
    stack: undefined,
    compose: undefined,
    image: undefined,
    imageName: 'app',
    start: { commands: [], pid1: { program: 'gunicorn', passesSignals: true }, scripts: [] },
    written: { entrypoint: undefined, command: undefined },
    environment: new Map(),
    directory: '/app',
    user: 'app',
    healthcheck: {
      check: {
        test: { form: 'shell', text: test },
        interval: undefined,
        timeout: undefined,
        retries: undefined,
        startPeriod: undefined,
        place: CHECK,
      },
      inherited: false,
    },
    own: true,
    sources: [],
    settings: undefined,
    migrations: [],
    swallows: undefined,
    complete: true,
    configuration: [],
  };
}

/** What was seen at an address; everything well unless said. */
function seen(path: string, parts: Partial<Visit> = {}): Visit {
  return {
    path,
    host: 'localhost:8000',
    forwardedProto: null,
    view: `core.views.${path.replaceAll('/', '') || 'home'}`,
    place: { file: VIEWS, line: path === '/ready/' ? 20 : 10 },
    status: 200,
    location: null,
    contentType: 'application/json',
    keys: ['status'],
    refused: [],
    error: null,
    ...parts,
  };
}

const NO_VIEW = { view: null, place: null, status: 404, contentType: 'text/html', keys: null } as const;
const TO_HTTPS = {
  status: 301,
  location: 'https://localhost:8000/health/',
  keys: null,
  contentType: 'text/html',
} as const;
const ASKED = ['cache', 'database'] as const;
const DATABASES = { default: { ENGINE: 'django.db.backends.postgresql' } };

function visiting(
  visits: readonly Visit[],
  test: string | undefined = 'curl -f http://localhost:8000/health/',
  settings: Readonly<Record<string, SettingJson>> = {},
  parts: Partial<Project> = {},
): Project {
  return projectWith({
    services: [web(test)],
    evaluations: [evaluationWith({ services: [WEB], settings: { ...settings, DATABASES }, answer: { visits } })],
    ...parts,
  });
}

/** The same without any container. */
function unprobed(visits: readonly Visit[], settings: Readonly<Record<string, SettingJson>> = {}): Project {
  return visiting(visits, undefined, settings, { services: [] });
}

const HOSTS = { ALLOWED_HOSTS: ['obcms.example'] };
const REDIRECT = { SECURE_SSL_REDIRECT: true };
const good = visiting([
  seen('/health/'),
  seen('/healthz/', NO_VIEW),
  seen('/ready/', { status: 503, refused: ASKED }),
  seen('/readyz/', NO_VIEW),
]);

export const HEALTH: RuleCases = {
  'django/health-path': {
    fires: [
      {
        name: 'the container asks what no URL pattern matches',
        project: visiting([seen('/status/', NO_VIEW), seen('/health/')], 'curl -f http://localhost:8000/status/'),
        at: [[CHECK.file, CHECK.line]],
      },
      {
        name: 'the slash is missing',
        project: visiting(
          [seen('/health', { ...NO_VIEW, status: 301, location: '/health/' }), seen('/health/')],
          'curl -f http://localhost:8000/health',
        ),
        at: [[CHECK.file, CHECK.line]],
      },
      {
        name: 'the redirect to https hides that there is nothing',
        project: visiting(
          [
            seen('/status/', { ...NO_VIEW, status: 301, location: 'https://localhost:8000/status/' }),
            seen('/status/', { ...NO_VIEW, host: 'obcms.example', forwardedProto: 'https' }),
          ],
          'curl -f http://localhost:8000/status/',
        ),
        at: [[CHECK.file, CHECK.line]],
      },
    ],
    silent: [
      { name: 'the path has a view', project: good },
      {
        name: 'the health check tells somebody else afterwards',
        project: visiting(
          [
            seen('/health/'),
            seen('/ready/', { status: 503, refused: ASKED }),
            seen('/ping/abc', { ...NO_VIEW, host: 'hc.example.org' }),
          ],
          'curl -f http://localhost:8000/health/ && curl https://hc.example.org/ping/abc',
        ),
      },
      {
        name: 'a middleware answers it, without any URL pattern',
        project: visiting([seen('/health/', { view: null, place: null })]),
      },
      {
        name: 'the middleware is behind the redirect, and answers the proxy',
        project: visiting([
          seen('/health/', { ...TO_HTTPS, view: null, place: null }),
          seen('/health/', { view: null, place: null, host: 'obcms.example', forwardedProto: 'https' }),
        ]),
      },
      { name: 'a usual path that nobody named', project: unprobed([seen('/healthz/', NO_VIEW), seen('/health/')]) },
      {
        name: 'the URLconf cannot be imported, which is another finding',
        project: visiting([seen('/health/', { ...NO_VIEW, status: null, error: 'ImportError: no' })]),
      },
    ],
  },
  'django/health-missing': {
    fires: [
      {
        name: 'none of the usual ones, and nobody names another',
        project: unprobed([seen('/health/', NO_VIEW), seen('/ready/', NO_VIEW)], { ROOT_URLCONF: 'config.urls' }),
        at: [[SETTINGS_FILE, 1]],
      },
      {
        name: 'liveness only: nobody can ask whether the services answer',
        project: visiting([seen('/health/'), seen('/ready/', NO_VIEW), seen('/readyz/', NO_VIEW)]),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      { name: 'both kinds are there', project: good },
      {
        name: 'the one address there is asks the services itself',
        project: unprobed([seen('/health/', { status: 503, refused: ['database'] }), seen('/ready/', NO_VIEW)]),
      },
      {
        name: 'one was named, and its absence is another finding',
        project: visiting(
          [seen('/status/', NO_VIEW), seen('/health/', NO_VIEW)],
          'curl -f http://localhost:8000/status/',
        ),
      },
      { name: 'nothing was asked', project: unprobed([]) },
    ],
  },
  'django/health-host': {
    fires: [
      {
        name: 'localhost is not allowed',
        project: visiting([seen('/health/', { status: 400, keys: null })], undefined, HOSTS),
        at: [[SETTINGS_FILE, 1]],
      },
      {
        name: 'Coolify asks, from localhost too',
        project: visiting([seen('/health/', { status: 400, keys: null })], undefined, HOSTS, {
          services: [],
          application: {
            name: 'web',
            buildPack: 'nixpacks',
            startCommand: undefined,
            preDeployment: undefined,
            postDeployment: undefined,
            baseDirectory: '',
            dockerfile: undefined,
            composeFile: undefined,
            health: { enabled: true, path: '/health/', port: '8000' },
            ports: ['8000'],
            domains: [],
          },
        }),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      { name: 'it is allowed', project: good },
      {
        name: 'the probe says the public Host',
        project: visiting(
          [seen('/health/', { status: 400, keys: null })],
          'curl -f -H "Host: obcms.example" http://localhost:8000/health/',
          HOSTS,
        ),
      },
      {
        name: 'the view itself answers 400 to an allowed host',
        project: visiting([seen('/health/', { status: 400, keys: null })], undefined, {
          ALLOWED_HOSTS: ['obcms.example', 'localhost'],
        }),
      },
      {
        name: 'it answers before anybody looks at the Host',
        project: visiting([seen('/health/', { status: 503 })], undefined, HOSTS),
      },
      { name: 'nobody asks from inside', project: unprobed([seen('/health/', { status: 400 })], HOSTS) },
    ],
  },
  'django/health-redirect': {
    fires: [
      {
        name: 'sent to https, and curl is content',
        project: visiting([seen('/health/', TO_HTTPS)], undefined, REDIRECT),
        at: [[SETTINGS_FILE, 1]],
      },
      {
        name: 'sent to the login page',
        project: visiting([seen('/health/', { status: 302, location: '/login/?next=/health/' })]),
        at: [[VIEWS, 10]],
      },
      {
        name: 'nobody is known to ask',
        project: unprobed([seen('/health/', TO_HTTPS)], REDIRECT),
        at: [[SETTINGS_FILE, 1]],
      },
    ],
    silent: [
      { name: 'it answers', project: good },
      {
        name: 'the probe says X-Forwarded-Proto itself',
        project: visiting(
          [seen('/health/', TO_HTTPS), seen('/health/', { forwardedProto: 'https', host: 'obcms.example' })],
          'curl -f -H "X-Forwarded-Proto: https" http://localhost:8000/health/',
          REDIRECT,
        ),
      },
      {
        name: 'only a path that nobody asks is redirected',
        project: visiting([seen('/health/'), seen('/login/x/', { ...NO_VIEW, status: 301, location: '/x/' })]),
      },
    ],
  },
  'django/health-fails': {
    fires: [
      {
        name: 'the view raises',
        project: visiting([seen('/health/', { status: 500, error: 'NameError: name "version" is not defined' })]),
        at: [[VIEWS, 10]],
      },
      { name: 'it wants a login', project: visiting([seen('/health/', { status: 403 })]), at: [[VIEWS, 10]] },
      {
        name: 'behind the redirect it raises',
        project: visiting([
          seen('/health/', TO_HTTPS),
          seen('/health/', { forwardedProto: 'https', host: 'obcms.example', status: 500, error: 'TypeError: no' }),
        ]),
        at: [[VIEWS, 10]],
      },
    ],
    silent: [
      { name: 'it answers 200', project: good },
      {
        name: 'it says 500 because its database was refused here',
        project: visiting([
          seen('/health/', { status: 500, refused: ['database'], error: 'OperationalError: refused' }),
        ]),
      },
      {
        name: 'its host was refused, which is another finding',
        project: visiting([seen('/health/', { status: 400 })], undefined, HOSTS),
      },
    ],
  },
  'django/health-slow': {
    fires: [
      {
        name: 'it waits for a service without a limit',
        project: visiting([
          seen('/health/'),
          seen('/ready/', { status: null, refused: ['socket'], error: 'TooLong: no answer within 3 s' }),
        ]),
        at: [[VIEWS, 20]],
      },
    ],
    silent: [
      { name: 'it answers at once', project: good },
      { name: 'it fails at once', project: visiting([seen('/health/', { status: 500, error: 'KeyError: x' })]) },
    ],
  },
  'django/readiness-constant': {
    fires: [
      { name: 'it asks nothing', project: visiting([seen('/health/'), seen('/ready/')]), at: [[VIEWS, 20]] },
      {
        name: 'it asks, and does not care for the answer',
        project: visiting([seen('/health/'), seen('/ready/', { refused: ['database'] })]),
        at: [[VIEWS, 20]],
      },
    ],
    silent: [
      { name: 'it says 503 when they are away', project: good },
      {
        name: 'it raises, which is 500 to the probe',
        project: visiting([seen('/ready/', { status: 500, refused: ['database'] })]),
      },
      { name: 'liveness may be constant', project: visiting([seen('/health/')]) },
    ],
  },
  'django/liveness-asks': {
    fires: [
      {
        name: 'the address the container is restarted by asks the database',
        project: visiting([seen('/health/', { status: 503, refused: ['database'] })]),
        at: [[VIEWS, 10]],
      },
    ],
    silent: [
      { name: 'only the readiness address asks', project: good },
      {
        name: 'it started a program, which is no service',
        project: visiting([seen('/health/', { refused: ['process'] })]),
      },
    ],
  },
  'django/health-admin': {
    fires: [
      {
        name: 'the login page of the admin',
        project: visiting(
          [seen('/admin/login/', { view: 'django.contrib.admin.sites.AdminSite.login', place: null })],
          'curl -f http://localhost:8000/admin/login/',
        ),
        at: [[CHECK.file, CHECK.line]],
      },
    ],
    silent: [{ name: 'a view of its own', project: good }],
  },
};
