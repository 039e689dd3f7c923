import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { importing } from './changes.ts';
import {
  type Checkout,
  type Compared,
  type CompareOptions,
  checkoutOfTwo,
  compare,
  compareFiles,
  type Inputs,
} from './scene.ts';
import { SAFE, SHOP } from './shop.ts';

/** Which release is running, and what is said when nobody knows or the checkout does not hold it. */

let checkout: Checkout;
let running: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-safety-base-'));
  checkout = await checkoutOfTwo(SHOP, SAFE);
  running = await git(['rev-parse', 'running'], checkout);
  await git(['branch', 'production', 'running'], checkout);
  await git(['update-ref', 'refs/remotes/origin/live', running], checkout);
});
afterAll(async () => {
  await checkout?.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('the running release', () => {
  test.each<[string, () => string]>([
    ['a tag', () => 'running'],
    ['a branch', () => 'production'],
    ['a branch of the remote', () => 'origin/live'],
    ['a commit', () => running],
  ])('is what the input says: %s', async (_, base) => {
    const { outputs, result } = await compare(checkout, { base: base() }, { sarif: false });
    expect(outputs).toMatchObject({ 'reason-code': 'safe', pending: '1' });
    expect(result.base).toEqual({ ref: base(), from: 'input', commit: running });
  });

  test('is the base of the pull request', async () => {
    const { result } = await compare(checkout, { base: '' }, pullRequest(running));
    expect(result.base).toEqual({ ref: running, from: 'pull-request', commit: running });
    expect(result.pending).toBe(1);
  });
});

const pullRequest = (sha: string): CompareOptions => ({
  sarif: false,
  context: {
    event_name: 'pull_request',
    ref: 'refs/pull/7/merge',
    event: { number: 7, pull_request: { number: 7, base: { sha, repo: { full_name: 'org/app' } }, head: {} } },
  },
});

describe('according to GitHub Deployments', () => {
  let server: Server;
  let url: string;
  let asked: string[] = [];
  let deployments: readonly { readonly id: number; readonly sha: string; readonly state: string }[] = [];
  let status = 200;

  beforeAll(async () => {
    const listening = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      const one = /\/deployments\/(\d+)\/statuses/.exec(path)?.[1];
      const body =
        one === undefined
          ? deployments.map(({ id, sha }) => ({ id, sha, environment: 'production' }))
          : deployments.filter(({ id }) => id === Number(one)).map(({ state }) => ({ state }));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? body : { message: 'Resource not accessible by integration' }));
    });
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const bound = listening.address();
    server = listening;
    url = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const ask = (inputs: Inputs = {}): Promise<Compared> => {
    asked = [];
    const token = 'ghs_0123456789012345678901234567890123456';
    return compare(
      checkout,
      { base: '', environment: 'production', 'github-token': token, ...inputs },
      { sarif: false, context: { api_url: url } },
    );
  };

  test('it is the newest that succeeded, not one that failed after it', async () => {
    const head = await git(['rev-parse', 'HEAD'], checkout);
    deployments = [
      { id: 2, sha: head, state: 'failure' },
      { id: 1, sha: running, state: 'success' },
    ];
    const { result } = await ask();
    expect(result.base).toEqual({ ref: running, from: 'deployment', commit: running });
    expect(result.pending).toBe(1);
    expect(asked.some(path => path.includes('environment=production'))).toBe(true);
  });

  test('none that succeeded is told, with how to name one', async () => {
    deployments = [];
    const { outputs, result } = await ask();
    expect(outputs).toMatchObject({ outcome: 'error', 'reason-code': 'no-base', verdict: '' });
    expect(result.headline).toContain('GitHub knows no successful deployment to production');
    expect(result.remedy).toContain('base: origin/production');
  });

  test('a token that may not read them names the permission', async () => {
    status = 403;
    const { outputs, result } = await ask();
    status = 200;
    expect(outputs['reason-code']).toBe('no-base');
    expect(result.remedy).toContain('deployments: read');
  });

  test('an input is not asked of GitHub', async () => {
    await ask({ base: 'production' });
    expect(asked).toEqual([]);
  });

  test('without a token, and without an environment, it is told what to give', async () => {
    const token = await ask({ 'github-token': '' });
    expect(token.result.headline).toContain('without a token');
    const nothing = await ask({ environment: '' });
    expect(nothing.result.headline).toContain('no environment is named');
    expect(nothing.result.remedy).toContain('base: origin/production');
  });
});

