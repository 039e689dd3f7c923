import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filesOf, LIBRARY } from '../../../lab/projects/index.ts';
import { type Checked, type Checkout, check, checkoutOf, type Inputs } from './scene.ts';

/** Wrong inputs: what is wrong, where, and how it is written right. Nothing is half done. */

let checkout: Checkout;
let before: readonly string[];
beforeAll(async () => {
  checkout = await checkoutOf({
    ...filesOf(LIBRARY),
    'admin/manage.py': filesOf(LIBRARY)['manage.py'],
    'tools/manage.py': filesOf(LIBRARY)['manage.py'],
    'other.json': '{"schema": "obcms-deploy/smoke-test@1"}',
    'old.json': '{"schema": "obcms-deploy/check-deploy@9", "findings": []}',
    'authority.txt': 'no certificate',
    'attested.yml': 'version: 1\nenvironments:\n  production:\n    attested:\n      uptime-monitr: 2026-01-31\n',
    'future.yml': 'version: 1\nenvironments:\n  production:\n    attested:\n      uptime-monitor: 2199-01-31\n',
    'typo.yml': 'version: 1\nenviroments:\n  production: {}\n',
  });
  before = await readdir(checkout.directory);
});
afterAll(() => checkout.dispose());

const refused = (inputs: Inputs, options: Parameters<typeof check>[2] = {}): Promise<Checked> =>
  check(checkout, { python: '', ...inputs }, { sarif: false, ...options });

const COOLIFY = { 'coolify-url': 'https://coolify.example' };
const TOKEN = '9|0123456789abcdefghijklmnopqrstuvwxyzABCD01234567';
/** What is said of it, and of the way to write it right. */
type Case = readonly [what: string, inputs: Inputs, says: string, shows: string];

const CASES: readonly Case[] = [
  [
    'a folder out of the checkout',
    { 'working-directory': '../app' },
    'leads out of the checkout; write the folder from its root',
    'working-directory:',
  ],
  [
    'an absolute folder',
    { 'working-directory': '/srv/app' },
    'leads out of the checkout; write the folder from its root',
    'working-directory:',
  ],
  [
    'a folder without a project',
    { 'working-directory': 'web' },
    'There is no manage.py in "web"',
    'working-directory: src',
  ],
  ['a file instead of a module', { settings: 'library/settings.py' }, 'did you mean library.settings?', 'settings:'],
  ['a framework nobody knows', { framework: 'flask' }, '"framework"', 'framework:'],
  ['a profile nobody knows', { profile: 'prod' }, '"profile"', 'profile:'],
  [
    'an interpreter that is not there',
    { python: '.venv/bin/python' },
    '"python" names ".venv/bin/python"',
    'setup-python',
  ],
  [
    'an env file that is not there',
    { 'env-file': 'deploy/prod.env' },
    'does not exist; the path starts at the root',
    'env-file:',
  ],
  ['a variable without a value', { env: 'DEBUG=0\nSECRET_KEY' }, 'has a line 2 that is not NAME=value', 'env: |'],
  ['a variable twice', { env: 'DEBUG=0\nDEBUG=1' }, 'sets DEBUG twice', 'env: |'],
  [
    'an application without a token',
    { ...COOLIFY, resource: 'abcdefghijklmnopqrstuvwx' },
    'is needed to read the application that "resource" names',
    'coolify-token:',
  ],
  [
    'a token that is none',
    { ...COOLIFY, resource: 'abcdefghijklmnopqrstuvwx', 'coolify-token': '9|01234 56789' },
    '"coolify-token"',
    'coolify-token:',
  ],
  [
    'a token without an address',
    { resource: 'abcdefghijklmnopqrstuvwx', 'coolify-token': TOKEN },
    '"coolify-url"',
    'coolify-url:',
  ],
  [
    'a token without an application',
    { ...COOLIFY, 'coolify-token': TOKEN },
    'names no application, and neither does the configuration',
    'resource:',
  ],
  [
    'Coolify over plain HTTP',
    { 'coolify-url': 'http://coolify.example', resource: 'abcdefghijklmnopqrstuvwx', 'coolify-token': TOKEN },
    'coolify-url',
    'https://',
  ],
  ['a policy for variables nobody knows', { missing: 'ignore' }, '"missing"', 'missing:'],
  ['a policy for modules nobody knows', { 'stub-imports': 'always' }, '"stub-imports"', 'stub-imports:'],
  [
    'a stack of no profile',
    { compose: 'docker-compose.yml' },
    'which names no profile; there are development, staging and production',
    'compose:',
  ],
  [
    'a misspelt profile of a stack',
    { compose: 'productoin: docker-compose.yml' },
    'did you mean production?',
    'compose:',
  ],
  ['a stack without files', { compose: 'production:' }, 'names no file for production', 'compose:'],
  [
    'a stack that is not there',
    { compose: 'production: docker-compose.yml' },
    '"docker-compose.yml" for production, which is not in the checkout',
    'compose: |',
  ],
  [
    'a stack outside of the checkout',
    { compose: 'production: ../docker-compose.yml' },
    'leads out of the checkout',
    'compose:',
  ],
  ['a kind of files nobody knows', { files: 'ngnix: infra/*.conf' }, 'did you mean nginx?', 'files:'],
  ['files without a glob', { files: 'nginx:' }, 'names no file for nginx', 'files:'],
  ['a family nobody knows', { families: 'setings' }, 'did you mean settings?', 'families:'],
  [
    'an accepted finding without a reason',
    { ignore: 'docker/root-user Dockerfile' },
    'which gives no reason; write "rule -- reason"',
    '-- ',
  ],
  ['an accepted finding of no rule', { ignore: 'docker/root-usr -- reason' }, 'docker/root-user', 'ignore:'],
  ['a severity nobody knows', { 'fail-on': 'severe' }, '"fail-on"', 'fail-on:'],
  [
    'a baseline that is not there',
    { baseline: 'baseline.json' },
    'does not exist; the path starts at the root',
    'baseline:',
  ],
  ['a baseline of another action', { baseline: 'other.json' }, 'is no report of check-deploy', 'baseline:'],
  ['a baseline of another version', { baseline: 'old.json' }, 'is a report of another version', 'baseline:'],
  ['a baseline that is no JSON', { baseline: 'Dockerfile' }, 'is no JSON', 'baseline:'],
  ['a comment that is neither true nor false', { comment: 'yes please' }, '"comment"', 'comment:'],
  ['an authority that is none', { ...COOLIFY, 'ca-file': 'authority.txt' }, '"ca-file"', 'ca-file:'],
  ['a configuration that is not there', { config: 'deploy.yml' }, 'deploy.yml', 'actions/checkout'],
  [
    'a misspelt word of the configuration',
    { config: 'typo.yml', environment: 'production' },
    'enviroments',
    'environments',
  ],
  [
    'an environment the configuration has not',
    { config: 'future.yml', environment: 'prod' },
    'future.yml has no environment "prod"',
    'production',
  ],
  [
    'something attested that is nothing',
    { config: 'attested.yml', environment: 'production' },
    'did you mean "uptime-monitor"?',
    'uptime-monitor: 2026-01-31',
  ],
  [
    'a day that has not come yet',
    { config: 'future.yml', environment: 'production' },
    'has not come yet',
    'uptime-monitor: 2026-01-31',
  ],
];

