import {
  advise,
  alembicRevision,
  djangoMigration,
  python,
  runSql,
  sqlName,
  steps,
} from '../../hazards/remedies/code.ts';
import { columnOf, fieldNameOf, modelNameOf, type Target } from '../../hazards/remedies/target.ts';

/** What keeps a new release from living with a column or a table that it forgot. */
export interface Ties {
  /** It takes no NULL and has no default: nobody fills it any more. */
  readonly notNull: boolean;
  /** Names of its foreign keys: rows that stay keep their parents from being deleted. */
  readonly foreignKeys: readonly string[];
}

/** A column goes in two releases: first the code forgets it, then the database. */
export function dropColumnAcrossReleases(target: Target, ties: Ties): string {
  const { framework, table, type } = target;
  const [column, field, model] = [columnOf(target), fieldNameOf(target), modelNameOf(target)];
  const sentence = `Two releases: in this one the code forgets ${field} and the column stays; in the next one the column goes.${becauseOf(ties)}`;
  if (framework === 'alembic') {
    const lines = [
      ...ties.foreignKeys.map(name => `op.drop_constraint(${python(name)}, ${python(table)}, type_="foreignkey")`),
      ...(ties.notNull
        ? [`op.alter_column(${python(table)}, ${python(column)}, existing_type=..., nullable=True)`]
        : []),
    ];
    return advise(
      sentence,
      steps(
        lines.length > 0
          ? alembicRevision('1. this release; the model no longer has the column', lines)
          : '# 1. this release: the model no longer has the column; no revision',
        alembicRevision('2. the next release', [`op.drop_column(${python(table)}, ${python(column)})`]),
      ),
    );
  }
  const where = `ALTER TABLE ${sqlName(table)}`;
  const loosened = [
    ...ties.foreignKeys.map(name => `${where} DROP CONSTRAINT ${sqlName(name)}`),
    ...(ties.notNull ? [`${where} ALTER COLUMN ${sqlName(column)} DROP NOT NULL`] : []),
  ];
  const drop = `${where} DROP COLUMN ${sqlName(column)}`;
  return advise(
    sentence,
    steps(
      stateOnly(
        target,
        '1. this release; the model no longer has the field',
        loosened,
        `migrations.RemoveField("${model}", "${field}")`,
      ),
      djangoMigration('2. the next release', [
        type === undefined
          ? `migrations.RunSQL(${python(drop)}),`
          : runSql(target, drop, `${where} ADD COLUMN ${sqlName(column)} ${type} NULL`),
      ]),
    ),
  );
}

/** A table goes in two releases: first the code forgets the model, then the table goes. */
export function dropTableAcrossReleases(target: Target, { foreignKeys }: Pick<Ties, 'foreignKeys'>): string {
  const { framework, table } = target;
  const sentence = `Two releases: in this one the code forgets the model and ${table} stays; in the next one the table goes.${becauseOf({ notNull: false, foreignKeys })}`;
  if (framework === 'alembic') {
    const lines = foreignKeys.map(name => `op.drop_constraint(${python(name)}, ${python(table)}, type_="foreignkey")`);
    return advise(
      sentence,
      steps(
        lines.length > 0
          ? alembicRevision('1. this release; the model is gone from the code', lines)
          : '# 1. this release: the model is gone from the code; no revision',
        alembicRevision('2. the next release', [`op.drop_table(${python(table)})`]),
      ),
    );
  }
  const loosened = foreignKeys.map(name => `ALTER TABLE ${sqlName(table)} DROP CONSTRAINT ${sqlName(name)}`);
  return advise(
    sentence,
    steps(
      stateOnly(
        target,
        '1. this release; the model is gone from the code',
        loosened,
        `migrations.DeleteModel("${modelNameOf(target)}")`,
      ),
      djangoMigration('2. the next release', [`migrations.RunSQL(${python(`DROP TABLE ${sqlName(table)}`)}),`]),
    ),
  );
}

function becauseOf({ notNull, foreignKeys }: Ties): string {
  return [
    notNull ? ' The column takes NULL meanwhile, because the new release no longer fills it.' : '',
    foreignKeys.length > 0
      ? ' The foreign key goes at once, because the new release no longer looks for such rows when it deletes their parent.'
      : '',
  ].join('');
}

/** What Django believes changes; of the database only what stands in the way. */
function stateOnly(target: Target, comment: string, sql: readonly string[], operation: string): string {
  return djangoMigration(comment, [
    'migrations.SeparateDatabaseAndState(',
    ...(sql.length === 0
      ? []
      : ['    database_operations=[', ...sql.map(text => `        ${runSql(target, text)}`), '    ],']),
    `    state_operations=[${operation}],`,
    '),',
  ]);
}
