import { batches } from './batches.ts';
import { advise, djangoMigration, objectName, python, runSql, sqlMigration, sqlName, steps } from './code.ts';
import { columnOf, fieldNameOf, modelNameOf, type Target } from './target.ts';

/** NOT NULL without a look at every row under a lock. */
export function notNullInSteps(target: Target, set = `${sqlName(columnOf(target))} = <value>`): string {
  const { table, framework } = target;
  const column = columnOf(target);
  const where = sqlName(table);
  const name = objectName(table, column, 'not_null');
  const newer = target.postgres >= 18;
  const add = newer
    ? `ALTER TABLE ${where} ADD CONSTRAINT ${sqlName(name)} NOT NULL ${sqlName(column)} NOT VALID`
    : `ALTER TABLE ${where} ADD CONSTRAINT ${sqlName(name)} CHECK (${sqlName(column)} IS NOT NULL) NOT VALID`;
  const validate = `ALTER TABLE ${where} VALIDATE CONSTRAINT ${sqlName(name)}`;
  const last = newer
    ? []
    : [
        `ALTER TABLE ${where} ALTER COLUMN ${sqlName(column)} SET NOT NULL`,
        `ALTER TABLE ${where} DROP CONSTRAINT ${sqlName(name)}`,
      ];
  const sentence = newer
    ? 'Fill the missing values first, in batches; then let PostgreSQL 18 take the NOT NULL in two steps: VALIDATE reads the table while everybody works on.'
    : 'Fill the missing values first, in batches; then prove the absence of NULL by a CHECK that is validated while everybody works on: SET NOT NULL believes it and reads nothing.';
  const fill = batches(target, `SET ${set}`, `${sqlName(column)} IS NULL`, '1. rows that have no value');
  const one = sqlMigration(target, '2. from now on no NULL comes in', [add]);
  if (framework === 'alembic') {
    return advise(
      sentence,
      steps(
        fill,
        one,
        sqlMigration(target, '3. a revision of its own', [validate]),
        ...(last.length === 0 ? [] : [sqlMigration(target, '4. the next revision', last)]),
      ),
    );
  }
  const altered = `migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${withoutDefault(target)})`;
  const state = [
    'migrations.SeparateDatabaseAndState(',
    ...(last.length === 0
      ? []
      : [
          '    database_operations=[',
          ...last.flatMap(sql =>
            runSql(target, sql)
              .split('\n')
              .map(line => `        ${line}`),
          ),
          '    ],',
        ]),
    `    state_operations=[${altered}],`,
    '),',
  ];
  return advise(
    sentence,
    steps(
      fill,
      one,
      djangoMigration('3. a migration of its own', [`migrations.RunSQL(${python(validate)}, migrations.RunSQL.noop),`]),
      djangoMigration('4. the next migration', state),
    ),
  );
}

function withoutDefault({ after }: Target): string {
  return after?.source ?? '...';
}

/** Rows without a value, to be counted before the deployment. */
export function countNulls(target: Target): string {
  return `SELECT count(*) FROM ${sqlName(target.table)} WHERE ${sqlName(columnOf(target))} IS NULL;`;
}
