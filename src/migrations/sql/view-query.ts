import type { Node } from 'libpg-query';
import type { ViewQuery } from './act.ts';
import { relationName } from './names.ts';
import { holds, nodesOf, stringsOf } from './tree.ts';

/** What the query of a view says of the tables under it. */
export function viewQuery(query: Node | undefined): ViewQuery {
  return { columns: columnsOf(query), mirrors: mirrored(query) };
}

function columnsOf(query: Node | undefined): ViewQuery['columns'] {
  if (holds(query, 'A_Star')) return 'all';
  const named = nodesOf(query, 'ColumnRef').flatMap(({ fields }) => stringsOf(fields).slice(-1));
  return [...new Set(named)];
}

/** `SELECT * FROM one_table`, and nothing else. */
function mirrored(query: Node | undefined): string | undefined {
  if (query === undefined || !('SelectStmt' in query)) return undefined;
  const { fromClause = [], targetList = [], op, all: _, limitOption: __, ...rest } = query.SelectStmt;
  const [from] = fromClause;
  const [target] = targetList;
  if (op !== 'SETOP_NONE' || Object.keys(rest).length > 0) return undefined;
  if (from === undefined || fromClause.length > 1 || !('RangeVar' in from)) return undefined;
  if (target === undefined || targetList.length > 1 || !holds(target, 'A_Star')) return undefined;
  return relationName(from.RangeVar);
}
