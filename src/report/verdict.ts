import type { Outcome } from '../core/outcome.ts';
import { code, plain } from './markdown.ts';
import { remedyMarkdown } from './remedy.ts';

/** The top of every summary: the verdict, why, and what to do. `title` is Markdown of ours. */
export function verdict(title: string, outcome: Outcome): string {
  return [
    `### ${title}: ${outcome.outcome}`,
    `${plain(outcome.headline, 1_000)} (${code(outcome.reasonCode)})`,
    ...(outcome.remedy === '' ? [] : ['**What to do**', remedyMarkdown(outcome.remedy)]),
  ].join('\n\n');
}