describe('a checkout without it', () => {
  test('is shallow: the exact line of the workflow is told', async () => {
    const directory = join(folder, 'shallow');
    await git(['clone', '--quiet', '--depth=1', `file://${checkout.directory}`, directory], { directory: folder });
    const { outputs, result } = await compare({ directory }, { base: running });
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'shallow', verdict: '', pending: '' });
    expect(result.remedy).toContain('uses: actions/checkout@v6\n    with:\n      fetch-depth: 0');
    const requested = await compare({ directory }, { base: '' }, pullRequest(running));
    expect(requested.result.headline).toContain('the base of the pull request');
  });

  test.each(['no-such-branch', '0123456789abcdef0123456789abcdef01234567'])('knows no %s', async base => {
    const { outputs, result } = await compare(checkout, { base });
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'base-missing', verdict: '' });
    expect(result.headline).toContain(base);
    expect(result.remedy).toContain('base: origin/production');
  });

  test('is no git repository', async () => {
    const directory = await mkdtemp(join(folder, 'none-'));
    await git(['archive', '--output', join(directory, 'files.tar'), 'HEAD'], checkout);
    const { execFileSync } = await import('node:child_process');
    execFileSync('tar', ['-xf', 'files.tar'], { cwd: directory });
    const { outputs, result } = await compare({ directory }, { base: running });
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'base-missing' });
    expect(result.headline).toContain('is no git repository');
  });
});

describe('a project', () => {
  test('without migrations and apps has nothing pending', async () => {
    const files = { ...SHOP, 'shop/settings.py': SHOP['shop/settings.py']?.replace('["orders"]', '[]') };
    const { outputs } = await compareFiles(files, { 'README.md': 'x' });
    expect(outputs).toMatchObject({ 'reason-code': 'nothing-pending', pending: '0' });
  });

  test('that was none before is judged as a first deployment', async () => {
    const { outputs, migrations } = await compareFiles({ 'README.md': 'soon' }, SHOP);
    expect(migrations.map(({ name }) => name)).toContain('0001_initial');
    expect(['safe', 'review']).toContain(outputs['verdict']);
  });

  test('that is none says what was looked for', async () => {
    const { outputs, result } = await compareFiles({ 'README.md': 'a' }, { 'README.md': 'b' });
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'nothing-to-judge' });
    expect(result.headline).toContain('manage.py');
  });

  test('whose packages are missing is never safe', async () => {
    const head = 'from missing_fields import MoneyField\n';
    const next = importing(head, 'MoneyField(null=True)');
    const files = { ...next, 'orders/models.py': `${head}${next['orders/models.py']}` };
    const { outputs, report } = await compareFiles(SHOP, files);
    expect(outputs['verdict']).not.toBe('safe');
    expect(outputs['outcome']).not.toBe('passed');
    expect(`${report.headline} ${JSON.stringify(report.unknown)}`).toContain('missing_fields');
  });

  test('that nobody can ask names the interpreter', async () => {
    const { outputs, result } = await compare(checkout, { python: '' }, { env: { PATH: await gitAlone() } });
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'no-interpreter' });
    expect(result.remedy).toContain('python');
  });
});

/** A PATH on which there is git, and no Python. */
async function gitAlone(): Promise<string> {
  const { execFileSync } = await import('node:child_process');
  const { mkdir, symlink } = await import('node:fs/promises');
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const program = execFileSync('sh', ['-c', 'command -v git']).toString().trim();
  await symlink(program, join(bin, 'git')).catch(() => undefined);
  return bin;
}