describe('wrong inputs', () => {
  test.each(CASES)('%s', async (_what, inputs, says, shows) => {
    const checked = await refused(inputs);
    const { result, run, outputs } = checked;
    expect(result.outcome).toBe('error');
    expect(['invalid-input', 'invalid-configuration', 'unknown-environment']).toContain(result['reason-code']);
    expect(result.headline).toContain(says);
    expect(result.remedy).toContain(shows);
    expect(result.remedy).not.toBe('');
    expect(checked.shown).toContain(says);
    expect(run.rawSummary).toContain(result['reason-code']);
    // Nothing was judged, so nothing is counted, and nothing was written.
    expect(result.families).toBeUndefined();
    expect(outputs).toMatchObject({ outcome: 'error', critical: '', high: '', medium: '', low: '', 'sarif-path': '' });
    expect(run.log).not.toContain('What is judged');
    expect(await readdir(checkout.directory)).toEqual(before);
  });

  test('that may hold a secret are not shown', async () => {
    const secret = 'tR6yNc3vHq9LpXzdJw9v';
    const checked = await refused({ env: `DEBUG=0\nSECRET_KEY:${secret}` });
    expect(checked.result.headline).toContain('has a line 2');
    const told = [checked.run.log, checked.run.rawSummary, JSON.stringify(checked.report)].join('\n');
    expect(told).not.toContain(secret);
  });

  test('several projects and none that is the obvious one have to be told apart', async () => {
    const several = await checkoutOf({
      'one/manage.py': filesOf(LIBRARY)['manage.py'],
      'two/manage.py': filesOf(LIBRARY)['manage.py'],
    });
    try {
      const checked = await check(several, {}, { sarif: false });
      expect(checked.result).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(checked.result.headline).toContain('There is a manage.py in one and two');
      expect(checked.result.remedy).toContain('working-directory: one');
    } finally {
      await several.dispose();
    }
  });

  test('an empty checkout is nothing to judge, and no pass', async () => {
    const empty = await checkoutOf({ 'README.md': 'Empty.\n' });
    try {
      const { result } = await check(empty, {}, { sarif: false });
      expect(result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'nothing-to-judge' });
    } finally {
      await empty.dispose();
    }
  });

  test('of the terminal end with status 2', async () => {
    const { spawnSync } = await import('node:child_process');
    const cli = new URL('../../../dist/cli.js', import.meta.url).pathname;
    const ended = spawnSync(process.execPath, [cli, 'check-deploy', '--families', 'setings'], {
      cwd: checkout.directory,
      encoding: 'utf8',
    });
    expect(ended.status).toBe(2);
    expect(`${ended.stdout}${ended.stderr}`).toContain('did you mean settings?');
  });
});
