import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../scripts/root.ts';
import { HAZARDS } from '../../src/migrations/hazards/rules.ts';
import { addressOf } from '../../src/migrations/page.ts';

const kept = (name: string): string => readFileSync(join(ROOT, 'docs/examples', name), 'utf8');

const IN_SUMMARY = /^\| \*\*(?:blocked|review|safe)\*\* \| [^|]* \| \[([a-z]+\/[a-z-]+)\]\(([^)]+)\)/gm;
const IN_LOG = /^(?:BLOCKED|review|safe) +([a-z]+\/[a-z-]+) /gm;
const KNOWN = new Set<string>(HAZARDS.map(({ id }) => id));
const SUMMARIES = ['safe', 'blocked', 'measured'].map(name => `migrations-summary-${name}.md`);

const namedIn = (name: string, pattern: RegExp): readonly string[] =>
  [...kept(name).matchAll(pattern)].map(([, rule = '']) => rule);

describe('the kept examples of migration-safety', () => {
  test.each([
    ...SUMMARIES.map(name => [name, IN_SUMMARY] as const),
    ['migrations-log-safe.txt', IN_LOG] as const,
    ['migrations-log-blocked.txt', IN_LOG] as const,
    ['migrations-annotations-blocked.txt', /^ {2}\S.*: ([a-z]+\/[a-z-]+)$/gm] as const,
  ])('%s names rules that exist', (name, pattern) => {
    const named = namedIn(name, pattern);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(rule => !KNOWN.has(rule))).toEqual([]);
  });

  test.each(SUMMARIES)('%s has its parts in their order, the two answers before every detail', name => {
    const text = kept(name);
    const parts = [
      /^### Migration safety of production: /,
      /^- The running release on the new schema: /m,
      /^- Back to its code afterwards, /m,
      /^\| Migration \| Verdict \| Phase \| Reversible \| What \|$/m,
      /^```mermaid$/m,
      /<summary>What was compared, and how/,
      /<summary>Where this project migrates today/,
    ].map(part => text.search(part));
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts[0]).toBe(0);
  });

  test('the blocked one shows what blocks before everything else, each with a link to its page', () => {
    const [before = ''] = kept('migrations-summary-blocked.md').split('<details>');
    const rows = [...before.matchAll(IN_SUMMARY)];
    expect(rows.map(([, rule]) => rule)).toEqual([
      'release/select-fails',
      'release/insert-fails',
      'lock/scan',
      'lock/index-build',
    ]);
    for (const [, rule = '', address] of rows) expect(address).toBe(addressOf(rule));
  });

  test('the measured one says that it was, and the others do not', () => {
    const said = SUMMARIES.map(name => /measured on the scratch database/.test(kept(name)));
    expect(said).toEqual([false, false, true]);
  });

  test('the comment is the summary under the mark by which it is found again', () => {
    const [mark, ...rest] = kept('migrations-comment-blocked.md').split('\n');
    expect(mark).toBe('<!-- obcms-deploy migration-safety production -->');
    expect(rest.join('\n').trim()).toBe(kept('migrations-summary-blocked.md').trim());
  });

  test('there are the verdict and at most ten annotations, none without a line', () => {
    const heads = [...kept('migrations-annotations-blocked.txt').matchAll(/^(?:error|warning|notice).*$/gm)].map(
      String,
    );
    expect(heads[0]).toBe('error');
    expect(heads.slice(1).every(head => /^\w+ \S+:\d+$/.test(head))).toBe(true);
    expect(heads.length).toBeGreaterThan(1);
    expect(heads.length).toBeLessThanOrEqual(11);
  });

  test('the SARIF report names the same hazards as the log', () => {
    const log: { runs: readonly { results: readonly { ruleId: string }[] }[] } = JSON.parse(
      kept('migrations-blocked.sarif'),
    );
    const told = namedIn('migrations-log-blocked.txt', IN_LOG);
    expect((log.runs[0]?.results ?? []).map(({ ruleId }) => ruleId).sort()).toEqual([...told].sort());
  });
});
