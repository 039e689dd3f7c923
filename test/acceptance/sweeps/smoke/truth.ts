/** What must hold of a run whose way to the site was disturbed once. */
import type { RecordedRequest } from '../../../../lab/faults/index.ts';
import type { Hall } from './hall.ts';
import type { Trial } from './trial.ts';

/** Ends within this, on a crowded machine too: nothing waits that long for anything. */
export const ENDS_WITHIN = 45_000;

/** A run that says this of a clean-up has told its reader to look. */
const TOLD = /may have created something/;

/**
 * What is left in the database under this tag although the result says nothing of it. Removes what is left.
 * @param tag the case's own variable, part of every name that it makes
 */
export async function silentLeftovers(
  { communities }: Hall,
  tag: string,
  { result }: Trial,
): Promise<readonly string[]> {
  const left = await communities.named(tag);
  if (left.length === 0) return [];
  await communities.remove(tag);
  const told = (result.checks ?? []).some(
    ({ group, state, note }) => (group === 'clean-up' && state === 'failed') || TOLD.test(note),
  );
  return told ? [] : [`left ${left.join(', ')} on the site, and the result says nothing of it`];
}

/** What no single fault on the way explains. */
export function untruths({ run, result, broken }: Trial): readonly string[] {
  const wrong = [...broken];
  if (result.outcome === 'error') wrong.push(`error (${result['reason-code']}): ${result.headline}`);
  if (run.durationMs > ENDS_WITHIN) wrong.push(`took ${Math.round(run.durationMs)} ms`);
  if (run.signalsSent.length > 0) wrong.push('did not end by itself');
  return wrong;
}

/** A check that was not run to its end because of this answer has said so, and does not count as passed. */
export function saidSo({ result }: Trial, { status }: RecordedRequest): boolean {
  return (
    status !== undefined &&
    (result.checks ?? []).some(({ state, note }) => state === 'skipped' && note.includes(String(status)))
  );
}

/** The checks that were not well, with the first of what they say. */
export function complaints({ result }: Trial): string {
  return (result.checks ?? [])
    .filter(({ state }) => state === 'failed' || state === 'unfinished')
    .map(({ id, problems, note }) => `${id}: ${problems[0]?.message ?? note}`)
    .join(' | ');
}
