import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Act } from '../../sql/act.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

export const fakeReverse = defineHazard({
  id: 'rollback/fake-reverse',
  title: 'No reverse says that it is done and does nothing',
  severity: 'medium',
  verdict: 'review',
  why: 'A noop lets `migrate` go back and leaves the change where it is: the next run forwards finds an index, a column or rows that are there already, or a table that is gone.',
  remedy: 'Write what takes the step back, or leave the reverse out, so that going back stops instead of pretending.',
  source: ['Django, RunSQL.noop and RunPython.noop'],
  judge: played =>
    played.migrations.flatMap(migration =>
      migration.migration.operations
        .filter(({ reverse, stateOnly }) => reverse === 'noop' && !stateOnly)
        .flatMap((operation): readonly HazardHit[] => {
          const own = migration.statements.filter(statement => statement.operation?.index === operation.index);
          const found = own.map(statement => ({ statement, what: leftBehind(played, migration, statement) }));
          const worst = found.find(({ what }) => what !== undefined);
          if (worst?.what === undefined) return [];
          const onlyFilled = found.every(({ what, statement }) => what === undefined || fills(statement));
          return [
            {
              migration: migration.migration,
              operation,
              statement: worst.statement,
              ...(onlyFilled ? { severity: 'low' as const, verdict: 'safe' as const } : {}),
              subject: subjectOf(migration.migration, operation.text === '' ? operation.kind : operation.text),
              message: `The reverse of ${operationInWords(migration.migration, operation)} does nothing: ${worst.what}`,
            },
          ];
        }),
    ),
});

/** Rows that keep what was filled in are what a noop is for: nothing of the schema is left behind, and a second run does it again. */
function fills({ by, acts }: PlayedStatement): boolean {
  return by === 'code' || acts.every(({ act }) => act === 'update');
}

/** What stays when everything around it is reversed; undefined for what goes with the table or the column it filled. */
function leftBehind(played: Played, migration: PlayedMigration, statement: PlayedStatement): string | undefined {
  if (statement.by === 'code') return leftByCode(played, statement);
  for (const act of statement.acts) {
    const left = leftByAct(played, migration, act);
    if (left !== undefined) return left;
  }
  return undefined;
}

function leftByCode(played: Played, { operation }: PlayedStatement): string | undefined {
  const code = operation?.code;
  if (code === undefined || code.writes === 'none' || code.writes === 'unknown') return undefined;
  const old = code.tables.filter(table => !hasNewColumns(played, table));
  // Filling what is new is taken back with it; what a function does with several tables, new ones among them, is moving.
  if (old.length === 0 || old.length < code.tables.length) return undefined;
  return `what ${code.name} changed in ${old.join(', ')} stays changed.`;
}

function hasNewColumns({ last, migrations }: Played, table: string): boolean {
  const known =
    last.tables.get(table) ?? migrations.map(({ after }) => after.tables.get(table)).find(each => each !== undefined);
  if (known === undefined) return false;
  return known.isNew || [...known.columns.values()].some(({ isNew }) => isNew);
}

function leftByAct(played: Played, { migration }: PlayedMigration, act: Act): string | undefined {
  switch (act.act) {
    case 'drop-table':
      return `${act.tables.join(', ')} and its rows are gone.`;
    case 'drop-column':
      return `the column ${act.table}.${act.column} and its values are gone.`;
    case 'truncate':
      return `the rows of ${act.tables.join(', ')} are gone.`;
    case 'delete':
      return `the deleted rows of ${act.table} are gone.`;
    case 'update':
      return hasNewColumns(played, act.table) ? undefined : `the rows of ${act.table} keep their new values.`;
    case 'rename-column':
      return `the column ${act.to} of ${act.table} keeps its new name.`;
    case 'rename-table':
      return `${act.to} keeps its new name.`;
    case 'alter-type':
      return `${act.table}.${act.column} keeps its new type.`;
    case 'add-column':
      return act.ifNotExists
        ? undefined
        : `the column ${act.table}.${act.column.name} stays, and a second run of ${migration.id} stops at it.`;
    case 'create-table':
      return act.ifNotExists
        ? undefined
        : `the table ${act.table} stays, and a second run of ${migration.id} stops at it.`;
    case 'create-index':
      return act.ifNotExists
        ? undefined
        : `the index ${act.index.name} stays, and a second run of ${migration.id} stops at it.`;
    case 'add-constraint':
      return `the constraint ${act.constraint.name} stays, and a second run of ${migration.id} stops at it.`;
    case 'set-not-null':
      return `${act.table}.${act.column} goes on refusing NULL.`;
    default:
      return undefined;
  }
}
