import type { DeleteStmt, InsertStmt, MergeStmt, Node, SelectStmt, UpdateStmt } from 'libpg-query';
import type { Act } from './act.ts';
import { newTableOfQuery } from './create-table.ts';
import { callsOf, whereOf } from './expressions.ts';
import { relationName } from './names.ts';
import { readsOf } from './reads.ts';
import type { StatementSource } from './source.ts';
import { holds, nodesOf } from './tree.ts';

type DataStatement =
  | { readonly InsertStmt: InsertStmt }
  | { readonly UpdateStmt: UpdateStmt }
  | { readonly DeleteStmt: DeleteStmt }
  | { readonly MergeStmt: MergeStmt }
  | { readonly SelectStmt: SelectStmt };

export function isData(node: Node): node is Extract<Node, DataStatement> {
  return ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt'].some(kind => kind in node);
}

/** A statement about rows, with what its WITH does before it. */
export function dataActs(node: Extract<Node, DataStatement>, source: StatementSource): readonly Act[] {
  const before = nodesOf(node, 'CommonTableExpr').flatMap(({ ctequery }) =>
    ctequery !== undefined && isData(ctequery) && !('SelectStmt' in ctequery) ? [dataAct(ctequery, source)] : [],
  );
  return [...before, ...intoTable(node), dataAct(node, source)];
}

function dataAct(node: Extract<Node, DataStatement>, source: StatementSource): Act {
  if ('InsertStmt' in node) {
    const { relation, selectStmt, withClause } = node.InsertStmt;
    const reads = readsOf([selectStmt, withClause]);
    return {
      act: 'insert',
      table: relationName(relation),
      reads,
      ...(isWrittenOut(selectStmt) ? { values: true } : {}),
    };
  }
  if ('UpdateStmt' in node) {
    const { relation, whereClause, targetList, fromClause, withClause } = node.UpdateStmt;
    return {
      act: 'update',
      table: relationName(relation),
      reads: readsOf([fromClause, targetList, whereClause, withClause]),
      where: whereOf(whereClause, source),
      sets: nodesOf(targetList, 'ResTarget').flatMap(({ name }) => (name === undefined ? [] : [name])),
    };
  }
  if ('DeleteStmt' in node) {
    const { relation, whereClause, usingClause, withClause } = node.DeleteStmt;
    return {
      act: 'delete',
      table: relationName(relation),
      reads: readsOf([usingClause, whereClause, withClause]),
      where: whereOf(whereClause, source),
    };
  }
  if ('MergeStmt' in node) return { act: 'merge', table: relationName(node.MergeStmt.relation) };
  return {
    act: 'select',
    reads: readsOf(node),
    calls: callsOf(node),
    locking: holds(node, 'LockingClause'),
  };
}

/** SELECT ... INTO makes a table of what it finds. */
function intoTable(node: Node): readonly Act[] {
  const into = 'SelectStmt' in node ? node.SelectStmt.intoClause?.rel : undefined;
  return into === undefined ? [] : [newTableOfQuery(relationName(into), into.relpersistence === 't', false)];
}

/** VALUES, or DEFAULT VALUES: as many rows as somebody wrote, and no more. */
function isWrittenOut(select: Node | undefined): boolean {
  return select === undefined || ('SelectStmt' in select && select.SelectStmt.valuesLists !== undefined);
}
