import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunOptions, type RunResult, runAction } from '../../../../lab/runner/index.ts';
import { braces, removeScratchActions, scratchAction } from './scratch-action.ts';

const results: RunResult[] = [];
afterEach(() => {
  for (const result of results.splice(0)) result.dispose();
  removeScratchActions();
});

async function run(options: RunOptions): Promise<RunResult> {
  const result = await runAction(options);
  results.push(result);
  return result;
}

/** The environment the action saw. */
async function environmentOf(inputs: readonly string[], options: Omit<RunOptions, 'action'> = {}) {
  const action = scratchAction({ inputs, main: "put('GITHUB_OUTPUT', 'env=' + JSON.stringify(env));" });
  const result = await run({ action, ...options });
  return { result, env: JSON.parse(result.outputs['env'] ?? '{}') as Record<string, string> };
}

describe('inputs', () => {
  test('are named in capitals, blanks as underscores, hyphens kept', async () => {
    const { env } = await environmentOf(['  base-url: {}', '  two words: {}'], {
      with: { 'Base-URL': 'https://x', 'two words': '2' },
    });
    expect(env).toMatchObject({ 'INPUT_BASE-URL': 'https://x', INPUT_TWO_WORDS: '2' });
  });

  test('take their defaults from expressions, and are empty without one, required or not', async () => {
    const { env, result } = await environmentOf(
      [
        `  sha: { default: "${braces('github.sha')}" }`,
        `  token: { default: "${braces('github.token')}" }`,
        `  status: { default: "${braces('job.status')}" }`,
        `  sender: { default: "by ${braces('github.event.sender.login')}" }`,
        `  either: { default: "${braces('github.head_ref || github.ref_name')}" }`,
        '  number: { default: 30 }',
        '  needed: { required: true }',
      ],
      { context: { sha: 'abc', token: 'tok-12345', event: { sender: { login: 'ada' } } } },
    );
    expect(env).toMatchObject({
      INPUT_SHA: 'abc',
      INPUT_TOKEN: 'tok-12345',
      INPUT_STATUS: 'success',
      INPUT_SENDER: 'by ada',
      INPUT_EITHER: 'main',
      INPUT_NUMBER: '30',
      INPUT_NEEDED: '',
    });
    expect(result.conclusion).toBe('success');
  });

  test('that the action does not know are passed on with a warning', async () => {
    const { env, result } = await environmentOf(['  known: {}'], { with: { unknown: 'x' } });
    expect(env['INPUT_UNKNOWN']).toBe('x');
    expect(result.annotations).toMatchObject([
      { level: 'warning', message: "Unexpected input(s) 'unknown', valid inputs are ['known']" },
    ]);
  });

  test('that are deprecated warn by themselves when they are used', async () => {
    const inputs = ['  old: { deprecationMessage: use new }'];
    expect((await environmentOf(inputs, { with: { old: '1' } })).result.annotations[0]?.message).toMatch(/use new/);
    expect((await environmentOf(inputs)).result.annotations).toEqual([]);
  });

  test('with an expression that is not modelled are an error, not a guess', async () => {
    const action = scratchAction({ inputs: [`  x: { default: "${braces("hashFiles('a')")}" }`], main: '' });
    await expect(runAction({ action })).rejects.toThrow(/cannot evaluate "hashFiles\('a'\)"/);
  });
});

describe('the environment', () => {
  test('is the one of a runner and nothing of this process', async () => {
    process.env['LAB_TEST_LEAK'] = 'leak';
    const { env, result } = await environmentOf([], {
      context: { repository: 'o/r', ref: 'refs/heads/x', run_id: '7' },
    });
    delete process.env['LAB_TEST_LEAK'];
    expect(env).not.toHaveProperty('LAB_TEST_LEAK');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
    expect(env).not.toHaveProperty('GITHUB_TOKEN');
    expect(env).toMatchObject({
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_REPOSITORY_OWNER: 'o',
      GITHUB_REF: 'refs/heads/x',
      GITHUB_REF_NAME: 'x',
      GITHUB_RUN_ID: '7',
      GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/deploy.yml@refs/heads/x',
      RUNNER_TEMP: result.tempDirectory,
      GITHUB_WORKSPACE: result.workspace,
    });
  });

  test('of the workflow is added, but cannot replace the variables of the run', async () => {
    const { env } = await environmentOf([], { env: { MINE: '1', GITHUB_SHA: 'forged' }, context: { sha: 'true' } });
    expect(env).toMatchObject({ MINE: '1', GITHUB_SHA: 'true' });
  });

  test('points at an API that answers nobody unless one is given', async () => {
    expect((await environmentOf([])).env['GITHUB_API_URL']).toBe('http://127.0.0.1:1');
    const { env } = await environmentOf([], { context: { api_url: 'http://127.0.0.1:9' } });
    expect(env).toMatchObject({
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_GRAPHQL_URL: 'http://127.0.0.1:9/graphql',
    });
  });

  test('holds the event in a file, below a folder that dispose removes', async () => {
    const { env, result } = await environmentOf([], { context: { event: { inputs: { a: 1 } } } });
    expect(JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'))).toEqual({ inputs: { a: 1 } });
    expect(existsSync(join(result.tempDirectory, '_runner_file_commands'))).toBe(true);
    result.dispose();
    expect(existsSync(result.tempDirectory)).toBe(false);
  });
});

test('an action the lab cannot run is refused by name', async () => {
  await expect(runAction({ action: scratchAction({ using: 'docker', main: '' }) })).rejects.toThrow(/using: docker/);
  await expect(runAction({ action: '/nowhere' })).rejects.toThrow("Can't find 'action.yml'");
});
