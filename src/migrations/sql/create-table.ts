import type { CreateStmt, CreateTableAsStmt } from 'libpg-query';
import type { Act, ColumnDefinition, ConstraintDefinition } from './act.ts';
import { columnDefinition } from './columns.ts';
import { constraintOf, type Naming } from './constraints.ts';
import { relationName } from './names.ts';
import { readsOf } from './reads.ts';
import type { StatementSource } from './source.ts';

export function createTable(statement: CreateStmt, source: StatementSource): Act {
  const table = relationName(statement.relation);
  const naming: Naming = { table, taken: new Set() };
  const elements = statement.tableElts ?? [];
  const parents = (statement.inhRelations ?? []).flatMap(node =>
    'RangeVar' in node ? [relationName(node.RangeVar)] : [],
  );
  const likes = elements.flatMap(node =>
    'TableLikeClause' in node ? [relationName(node.TableLikeClause.relation)] : [],
  );
  const isPartition = statement.partbound !== undefined;
  const constraints = [...elements, ...(statement.constraints ?? [])].flatMap(
    (node): readonly ConstraintDefinition[] => {
      const constraint = 'Constraint' in node ? constraintOf(node.Constraint, undefined, naming, source) : undefined;
      return constraint === undefined ? [] : [constraint];
    },
  );
  const columns: readonly ColumnDefinition[] = elements.flatMap(node =>
    'ColumnDef' in node ? [columnDefinition(node.ColumnDef, naming, source)] : [],
  );
  const like = isPartition ? likes : [...likes, ...parents];
  return {
    act: 'create-table',
    table,
    columns,
    constraints,
    partitionOf: isPartition ? parents[0] : undefined,
    partitioned: statement.partspec !== undefined,
    temporary: statement.relation?.relpersistence === 't',
    ifNotExists: statement.if_not_exists === true,
    ...(like.length === 0 ? {} : { like }),
    ...(statement.ofTypename === undefined ? {} : { columnsUnknown: true }),
  };
}

/** CREATE TABLE AS and CREATE MATERIALIZED VIEW. What columns a query gives only PostgreSQL knows. */
export function createFromQuery(statement: CreateTableAsStmt): readonly Act[] {
  const name = relationName(statement.into?.rel);
  const reads = readsOf(statement.query);
  if (statement.objtype === 'OBJECT_MATVIEW') return [{ act: 'create-view', view: name, reads, replace: false }];
  return [
    newTableOfQuery(name, statement.into?.rel?.relpersistence === 't', statement.if_not_exists === true),
    { act: 'insert', table: name, reads },
  ];
}

export function newTableOfQuery(table: string, temporary: boolean, ifNotExists: boolean): Act {
  return {
    act: 'create-table',
    table,
    columns: [],
    constraints: [],
    partitionOf: undefined,
    partitioned: false,
    temporary,
    ifNotExists,
    columnsUnknown: true,
  };
}
