import { describe, expect, test } from '@jest/globals';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import { type Asked, loginSeen, type Said, type SiteScript, scriptedSite } from '../../../../support/scripted-site.ts';

const OPTIONS = { login: '/login/', admin: '/admin/' };
const html = (body: string, status = 200, headers: Said['headers'] = {}): Said => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});
const to = (location: string): Said => ({ status: 302, headers: { location } });

const TOKEN = 'T'.repeat(64);
const FORM =
  `<!doctype html><form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="${TOKEN}">` +
  '<input name="username"><input type="password" name="password"><input type="hidden" name="next" value="/dashboard/"><button>Sign in</button></form>';
const LOGIN = html(FORM, 200, { 'set-cookie': 'csrftoken=C0; Path=/; Secure; SameSite=Lax' });
const REFUSED = html('<h1>Forbidden</h1><p>CSRF verification failed. Request aborted.', 403);

/** Django's decision: token and cookie belong together, and the Origin is the host or trusted. */
const protecting =
  (trusted: (origin: string) => boolean) =>
  ({ headers, body }: Asked): Said => {
    const sent = new URLSearchParams(body).get('csrfmiddlewaretoken') === TOKEN && headers['cookie'] === 'csrftoken=C0';
    return sent && trusted(headers['origin'] ?? '') ? LOGIN : REFUSED;
  };

const good = protecting(origin => origin === 'https://obcms.example');
const site = (changes: SiteScript['answers'] = {}, more: SiteScript = {}): SiteScript => ({
  answers: { '/': html('Welcome'), '/login/': LOGIN, 'POST /login/': good, '/logout/': { status: 405 }, ...changes },
  ...more,
});

type Rows = readonly (readonly [string, SiteScript, string])[];
const table = (id: string, rows: Rows) =>
  test.each<Rows[number]>(rows)('%s', async (_, script, verdict) => {
    expect(await verdictOf(id, script, OPTIONS)).toBe(verdict);
  });

describe('the sign-in page', () => {
  const page = (said: Said) => site({ '/login/': said });
  table('django/login-page', [
    ['answers with its form', site(), 'holds: /login/: 200 with its form'],
    [
      'stands behind a redirect',
      site({ '/login/': to('/accounts/login/'), '/accounts/login/': LOGIN }),
      'holds: /accounts/login/: 200 with its form',
    ],
    ['fails', page(html('Server Error (500)', 500)), 'broken: /login/: 500, text/html, 18 characters'],
    ['is unknown to Django by this host', page(html('Bad Request (400)', 400)), 'broken: /login/: 400'],
    ['is not there', page({ status: 404 }), 'broken: /login/: 404, no content type, empty'],
    ['redirects to itself', page(to('/login/')), 'broken: /login/: 302 to /login/, and so on'],
    ['is that of another host', page(to('https://sso.example/')), 'broken: /login/: 302 to https://sso.example/'],
    [
      'has no form',
      page(html('<h1>Welcome')),
      'broken: /login/: 200, text/html, 11 characters, without a form that asks for a password',
    ],
    [
      'has no token',
      page(html('<form method=post><input type=password>')),
      'broken: /login/: the form has no csrfmiddlewaretoken',
    ],
    [
      'sends passwords by GET',
      page(html(FORM.replace(' method="post"', ''))),
      'broken: /login/: the form is sent by GET',
    ],
  ]);

  test('that redirects to itself is told which setting is missing', async () => {
    const judgement = await judgementOf('django/login-page', page(to('/login/')), OPTIONS);
    expect(judgement).toMatchObject({ remedy: expect.stringContaining('SECURE_PROXY_SSL_HEADER') });
  });
});

describe('a form without a token', () => {
  const posting = (said: Said) => site({ 'POST /login/': said });
  table('django/csrf-enforced', [
    ['is refused', site(), 'holds: 403, by the CSRF protection'],
    ['is refused with a page of the site', posting(html('No.', 403)), 'holds: 403'],
    ['is taken', posting(LOGIN), `broken: 200, text/html, ${FORM.length} characters`],
    ['breaks the page', posting(html('', 500)), 'broken: 500, text/html, empty'],
    ['is sent back to the page', posting(to('/login/')), 'doubtful: 302 to /login/'],
    [
      'is taken by nothing',
      posting({ status: 405 }),
      'not-knowable: the sign-in page answers 405 to POST, which is not its CSRF protection',
    ],
    [
      'is one too many',
      posting({ status: 429 }),
      'not-knowable: the sign-in page answers 429 to POST, which is not its CSRF protection',
    ],
    [
      'proves nothing where the page itself is refused',
      site({ '/login/': html('', 403), 'POST /login/': html('', 403) }),
      'not-knowable: the sign-in page answers 403, text/html, empty',
    ],
  ]);
});

