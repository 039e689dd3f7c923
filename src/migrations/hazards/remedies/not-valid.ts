import {
  advise,
  alembicRevision,
  djangoMigration,
  objectName,
  python,
  runSql,
  sqlMigration,
  sqlName,
  sqlNames,
  steps,
} from './code.ts';
import { columnOf, fieldNameOf, hasDjango, modelNameOf, type Target } from './target.ts';
import { nullableSource } from './unique.ts';

const TWO_STEPS =
  'Add the constraint NOT VALID, which looks at no row, and validate it in the next migration, while everybody works on.';

/** A CHECK on a table that has rows. */
export function checkNotValid(target: Target, name: string | undefined, text: string | undefined): string {
  const constraint = name ?? objectName(target.table, columnOf(target), 'check');
  if (target.framework === 'django' && hasDjango(target, 4, 0) && target.after === undefined)
    return advise(
      TWO_STEPS,
      steps(
        djangoMigration(
          '1. first migration',
          [
            `AddConstraintNotValid("${modelNameOf(target)}", constraint=...),  # ${constraint}, as it is in Meta.constraints`,
          ],
          { imports: ['from django.contrib.postgres.operations import AddConstraintNotValid'] },
        ),
        djangoMigration('2. the next migration', [`ValidateConstraint("${modelNameOf(target)}", "${constraint}"),`], {
          imports: ['from django.contrib.postgres.operations import ValidateConstraint'],
        }),
      ),
    );
  const condition = text ?? '...';
  if (target.framework === 'alembic')
    return advise(
      TWO_STEPS,
      steps(
        alembicRevision('1. first revision', [
          `op.create_check_constraint("${constraint}", "${target.table}", ${python(condition)}, postgresql_not_valid=True)`,
        ]),
        alembicRevision('2. the next revision', [`op.execute(${python(validate(target, constraint))})`]),
      ),
    );
  return advise(TWO_STEPS, inSql(target, constraint, `CHECK (${condition})`));
}

/** A field that Django checks by itself (Positive*): first a plain column, then the check, then the field's kind. */
export function positiveInSteps(target: Target): string {
  const column = columnOf(target);
  const constraint = objectName(target.table, column, 'check');
  const sentence =
    'A Positive field brings a CHECK that reads the whole table at once, even for a new column that is empty. Add a plain integer first, then the check NOT VALID, and validate it afterwards.';
  // Django's default is settled once, so a plain integer with one is metadata only; without one the column stays nullable, also in the state.
  const source = target.after?.source;
  const fits = source === undefined || /\b(null|default|db_default)\s*=/.test(source);
  const fitting = source !== undefined && fits ? source : nullableSource(target);
  const isNew = target.before === undefined;
  // A release that does not know the column needs the default to stay in the database; before Django 5.0 there is no word for it.
  const first = isNew && hasDjango(target, 5, 0) ? fitting.replace(/\bdefault=(?=[-\d"'])/, 'db_default=') : fitting;
  const plain = first.replace(/Positive(Big|Small)?IntegerField/, '$1IntegerField');
  const check = `ALTER TABLE ${sqlName(target.table)} ADD CONSTRAINT ${sqlName(constraint)} CHECK (${sqlName(column)} >= 0) NOT VALID`;
  const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
  const last =
    isNew && !fits
      ? `${first}),  # NOT NULL is a step of its own, when every row has a value`
      : `${isNew ? first : (source ?? '...')}),`;
  const state = `migrations.SeparateDatabaseAndState(state_operations=[\n    migrations.AlterField(${field}, ${last}\n]),`;
  return advise(
    sentence,
    steps(
      djangoMigration('1. first migration', [
        ...(isNew ? [`migrations.AddField(${field}, ${plain}),`] : []),
        runSql(target, check),
      ]),
      djangoMigration('2. the next migration', [
        `migrations.RunSQL(${python(validate(target, constraint))}, migrations.RunSQL.noop),`,
        state,
      ]),
    ),
  );
}

/** A foreign key on a table that has rows. */
export function foreignKeyNotValid(
  target: Target,
  key: {
    readonly name: string;
    readonly columns: readonly string[];
    readonly table: string;
    readonly references: readonly string[];
  },
): string {
  const to = key.references.length > 0 ? ` (${sqlNames(key.references)})` : '';
  const sql = `FOREIGN KEY (${sqlNames(key.columns)}) REFERENCES ${sqlName(key.table)}${to} DEFERRABLE INITIALLY DEFERRED`;
  if (target.framework === 'alembic')
    return advise(
      TWO_STEPS,
      steps(
        alembicRevision('1. first revision', [
          `op.create_foreign_key("${key.name}", "${target.table}", "${key.table}", [${key.columns.map(name => python(name)).join(', ')}], [${key.references.map(name => python(name)).join(', ')}], postgresql_not_valid=True)`,
        ]),
        alembicRevision('2. the next revision', [`op.execute(${python(validate(target, key.name))})`]),
      ),
    );
  const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
  const opening =
    target.before === undefined && target.after !== undefined
      ? [
          djangoMigration('1. the column alone', [`migrations.AddField(${field}, ${bareKey(target)}),`]),
          djangoMigration(
            '2. its index, in a migration of its own',
            [
              'AddIndexConcurrently(',
              `    "${modelNameOf(target)}", models.Index(fields=["${fieldNameOf(target)}"], name="${objectName(target.table, columnOf(target)).slice(0, 26)}_idx"),`,
              '),',
            ],
            { atomic: false, imports: ['from django.contrib.postgres.operations import AddIndexConcurrently'] },
          ),
        ]
      : [];
  return advise(
    opening.length > 0
      ? 'Add the column without its constraint and its index, build the index with CONCURRENTLY, add the constraint NOT VALID, and validate it in a migration of its own.'
      : TWO_STEPS,
    steps(
      ...opening,
      inSql(target, key.name, sql, opening.length),
      ...(opening.length > 0
        ? [`# The model keeps db_constraint=False and db_index=False: the database has both.`]
        : []),
    ),
  );
}

function bareKey(target: Target): string {
  return nullableSource(target).replace(/, null=True\)$/, ', null=True, db_constraint=False, db_index=False)');
}

function inSql(target: Target, name: string, definition: string, after = 0): string {
  const add = `ALTER TABLE ${sqlName(target.table)} ADD CONSTRAINT ${sqlName(name)} ${definition} NOT VALID`;
  return steps(
    sqlMigration(target, `${after + 1}. ${after === 0 ? 'first' : 'the next'} migration`, [add]),
    sqlMigration(target, `${after + 2}. the next migration`, [validate(target, name)]),
  );
}

function validate({ table }: Target, name: string): string {
  return `ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(name)}`;
}

/** NOT VALID and VALIDATE, each in its own transaction. */
export function validateLater(target: Target, name: string): string {
  return advise(
    'Move the validation into the next migration: its scan then runs after the first lock is released.',
    target.framework === 'django' && hasDjango(target, 4, 0)
      ? djangoMigration('the next migration, alone', [`ValidateConstraint("${modelNameOf(target)}", "${name}"),`], {
          imports: ['from django.contrib.postgres.operations import ValidateConstraint'],
        })
      : sqlMigration(target, 'the next migration, alone', [validate(target, name)]),
  );
}
