import type { Act } from '../sql/act.ts';
import { addColumn, addConstraint } from './making.ts';
import { joinPartition } from './partitions.ts';
import { type Origin, type Schema, type Table, unknownTable, withTable } from './schema.ts';

type CreateTable = Extract<Act, { act: 'create-table' }>;

export function createTable(schema: Schema, act: CreateTable, origin: Origin): Schema {
  if (act.ifNotExists && schema.tables.has(act.table)) return schema;
  const parent = act.partitionOf === undefined ? undefined : schema.tables.get(act.partitionOf);
  const likes = (act.like ?? []).map(name => schema.tables.get(name));
  const known = [...(act.partitionOf === undefined ? [] : [parent]), ...likes];
  const table: Table = {
    ...unknownTable(act.table),
    isNew: origin.isNew,
    complete: act.columnsUnknown !== true && known.every(each => each?.complete === true),
    columns: new Map(
      known
        .flatMap(each => [...(each?.columns ?? [])])
        .map(([name, column]) => [name, { ...column, isNew: origin.isNew }]),
    ),
    partitioned: act.partitioned,
  };
  const columns = act.columns.reduce(
    (made, column) => addColumn(made, act.table, column, true, origin),
    withTable(schema, table),
  );
  const own = act.constraints.reduce((made, constraint) => addConstraint(made, act.table, constraint, origin), columns);
  return act.partitionOf === undefined ? own : joinPartition(own, act.partitionOf, act.table, origin);
}
