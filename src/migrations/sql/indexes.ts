import type { IndexElem, IndexStmt, Node } from 'libpg-query';
import type { Act } from './act.ts';
import { callsOf, columnsOf, textOf } from './expressions.ts';
import { clipped, madeName, relationName } from './names.ts';
import type { StatementSource } from './source.ts';
import { stringsOf } from './tree.ts';

export function createIndex(statement: IndexStmt, source: StatementSource): Act {
  const table = relationName(statement.relation);
  const keys = elementsOf(statement.indexParams);
  const included = elementsOf(statement.indexIncludingParams);
  const columns = keys.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const expressions = keys.flatMap(({ expr }) => (expr === undefined ? [] : [expr]));
  const uses = [
    ...columns,
    ...columnsOf(expressions),
    ...columnsOf(statement.whereClause),
    ...included.flatMap(({ name }) => (name === undefined ? [] : [name])),
  ];
  const given = statement.idxname;
  return {
    act: 'create-index',
    index: {
      name:
        given === undefined ? madeName(table, indexWords([...keys, ...included]), 'idx', new Set()) : clipped(given),
      ...(given === undefined ? { made: true } : {}),
      table,
      unique: statement.unique === true,
      columns,
      uses: [...new Set(uses)],
      hasExpressions: expressions.length > 0,
      predicate: statement.whereClause === undefined ? undefined : textOf(statement.whereClause, source),
      operatorClasses: keys.flatMap(({ opclass }) => stringsOf(opclass).slice(-1)),
      method: statement.accessMethod ?? 'btree',
    },
    concurrently: statement.concurrent === true,
    ifNotExists: statement.if_not_exists === true,
    only: statement.relation?.inh !== true,
  };
}

function elementsOf(nodes: readonly Node[] | undefined): readonly IndexElem[] {
  return (nodes ?? []).flatMap(node => ('IndexElem' in node ? [node.IndexElem] : []));
}

/** What PostgreSQL builds an index name from: the column, the function called, else `expr`; repeated ones get a number. */
export function indexWords(elements: readonly IndexElem[]): readonly string[] {
  const words: string[] = [];
  for (const { name, expr } of elements) {
    const word = name ?? (expr !== undefined && 'FuncCall' in expr ? callsOf(expr)[0] : undefined) ?? 'expr';
    let chosen = word;
    for (let count = 1; words.includes(chosen); count += 1) chosen = `${word}${count}`;
    words.push(chosen);
  }
  return words;
}