describe('a form with its token', () => {
  const posting = (said: (asked: Asked) => Said) => site({ 'POST /login/': said });
  const form = `200, text/html, ${FORM.length} characters to the empty form with its token`;
  table('django/csrf-passes', [
    ['is accepted', site(), `holds: ${form}`],
    [
      'is accepted, as the login of the suite shows',
      site({}, { logins: [loginSeen()] }),
      'holds: the login web was let in',
    ],
    [
      'is refused',
      posting(protecting(() => false)),
      'broken: 403, text/html, 63 characters to the empty form with its token',
    ],
    [
      'is refused, and so was the login',
      site({ 'POST /login/': REFUSED }, { logins: [loginSeen({ worked: false, ledTo: undefined })] }),
      'broken: 403, text/html, 63 characters to the empty form with its token',
    ],
    ['breaks the page', posting(() => html('', 500)), 'broken: 500, text/html, empty to the empty form with its token'],
    [
      'is one too many',
      posting(() => ({ status: 429 })),
      'not-knowable: the sign-in form is answered 429, which is not its CSRF protection',
    ],
  ]);

  test('names no account, and carries what a browser would', async () => {
    const asked = scriptedSite(site());
    await checkOf('django/csrf-passes').collect(asked, OPTIONS);
    const posts = asked.asked.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({
      path: '/login/',
      body: `csrfmiddlewaretoken=${TOKEN}&username=&password=&next=%2Fdashboard%2F`,
      headers: { cookie: 'csrftoken=C0', origin: 'https://obcms.example', referer: 'https://obcms.example/login/' },
    });
  });

  test('is not sent at all when a login has shown it, or to another host', async () => {
    const elsewhere = site({ '/login/': html(FORM.replace('<form', '<form action="https://evil.example/"')) });
    for (const script of [site({}, { logins: [loginSeen()] }), elsewhere]) {
      const asked = scriptedSite(script);
      await checkOf('django/csrf-passes').collect(asked, OPTIONS);
      expect(asked.calls.filter(call => call.startsWith('POST'))).toEqual([]);
    }
    expect(await verdictOf('django/csrf-passes', elsewhere, OPTIONS)).toMatch(
      /^not-knowable: the sign-in page has no form with a token that is sent to this host/,
    );
  });

  test('that is refused gets the two settings', async () => {
    const judgement = await judgementOf(
      'django/csrf-passes',
      posting(() => REFUSED),
      OPTIONS,
    );
    expect(judgement.verdict).toBe('broken');
    expect(checkOf('django/csrf-passes').remedy).toMatch(/CSRF_TRUSTED_ORIGINS.*SECURE_PROXY_SSL_HEADER/);
  });
});

describe('a form sent from a foreign site', () => {
  table('django/csrf-origin', [
    ['is refused', site(), 'holds: 403; 200 from the own origin'],
    ['is taken', site({ 'POST /login/': protecting(() => true) }), `broken: 200, text/html, ${FORM.length} characters`],
    [
      'proves nothing where the own is refused as well',
      site({ 'POST /login/': REFUSED }),
      'not-knowable: the form is refused from its own origin as well (see django/csrf-passes)',
    ],
    [
      'proves nothing where there is no form',
      site({ '/login/': html('<p>') }),
      'not-knowable: the sign-in page has no form with a token that is sent to this host (200, text/html, 3 characters, 0 cookies; see django/login-page)',
    ],
    [
      'is one too many',
      site({
        'POST /login/': ({ headers }) => (headers['origin'] === 'https://obcms.example' ? LOGIN : { status: 429 }),
      }),
      'not-knowable: the sign-in form is answered 429, which is not its CSRF protection',
    ],
  ]);
});

describe('signing in with a foreign place to go on', () => {
  const led = (ledTo: string | undefined) =>
    site({}, { logins: [loginSeen({ ledTo: ledTo === undefined ? undefined : new URL(ledTo) })] });
  table('django/open-redirect', [
    ['ends on this host', led('https://obcms.example/dashboard/'), 'holds: web led to /dashboard/'],
    ['ends there', led('https://evil.example/x'), 'broken: web led to https://evil.example'],
    [
      'ends at a host that only begins like this one',
      led('https://obcms.example.evil.example/'),
      'broken: web led to https://obcms.example.evil.example',
    ],
    ['ends nowhere', led(undefined), 'not-knowable: the login web was refused, or led nowhere'],
    ['was not tried', site(), 'not-knowable: it rides on a login of the suite by `django-form`, and there is none'],
    [
      'was not tried by a form',
      site({}, { logins: [loginSeen({ kind: 'jwt' })] }),
      'not-knowable: it rides on a login of the suite by `django-form`, and there is none',
    ],
  ]);
});

