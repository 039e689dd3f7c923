import { typeInWords } from './compare/type-family.ts';
import { typeFit } from './compare/type-fit.ts';
import type { RollbackAnswer } from './judgement.ts';
import type { Played, PlayedMigration, PlayedStatement } from './played.ts';
import type { Act } from './sql/act.ts';

type Loss = RollbackAnswer['lost'][number];

/** What would be lost by reversing the pending migrations, or was lost when they ran, one sentence each. */
export function lostByReversing({ migrations }: Pick<Played, 'migrations'>): readonly Loss[] {
  return migrations.flatMap(played => lossesOf(played).map(what => ({ migration: played.migration.id, what })));
}

function lossesOf({ statements }: PlayedMigration): readonly string[] {
  const found = statements.flatMap(statement => [
    ...statement.acts.flatMap(act => lossOfAct(act, statement)),
    ...undone(statement),
  ]);
  return [...new Set(found)];
}

function lossOfAct(act: Act, { before }: PlayedStatement): readonly string[] {
  switch (act.act) {
    case 'create-table':
      return act.temporary ? [] : [`The table ${act.table} is dropped, with every row written to it since.`];
    case 'add-column':
      return before.tables.get(act.table)?.isNew === true
        ? []
        : [`The column ${act.table}.${act.column.name} is dropped, with every value written to it since.`];
    case 'drop-table':
      return act.tables
        .filter(table => before.tables.get(table)?.isNew !== true)
        .map(table => `The table ${table} comes back empty: its rows are gone when this migration has run.`);
    case 'drop-column':
      return droppedColumn(act, before);
    case 'alter-type':
      return alteredType(act, before);
    case 'truncate':
      return [`The rows of ${act.tables.join(', ')} do not come back.`];
    default:
      return [];
  }
}

function droppedColumn(
  { table, column }: Extract<Act, { act: 'drop-column' }>,
  before: PlayedStatement['before'],
): readonly string[] {
  const known = before.tables.get(table)?.columns.get(column);
  if (known?.isNew === true) return [];
  const empty = `The column ${table}.${column} comes back empty: its values are gone when this migration has run.`;
  return [
    known?.notNull === true && known.default === undefined && known.filledBy === undefined
      ? `${empty} It was NOT NULL without a default in the database, so going back can fail on rows that are there.`
      : empty,
  ];
}

function alteredType(
  { table, column, type }: Extract<Act, { act: 'alter-type' }>,
  before: PlayedStatement['before'],
): readonly string[] {
  const was = before.tables.get(table)?.columns.get(column);
  if (was === undefined || was.isNew || typeFit(type, was.type).fit === 'all') return [];
  return [
    `The column ${table}.${column} becomes ${typeInWords(was.type)} again: going back rewrites the table, and fails on a value that does not fit.`,
  ];
}

/** A reverse that does nothing leaves in place what the step did to the rows. */
function undone({ operation, by, effect }: PlayedStatement): readonly string[] {
  if (operation === undefined || operation.reverse !== 'noop') return [];
  const writes = by === 'code' ? (operation.code?.writes ?? 'unknown') !== 'none' : effect.writes.length > 0;
  const tables = by === 'code' ? (operation.code?.tables ?? []) : effect.writes.map(({ table }) => table);
  if (!writes) return [];
  const where = tables.length === 0 ? '' : ` in ${[...new Set(tables)].join(', ')}`;
  return [`What "${operation.text}" changed${where} stays as it is: its reverse does nothing.`];
}
