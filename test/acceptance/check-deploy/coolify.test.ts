import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Application,
  type ApplicationSpec,
  type Coolify,
  startCoolify,
  type Version,
} from '../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../lab/coolify/runtime-light.ts';
import { ATLAS, LIBRARY } from '../../../lab/projects/index.ts';
import { freshCommit } from '../scene.ts';
import { decisive, judge, statesOf } from './foreign-scene.ts';
import type { Checked, Inputs } from './scene.ts';

/** The variables come from the application in Coolify, and stay in memory. */

const ENVIRONMENT = LIBRARY.environment;
const SECRETS = ['SECRET_KEY', 'DATABASE_URL', 'EMAIL_HOST_PASSWORD'].map(name => ENVIRONMENT[name] ?? '');
const DATABASE_PASSWORD = new URL(ENVIRONMENT['DATABASE_URL'] ?? '').password;

/** Of nothing that exists. */
const TOKEN = '9|0123456789abcdefghijklmnopqrstuvwxyzABCD01234567';
const UUID = 'abcdefghijklmnopqrstuvwx';

interface Running {
  readonly coolify: Coolify;
  readonly web: Application;
  add(spec: Partial<ApplicationSpec>): Application;
  readonly requests: () => readonly string[];
}

async function open(version: Version, environment: ApplicationSpec['environment'] = ENVIRONMENT): Promise<Running> {
  const coolify = await startCoolify({ version, runtime: lightRuntime() });
  const source = lightSource({ main: freshCommit() });
  const add = (spec: Partial<ApplicationSpec>) => coolify.addApplication({ name: 'library', source, ...spec });
  const health = { health_check_enabled: true, health_check_path: '/healthz/', health_check_port: 8000 } as const;
  const web = add({ domain: 'https://library.example', environment, health });
  return { coolify, web, add, requests: () => coolify.requests.map(({ method, path }) => `${method} ${path}`) };
}

const READER = { abilities: ['read', 'read:sensitive'] as const };

function inputsOf({ coolify, web }: Running, more: Inputs = {}): Inputs {
  return {
    'coolify-url': coolify.url,
    'coolify-token': coolify.token({ abilities: [...READER.abilities] }),
    resource: web.uuid,
    'allow-insecure': 'true',
    env: '',
    ...more,
  };
}

/** Everything that leaves the step. */
function told({ run, outputs, report, sarif }: Checked): string {
  return [run.log, run.rawSummary, JSON.stringify(outputs), JSON.stringify(report), JSON.stringify(sarif)].join('\n');
}

describe.each(['4.0.0', '4.3.10'] as const)('with an application of Coolify %s', version => {
  let running: Running;
  beforeAll(async () => {
    running = await open(version);
  });
  afterAll(() => running.coolify.stop());

  test('the real values are judged, and no output holds one of them', async () => {
    const before = running.coolify.requests.length;
    const checked = await judge(LIBRARY, { inputs: inputsOf(running) });
    expect(decisive(checked)).toEqual([]);
    expect(checked.result).toMatchObject({ outcome: 'passed', 'reason-code': 'fit', site: 'https://library.example' });
    expect(checked.result.variables?.given).toBeGreaterThanOrEqual(Object.keys(ENVIRONMENT).length);
    expect(running.requests().slice(before).sort()).toEqual([
      `GET /api/v1/applications/${running.web.uuid}`,
      `GET /api/v1/applications/${running.web.uuid}/envs`,
    ]);
    const everything = told(checked);
    for (const secret of [...SECRETS, DATABASE_PASSWORD]) expect(everything).not.toContain(secret);
  });

  test('a weak value there is found, without being shown', async () => {
    const weak = 'django-insecure-library-of-the-town';
    const app = running.add({ name: 'weak', environment: { ...ENVIRONMENT, SECRET_KEY: weak, DEBUG: '1' } });
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, { resource: app.uuid }) });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
    expect(decisive(checked)).toContain('settings/debug library/settings.py:16');
    expect(
      checked.findings.filter(({ subject }) => subject.includes('SECRET_KEY')).map(({ severity }) => severity),
    ).toContain('critical');
    expect(told(checked)).not.toContain(weak);
  });

  test('a token that may not read values names the ability, and everything else is judged', async () => {
    const token = running.coolify.token({ abilities: ['read'] });
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, { 'coolify-token': token }) });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'variables-unreadable' });
    expect(checked.result.remedy).toContain('"read:sensitive"');
    expect(statesOf(checked)).toMatchObject({
      django: 'not-judged',
      settings: 'not-judged',
      env: 'not-judged',
      docker: 'judged',
      server: 'judged',
      requirements: 'judged',
      source: 'judged',
    });
    expect(decisive(checked)).toEqual([]);
    expect(checked.report.variables?.unreadable).toEqual(expect.arrayContaining(Object.keys(ENVIRONMENT)));
    expect(checked.run.rawSummary).toContain('read:sensitive');
  });

  test('and a fault elsewhere still fails the step', async () => {
    const token = running.coolify.token({ abilities: ['read'] });
    const faults = LIBRARY.faults.filter(({ edit }) => edit.file === 'Dockerfile');
    const checked = await judge(LIBRARY, { faults, inputs: inputsOf(running, { 'coolify-token': token }) });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
    expect(decisive(checked)).toEqual(['docker/root-user Dockerfile:1', 'server/config-missing Dockerfile:24']);
  });
});

