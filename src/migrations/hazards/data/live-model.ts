import { inSequence } from '../../../core/text.ts';
import type { UsedModel } from '../../facts.ts';
import type { Played, PlayedStatement } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

export const liveModel = defineHazard({
  id: 'data/live-model',
  title: 'Data steps use the models as they were at their time',
  severity: 'low',
  verdict: 'safe',
  why: "A model that is imported is today's: its queries name columns that the table does not have yet, or no longer has, when the migration runs.",
  remedy: 'apps.get_model("app", "Model") gives the model as it is at this migration.',
  source: ['https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models'],
  judge: played =>
    played.migrations.flatMap(({ migration, statements }) =>
      statements.flatMap(statement => {
        const { operation } = statement;
        const live = operation?.code?.live;
        if (operation === undefined || live === undefined) return [];
        const name = live.name.split('.').at(-1) ?? live.name;
        const who = operationInWords(migration, operation, statement);
        const missing = missingColumns(played, statement, name);
        const [first] = missing;
        const app = modelNamed(played, name)?.label.split('.')[0] ?? migration.app;
        return [
          {
            migration,
            operation,
            statement,
            place: live.place,
            subject: subjectOf(migration, `import of ${name}`),
            ...(first === undefined ? {} : { table: first.table, column: first.column }),
            message:
              first === undefined
                ? `${who} imports ${name} as it is today: once a later migration changes it, this one fails on every new database.`
                : `${who} imports ${name} as it is today, and its queries name ${inSequence(missing.map(({ column }) => column))}, which ${first.table} does not have when this migration runs: it fails.`,
            remedy: advise(
              'Ask for the model as it is at this migration.',
              'def forwards(apps, schema_editor):',
              `    ${name} = apps.get_model("${app}", "${name}")`,
            ),
            ...(first === undefined ? {} : { verdict: 'blocked' as const, severity: 'critical' as const }),
          },
        ];
      }),
    ),
});

/** Columns that the model of head names and the table does not have yet. */
function missingColumns(
  played: Played,
  { before }: PlayedStatement,
  name: string,
): readonly { readonly table: string; readonly column: string }[] {
  const model = modelNamed(played, name);
  const table = model === undefined ? undefined : before.tables.get(model.table);
  if (model === undefined || table === undefined || !table.complete) return [];
  return model.columns
    .filter(({ column }) => !table.columns.has(column))
    .map(({ column }) => ({ table: table.name, column }));
}

/** Only where one model alone has that name. */
function modelNamed({ facts }: Played, name: string): UsedModel | undefined {
  const named = facts.head.models.filter(({ label }) => label.split('.').at(-1) === name);
  return named.length === 1 ? named[0] : undefined;
}
