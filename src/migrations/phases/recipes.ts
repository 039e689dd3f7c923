import { typeInWords } from '../compare/type-family.ts';
import type { Operation, PendingMigration, UsedModel } from '../facts.ts';
import { typeThroughNewColumn } from '../hazards/remedies/new-column.ts';
import { type Target, targetOf } from '../hazards/remedies/target.ts';
import type { Break } from '../hazards/rule.ts';
import type { Played } from '../played.ts';
import type { Column, Schema } from '../schema/schema.ts';
import { constraintAcrossReleases, narrowAcrossReleases, uniqueAcrossReleases } from './recipes/constrain.ts';
import { columnWithDefault, notNullAcrossReleases } from './recipes/fill.ts';
import { dropColumnAcrossReleases, dropTableAcrossReleases } from './recipes/remove.ts';
import { keepColumnName, keepTableName } from './recipes/rename.ts';

/**
 * The change in two or three releases, each of which the one before survives: a sentence, then the migrations as code for the framework and the
 * versions that were found, with the names of this one.
 */
export function recipeFor(
  played: Played,
  migration: PendingMigration,
  operation: Operation | undefined,
  breaks: readonly Break[],
): string {
  const [first] = breaks;
  const table = first?.table ?? '';
  const columns = first?.column === undefined ? [] : [first.column];
  const target = targetOf(played, migration, operation, table, columns);
  const known = operation === undefined ? undefined : RECIPES[operation.kind];
  return known?.(target, played) ?? byBreak(target, played, breaks);
}

type Recipe = (target: Target, played: Played) => string;

/** By the operation, where it says what is meant. Alembic's names stand beside Django's. */
const RECIPES: Readonly<Record<string, Recipe>> = {
  RemoveField: dropColumn,
  drop_column: dropColumn,
  DeleteModel: dropTable,
  drop_table: dropTable,
  RenameField: keepColumn,
  RenameModel: keepTable,
  AlterModelTable: keepTable,
  rename_table: keepTable,
  AddField: columnWithDefault,
  AlterOrderWithRespectTo: columnWithDefault,
  add_column: columnWithDefault,
};

/** By what breaks, for AlterField, for SQL of a person and for what is new to us. */
function byBreak(target: Target, played: Played, breaks: readonly Break[]): string {
  const [first] = breaks;
  if (first === undefined) return 'Make two migrations of two releases of it: the first adds, the second takes away.';
  const { column, statement, table, why } = first;
  const renamed = renamesOf(played);
  if (column === undefined) return renamed.tables.has(table) ? keepTable(target, played) : dropTable(target, played);
  const [then, now] = [columnIn(played.first, table, column), columnIn(played.last, table, column)];
  if (then !== undefined && now === undefined)
    return renamed.columns.has(`${table}.${column}`) ? keepColumn(target, played) : dropColumn(target, played);
  if (then === undefined && now !== undefined) return columnWithDefault(target);
  if (statement === 'INSERT ON CONFLICT') return constraintAcrossReleases(target, 'drop');
  if (then !== undefined && now !== undefined && typeInWords(then.type) !== typeInWords(now.type))
    return then.type.name === now.type.name ? narrowAcrossReleases(target) : typeThroughNewColumn(target);
  if (then?.notNull === false && now?.notNull === true) return notNullAcrossReleases(target);
  if (why.includes('NULL')) return notNullAcrossReleases(target);
  if (!why.includes('no two rows')) return constraintAcrossReleases(target, 'add');
  return uniqueAcrossReleases(target, newUnique(played.last, table, target.columns));
}

function dropColumn(target: Target, played: Played): string {
  const { table, columns, before } = target;
  const [column = ''] = columns;
  const known = columnIn(played.first, table, column);
  const type = target.type ?? (known === undefined ? undefined : typeInWords(known.type));
  return dropColumnAcrossReleases(
    { ...target, type },
    {
      notNull: known === undefined ? before?.nullable === false : known.notNull && known.default === undefined,
      foreignKeys: foreignKeysOf(played, table, column),
    },
  );
}

function dropTable(target: Target, played: Played): string {
  return dropTableAcrossReleases(target, { foreignKeys: foreignKeysOf(played, target.table) });
}

function foreignKeysOf({ first }: Played, table: string, column?: string): readonly string[] {
  return [...(first.tables.get(table)?.constraints.values() ?? [])]
    .filter(({ kind }) => kind === 'foreign-key')
    .filter(
      constraint => column === undefined || (constraint.kind === 'foreign-key' && constraint.columns.includes(column)),
    )
    .map(({ name }) => name);
}

/** From the field that the running release has for the column to the one that the new release has for the renamed column. */
function keepColumn(target: Target, played: Played): string {
  const { table, columns, after } = target;
  const [column = ''] = columns;
  const name = renamesOf(played).columns.get(`${table}.${column}`) ?? after?.column;
  const from = fieldOf(played.facts.base.models, table, column);
  const to = name === undefined ? undefined : fieldOf(played.facts.head.models, table, name);
  return keepColumnName(target, from === undefined || to === undefined ? undefined : { from, to });
}

function keepTable(target: Target, played: Played): string {
  const name = renamesOf(played).tables.get(target.table);
  const [from, to] = [classOf(played.facts.base.models, target.table), classOf(played.facts.head.models, name)];
  return keepTableName(target, from === undefined || to === undefined ? undefined : { from, to });
}

function fieldOf(models: readonly UsedModel[], table: string, column: string): string | undefined {
  return models.find(model => model.table === table)?.columns.find(used => used.column === column)?.field;
}

function classOf(models: readonly UsedModel[], table: string | undefined): string | undefined {
  return models
    .find(model => model.table === table)
    ?.label.split('.')
    .at(-1);
}

function columnIn(schema: Schema, table: string, column: string): Column | undefined {
  return schema.tables.get(table)?.columns.get(column);
}

/** What pending migrations rename, by its old name; columns as `table.column`. */
function renamesOf({ migrations }: Played): {
  readonly tables: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, string>;
} {
  const acts = migrations.flatMap(({ statements }) => statements.flatMap(statement => statement.acts));
  return {
    tables: new Map(acts.flatMap(act => (act.act === 'rename-table' ? [[act.table, act.to]] : []))),
    columns: new Map(
      acts.flatMap(act => (act.act === 'rename-column' ? [[`${act.table}.${act.column}`, act.to]] : [])),
    ),
  };
}

/** The name that the migration gives it: whoever follows two remedies must not end with two indexes. */
function newUnique(schema: Schema, table: string, columns: readonly string[]): string | undefined {
  const all = [...(schema.tables.get(table)?.constraints.values() ?? [])];
  return all.find(one => one.isNew && one.kind === 'unique' && String(one.columns) === String(columns))?.name;
}
