import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type FastapiSites, openFastapiSites } from '../../../lab/fastapi/index.ts';
import { type Alteration, type OpenOptions, type OpenSite, openSites, type Sites } from '../../../lab/site/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { type Inputs, runSmoke, type Smoke } from './scene.ts';

const LONGEST_MS = 120_000;
const STAGING: OpenOptions = { environment: { DJANGO_SETTINGS_MODULE: 'obc_management.settings.staging' } };
/** What the edge of a staging environment adds, by a label of Traefik. */
const HIDDEN: Alteration = { on: { path: /./ }, headers: { 'X-Robots-Tag': 'noindex' } };

type ExampleName = 'obcms' | 'obcms-production' | 'fastapi';

const textOf = (name: ExampleName): string => readFileSync(join(ROOT, `examples/smoke/${name}.yml`), 'utf8');
const checksOf = (name: ExampleName): readonly string[] => {
  const { checks }: { checks: readonly { name: string }[] } = parse(textOf(name));
  return checks.map(check => check.name);
};

let sites: Sites;
let services: FastapiSites;
beforeAll(async () => {
  [sites, services] = await Promise.all([openSites(), openFastapiSites()]);
}, LONGEST_MS);
afterAll(() => Promise.all([sites.stop(), services.stop()]), LONGEST_MS);

/** Runs an example as a job would that has checked it out: the bundle, the file as it is, the secrets from `env:`. */
function visit(name: ExampleName, site: OpenSite, inputs: Inputs): Promise<Smoke> {
  const { caFile } = name === 'fastapi' ? services : sites;
  return runSmoke(
    { 'base-url': site.origin, 'http-url': site.httpOrigin, 'ca-file': caFile, suite: `smoke/${name}.yml`, ...inputs },
    { files: { [`smoke/${name}.yml`]: textOf(name) }, env: secretsOf(name) },
  );
}

function secretsOf(name: ExampleName): Readonly<Record<string, string>> {
  const { credentials, metricsToken } = name === 'fastapi' ? services : sites;
  return {
    [name === 'fastapi' ? 'API_PASSWORD' : 'SMOKE_PASSWORD']: credentials.password,
    METRICS_TOKEN: metricsToken,
  };
}

const idsOf = ({ states }: Smoke, state: string): readonly string[] =>
  Object.keys(states).filter(id => states[id] === state);

/** What makes each check of a suite fail, as close to right as one answer can be; the logins stay as they are. */
const NEAR_MISSES: Readonly<Record<ExampleName, readonly Alteration[]>> = {
  obcms: [
    { on: { path: /^\/$/ }, body: text => text.replace('Sign in', 'Log in') },
    // The load meets an error now and then.
    { on: { path: /^\/$/ }, nth: count => count % 10 === 0, status: 500 },
    { on: { path: /^\/dashboard\/$/ }, headers: { Location: '/login/' }, body: text => text.replace('Sign out', '') },
    { on: { path: /^\/communities\/\d+\/$/ }, body: text => text.replaceAll('smoke-page-', 'smoke-') },
    { on: { path: /^\/communities\/add\/$/ }, body: text => text.replace('This field is required', '') },
    { on: { method: 'PATCH', path: /./ }, body: text => text.replace('"population":13', '"population":12') },
    { on: { path: /^\/api\/v1\/communities\/$/ }, headers: { 'WWW-Authenticate': null } },
    { on: { path: /\/token\/refresh\/$/ }, nth: 2, status: 200 },
    // The first two are the login's own.
    { on: { path: /^\/metrics\/$/ }, nth: count => count > 2, status: 404 },
    { on: { path: /^\/admin\/$/ }, headers: { Location: '/' } },
    { on: { path: /^\/ops\/ping-task\/$/ }, status: 200 },
  ],
  'obcms-production': [
    { on: { path: /^\/$/ }, body: text => text.replace('Sign in', 'Log in') },
    { on: { path: /^\/dashboard\/$/ }, body: text => text.replace('Sign out', '') },
    { on: { path: /^\/communities\/$/ }, body: text => text.replaceAll('Communities', '') },
    { on: { path: /^\/api\/v1\/communities\/$/ }, status: 403 },
    { on: { path: /^\/metrics\/$/ }, nth: count => count > 2, status: 404 },
    { on: { path: /^\/admin\/$/ }, headers: { Location: '/' } },
  ],
  fastapi: [
    { on: { method: 'GET', path: /^\/items$/ }, status: 403 },
    // The first is the login's own.
    { on: { path: /^\/auth\/token$/ }, nth: count => count > 1, status: 403 },
    { on: { method: 'POST', path: /^\/items$/ }, body: text => text.replace('"detail"', '"error"') },
    { on: { path: /^\/metrics$/ }, nth: count => count > 2, status: 404 },
    { on: { path: /^\/healthz$/ }, nth: count => count % 10 === 0, status: 500 },
  ],
};
const PRESETS = 'https, headers, cookies, cors, leaks, health, static, django';

