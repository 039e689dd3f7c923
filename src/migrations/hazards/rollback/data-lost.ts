import type { Played, PlayedStatement } from '../../played.ts';
import type { Act } from '../../sql/act.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { subjectOf } from '../wording.ts';

export const dataLost = defineHazard({
  id: 'rollback/data-lost',
  title: 'No step throws values away',
  severity: 'low',
  verdict: 'safe',
  why: 'A dropped column or table comes back empty: reversing the migration makes the structure again, not the values.',
  remedy: 'Take a backup before it runs, and drop it a release later than the code forgets it.',
  source: ['S0-053'],
  judge: played =>
    played.migrations.flatMap(({ migration, statements }) =>
      statements.flatMap(statement =>
        statement.acts.flatMap(act =>
          thrownAway(played, act, statement).map(
            ({ what, table, column, again }): HazardHit => ({
              migration,
              statement,
              ...(statement.operation === undefined ? {} : { operation: statement.operation }),
              subject: subjectOf(migration, column === undefined ? table : `${table}.${column}`),
              table,
              ...(column === undefined ? {} : { column }),
              message: what,
              ...(again ? { verdict: 'review', severity: 'medium' } : {}),
            }),
          ),
        ),
      ),
    ),
});

interface Thrown {
  readonly what: string;
  readonly table: string;
  readonly column?: string;
  /** Made anew under the same name: no release fails, and all of them go on without the values. */
  readonly again: boolean;
}

function thrownAway(
  played: Played,
  act: Act,
  { before, by }: Pick<PlayedStatement, 'before' | 'by'>,
): readonly Thrown[] {
  const { first, tables } = played;
  if (act.act === 'drop-column') {
    const { table, column } = act;
    const known = before.tables.get(table);
    // What a person drops by name is there, also when the models forgot it in a release before.
    const isForgotten =
      by === 'person' && !act.ifExists && known?.isNew !== true && known?.columns.has(column) !== true;
    if (first.tables.get(table)?.columns.has(column) !== true && !isForgotten) return [];
    const again = isMadeAgain(played, table, column);
    return [
      {
        table,
        column,
        again,
        what: `The values of ${table}.${column} (${tables.sizeInWords(table)}) are gone when this has run; ${again ? 'the column is made anew without them, and both releases go on with that' : 'reversing it gives an empty column'}.`,
      },
    ];
  }
  if (act.act === 'drop-table')
    return act.tables
      .filter(table => first.tables.has(table))
      .map(table => {
        const again = isMadeAgain(played, table);
        return {
          table,
          again,
          what: `The rows of ${table} (${tables.sizeInWords(table)}) are gone when this has run; ${again ? 'the table is made anew without them, and both releases go on with that' : 'reversing it gives an empty table'}.`,
        };
      });
  return [];
}

/** One that gets the name by a rename brings its own values. */
function isMadeAgain({ migrations, last }: Played, table: string, column?: string): boolean {
  const there = last.tables.get(table);
  if (column === undefined ? there?.isNew !== true : there?.columns.get(column)?.isNew !== true) return false;
  return migrations.some(({ statements }) =>
    statements.some(({ acts }) =>
      acts.some(act =>
        column === undefined
          ? act.act === 'create-table' && act.table === table
          : act.act === 'add-column' && act.table === table && act.column.name === column,
      ),
    ),
  );
}
