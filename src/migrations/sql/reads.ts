import { relationName } from './names.ts';
import { nodesOf } from './tree.ts';

/** Tables that are read anywhere in it, subqueries included; names that WITH gives are none. */
export function readsOf(tree: unknown): readonly string[] {
  const own = new Set(nodesOf(tree, 'CommonTableExpr').map(({ ctename }) => ctename));
  const locked = new Set(nodesOf(tree, 'LockingClause').flatMap(({ lockedRels }) => nodesOf(lockedRels, 'RangeVar')));
  return [
    ...new Set(
      nodesOf(tree, 'RangeVar')
        .filter(relation => !locked.has(relation))
        .map(relationName)
        .filter(name => !own.has(name)),
    ),
  ];
}