describe('every check of its own', () => {
  test.each(['obcms', 'obcms-production', 'fastapi'] as const)(
    'of the suite %s fails where its site is nearly right, and what was made is removed all the same',
    async name => {
      const alterations = NEAR_MISSES[name];
      const open = { obcms: STAGING, 'obcms-production': { certificate: 'short-lived' }, fastapi: {} } as const;
      const site =
        name === 'fastapi' ? await services.open({ alterations }) : await sites.open({ ...open[name], alterations });
      const skip = name === 'fastapi' ? 'https, headers, cors, leaks, health, fastapi' : PRESETS;
      const smoke = await visit(name, site, { skip });
      expect([smoke.result.outcome, smoke.result['reason-code']]).toEqual(['failed', 'checks-failed']);
      expect(checksOf(name).filter(check => smoke.states[check] !== 'failed')).toEqual([]);
      const others = Object.keys(smoke.states).filter(id => /^(login|clean-up)\//.test(id));
      expect(others.filter(id => smoke.states[id] !== 'passed')).toEqual([]);
    },
    LONGEST_MS,
  );
});

describe('the suite of the staging site', () => {
  test(
    'passes on a good site, with every check of its own run and everything it made removed',
    async () => {
      const site = await sites.open(STAGING);
      const smoke = await visit('obcms', site, { environment: 'staging' });
      expect([smoke.result.outcome, smoke.result['reason-code']]).toEqual(['passed', 'works']);
      for (const name of checksOf('obcms')) expect([name, smoke.states[name]]).toEqual([name, 'passed']);
      for (const login of ['web', 'api', 'metrics']) expect(smoke.states[`login/${login}`]).toBe('passed');
      // An hour of HSTS is a warning in staging.
      expect(idsOf(smoke, 'warned')).toEqual(['headers/hsts']);
      expect(smoke.check('leaks/admin-allow-list')).toMatchObject({
        state: 'skipped',
        note: 'left out by the suite (`skip`)',
      });

      const left = await runSmoke(
        {
          'base-url': site.origin,
          'ca-file': sites.caFile,
          suite: [
            'version: 1',
            'logins: { api: { kind: jwt, path: /api/v1/auth/token/, username: smoke, password: $SMOKE_PASSWORD } }',
            'checks: [{ name: Nothing is left, as: api, get: /api/v1/communities/, expect: { status: 200, body: { not: { contains: smoke- } } } }]',
          ].join('\n'),
        },
        { env: secretsOf('obcms') },
      );
      expect(left.states['Nothing is left']).toBe('passed');
    },
    LONGEST_MS,
  );

  test(
    'leaves out in production what writes and what makes load',
    async () => {
      const smoke = await visit('obcms', await sites.open(), { environment: 'production' });
      expect(smoke.result.outcome).toBe('passed');
      const withheld = checksOf('obcms').filter(name => smoke.states[name] === 'skipped');
      expect(withheld).toEqual([
        'A community is saved and shown and deleted by the pages',
        'A form that lacks what it needs is not saved',
        'The JSON interface keeps a community and changes it and forgets it',
        'A refresh token is good for one use',
        'Celery takes a task and its result comes back',
        'The site stays quick while a hundred requests come in five seconds',
      ]);
    },
    LONGEST_MS,
  );

  test.each([
    ['healthy-but-dead', ['login/web', 'The front page shows the way in', 'static/page', 'django/login-page']],
    ['redirect-loop', ['https/redirect-loop', 'login/web', 'The front page shows the way in']],
  ] as const)(
    'fails on the release %s, whose health page is green',
    async (release, ids) => {
      const site = await sites.open({ ...STAGING, release });
      const smoke = await visit('obcms', site, { environment: 'staging', skip: 'load, cors, leaks' });
      expect([smoke.result.outcome, smoke.result['reason-code']]).toEqual(['failed', 'checks-failed']);
      expect(smoke.states['health/answers']).toBe('passed');
      expect(idsOf(smoke, 'failed')).toEqual(expect.arrayContaining([...ids]));
    },
    LONGEST_MS,
  );
});

describe('the suite of the production site', () => {
  test(
    'passes on a good site, and changes nothing there',
    async () => {
      const site = await sites.open();
      const smoke = await visit('obcms-production', site, { environment: 'production' });
      expect([smoke.result.outcome, smoke.result['reason-code']]).toEqual(['passed', 'works']);
      for (const name of checksOf('obcms-production')) expect([name, smoke.states[name]]).toEqual([name, 'passed']);
      expect(idsOf(smoke, 'warned')).toEqual([]);
      const writing = site.visits.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS', 'TRACE'].includes(method));
      // Signing in, a form without its token, and a health page that refuses POST: none of it is kept.
      const paths = new Set(writing.map(({ path }) => path.replace(/\?.*/, '')));
      expect([...paths].sort()).toEqual(['/api/v1/auth/token/', '/health/', '/login/']);
    },
    LONGEST_MS,
  );
});

describe('the suite of a FastAPI service', () => {
  test(
    'passes on a good service, with every check of its own run and everything it made removed',
    async () => {
      const site = await services.open({ alterations: [HIDDEN] });
      const smoke = await visit('fastapi', site, { environment: 'staging' });
      expect([smoke.result.outcome, smoke.result['reason-code']]).toEqual(['passed', 'works']);
      for (const name of checksOf('fastapi')) expect([name, smoke.states[name]]).toEqual([name, 'passed']);
      const [made, removed] = ['POST', 'DELETE'].map(wanted =>
        site.visits.filter(
          ({ method, path, status }) => method === wanted && path.startsWith('/items') && Number(status) < 300,
        ),
      );
      expect([made?.length, removed?.length]).toEqual([1, 1]);
    },
    LONGEST_MS,
  );
});
