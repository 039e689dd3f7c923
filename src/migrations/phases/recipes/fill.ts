import {
  advise,
  alembicRevision,
  djangoMigration,
  python,
  runSql,
  sqlName,
  steps,
} from '../../hazards/remedies/code.ts';
import { notNullInSteps } from '../../hazards/remedies/not-null.ts';
import { columnOf, fieldNameOf, hasDjango, modelNameOf, type Target } from '../../hazards/remedies/target.ts';
import { withArgument } from './rename.ts';

/** A new column that takes no NULL, with a default that stays in the database for the release that does not know it. */
export function columnWithDefault(target: Target): string {
  const { framework, table, after } = target;
  const [column, field, model] = [columnOf(target), fieldNameOf(target), modelNameOf(target)];
  if (framework === 'alembic')
    return advise(
      'Leave a default in the database: rows of the running release, which does not name the column, get it.',
      alembicRevision('this release', [
        `op.add_column(${python(table)}, sa.Column(${python(column)}, ..., nullable=False, server_default=sa.text("...")))`,
      ]),
      '',
      alembicRevision('the next release, if the default is not wanted', [
        `op.alter_column(${python(table)}, ${python(column)}, server_default=None)`,
      ]),
    );
  const source = after?.source ?? 'models.<Field>()';
  if (hasDjango(target, 5, 0))
    return advise(
      'Leave the default in the database with db_default: rows of the running release, which does not name the column, get it.',
      `migrations.AddField("${model}", "${field}", ${inDatabase(source, after?.default?.callable === true)}),`,
    );
  const literal = sqlLiteral(after?.default?.text);
  const where = `ALTER TABLE ${sqlName(table)} ALTER COLUMN ${sqlName(column)}`;
  return advise(
    `Give the column its default in the database as well: rows of the running release, which does not name it, get it (Django before 5.0 takes the default away again).`,
    steps(
      djangoMigration('this release', [
        `migrations.AddField("${model}", "${field}", ${source}),`,
        runSql(target, `${where} SET DEFAULT ${literal}`, `${where} DROP DEFAULT`),
      ]),
      djangoMigration('the next release, if the default is not wanted', [runSql(target, `${where} DROP DEFAULT`)]),
    ),
  );
}

/** `default=` as `db_default=`: of a function, which the database cannot call, something for it to be named. */
function inDatabase(source: string, callable: boolean): string {
  if (/\bdb_default=/.test(source)) return source;
  if (callable) return withArgument(source, 'db_default=...');
  return /\bdefault=/.test(source)
    ? source.replace(/\bdefault=/, 'db_default=')
    : withArgument(source, 'db_default=...');
}

/** A default of Python as SQL, where it is a literal. */
function sqlLiteral(text: string | undefined): string {
  if (text === undefined) return '<default>';
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  if (text === 'True' || text === 'False') return text.toLowerCase();
  const quoted = /^(['"])([^'"\\]*)\1$/.exec(text)?.[2];
  return quoted === undefined ? '<default>' : `'${quoted}'`;
}

/** NOT NULL comes when no release that writes NULL is left. */
export function notNullAcrossReleases(target: Target): string {
  const field = fieldNameOf(target);
  const [sentence = '', ...code] = notNullInSteps(target).split('\n');
  return advise(
    `Two releases: in this one the code gives ${field} a value wherever it writes; in the next one the column refuses NULL. ${sentence}`,
    ...code,
  );
}
