import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROPOSAL } from '../../scripts/examples/check-proposal.ts';
import { ROOT } from '../../scripts/root.ts';
import { pageOf } from '../../src/checks/page.ts';
import { RULES } from '../../src/checks/rules.ts';
import { SEVERITIES } from '../../src/core/findings.ts';
import { findingsTable } from '../../src/report/findings-table.ts';
import { judgedFinding } from '../support/judged.ts';

const kept = (name: string): string => readFileSync(join(ROOT, 'docs/examples', name), 'utf8');
const linesOf = (text: string): readonly string[] => text.split('\n');

const SUMMARIES = ['check-summary-passed.md', 'check-summary-failed.md'] as const;
/** Every file that names rules, and how. */
const IN_SUMMARY = /^\| \*\*\w+\*\* \| \[([a-z/-]+)\]\(/gm;
const IN_LOG = /^(?:CRITICAL|HIGH|medium|low) +(\S+)/gm;
const KEPT = [
  ['check-summary-passed.md', IN_SUMMARY],
  ['check-summary-failed.md', IN_SUMMARY],
  ['check-log-passed.txt', IN_LOG],
  ['check-log-failed.txt', IN_LOG],
  ['check-annotations-failed.txt', /^ {2}\S.*: ([a-z]+\/[a-z-]+)$/gm],
] as const;
const KNOWN = new Set<string>(RULES.map(({ id }) => id));

describe('the kept examples of check-deploy', () => {
  test.each(KEPT)('%s names rules that exist', (name, pattern) => {
    const named = [...kept(name).matchAll(pattern)].map(([, rule = '']) => rule);
    expect(named.length).toBeGreaterThan(5);
    expect([...new Set(named)].filter(rule => !KNOWN.has(rule))).toEqual([]);
  });

  test.each(SUMMARIES)('%s has the columns of findings and of counts that the code makes now', name => {
    const [columns = ''] = linesOf(findingsTable([judgedFinding('compose/privileges', 'high')], noLinks));
    const headings = linesOf(kept(name)).filter((_, index, lines) => /^\|(?: -+ \|)+$/.test(lines[index + 1] ?? ''));
    const counts = `|  | ${SEVERITIES.map(word => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' | ')} |`;
    expect(headings).toContain(columns);
    expect(headings).toContain(counts);
  });

  test.each(SUMMARIES)('%s has its parts in their order', name => {
    const parts = [...kept(name).matchAll(/<summary>(Below high|What was judged|Ignored|Attested)/g)].map(
      ([, part]) => part,
    );
    const below = name.includes('failed') ? ['Below high'] : [];
    expect(parts).toEqual([...below, 'What was judged', 'Ignored', 'Attested']);
  });

  test('the failed one shows what makes it so before everything else, each with a link to its page', () => {
    const [before = ''] = kept('check-summary-failed.md').split('<details>');
    const weights = [...before.matchAll(/^\| \*\*(\w+)\*\* \| \[([a-z/-]+)\]\(([^)]+)\)/gm)];
    expect(new Set(weights.map(([, weight]) => weight))).toEqual(new Set(['critical', 'high']));
    for (const [, , rule = '', address = ''] of weights) expect(address.endsWith(pageOf(rule))).toBe(true);
  });

  test('the comment is the summary under the mark by which it is found again', () => {
    const [mark, ...rest] = linesOf(kept('check-comment-failed.md'));
    expect(mark).toBe('<!-- obcms-deploy check-deploy production -->');
    expect(rest.join('\n').trim()).toBe(kept('check-summary-failed.md').trim());
  });

  test('there are the verdict and at most ten annotations, none without a line', () => {
    const heads = linesOf(kept('check-annotations-failed.txt')).filter(line => /^(?:error|warning|notice)/.test(line));
    expect(heads[0]).toBe('error');
    expect(heads.slice(1).every(head => /^\w+ \S+:\d+$/.test(head))).toBe(true);
    expect(heads.length).toBeLessThanOrEqual(11);
  });

  test('the SARIF report names the same findings as the log', () => {
    const log: { runs: readonly { results: readonly { ruleId: string; suppressions?: unknown }[] }[] } = JSON.parse(
      kept('check-failed.sarif'),
    );
    const open = (log.runs[0]?.results ?? []).filter(({ suppressions }) => suppressions === undefined);
    const told = [...kept('check-log-failed.txt').matchAll(IN_LOG)].map(([, id]) => id);
    expect(open.map(({ ruleId }) => ruleId).sort()).toEqual([...told].sort());
  });

  test('most changes of the pull request are found at high or above, and none of them by a secret that is shown', () => {
    const decisive = [...kept('check-log-failed.txt').matchAll(/^(?:CRITICAL|HIGH) /gm)];
    expect(decisive.length).toBeGreaterThanOrEqual(PROPOSAL.length - 4);
    expect(kept('check-log-failed.txt')).not.toMatch(/[A-Za-z0-9]{48}/);
  });
});

const noLinks = { rule: () => undefined, place: () => undefined };
