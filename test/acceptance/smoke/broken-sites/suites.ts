/** The text of a suite. */
export type Suite = string;

export interface Parts {
  /** Presets with their options; default all that fit. */
  readonly presets?: readonly string[];
  /** Whether somebody signs in. Default true. */
  readonly login?: boolean;
  /** Whether it counts how fast the health page is, which on a busy machine says nothing of the site. Default false. */
  readonly clocked?: boolean;
  /** Checks of the suite's own, by the names below. Default all but `queue`. */
  readonly checks?: readonly string[];
}

/** One line a preset, by its name, as a team writes it that knows its site. */
export const DJANGO_PRESETS = {
  https: '{ path: /login/ }',
  headers: '{ path: /login/ }',
  cookies: '{ path: /login/ }',
  cors: '{ path: /api/v1/communities/, allowed: [https://app.obcms.example] }',
  leaks: '{ admin: /admin/, metrics: [/metrics/], api: /api/v1/communities/ }',
  health: '{ path: /health/, ready: /ready/, version: "/health/#$.version" }',
  static: '{ page: /login/ }',
  django: '{ login: /login/, admin: /admin/ }',
} as const;

export const FASTAPI_PRESETS = {
  https: '{ path: /healthz }',
  headers: '{ path: /healthz }',
  cors: '{ path: /items }',
  leaks: '{ admin: false, metrics: [/metrics], api: /items }',
  health: '{ path: /healthz, ready: /readyz, version: "/healthz#$.version" }',
  fastapi: '{ docs: [/docs, /redoc, /openapi.json] }',
} as const;

const DJANGO_LOGIN = `logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD, lands-on: /dashboard/ }
`;

const DJANGO_CHECKS: Readonly<Record<string, string>> = {
  front: `- name: The front page shows the way in
    get: /
    expect: { status: 200, body: { contains: Sign in } }`,
  closed: `- name: The dashboard asks to sign in
    get: /dashboard/
    expect: { status: 302, redirect: /login/?next=/dashboard/ }`,
  dashboard: `- name: The dashboard opens after signing in
    as: web
    get: /dashboard/
    expect: { status: 200, body: { contains: Sign out } }`,
  community: `- name: A community comes and goes
    as: web
    tags: [write]
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}', region: XII, population: 12 }
        expect: { status: 302, redirect: { matches: '^/communities/\\d+/$' } }
        capture: { id: { header: location, regex: '(\\d+)/$' } }
      - get: '/communities/\${id}/'
        expect: { status: 200, body: { contains: 'smoke-\${run}' } }
    always:
      - post: '/communities/\${id}/delete/'`,
  queue: `- name: The queue answers
    as: web
    tags: [write]
    post: /ops/ping-task/
    json: {}
    expect: { status: 202 }
    capture: { task: $.id }
    then: { get: '/ops/ping-task/\${task}/', until: { json: { $.state: SUCCESS } }, within: 10s }`,
};

const FASTAPI_LOGIN = `logins:
  api: { kind: jwt, path: /auth/token, username: $SMOKE_USER, password: $SMOKE_PASSWORD, access: $.access_token }
`;

const FASTAPI_CHECKS: Readonly<Record<string, string>> = {
  closed: `- name: The items are closed without a token
    get: /items
    expect: { status: 401 }`,
  item: `- name: An item comes and goes
    as: api
    tags: [write]
    steps:
      - post: /items
        json: { name: 'smoke-\${run}', quantity: 2 }
        expect: { status: 201 }
        capture: { id: $.id }
      - get: '/items/\${id}'
        expect: { status: 200, json: { $.quantity: 2 } }
    always:
      - delete: '/items/\${id}'`,
};

/** What a team would let loose on its own Django site: every preset that fits, a sign-in, pages, a form. */
export function djangoSuite({
  presets = linesOf(DJANGO_PRESETS),
  login = true,
  clocked = false,
  checks = ['front', 'closed', 'dashboard', 'community'],
}: Parts = {}): Suite {
  return suite(presets, clocked, login ? DJANGO_LOGIN : '', pick(DJANGO_CHECKS, checks));
}

/** The same for a FastAPI service. */
export function fastapiSuite({
  presets = linesOf(FASTAPI_PRESETS),
  login = true,
  clocked = false,
  checks = Object.keys(FASTAPI_CHECKS),
}: Parts = {}): Suite {
  return suite(presets, clocked, login ? FASTAPI_LOGIN : '', pick(FASTAPI_CHECKS, checks));
}

function linesOf(presets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(presets).map(([name, options]) => `${name}: ${options}`);
}

function pick(all: Readonly<Record<string, string>>, names: readonly string[]): readonly string[] {
  return names.map(name => {
    const text = all[name];
    if (text === undefined) throw new Error(`there is no check "${name}"`);
    return text;
  });
}

function suite(presets: readonly string[], clocked: boolean, logins: string, checks: readonly string[]): Suite {
  const listed = (items: readonly string[]) => items.map(item => `  ${item}\n`).join('');
  return [
    'version: 1\n',
    presets.length === 0 ? '' : `presets:\n${listed(presets.map(preset => `- ${preset}`))}`,
    !clocked && presets.some(preset => preset.startsWith('health:')) ? 'skip: [health/fast]\n' : '',
    logins,
    checks.length === 0 ? '' : `checks:\n${listed(checks)}`,
  ].join('');
}
