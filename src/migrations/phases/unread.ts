import type { Unread } from '../facts.ts';
import type { Played } from '../played.ts';

/** What leaves the comparison of the two releases whole: the rows are not part of it, only tables and columns are. */
const BESIDE_THE_COMPARISON: readonly Unread['code'][] = ['data-step'];

/** Something that decides whether a release's statements succeed could not be read, so that finding no break proves nothing. */
export function unreadOfComparison({ facts, migrations }: Pick<Played, 'facts' | 'migrations'>): boolean {
  if (facts.unknown.some(({ code }) => !BESIDE_THE_COMPARISON.includes(code))) return true;
  return migrations.some(({ statements }) => statements.some(({ problem }) => problem !== undefined));
}
