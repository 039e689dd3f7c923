import type { Act, ConstraintDefinition, IndexDefinition } from '../sql/act.ts';
import { madeName } from '../sql/names.ts';
import { addConstraint, addIndex } from './making.ts';
import { changedTable, type Origin, type Schema } from './schema.ts';

/** A new partition has what its parent has. */
export function joinPartition(schema: Schema, parentName: string, name: string, origin: Origin): Schema {
  const joined = withPartition(schema, parentName, name);
  const parent = joined.tables.get(parentName);
  const indexes = [...(parent?.indexes.values() ?? [])].filter(({ constraint }) => constraint === undefined);
  const constrained = [...(parent?.constraints.values() ?? [])].reduce(
    (made, each) => addConstraint(made, name, constraintFor(name, each), origin),
    joined,
  );
  return indexes.reduce((made, each) => addIndex(made, indexFor(name, each), false, origin), constrained);
}

export function withPartition(schema: Schema, parent: string, name: string): Schema {
  return changedTable(schema, parent, table => ({
    ...table,
    partitioned: true,
    partitions: [...table.partitions.filter(each => each !== name), name],
  }));
}

/** Actions on a partitioned table that PostgreSQL carries out on each of its partitions as well. */
const PASSED_ON = [
  'add-column',
  'drop-column',
  'rename-column',
  'alter-type',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
  'drop-constraint',
  'validate-constraint',
  'add-constraint',
] as const;
type PassedOn = Extract<Act, { act: (typeof PASSED_ON)[number] }>;

/** The same act, for each partition of its table. */
export function forPartitions(schema: Schema, act: Act): readonly Act[] {
  if (act.act === 'create-index') {
    const partitions = act.only ? [] : (schema.tables.get(act.index.table)?.partitions ?? []);
    return partitions.map(partition => ({ ...act, index: indexFor(partition, act.index) }));
  }
  if (!isPassedOn(act)) return [];
  return (schema.tables.get(act.table)?.partitions ?? []).map(table =>
    act.act === 'add-constraint'
      ? { ...act, table, constraint: constraintFor(table, act.constraint) }
      : { ...act, table },
  );
}

function isPassedOn(act: Act): act is PassedOn {
  return PASSED_ON.some(each => each === act.act);
}

/** A key of a partition has an index, and so a name of its own; other constraints keep the name of the parent's. */
function constraintFor(partition: string, constraint: ConstraintDefinition): ConstraintDefinition {
  if (constraint.kind === 'primary')
    return { ...constraint, name: madeName(partition, [], 'pkey', NOTHING), made: true };
  if (constraint.kind === 'unique') {
    return { ...constraint, name: madeName(partition, constraint.columns, 'key', NOTHING), made: true };
  }
  const { made: _, ...kept } = constraint;
  return kept;
}

function indexFor(partition: string, index: IndexDefinition): IndexDefinition {
  const columns = index.columns.length === 0 ? ['expr'] : index.columns;
  return { ...index, table: partition, name: madeName(partition, columns, 'idx', NOTHING), made: true };
}

const NOTHING: ReadonlySet<string> = new Set();
