import type { Act } from '../sql/act.ts';
import { combine, type EffectPart } from './combine.ts';
import { losesKey } from './constraints.ts';
import {
  type Context,
  columnOf,
  foreignKeysOf,
  indexesOf,
  isComplete,
  lockTable,
  referencesTo,
  tableOf,
} from './context.ts';
import { dependentsOn, mentions, viewsDroppedWith } from './dependents.ts';
import { LOCK_OF } from './locks.ts';

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

/** ALTER TABLE ... DROP COLUMN: the rows stay as they are; a foreign key on it locks the table it refers to. */
export function dropColumn(act: Of<'drop-column'>, context: Context): EffectPart {
  const { table, column, cascade } = act;
  const locks = lockTable(context, table, LOCK_OF['drop-column']);
  if (act.ifExists && isComplete(context, table) && columnOf(context, table, column) === undefined) return { locks };
  const parents = foreignKeysOf(context, table).filter(key => key.columns.includes(column) && key.table !== table);
  const hanging = dependentsOn(context, table, column, 'drop');
  const views = cascade
    ? viewsDroppedWith(context, table, column)
    : { refused: hanging.refused ?? [], unknown: hanging.unknown ?? [] };
  const keys = indexesOf(context, table).filter(index => index.unique && index.columns.includes(column));
  return combine([
    { locks: [...locks, ...parents.flatMap(key => lockTable(context, key.table, 'access-exclusive', 'parent'))] },
    views,
    ...keys.map(key => losesKey(context, table, key.columns, cascade, `the column ${column}`)),
  ]);
}

/** DROP TABLE: locks every table it refers to; what refers to it keeps it, or loses its foreign key with CASCADE. */
export function dropTable({ tables, cascade, ifExists }: Of<'drop-table'>, context: Context): EffectPart {
  const gone = new Set(tables);
  const parts = tables.map((table): EffectPart => {
    const known = tableOf(context, table);
    if (known === undefined && ifExists) return {};
    const parents = foreignKeysOf(context, table).filter(key => key.table !== table && !gone.has(key.table));
    const children = referencesTo(context, table).filter(({ child }) => !gone.has(child));
    const reading = [...context.schema.views].filter(([, reads]) => reads.includes(table)).map(([name]) => name);
    const told = (context.dependents ?? []).filter(one => one.table === table).map(({ name }) => name);
    const views = [...new Set([...reading, ...told])];
    const parentOfPartition = partitionedParentOf(context, table);
    const locks = [
      ...lockTable(context, table, LOCK_OF['drop-table']),
      ...parents.flatMap(key => lockTable(context, key.table, 'access-exclusive', 'parent')),
      ...parentOfPartition.map(relation => ({ relation, mode: 'access-exclusive' as const, role: 'parent' as const })),
    ];
    if (!cascade)
      return {
        locks,
        refused: [
          ...children.map(({ child, key }) => dependent(table, `the foreign key ${key.name} of ${child} refers to it`)),
          ...views.map(name => dependent(table, `the view ${name} reads it`)),
        ],
      };
    return {
      locks: [
        ...locks,
        ...children.flatMap(({ child }) => lockTable(context, child, 'access-exclusive', 'child')),
        ...views.map(relation => ({ relation, mode: 'access-exclusive' as const, role: 'child' as const })),
      ],
      alsoDropped: [
        ...children.map(({ child, key }) => ({ kind: 'foreign-key' as const, name: key.name, of: child })),
        ...views.map(name => ({ kind: 'view' as const, name, of: table })),
      ],
    };
  });
  return combine(parts);
}

function dependent(table: string, why: string) {
  return { why: 'dependent' as const, message: `PostgreSQL does not drop ${table}: ${why}.` };
}

function partitionedParentOf({ schema }: Context, table: string): readonly string[] {
  return [...schema.tables.values()].filter(({ partitions }) => partitions.includes(table)).map(({ name }) => name);
}

/** TRUNCATE: the files are exchanged at once; what refers to it must be emptied with it. */
export function truncate({ tables, cascade }: Of<'truncate'>, context: Context): EffectPart {
  const all = cascade ? withChildren(tables, context) : [...tables];
  const children = all.flatMap(table => referencesTo(context, table).filter(({ child }) => !all.includes(child)));
  return {
    locks: all.flatMap(table =>
      lockTable(context, table, LOCK_OF.truncate, tables.includes(table) ? 'target' : 'child'),
    ),
    writes: all.map(table => ({ table, rows: 'all' })),
    refused: children.map(({ child, key }) => ({
      why: 'dependent',
      message: `PostgreSQL does not truncate ${key.table}: the foreign key ${key.name} of ${child} refers to it, even when ${child} is empty.`,
    })),
  };
}

function withChildren(tables: readonly string[], context: Context): string[] {
  const all = new Set(tables);
  for (const table of all) for (const { child } of referencesTo(context, table)) all.add(child);
  return [...all];
}

/** DROP TYPE: refused while a column is of it. */
export function dropType({ types }: Of<'drop-type'>, context: Context): EffectPart {
  const cascade = mentions(context.statement.text, 'cascade');
  const users = [...context.schema.tables.values()].flatMap(table =>
    [...table.columns.values()]
      .filter(({ type }) => types.includes(type.name))
      .map(column => ({ table: table.name, column })),
  );
  if (cascade)
    return {
      locks: users.map(({ table }) => ({ relation: table, mode: 'access-exclusive', role: 'target' })),
      unknown: users.map(
        ({ table, column }) => `DROP TYPE ... CASCADE takes the column ${table}.${column.name} along.`,
      ),
    };
  return {
    refused: users.map(({ table, column }) => ({
      why: 'dependent',
      message: `PostgreSQL does not drop the type ${column.type.name}: ${table}.${column.name} is of it.`,
    })),
  };
}
