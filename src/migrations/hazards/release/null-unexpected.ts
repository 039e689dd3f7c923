import { defineHazard } from '../rule.ts';
import { subjectOf } from '../wording.ts';

/** PostgreSQL refuses nothing here: it is the Python of the running release that meets a None it never saw. */
export const nullUnexpected = defineHazard({
  id: 'release/null-unexpected',
  title: 'The running release meets no NULL that its models rule out',
  severity: 'low',
  verdict: 'safe',
  why: 'Once a column takes NULL, the new release writes it, and code of the running release that was made for a value meets None.',
  remedy: 'Deploy code that lives with None first, and let NULL in with the release after it.',
  source: ['Django, Field.null'],
  judge: ({ facts, first, migrations, mode }) => {
    if (mode === 'after') return [];
    return migrations.flatMap(({ migration, statements }) =>
      statements.flatMap(statement =>
        statement.acts.flatMap(act => {
          if (act.act !== 'drop-not-null') return [];
          const model = facts.base.models.find(({ table }) => table === act.table);
          const used = model?.columns.find(({ column }) => column === act.column);
          if (model === undefined || used === undefined || used.nullable) return [];
          if (first.tables.get(act.table)?.columns.get(act.column)?.notNull !== true) return [];
          // It may be let in only to be dropped, or for rows that the release never reads.
          const stays = migrations.at(-1)?.after.tables.get(act.table)?.columns.get(act.column)?.notNull === false;
          if (!stays) return [];
          return [
            {
              migration,
              statement,
              ...(statement.operation === undefined ? {} : { operation: statement.operation }),
              subject: subjectOf(migration, `${act.table}.${act.column}`),
              table: act.table,
              column: act.column,
              message: `${act.table}.${act.column} takes NULL from now on. Where the new release writes it, ${model.label} of the running release reads None for ${used.field}, which its model rules out.`,
            },
          ];
        }),
      ),
    );
  },
});