describe('with an application of Coolify', () => {
  let running: Running;
  beforeAll(async () => {
    running = await open('4.3.10');
  });
  afterAll(() => running.coolify.stop());
  const rows = (more: readonly { readonly key: string; readonly [field: string]: unknown }[]) => [
    ...Object.entries(ENVIRONMENT).map(([key, value]) => ({ key, value })),
    ...more,
  ];

  test('a value that is shown once can be read by nobody, and can be given beside it', async () => {
    const environment = rows([]).map(row => (row.key === 'SECRET_KEY' ? { ...row, is_shown_once: true } : row));
    const app = running.add({ name: 'once', environment });
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, { resource: app.uuid }) });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'variables-unreadable' });
    expect(checked.result.headline).toContain('SECRET_KEY');
    expect(checked.result.remedy).toContain('give them with the input env');
    const given = await judge(LIBRARY, {
      inputs: inputsOf(running, { resource: app.uuid, env: `SECRET_KEY=${ENVIRONMENT['SECRET_KEY']}` }),
    });
    expect(given.result).toMatchObject({ outcome: 'passed', 'reason-code': 'fit' });
  });

  test('rows of previews and of builds are not of the deployed application', async () => {
    const environment = rows([
      { key: 'DEBUG', value: '1', is_preview: true },
      { key: 'DEBUG', value: '1', is_runtime: false, is_buildtime: true },
    ]);
    const app = running.add({ name: 'preview', environment: environment.slice(0, -1) });
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, { resource: app.uuid }) });
    expect(decisive(checked)).toEqual([]);
  });

  test('applications that should agree and do not are told', async () => {
    const other = running.add({
      name: 'worker',
      environment: { ...ENVIRONMENT, SECRET_KEY: [...(ENVIRONMENT['SECRET_KEY'] ?? '')].reverse().join('') },
    });
    const resource = `${running.web.uuid}, ${other.uuid}`;
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, { resource }) });
    const differing = checked.findings.filter(({ rule }) => rule === 'env/siblings').map(({ subject }) => subject);
    expect(differing.join()).toContain('SECRET_KEY');
    expect(told(checked)).not.toContain(other.environment.find(({ key }) => key === 'SECRET_KEY')?.value ?? '-');
  });

  test('its build pack and forms decide what runs', async () => {
    const app = running.add({
      name: 'atlas',
      environment: ATLAS.environment,
      buildPack: 'dockercompose',
      domain: 'https://atlas.example',
    });
    const checked = await judge(ATLAS, { inputs: inputsOf(running, { resource: app.uuid }) });
    expect(checked.result.evaluations?.[0]).toMatchObject({ module: 'atlas.settings', failure: null });
    expect(decisive(checked)).toEqual([]);
  });

  test.each([
    [
      'a token nobody knows',
      { 'coolify-token': '9|0123456789abcdefghijklmnopqrstuvwxyzABCD01234567' },
      'token-refused',
    ],
    ['an application that is not there', { resource: UUID }, 'resource-not-found'],
  ])('%s ends before anything is judged', async (_what, more: Inputs, reason) => {
    const checked = await judge(LIBRARY, { inputs: inputsOf(running, more) });
    expect(checked.result).toMatchObject({ outcome: 'error', 'reason-code': reason });
    expect(checked.result.remedy).not.toBe('');
    expect(checked.result.families).toBeUndefined();
    expect(checked.outputs['critical']).toBe('');
  });

  test('a name of no application, and Coolify over plain HTTP, are wrong inputs', async () => {
    const name = await judge(LIBRARY, { inputs: inputsOf(running, { resource: 'Web App' }) });
    expect(name.result).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(name.result.headline).toContain('"resource"');
    const plain = await judge(LIBRARY, {
      inputs: inputsOf(running, { 'coolify-url': 'http://coolify.example', 'allow-insecure': '' }),
    });
    expect(plain.result).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
  });
});

test('a Coolify whose name nobody knows is told apart from one that refuses', async () => {
  const inputs = { 'coolify-url': 'https://coolify.invalid', 'coolify-token': TOKEN, resource: UUID, env: '' };
  const checked = await judge(LIBRARY, { inputs });
  expect(checked.result).toMatchObject({ outcome: 'error', 'reason-code': 'coolify-unreachable' });
  expect(checked.outputs['critical']).toBe('');
});

// A minute of waiting: every week, not with every change.
if (process.env['SWEEPS'] === 'full') {
  test('one that is down is asked for a minute', async () => {
    const running = await open('4.3.10');
    const inputs = inputsOf(running);
    await running.coolify.stop();
    const checked = await judge(LIBRARY, { inputs });
    expect(checked.result).toMatchObject({ outcome: 'error', 'reason-code': 'coolify-unreachable' });
  }, 120_000);
}