describe('a link to sign out', () => {
  const out = (said: Said) => site({ '/logout/': said });
  table('django/logout-get', [
    ['is refused', site(), 'holds: /logout/: 405'],
    [
      'asks first',
      out(html('<form method=post><input type=hidden name=csrfmiddlewaretoken value=x><button>Sign out')),
      'holds: /logout/: 200, text/html, 86 characters, with a form that asks',
    ],
    ['signs out', out(html('<h1>Logged out</h1>')), 'broken: /logout/: 200, text/html, 19 characters'],
    [
      'signs out and shows the sign-in form',
      out(html(`<h1>Bye</h1>${FORM}`)),
      `broken: /logout/: 200, text/html, ${FORM.length + 12} characters`,
    ],
    ['signs out and goes to the front page', out(to('/')), 'broken: /logout/: 302 to /'],
    ['signs out and goes to the sign-in page', out(to('/login/')), 'broken: /logout/: 302 to /login/'],
    [
      'asks to sign in first',
      out(to('/login/?next=/logout/')),
      'not-knowable: /logout/: 302 to /login/?next=/logout/: it cannot be seen without being signed in',
    ],
    [
      "is django-allauth's",
      site({ '/logout/': to('/'), '/login/': html(FORM.replace('name="username"', 'name="login"')) }),
      'not-knowable: /logout/: 302 to /: it cannot be seen without being signed in',
    ],
    ['breaks the page', out(html('', 500)), 'broken: /logout/: 500, text/html, empty'],
    ['is refused to visitors', out({ status: 401 }), 'not-knowable: /logout/: 401, no content type, empty'],
    ['is not there', out({ status: 404 }), 'not-knowable: there is no page at /logout/'],
    [
      'is the page of a front end',
      { answers: { '/login/': LOGIN }, otherwise: html('<!doctype html><div id=app>') },
      'not-knowable: /logout/: 200, text/html, 27 characters, as any other path',
    ],
  ]);

  test('is looked for beside the sign-in page first', async () => {
    const options = { ...OPTIONS, login: '/accounts/login/' };
    const script = site({ '/accounts/login/': LOGIN, '/accounts/logout/': html('Bye'), '/logout/': { status: 405 } });
    expect(await verdictOf('django/logout-get', script, options)).toBe(
      'broken: /accounts/logout/: 200, text/html, 3 characters',
    );
  });
});

describe('the admin', () => {
  const CSS = '/static/admin/css/base.3f2a1b9c0d4e.css';
  const sheet: Said = { headers: { 'content-type': 'text/css', 'cache-control': 'max-age=60' }, body: 'a{}' };
  const admin = (changes: SiteScript['answers'] = {}) =>
    site({
      '/admin/': to('/admin/login/?next=/admin/'),
      '/admin/login/': html(`<!doctype html><link rel=stylesheet href=${CSS}>${FORM}`),
      [CSS]: sheet,
      ...changes,
    });
  table('django/admin-css', [
    ['has its stylesheets', admin(), 'holds: 1 stylesheet, max-age=60'],
    ['has lost them', admin({ [CSS]: html('', 404) }), `broken: ${CSS}: 404`],
    ['has empty ones', admin({ [CSS]: { ...sheet, body: '' } }), `broken: ${CSS}: empty`],
    [
      'has them as text',
      admin({ [CSS]: { ...sheet, headers: { 'content-type': 'text/plain' } } }),
      `broken: ${CSS}: text/plain`,
    ],
    ['names none', admin({ '/admin/login/': LOGIN }), 'broken: /admin/login/ refers to no stylesheet'],
    ['fails', admin({ '/admin/login/': html('', 500) }), 'broken: /admin/login/: 500, text/html, empty'],
    [
      'is closed from here',
      admin({ '/admin/': { status: 403 } }),
      'not-knowable: /admin/ answers 403, no content type, empty',
    ],
    [
      'has them elsewhere',
      admin({ '/admin/login/': html('<!doctype html><link rel=stylesheet href=//cdn.example/a.css>') }),
      'not-knowable: the files of /admin/login/ come from another host, which is not asked',
    ],
  ]);

  test('that a site does not have is not judged', async () => {
    expect(await verdictOf('django/admin-css', site(), { ...OPTIONS, admin: undefined })).toBe(
      'not-knowable: the suite says that the site has no admin',
    );
  });
});

describe('pages that name static files', () => {
  table('django/static-manifest', [
    ['all answer', site(), 'holds: /: 200, /login/: 200, /admin/: 404, /smoke-r4f2k9-nothing-here/: 404'],
    ['fail', site({ '/login/': html('Server Error (500)', 500) }), 'broken: /login/: 500'],
    [
      'fail for a path that does not exist',
      site({ '/admin/': { status: 404 } }, { otherwise: html('', 500) }),
      'broken: /smoke-r4f2k9-nothing-here/: 500',
    ],
    [
      'say why',
      site({ '/': html("ValueError: Missing staticfiles manifest entry for 'css/a.css'", 500) }),
      'broken: /: 500, a static file is missing in the manifest',
    ],
  ]);
});

test('every check of django is a failure', () => {
  for (const name of [
    'login-page',
    'csrf-enforced',
    'csrf-passes',
    'csrf-origin',
    'open-redirect',
    'logout-get',
    'admin-css',
    'static-manifest',
  ]) {
    expect(checkOf(`django/${name}`).severity).toBe('failure');
  }
});
