import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunOptions, type RunResult, runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../../scripts/root.ts';
import { removeScratchActions, type ScratchAction, scratchRepository } from '../unit/lab/runner/scratch-action.ts';

/** The real root `action.yml`, between two stand-ins that end as the test says: what do its outputs claim? */

const results: RunResult[] = [];
afterEach(() => {
  for (const result of results.splice(0)) result.dispose();
  removeScratchActions();
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Writes what it is told, and what it was given as JSON into `result`. */
const ends = (outputs: Readonly<Record<string, string>>, end: string): ScratchAction => ({
  main: `
    const given = Object.entries(env).filter(([name]) => name.startsWith('INPUT_') || name === 'SMOKE_PASSWORD');
    put('GITHUB_OUTPUT', 'result=' + JSON.stringify(Object.fromEntries(given)));
    for (const [name, value] of Object.entries(${JSON.stringify(outputs)})) put('GITHUB_OUTPUT', name + '=' + value);
    ${end}`,
});
const silent = (end: string): ScratchAction => ({ main: end });
const DIES = "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);";

const live = {
  url: 'https://site.example/',
  'deployed-sha': COMMIT,
  'report-path': '/r.json',
  'deployment-uuid': 'd1',
};
const deployed = ends({ outcome: 'passed', 'reason-code': 'deployed', ...live }, '');
const broken = ends(
  { outcome: 'failed', 'reason-code': 'deployment-failed', 'report-path': '/r.json' },
  'process.exit(1);',
);
const report = {
  'report-path': '/s.json',
  passed: '7',
  failed: '0',
  skipped: '1',
  'p95-ms': '12',
  'junit-path': '/j.xml',
};
const works = ends({ outcome: 'passed', 'reason-code': 'works', ...report }, '');
const unreadable = ends(
  { outcome: 'error', 'reason-code': 'invalid-suite', 'report-path': '/s.json' },
  'process.exit(2);',
);
const dead = ends({ outcome: 'failed', 'reason-code': 'checks-failed', ...report, failed: '2' }, 'process.exit(1);');

/** Called for the list, it has read the suite and says no more; unless it is one that cannot. */
function readable(smoke: ScratchAction): ScratchAction {
  const list = "put('GITHUB_OUTPUT', 'outcome=passed'); put('GITHUB_OUTPUT', 'reason-code=listed');";
  return smoke === unreadable
    ? smoke
    : { main: `if (env['INPUT_LIST'] === 'true') { ${list} } else { ${smoke.main} }` };
}

async function run(redeploy: ScratchAction, smoke: ScratchAction, options: Omit<RunOptions, 'action'> = {}) {
  const action = scratchRepository(readFileSync(join(ROOT, 'action.yml'), 'utf8'), {
    redeploy,
    'smoke-test': readable(smoke),
  });
  const result = await runAction({ action, ...options });
  results.push(result);
  return result;
}

describe('the outputs of the root action', () => {
  const cases: readonly [
    what: string,
    redeploy: ScratchAction,
    smoke: ScratchAction,
    conclusion: string,
    decided: Readonly<Record<string, string>>,
  ][] = [
    [
      'both passed',
      deployed,
      works,
      'success',
      { outcome: 'passed', 'reason-code': 'works', 'report-path': '/s.json' },
    ],
    [
      'the suite cannot be read',
      deployed,
      unreadable,
      'failure',
      { outcome: 'error', 'reason-code': 'invalid-suite', 'report-path': '/s.json', 'redeploy-outcome': '' },
    ],
    [
      'the site is dead',
      deployed,
      dead,
      'failure',
      { outcome: 'failed', 'reason-code': 'checks-failed', 'report-path': '/s.json' },
    ],
    [
      'the deployment failed',
      broken,
      works,
      'failure',
      { outcome: 'failed', 'reason-code': 'deployment-failed', 'report-path': '/r.json' },
    ],
    [
      'the visit died without a word',
      deployed,
      silent(DIES),
      'failure',
      { outcome: '', 'reason-code': '', 'report-path': '' },
    ],
    [
      'the visit exits with an error and no word',
      deployed,
      silent('process.exit(1);'),
      'failure',
      { outcome: '', 'reason-code': '' },
    ],
    [
      'the deployment died without a word',
      silent(DIES),
      works,
      'failure',
      { outcome: '', 'reason-code': '', 'report-path': '' },
    ],
    [
      'the deployment passed and died afterwards',
      ends({ outcome: 'passed', 'reason-code': 'deployed', ...live }, DIES),
      works,
      'failure',
      {
        outcome: '',
        'reason-code': '',
        result: '',
        'report-path': '',
        'redeploy-outcome': 'passed',
        'smoke-outcome': '',
      },
    ],
  ];
  test.each(cases)('when %s', async (_, redeploy, smoke, conclusion, decided) => {
    const result = await run(redeploy, smoke);
    expect(result.conclusion).toBe(conclusion);
    expect(result.outputs).toMatchObject(decided);
  });

  test('are those of both parts when both ran', async () => {
    const { outputs } = await run(deployed, dead);
    expect(outputs).toMatchObject({
      'redeploy-outcome': 'passed',
      'smoke-outcome': 'failed',
      'redeploy-report-path': '/r.json',
      'smoke-report-path': '/s.json',
      'deployed-sha': COMMIT,
      'deployment-uuid': 'd1',
      url: 'https://site.example/',
      passed: '7',
      failed: '2',
      skipped: '1',
      'p95-ms': '12',
      'junit-path': '/j.xml',
    });
  });

  test('say nothing of a visit that did not begin', async () => {
    const result = await run(broken, works);
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['success', 'failure', 'skipped']);
    const visit = ['smoke-outcome', 'smoke-report-path', 'passed', 'failed', 'skipped', 'p95-ms', 'junit-path'];
    expect(visit.map(name => result.outputs[name])).toEqual(visit.map(() => ''));
  });

  test('say nothing of a deployment when the suite cannot be read, and nothing is deployed', async () => {
    const result = await run(deployed, unreadable);
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['failure', 'skipped', 'skipped']);
    expect(result.outputs).toMatchObject({ 'redeploy-outcome': '', 'deployed-sha': '', 'smoke-outcome': '' });
  });

  test('are those of the deployment when it is cancelled, and the site is not visited', async () => {
    const controller = new AbortController();
    const waits = `process.on('SIGINT', () => { put('GITHUB_OUTPUT', 'outcome=inconclusive'); put('GITHUB_OUTPUT', 'reason-code=cancelled'); process.exit(1); });
      console.log('waiting'); setInterval(() => {}, 1000);`;
    const result = await run(silent(waits), works, {
      cancel: controller.signal,
      onLine: line => void (line === 'waiting' && controller.abort()),
    });
    expect(result.conclusion).toBe('cancelled');
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['success', 'cancelled', 'skipped']);
    expect(result.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
  });
});

