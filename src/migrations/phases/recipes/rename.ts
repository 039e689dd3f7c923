import { advise, djangoMigration, python, steps } from '../../hazards/remedies/code.ts';
import { columnOf, fieldNameOf, modelNameOf, type Target } from '../../hazards/remedies/target.ts';

/** The field of the running release, the one of the new release, and what kind of change led from one to the other. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
}

/** The field gets its new name and the column keeps the old one: no SQL, and nobody notices. */
export function keepColumnName(target: Target, renamed: Renamed | undefined): string {
  const column = columnOf(target);
  const { from, to } = renamed ?? { from: fieldNameOf(target), to: '<new name>' };
  const sentence =
    from === to
      ? 'Keep the name of the column: the database does not change, so both releases and a way back work.'
      : 'Rename the field and keep the column: the database does not change, so both releases and a way back work.';
  if (target.framework === 'alembic')
    return advise(
      sentence,
      `# in the model, instead of the revision\n${to}: Mapped[...] = mapped_column(${python(column)}, ...)`,
    );
  const source = target.before?.source ?? target.after?.source ?? 'models.<Field>()';
  const pinned = withArgument(source, `db_column=${python(column)}`);
  const model = modelNameOf(target);
  const inModel = `# in the model\n${to} = ${pinned}`;
  // Nothing but the column's name changed: then there is nothing to migrate.
  if (from === to) return advise(sentence, inModel);
  return advise(
    sentence,
    steps(
      djangoMigration('neither operation sends SQL', [
        `migrations.AlterField("${model}", "${from}", ${pinned}),`,
        `migrations.RenameField("${model}", "${from}", "${to}"),`,
      ]),
      inModel,
    ),
  );
}

/** The class gets its new name and the table keeps the old one. */
export function keepTableName(target: Target, renamed: Renamed | undefined): string {
  const { table, framework } = target;
  const sentence =
    'Rename the class and keep the table: the database does not change, so both releases and a way back work.';
  if (framework === 'alembic')
    return advise(sentence, `# in the model, instead of the revision\n__tablename__ = ${python(table)}`);
  const name = renamed?.from ?? modelNameOf(target);
  const isSame = renamed === undefined || renamed.from === renamed.to;
  const inModel = `# in the model\nclass Meta:\n    db_table = ${python(table)}`;
  if (isSame) return advise(sentence.replace('Rename the class and keep', 'Keep'), inModel);
  return advise(
    sentence,
    steps(
      djangoMigration('neither operation sends SQL', [
        `migrations.AlterModelTable("${name}", ${python(table)}),`,
        `migrations.RenameModel("${name}", "${renamed.to}"),`,
      ]),
      inModel,
    ),
  );
}

/** `models.CharField(max_length=80)` with one more argument. */
export function withArgument(source: string, argument: string): string {
  const name = argument.slice(0, argument.indexOf('='));
  if (new RegExp(`\\b${name}=`).test(source) || !source.endsWith(')')) return source;
  return `${source.slice(0, -1)}${source.endsWith('()') ? '' : ', '}${argument})`;
}
