import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSites, type Sites } from '../../../lab/site/index.ts';
import { type Canary, ODD, sightings, spelled } from '../sweeps/canaries.ts';
import { type Smoke, suiteOf, visit } from './scene.ts';
import { scenes } from './scripted.ts';

/**
 * No secret comes out, in whatever form: neither one that was given to the step, nor one that the site made while it was visited. The runner
 * knows none of them here, so that only what the action itself hides is hidden.
 */

const stage = scenes();
afterAll(() => stage.stop());
let sites: Sites;
beforeAll(async () => {
  sites = await openSites();
}, 300_000);
afterAll(() => sites?.stop());

/** All that is left of a run where people and programs can read it. */
function written({ run, outputs, report, junit, annotations }: Smoke): Readonly<Record<string, string>> {
  return {
    log: run.log,
    // What the action prints before the runner's own masks are laid over it.
    'raw log': run.rawLog
      .split('\n')
      .filter(line => !line.startsWith('::add-mask::'))
      .join('\n'),
    summary: run.rawSummary,
    junit,
    outputs: JSON.stringify(outputs),
    report: JSON.stringify(report),
    annotations: JSON.stringify(annotations),
  };
}

function leaks(smoke: Smoke, canaries: readonly Canary[]): readonly string[] {
  return Object.entries(written(smoke)).flatMap(([where, text]) =>
    sightings(text, canaries).map(sighting => `${where}: ${sighting}`),
  );
}

const PASSWORD: Canary = { name: 'password', value: ODD };
const TOKEN: Canary = { name: 'token', value: 'tok_9f2/Kd+4=Zp71&x' };
const GIVEN = [PASSWORD, TOKEN, { name: 'Basic pair', value: Buffer.from(`smoke:${ODD}`).toString('base64') }];

const LEARNT: readonly Canary[] = [
  { name: 'session cookie', value: 'sess-4h5j6k7l8m9n0p1q' },
  { name: 'csrftoken', value: 'csrf-0a9s8d7f6g5h4j3k2l1' },
  { name: 'csrfmiddlewaretoken', value: 'form-q1w2e3r4t5y6u7i8o9p0' },
  { name: 'access token', value: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzbW9rZSJ9.c2lnbmF0dXJl' },
  { name: 'refresh token', value: 'refresh-m1n2b3v4c5x6z7' },
];
const value = (name: string): string => LEARNT.find(one => one.name === name)?.value ?? '';

const ISSUES = {
  headers: {
    'set-cookie': [`sessionid=${value('session cookie')}; Secure; HttpOnly`, `csrftoken=${value('csrftoken')}; Secure`],
  },
};

/** Pages that say everything they know, in every form. */
const page = (text: string) => ({
  status: 500,
  body: text,
  headers: { 'content-type': 'text/plain', 'x-echo': text.replace(/[^\x20-\x7e]/g, '?').slice(0, 2_000) },
});

describe('a page that repeats everything it was told', () => {
  const all = [...GIVEN, ...LEARNT];

  // The report shows the first lines of an answer: each form has its turn there.
  const forms = spelled(all).map((line, index) => [index, line] as const);
  const perCheck = 4;

  test.concurrent('shows no secret, in any form', () =>
    stage.at(
      {
        'GET /issues/': {
          ...ISSUES,
          json: { access: value('access token'), refresh: value('refresh token') },
        },
        'GET /form/': {
          body: `<form><input type="hidden" name="csrfmiddlewaretoken" value="${value('csrfmiddlewaretoken')}"></form>`,
        },
        'GET /closed/': ({ headers }) => ({ status: headers.authorization === undefined ? 401 : 200 }),
        '*': ({ query }) =>
          page(
            forms
              .slice(Number(query), Number(query) + perCheck)
              .map(([, line]) => line)
              .join('\n'),
          ),
      },
      async site => {
        const count = Math.ceil(forms.length / perCheck);
        const checks = Array.from({ length: count }, (_, index) => [
          `Echo ${index}`,
          `as: door
steps:
  - get: /issues/
    capture: { access: $.access }
  - get: /form/
  - post: '/echo/?${index * perCheck}'
    headers: { X-Token: $TOKEN }
    form: { password: $PASSWORD, access: '\${access}' }
    expect: { status: 200, header: { x-echo: none }, body: { contains: $PASSWORD }, redirect: '/\${access}' }`,
        ]);
        const suite = suiteOf(
          Object.fromEntries(checks),
          'logins: { door: { kind: basic, username: smoke, password: $PASSWORD, path: /closed/ } }\n',
        );
        const env = { PASSWORD: PASSWORD.value, TOKEN: TOKEN.value };
        const smoke = await visit(site, suite, {}, { env });
        expect(smoke.outputs).toMatchObject({ outcome: 'failed', failed: String(count) });
        // The test sees something only when the answers are shown at all.
        expect(smoke.run.rawLog).toContain('the answer began:');
        expect(smoke.run.rawSummary).toContain('value ***');
        expect(site.asked('POST /echo/')[0]?.body).toContain('access=eyJ');
        expect(leaks(smoke, all)).toEqual([]);
      },
    ));
});

test.concurrent('the secrets of the real application stay inside: session, csrf, tokens', async () => {
  const site = await sites.open({
    alterations: [{ on: { path: /^\/(dashboard|api\/v1\/communities)\// }, status: 500 }],
  });
  const suite = suiteOf(
    {
      Dashboard: 'as: web\nget: /dashboard/\nexpect: { status: 200 }',
      Form: 'as: web\nget: /communities/add/\nexpect: { body: { contains: nowhere }, header: { set-cookie: none } }',
      Tokens:
        'post: /api/v1/auth/token/\njson: { username: $SMOKE_USER, password: $SMOKE_PASSWORD }\nexpect: { json: { $.access: none, $.refresh: none } }',
      List: 'as: api\nget: /api/v1/communities/',
    },
    `logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
  api: { kind: jwt, path: /api/v1/auth/token/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
`,
  );
  const { user, password } = sites.credentials;
  const smoke = await visit(
    { ...site, caFile: sites.caFile },
    suite,
    {},
    { env: { SMOKE_USER: user, SMOKE_PASSWORD: password } },
  );
  const sent = site.visits.flatMap(({ headers }) => [
    ...(headers.cookie ?? '').split('; ').map(pair => pair.split('=')[1] ?? ''),
    (headers.authorization ?? '').replace(/^Bearer /, ''),
    String(headers['x-csrftoken'] ?? ''),
  ]);
  await site.stop();
  const secrets = [...new Set([password, ...sent])].filter(one => one.length >= 12);
  expect(smoke.states).toEqual({
    'login/web': 'passed',
    'login/api': 'passed',
    Dashboard: 'failed',
    Form: 'failed',
    Tokens: 'failed',
    List: 'failed',
  });
  // Two cookies of the login page, two after the login, a token for the API, and what forms carry.
  expect(secrets.length).toBeGreaterThanOrEqual(5);
  expect(
    leaks(
      smoke,
      secrets.map((one, index) => ({ name: `secret ${index}`, value: one })),
    ),
  ).toEqual([]);
  expect(smoke.run.rawLog).toContain('***');
  expect(smoke.run.rawLog).not.toMatch(/csrfmiddlewaretoken[^\n]*value="\w{20,}/);
});