describe('the visit gets', () => {
  const given = (result: RunResult): Record<string, string> => JSON.parse(result.steps[2]?.outputs['result'] ?? '{}');

  test('the commit and the address of the deployment, its own time limit and the defaults', async () => {
    const result = await run(deployed, works, { with: { 'smoke-timeout': '90s', timeout: '5m', suite: 'smoke.yml' } });
    expect(given(result)).toMatchObject({
      'INPUT_BASE-URL': 'https://site.example/',
      'INPUT_EXPECTED-SHA': COMMIT,
      INPUT_TIMEOUT: '90s',
      INPUT_SUITE: 'smoke.yml',
      'INPUT_WAIT-READY': '2m',
      'INPUT_ALLOW-INSECURE': 'false',
    });
    expect(JSON.parse(result.steps[1]?.outputs['result'] ?? '{}')).toMatchObject({
      INPUT_TIMEOUT: '5m',
      INPUT_SHA: COMMIT,
      'INPUT_HEALTH-TIMEOUT': '3m',
    });
  });

  test('the address that was given rather than that of the deployment', async () => {
    const result = await run(deployed, works, { with: { 'base-url': 'https://other.example' } });
    expect(given(result)['INPUT_BASE-URL']).toBe('https://other.example');
  });

  test('the secrets of the suite from the env of the calling step, and not the token of Coolify', async () => {
    const result = await run(deployed, works, {
      env: { SMOKE_PASSWORD: 'pw-123456' },
      with: { 'coolify-token': 'tok-123456' },
    });
    expect(given(result)).toMatchObject({ SMOKE_PASSWORD: 'pw-123456' });
    expect(JSON.stringify(given(result))).not.toContain('tok-123456');
  });
});
