import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { type Github, startGithub } from '../../../lab/github/index.ts';
import { FILE, ID } from './changes.ts';
import { type Checkout, type Compared, checkoutOfTwo, commit, compare, type Inputs } from './scene.ts';
import { BLOCKED, migration, models, SAFE, SHOP } from './shop.ts';

/** How it speaks: annotations on lines, one comment, a report for code scanning; what is accepted, and what was known before. */

const REPOSITORY = 'org/shop';
const MARKER = '<!-- obcms-deploy migration-safety production -->';

let github: Github;
let blocked: Checkout;
let safe: Checkout;
let first: Compared;
beforeAll(async () => {
  github = await startGithub({ repository: REPOSITORY, pullRequests: [1, 2, 3] });
  blocked = await checkoutOfTwo(SHOP, bothAtOnce());
  safe = await checkoutOfTwo(SHOP, SAFE);
  first = await compare(blocked);
});
afterAll(async () => {
  await github?.stop();
  await blocked?.dispose();
  await safe?.dispose();
});

/** An index that locks, and a column that breaks the running release, in the lines 7 and 8. */
function bothAtOnce() {
  const meta = 'class Meta:\n        indexes = [models.Index(fields=["number"], name="order_number")]';
  return {
    'orders/models.py': models('weight = models.IntegerField(default=0)', meta),
    ...migration([
      'migrations.AddIndex("order", models.Index(fields=["number"], name="order_number"))',
      'migrations.AddField("order", "weight", models.IntegerField(default=0))',
    ]),
  };
}

const LINES = ['blocked release/insert-fails', 'blocked lock/index-build'];

describe('annotations', () => {
  test('stand on the line of the operation, as errors when they decide', () => {
    const on = (rule: string) => first.hazards.find(hazard => hazard.rule === rule)?.line;
    expect([on('lock/index-build'), on('release/insert-fails')]).toEqual([7, 8]);
    const errors = first.run.annotations.filter(({ level, file }) => level === 'error' && file === FILE);
    expect(errors.map(({ line }) => line).sort()).toEqual([7, 8]);
  });

  test('are none where nothing is wrong', async () => {
    const { run } = await compare(safe);
    expect(run.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(run.annotations.filter(({ file }) => file === FILE)).toEqual([]);
  });
});

describe('the report for code scanning', () => {
  test('holds each hazard in its place, and the rules with their pages', () => {
    const results = first.sarif?.runs[0]?.results ?? [];
    const at = (rule: string) => results.find(({ ruleId }) => ruleId === rule)?.locations?.[0]?.physicalLocation;
    expect(at('lock/index-build')?.artifactLocation.uri).toBe(FILE);
    expect(at('lock/index-build')?.region?.startLine).toBe(7);
    expect(first.sarif?.runs[0]?.tool.driver.name).toContain('migration-safety');
  });

  test('is written when nothing is wrong as well, so that old alerts close', async () => {
    const { sarif } = await compare(safe);
    expect(sarif?.runs).toHaveLength(1);
  });
});

describe('hazards that are accepted', () => {
  const accept = (ignore: string, more: Inputs = {}) => compare(blocked, { ignore, ...more });

  test('by rule, migration and reason are set apart, and the rest decides', async () => {
    const { lines, report, sarif } = await accept(`lock/index-build ${ID} -- nobody orders by night`);
    expect(lines).toEqual(['blocked release/insert-fails']);
    expect(report.ignored).toMatchObject([
      { rule: 'lock/index-build', migration: ID, reason: 'nobody orders by night' },
    ]);
    const suppressed = sarif?.runs[0]?.results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed?.map(({ ruleId }) => ruleId)).toEqual(['lock/index-build']);
  });

  test('all of them make the run pass, with nothing promised', async () => {
    const { outputs, result } = await accept('lock/* -- at night\nrelease/* orders -- we stop the old release');
    expect(outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'safe', 'backward-compatible': 'false' });
    expect(result.headline).toContain('hazards ignored');
    expect(result.headline).not.toContain('can run');
  });

  test('of another migration stay, and the line is reported as stale', async () => {
    const line = 'lock/index-build orders.0009_other -- gone long ago';
    const { lines, report, run } = await accept(line);
    expect(lines).toEqual(first.lines);
    expect(report['stale-ignores']).toEqual([line]);
    expect(run.log).toContain('orders.0009_other');
  });
});

test('what a baseline knows does not count, and what is gone is told', async () => {
  const file = '.github/baseline.json';
  await mkdir(dirname(join(blocked.directory, file)), { recursive: true });
  await writeFile(join(blocked.directory, file), JSON.stringify(first.report));
  const same = await compare(blocked, { baseline: file });
  expect(same.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'safe' });
  expect(same.report.known?.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['lock/index-build']));
  const other = await checkoutOfTwo({ ...SHOP, [file]: await readFile(join(blocked.directory, file), 'utf8') }, SAFE);
  const gone = await compare(other, { baseline: file });
  await other.dispose();
  expect(gone.report.baseline?.gone.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['release/insert-fails']));
});

describe('the comment of a pull request', () => {
  const WRITE = { pull_requests: 'write' } as const;

  async function comment(checkout: Checkout, number: number, token = github.token({ permissions: WRITE })) {
    const sha = await git(['rev-parse', 'running'], checkout);
    const repo = { full_name: REPOSITORY };
    return compare(
      checkout,
      { base: '', comment: 'true', environment: 'production', 'github-token': token },
      {
        sarif: false,
        context: {
          repository: REPOSITORY,
          api_url: github.url,
          event_name: 'pull_request',
          ref: `refs/pull/${number}/merge`,
          event: { number, pull_request: { number, head: { repo }, base: { repo, sha } } },
        },
      },
    );
  }

  test('is made once and updated', async () => {
    const made = await comment(blocked, 1);
    expect(made.run.log).toContain('Comment on pull request 1: created.');
    const [own] = github.comments.of(1);
    expect(own?.body.startsWith(MARKER)).toBe(true);
    for (const text of ['release/insert-fails', 'lock/index-build', ID]) expect(own?.body).toContain(text);
    const updated = await comment(safe, 1);
    expect(updated.run.log).toContain('Comment on pull request 1: updated.');
    expect(github.comments.of(1)).toHaveLength(1);
    expect(own?.body).not.toContain('release/insert-fails');
  });

  test('that may not be written names the permission, and changes nothing about the outcome', async () => {
    const token = github.token({ permissions: { pull_requests: 'read' } });
    const { shown, outputs } = await comment(safe, 2, token);
    expect(shown).toContain('pull-requests: write');
    expect(outputs['reason-code']).toBe('safe');
    expect(github.comments.of(2)).toEqual([]);
  });
});

describe('the summary', () => {
  test('shows the phases as a picture, each hazard with what to do, and the statements that fail', () => {
    for (const text of ['```mermaid', 'AddIndexConcurrently', 'orders.Order', 'INSERT'])
      expect(first.run.rawSummary).toContain(text);
    expect([...first.lines].sort()).toEqual([...LINES].sort());
  });

  test('of a migration that mends itself in the next commit is green', async () => {
    const checkout = await checkoutOfTwo(SHOP, BLOCKED);
    await commit(checkout, SAFE);
    const { outputs, run } = await compare(checkout);
    await checkout.dispose();
    expect(outputs['reason-code']).toBe('safe');
    expect(run.rawSummary).toContain('Migration safety: passed');
  });
});
