import type { Expectation } from '../suite/suite.ts';
import { describeActual } from './actual.ts';
import { compare } from './compare.ts';
import { describeExpected } from './describe.ts';
import { hintFor } from './hint.ts';
import { type Observation, observe } from './observe.ts';
import { expectedRedirect } from './redirect.ts';
import type { Seen } from './seen.ts';
import { NameUnknown, type Scope } from './template.ts';
import type { Truth } from './truth.ts';

/**
 * Whether an answer is as expected. The texts are untrusted, on one line and at most 200 characters each; `hint` may be empty.
 * Comparing is told by {@link compare}; what cannot be known never holds.
 */
export type ExpectationVerdict =
  | { readonly holds: true }
  | { readonly holds: false; readonly expected: string; readonly actual: string; readonly hint: string };

export async function judge(expectation: Expectation, seen: Seen, scope: Scope): Promise<ExpectationVerdict> {
  const { subject, comparison } = expectation;
  const observed = await observe(subject, seen);
  try {
    const spelled = (text: string) => (subject.kind === 'redirect' ? expectedRedirect(text, seen.url) : text);
    const verdict = compare(comparison, observed, { scope, spelled });
    if (verdict.is === 'true') return { holds: true };
    return {
      holds: false,
      expected: describeExpected(comparison, subject, scope),
      actual: describeActual(observed, { subject, comparison, verdict, scope }),
      hint: hintFor(expectation, seen) || hintForKind(expectation, observed, verdict),
    };
  } catch (thrown) {
    if (!(thrown instanceof NameUnknown)) throw thrown;
    return {
      holds: false,
      expected: `the value of ${thrown.spelling}`,
      actual: `${thrown.spelling} has no value`,
      hint: 'The step that captures it did not find it.',
    };
  }
}

/** Mistakes in the suite rather than on the site. */
function hintForKind({ comparison }: Expectation, seen: Observation, verdict: Truth): string {
  if (seen.kind === 'nothing' && comparison.kind === 'not') {
    return 'Where nothing is, `not` does not hold either. If it may be missing, write a list: [{ absent: true }, { not: ... }].';
  }
  const numberMeant = comparison.kind === 'equals' && seen.kind === 'value' && !seen.textual && verdict.is === 'false';
  if (!numberMeant) return '';
  const { value } = comparison;
  const numberAsText = typeof seen.value === 'number' && value.kind === 'text';
  const textAsNumber = typeof seen.value === 'string' && value.kind === 'plain' && typeof value.value === 'number';
  if (!numberAsText && !textAsNumber) return '';
  return 'In JSON a number and its text are two things: write the value with quotes for text, without for a number. Captures of headers and bodies are text; `matches` compares both as text.';
}
