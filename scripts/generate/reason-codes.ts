import { COMMON_REASONS } from '../../src/core/action.ts';
import type { OutcomeKind, ReasonTable } from '../../src/core/outcome.ts';
import { type Generator, origin } from './generated.ts';
import { cell, table } from './markdown-table.ts';

const OUTCOMES: Readonly<Record<OutcomeKind, string>> = {
  passed: 'what was asked for is true, and was seen to be true',
  failed: 'the thing looked at is bad',
  inconclusive: 'it could not be known; never a pass',
  error: 'the action, or what it was given, broke before the question could be asked',
};

/** `docs/reason-codes.md`: every code an action can end with. */
export const reasonCodes: Generator = async actions => {
  const sections = [
    '# Reason codes',
    `<!-- ${origin('the reason tables in src/')} -->`,
    'Every action writes the output `reason-code`. A code keeps its meaning within a major version; new ones may be added.',
    Object.entries(OUTCOMES)
      .map(([outcome, meaning]) => `- **${outcome}**: ${meaning}.`)
      .join('\n'),
    '## Every action',
    reasonTable(COMMON_REASONS),
    ...actions.flatMap(action => [`## ${action.name}`, reasonTable(own(action.reasons))]),
  ];
  return [{ path: 'docs/reason-codes.md', text: `${sections.join('\n\n')}\n` }];
};

/** One row a code, in the order of the table. */
export function reasonTable(reasons: ReasonTable): string {
  const rows = Object.entries(reasons).map(([code, { outcome, meaning, remedy }]) => [
    `\`${code}\``,
    outcome,
    cell(meaning),
    cell(remedy),
  ]);
  return table(['code', 'outcome', 'when', 'what to do'], rows);
}

function own(reasons: ReasonTable): ReasonTable {
  return Object.fromEntries(Object.entries(reasons).filter(([code]) => !Object.hasOwn(COMMON_REASONS, code)));
}
