/** The agreement in figures, as text for terminals. */
import { agrees, type Comparison, SUBJECTS, type Subject } from './compared.ts';
import { isExplained } from './explained.ts';

const TITLES: Readonly<Record<Subject, string>> = {
  statement: 'statements that were not foreseen',
  lock: 'locks held, by relation and mode',
  rewrite: 'tables written anew',
  scan: 'tables read to the end',
  build: 'indexes built',
  write: 'tables whose rows change',
  failure: 'succeeds, may fail, is refused',
  backward: 'the running release on the new schema',
  forward: 'the new release on the old schema',
  rule: 'hazards that a case was made for',
  precision: 'harmless cases without a finding',
};

export interface Figures {
  readonly subject: Subject;
  readonly compared: number;
  readonly agree: number;
  readonly explained: number;
  readonly open: number;
}

export function figuresOf(comparisons: readonly Comparison[]): readonly Figures[] {
  return SUBJECTS.map(subject => {
    const own = comparisons.filter(one => one.subject === subject);
    const disagree = own.filter(one => !agrees(one));
    const explained = disagree.filter(isExplained).length;
    return {
      subject,
      compared: own.length,
      agree: own.length - disagree.length,
      explained,
      open: disagree.length - explained,
    };
  });
}

export function tableOf(comparisons: readonly Comparison[]): string {
  const rows = figuresOf(comparisons).filter(({ compared }) => compared > 0);
  const total = (of: 'compared' | 'agree' | 'explained' | 'open') => rows.reduce((sum, row) => sum + row[of], 0);
  const line = (title: string, ...figures: readonly (number | string)[]) =>
    `${title.padEnd(40)}${figures.map(figure => String(figure).padStart(11)).join('')}`;
  return [
    line('', 'compared', 'agree', 'explained', 'open'),
    ...rows.map(row => line(TITLES[row.subject], row.compared, row.agree, row.explained, row.open)),
    line('all', total('compared'), total('agree'), total('explained'), total('open')),
  ].join('\n');
}

/** Disagreements that nobody explained: one text each. */
export function openOnes(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons
    .filter(one => !agrees(one) && !isExplained(one))
    .map(one => `${one.case} (${one.subject}): predicted "${one.predicted}", measured "${one.measured}". ${one.of}`);
}

/** Explanations of what agrees by now. */
export function idle(
  comparisons: readonly Comparison[],
  explained: readonly { subject: Subject; cases: readonly string[] }[],
) {
  const open = new Set(comparisons.filter(one => !agrees(one)).map(one => `${one.case} ${one.subject}`));
  return explained.flatMap(({ subject, cases }) =>
    cases.map(name => `${name} ${subject}`).filter(key => !open.has(key)),
  );
}
