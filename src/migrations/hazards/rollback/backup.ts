import { inSequence } from '../../../core/text.ts';
import type { Played } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';

const SHOWN = 3;

export const backup = defineHazard({
  id: 'rollback/backup',
  title: 'No pending migration needs a backup from just before it',
  severity: 'low',
  verdict: 'safe',
  why: 'Values that a migration takes away come back from a backup alone, and only as far as it is new.',
  remedy: 'Take a backup right before the deployment; one that is older than an hour lacks what was written since.',
  source: ['S0-053'],
  judge: played => {
    const lost = [...new Set(lostThings(played))];
    if (lost.length === 0) return [];
    const shown = lost.length > SHOWN ? [...lost.slice(0, SHOWN), `${lost.length - SHOWN} more`] : lost;
    const commit = played.facts.base.commit?.slice(0, 7) ?? 'deploy';
    return [
      {
        subject: 'backup',
        message: `The pending migrations take away values that no migration brings back (${inSequence(shown)}): the way back is a backup from right before the deployment, not older than 60 minutes.`,
        remedy: advise(
          'Take one when nobody deploys, and look at its size before you go on (in Coolify: the database, Backups, Backup Now).',
          `pg_dump --format=custom --file=before-${commit}.dump "$DATABASE_URL"`,
          `pg_restore --list before-${commit}.dump | wc -l`,
        ),
      },
    ];
  },
});

/** What is thrown away of tables that were there before: by a drop, by emptying, or cut without a word. */
function lostThings({ first, migrations }: Played): readonly string[] {
  const wasThere = (table: string) => first.tables.has(table);
  return migrations.flatMap(({ statements }) =>
    statements.flatMap(({ acts, effect }) => [
      ...acts.flatMap((act): readonly string[] => {
        switch (act.act) {
          case 'drop-column':
            return first.tables.get(act.table)?.columns.has(act.column) === true ? [`${act.table}.${act.column}`] : [];
          case 'drop-table':
          case 'truncate':
            return act.tables.filter(wasThere);
          case 'delete':
            return wasThere(act.table) ? [`rows of ${act.table}`] : [];
          default:
            return [];
        }
      }),
      ...(effect.cuts ?? []).map(({ table, column }) => `${table}.${column}`),
    ]),
  );
}
