import { advise } from '../../hazards/remedies/code.ts';
import { lengthAsCheck } from '../../hazards/remedies/new-column.ts';
import { columnOf, fieldNameOf, type Target } from '../../hazards/remedies/target.ts';
import { uniqueThroughIndex } from '../../hazards/remedies/unique.ts';

/**
 * Unique comes when no release that writes duplicates is left.
 * @param constraint its name, where the migration gives it one
 */
export function uniqueAcrossReleases(target: Target, constraint: string | undefined): string {
  const [sentence = '', ...code] = uniqueThroughIndex(target, constraint).split('\n');
  return advise(
    `Two releases: in this one the code refuses duplicates of ${fieldNameOf(target)}; in the next one the database does. ${sentence}`,
    ...code,
  );
}

/** A shorter column comes when no release that writes long values is left. */
export function narrowAcrossReleases(target: Target): string {
  const limit = /\((\d+)\)/.exec(target.type ?? '')?.[1];
  const first = `Two releases: in this one the code refuses values of ${fieldNameOf(target)} that will not fit; in the next one the database does.`;
  if (limit === undefined) return first;
  const [sentence = '', ...code] = lengthAsCheck(target, Number(limit)).split('\n');
  return advise(`${first} ${sentence}`, ...code);
}

export function constraintAcrossReleases(target: Target, what: 'add' | 'drop'): string {
  return what === 'add'
    ? `Two releases: in this one the code keeps to the rule about ${columnOf(target)}; in the next one the database does. As long as rows of the running release can break it, add it after the deploy.`
    : `Two releases: in this one the code no longer writes with ON CONFLICT on ${columnOf(target)}; in the next one the index goes.`;
}
