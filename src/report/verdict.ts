import type { Outcome, OutcomeKind } from '../core/outcome.ts';
import { code, plain } from './markdown.ts';
import { remedyMarkdown } from './remedy.ts';

/** How the four outcomes are said to people, everywhere the same. */
export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, string>> = {
  passed: 'passed',
  failed: 'failed',
  inconclusive: 'not known',
  error: 'not possible',
};

/** The top of every summary: the verdict, why, and what to do. `title` is Markdown of ours. */
export function verdict(title: string, outcome: Outcome): string {
  return [
    `### ${title}: ${OUTCOME_WORDS[outcome.outcome]}`,
    `${plain(outcome.headline, 1_000)} (${code(outcome.reasonCode)})`,
    ...(outcome.remedy === '' ? [] : ['**What to do**', remedyMarkdown(outcome.remedy)]),
  ].join('\n\n');
}
