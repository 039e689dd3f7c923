import { inSequence } from '../../../core/text.ts';
import type { Break } from '../rule.ts';

const STATEMENTS: readonly Break['statement'][] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'INSERT ON CONFLICT'];

/** `SELECT, INSERT and UPDATE of communities.Community`, of the first of these breaks, and what is said of them. */
export function breaksInWords(breaks: readonly Break[]): {
  readonly who: string;
  readonly fail: 'fail' | 'fails';
  readonly why: string;
  readonly more: string;
} {
  const [first] = sorted(breaks);
  if (first === undefined) return { who: '', fail: 'fails', why: '', more: '' };
  const tail = tailOf(first);
  const alike = breaks.filter(each => each.model === first.model && tailOf(each) === tail);
  const statements = STATEMENTS.filter(statement => alike.some(each => each.statement === statement));
  // What only may fail is not said to fail beside what does.
  const beside = breaks.filter(each => each.certain === first.certain && !alike.includes(each));
  const rest = new Set(beside.map(({ model, column }) => nameOf(model, column)));
  const others = [...rest].filter(name => name !== nameOf(first.model, first.column));
  return {
    who: `${inSequence(statements)} of ${first.model}`,
    fail: statements.length === 1 ? 'fails' : 'fail',
    why: `${statements.length === 1 ? 'it' : 'each'} ${tail}`,
    more:
      others.length === 0
        ? ''
        : ` So do statements on ${inSequence(others.slice(0, 3))}${others.length > 3 ? ` and ${others.length - 3} more` : ''}.`,
  };
}

/** The worst statement first: what cannot even be read is told before what cannot be deleted. */
export function sorted(breaks: readonly Break[]): readonly Break[] {
  return [...breaks].sort(
    (a, b) =>
      Number(b.certain) - Number(a.certain) || STATEMENTS.indexOf(a.statement) - STATEMENTS.indexOf(b.statement),
  );
}

/** What a break says after naming its statement. */
function tailOf({ why, statement, model }: Break): string {
  const start = `${statement} of ${model} `;
  return why.startsWith(start) ? why.slice(start.length) : why;
}

function nameOf(model: string, column: string | undefined): string {
  return column === undefined ? model : `${model}.${column}`;
}
