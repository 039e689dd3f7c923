import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Checkout, checkoutOfTwo, compare, type Inputs } from './scene.ts';
import { SAFE, SHOP } from './shop.ts';

/** Wrong inputs: what is wrong, with which input and value, and how it is written right. Nothing is half done. */

let checkout: Checkout;
let before: readonly string[];
beforeAll(async () => {
  checkout = await checkoutOfTwo(
    {
      ...SHOP,
      'empty.txt': 'These are no migrations.\n',
      'other.json': '{"schema": "obcms-deploy/check-deploy@1"}',
      'typo.yml': 'version: 1\nenviroments:\n  production: {}\n',
      'late.yml': 'version: 1\napp:\n  migrate: later\nenvironments:\n  production: {}\n',
      'fine.yml': 'version: 1\nenvironments:\n  production: {}\n  staging: {}\n',
      'authority.txt': 'no certificate',
    },
    SAFE,
  );
  before = await readdir(checkout.directory);
});
afterAll(() => checkout?.dispose());

type Case = readonly [what: string, inputs: Inputs, says: string, shows: string];

const POSTGRES = 'postgres://user:password@host:5432/database';

const CASES: readonly Case[] = [
  [
    'a folder out of the checkout',
    { 'working-directory': '../app' },
    'leads out of the checkout',
    'working-directory:',
  ],
  [
    'a folder without a project',
    { 'working-directory': 'web' },
    'There is no manage.py in "web"',
    'working-directory:',
  ],
  ['a file instead of a module', { settings: 'shop/settings.py' }, 'did you mean shop.settings?', 'settings:'],
  ['a framework nobody knows', { framework: 'flask' }, '"framework", which is "flask"', 'framework:'],
  [
    'an interpreter that is not there',
    { python: '.venv/bin/python' },
    '"python" names ".venv/bin/python"',
    'setup-python',
  ],
  ['a base that git takes for an option', { base: '--upload-pack=x' }, 'is no commit, branch or tag', 'base:'],
  ['a base that is a range', { base: 'main..next' }, 'is no commit, branch or tag', 'base:'],
  ['a list that is no file', { applied: 'databse' }, 'is neither from-base nor database, and no file', 'applied:'],
  ['a file without a list', { applied: 'empty.txt' }, 'holds no list of migrations', 'applied:'],
  ['the database without its address', { applied: 'database' }, 'needs database-url', 'applied:'],
  [
    'an address of something else',
    { 'database-url': 'mysql://db/shop' },
    'is no address of a PostgreSQL server',
    'database-url:',
  ],
  ['an address that is none', { 'database-url': 'postgres://u:a b@[x' }, POSTGRES, 'database-url:'],
  [
    'an address without a database',
    { 'trace-database-url': 'postgres://u@host:5432/' },
    'names no database behind the host',
    'trace-database-url:',
  ],
  ['a version that is none', { 'postgres-version': 'latest' }, 'is no version; write 16 or 16.4', 'postgres-version:'],
  ['a version before those that are known', { 'postgres-version': '9.6' }, '12 to 18', 'postgres-version:'],
  ['a version after those that are known', { 'postgres-version': '19' }, '18 is the nearest', 'postgres-version:'],
  [
    'a hot table that is none',
    { 'hot-tables': 'orders_order; drop' },
    'give names as they are in the database',
    'hot-tables:',
  ],
  ['a small table that is none', { 'small-tables': '1st' }, '"1st", which is no name of a table', 'small-tables:'],
  ['a verdict that may not pass', { allow: 'blocked' }, 'must be one of safe, review', 'allow:'],
  ['an ignored hazard without a reason', { ignore: 'lock/rewrite' }, 'gives no reason', 'ignore:'],
  [
    'an ignored rule nobody knows',
    { ignore: 'lock/rewrit -- typed by night' },
    'did you mean lock/rewrite?',
    'ignore:',
  ],
  [
    'a baseline that is not there',
    { baseline: 'old.json' },
    'does not exist; the path starts at the root',
    'baseline:',
  ],
  ['a baseline of another action', { baseline: 'other.json' }, 'is no report of migration-safety', 'baseline:'],
  ['a flag that is none', { comment: 'yes' }, 'which is "yes", is neither true nor false', 'comment:'],
  ['another flag that is none', { safemigrate: 'on' }, 'which is "on", is neither true nor false', 'safemigrate:'],
  ['an authority that is none', { 'ca-file': 'authority.txt' }, '"ca-file"', 'ca-file:'],
  ['a misspelt configuration', { config: 'typo.yml' }, 'enviroments', 'environments'],
  [
    'a moment nobody knows',
    { config: 'late.yml' },
    'late.yml:3:12: "app.migrate" must be before, after or phased',
    'phased',
  ],
  ['an environment that is not configured', { config: 'fine.yml', environment: 'prod' }, 'prod', 'production'],
];

describe('is told of', () => {
  test.each(CASES)('%s', async (_, inputs, says, shows) => {
    const { outputs, result, run, shown } = await compare(checkout, inputs, { sarif: false });
    expect(outputs['outcome']).toBe('error');
    expect(['invalid-input', 'invalid-configuration', 'unknown-environment']).toContain(outputs['reason-code']);
    expect(result.headline).toContain(says);
    expect(`${result.headline}\n${result.remedy}`).toContain(shows);
    expect(shown).toContain(says);
    expect(run.log).not.toContain('Pending migrations');
    expect(await readdir(checkout.directory)).toEqual(before);
  });
});

test('a password in a wrong address is not shown', async () => {
  const { run, report } = await compare(checkout, { 'database-url': 'mysql://shop:hunter2-hunter2@db/shop' });
  expect([run.log, run.rawSummary, JSON.stringify(report)].join('\n')).not.toContain('hunter2-hunter2');
});

test('a database that does not answer is told without its password, and is no defect', async () => {
  const url = 'postgres://shop:hunter2-hunter2@127.0.0.1:1/shop';
  for (const inputs of [{ 'database-url': url }, { 'trace-database-url': url }] as const) {
    const { run, report, outputs } = await compare(checkout, inputs);
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'database-unreadable', verdict: '' });
    expect([run.log, run.rawSummary, JSON.stringify(report)].join('\n')).not.toContain('hunter2-hunter2');
  }
});
