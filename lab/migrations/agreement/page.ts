/** The generated parts of `docs/migration-corpus.md`: figures, explanations and every case. */
import type { TrueCase, Truth } from '../measure-corpus.ts';
import type { Comparison } from './compared.ts';
import { hazardsOf } from './compared.ts';
import { EXPLAINED } from './explained.ts';
import { tableOf } from './figures.ts';
import type { JudgedCase } from './judged.ts';

const PARTS = ['figures', 'disagreements', 'cases'] as const;
type Part = (typeof PARTS)[number];

export interface Agreement {
  readonly truth: Truth;
  readonly judged: readonly JudgedCase[];
  readonly comparisons: readonly Comparison[];
}

/** The page with its generated parts written anew. Throws when a mark is missing. */
export function writtenAnew(page: string, agreement: Agreement): string {
  return PARTS.reduce((text, part) => {
    const [begin, end] = [`<!-- ${part} -->\n`, `<!-- end of ${part} -->`];
    const [from, until] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || until < from) throw new Error(`docs/migration-corpus.md has no place for "${part}"`);
    return `${text.slice(0, from + begin.length)}\n${MADE[part](agreement)}\n\n${text.slice(until)}`;
  }, page);
}

const MADE: Readonly<Record<Part, (agreement: Agreement) => string>> = {
  figures: ({ truth, comparisons }) => {
    const all = Object.values(truth.cases);
    const statements = all.reduce((sum, one) => sum + one.statements.length, 0);
    return [
      `${all.length} cases, ${statements} statements; PostgreSQL ${truth.server}, Django ${truth.django}.`,
      '',
      '```text',
      tableOf(comparisons),
      '```',
    ].join('\n');
  },
  disagreements: ({ comparisons }) =>
    EXPLAINED.map(({ subject, cases, why }) => {
      const lines = comparisons
        .filter(one => one.subject === subject && cases.includes(one.case) && one.predicted !== one.measured)
        .map(one => `- \`${one.case}\`: predicted ${quoted(one.predicted)}, measured ${quoted(one.measured)}`);
      return `### ${subject}: ${cases.map(name => `\`${name}\``).join(', ')}\n\n${why}\n\n${lines.join('\n')}`;
    }).join('\n\n'),
  cases: ({ truth, judged }) =>
    [
      '| Case | What it is | What PostgreSQL did | Verdict | Hazards above `low` | Old release on new schema |',
      '|---|---|---|---|---|---|',
      ...judged.map(one => row(one, truth.cases[one.case.name])),
    ].join('\n'),
};

function quoted(text: string): string {
  return text === '' ? 'nothing' : `\`${text}\``;
}

function row({ case: { name, says }, judgement, backward }: JudgedCase, truth: TrueCase | undefined): string {
  const hazards = hazardsOf(judgement).filter(({ severity, rule }) => severity !== 'low' && rule !== 'lock/no-timeout');
  const rules = [...new Set(hazards.map(({ rule }) => `\`${rule}\``))].join(' ');
  const really = truth?.backward?.compatible ?? 'does not apply';
  const compatible = really === backward || truth?.backward == null ? really : `${really} (predicted ${backward})`;
  const worst = judgement.verdict;
  return `| \`${name}\` | ${says} | ${truth === undefined ? '' : did(truth)} | ${worst} | ${rules} | ${compatible} |`;
}

/** In a few words, over all statements of a case. */
function did({ statements }: TrueCase): string {
  if (statements.length === 0) return 'nothing';
  const some = (what: string, of: (statement: TrueCase['statements'][number]) => readonly unknown[]) =>
    statements.some(statement => of(statement).length > 0) ? [what] : [];
  const refused = statements.some(({ error }) => error !== null) ? ['refused'] : [];
  const modes = statements.flatMap(({ locks }) => locks.map(({ mode }) => mode));
  const strongest = STRENGTH.find(mode => modes.includes(mode));
  const parts = [
    ...(strongest === undefined
      ? []
      : [
          strongest
            .replace(/Lock$/, '')
            .replace(/([a-z])([A-Z])/g, '$1 $2')
            .toUpperCase(),
        ]),
    ...some('rewrite', ({ rewritten }) => rewritten),
    ...some('scan', ({ scanned }) => scanned),
    ...some('index build', ({ built }) => built),
    ...some('rows changed', ({ written }) => written),
    ...refused,
  ];
  return parts.length === 0 ? 'no lock on a table that was there' : parts.join(', ');
}

const STRENGTH = [
  'AccessExclusiveLock',
  'ExclusiveLock',
  'ShareRowExclusiveLock',
  'ShareLock',
  'ShareUpdateExclusiveLock',
  'RowExclusiveLock',
  'RowShareLock',
  'AccessShareLock',
];
