import { batches } from './batches.ts';
import { advise, djangoMigration, objectName, python, sqlMigration, sqlName, steps } from './code.ts';
import { columnOf, fieldNameOf, modelNameOf, type Target } from './target.ts';
import { nullableSource } from './unique.ts';

/** A type that cannot be changed in place: a second column takes over. */
export function typeThroughNewColumn(target: Target): string {
  const column = columnOf(target);
  const field = fieldNameOf(target);
  const type = target.type ?? '<new type>';
  const sentence =
    'A new column takes over: add it beside the old one, write to both, fill it in batches, read from it, and drop the old one in a later release.';
  const source = target.after?.source;
  const add =
    target.framework === 'django'
      ? djangoMigration('1. beside the old column', [
          `migrations.AddField("${modelNameOf(target)}", "${field}_new", ${source === undefined ? '...' : nullableSource(target)}),`,
        ])
      : sqlMigration(target, '1. beside the old column', [
          `ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(`${column}_new`)} ${type}`,
        ]);
  return advise(
    sentence,
    steps(
      add,
      `# 2. this release: the model's save() (or a trigger) writes ${field} and ${field}_new`,
      batches(
        target,
        `SET ${sqlName(`${column}_new`)} = ${sqlName(column)}::${type}`,
        `${sqlName(`${column}_new`)} IS NULL AND ${sqlName(column)} IS NOT NULL`,
        '3. existing rows, in batches',
      ),
      `# 4. next release: read ${field}_new only; the release after: drop ${field}`,
    ),
  );
}

/** A column that gets shorter: the limit as a check, the type stays. */
export function lengthAsCheck(target: Target, length: number): string {
  const column = columnOf(target);
  const name = objectName(target.table, column, 'length');
  const table = sqlName(target.table);
  return advise(
    'Leave the type, and let a check hold the limit: added NOT VALID, and validated while everybody works on.',
    steps(
      sqlMigration(target, '1. first migration', [
        `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} CHECK (length(${sqlName(column)}) <= ${length}) NOT VALID`,
      ]),
      sqlMigration(target, '2. the next migration', [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${sqlName(name)}`]),
      ...(target.framework === 'django'
        ? [
            djangoMigration('3. what Django believes', [
              `migrations.SeparateDatabaseAndState(state_operations=[\n    migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after?.source ?? '...'}),\n]),`,
            ]),
          ]
        : []),
    ),
  );
}

/** A default that is worked out for each row: set it for new rows, fill the old ones in batches. */
export function defaultInSteps(target: Target, value: string): string {
  const column = sqlName(columnOf(target));
  const table = sqlName(target.table);
  const type = target.type ?? '<type>';
  return advise(
    'Add the column empty, set the default for new rows, and fill the old ones in batches: nothing is rewritten at once.',
    steps(
      sqlMigration(target, '1. metadata only', [
        `ALTER TABLE ${table} ADD COLUMN ${column} ${type}`,
        `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${value}`,
      ]),
      batches(target, `SET ${column} = ${value}`, `${column} IS NULL`, '2. existing rows, in batches'),
      ...(target.framework === 'django'
        ? [
            `# 3. what Django believes, in state_operations of the first one:\n# migrations.AddField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after?.source ?? '...'})`,
          ]
        : []),
    ),
  );
}

/** GENERATED ... STORED on a table that has rows. */
export function generatedInSteps(target: Target): string {
  const column = columnOf(target);
  const virtual =
    target.postgres >= 18
      ? 'On PostgreSQL 18 make it VIRTUAL (db_persist=False from Django 6.0): it is worked out when it is read, and adding it touches no row. If it must be stored: '
      : '';
  const fn = objectName(target.table, column, 'fill');
  return advise(
    `${virtual}${virtual === '' ? 'A' : 'a'}dd a plain column, keep it up to date by a trigger, and fill the old rows in batches.`,
    steps(
      sqlMigration(target, '1. metadata only', [
        `ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(column)} ${target.type ?? '<type>'}`,
        `CREATE FUNCTION ${fn}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.${sqlName(column)} := <expression>; RETURN NEW; END $$`,
        `CREATE TRIGGER ${fn} BEFORE INSERT OR UPDATE ON ${sqlName(target.table)} FOR EACH ROW EXECUTE FUNCTION ${fn}()`,
      ]),
      batches(
        target,
        `SET ${sqlName(column)} = <expression>`,
        `${sqlName(column)} IS NULL`,
        '2. existing rows, in batches',
      ),
    ),
  );
}

/** Identity or serial on a table that has rows. */
export function identityInSteps(target: Target): string {
  const column = sqlName(columnOf(target));
  const sequence = objectName(target.table, columnOf(target), 'seq');
  const table = sqlName(target.table);
  return advise(
    'Add the column empty with a sequence as its default, fill the old rows in batches, and make it NOT NULL afterwards.',
    steps(
      sqlMigration(target, '1. metadata only', [
        `CREATE SEQUENCE ${sequence}`,
        `ALTER TABLE ${table} ADD COLUMN ${column} bigint`,
        `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval('${sequence}')`,
        `ALTER SEQUENCE ${sequence} OWNED BY ${table}.${column}`,
      ]),
      batches(target, `SET ${column} = nextval('${sequence}')`, `${column} IS NULL`, '2. existing rows, in batches'),
    ),
  );
}

const DEFAULT_FIRST =
  'Give the column a default of the database, so that rows that are there and releases that do not know it have a value.';

/** A required column on rows that have no value for it. */
export function requiredInSteps(target: Target): string {
  const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
  const column = columnOf(target);
  if (target.framework === 'alembic')
    return advise(
      DEFAULT_FIRST,
      `op.add_column(${python(target.table)}, sa.Column(${python(column)}, ..., nullable=False, server_default=sa.text("'...'")))`,
    );
  const source = target.after?.source;
  if (source === undefined)
    return advise(
      DEFAULT_FIRST,
      sqlMigration(target, 'in its place', [
        `ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(column)} ${target.type ?? '<type>'} NOT NULL DEFAULT <value>`,
      ]),
    );
  const inDatabase = source.replace(/\bdefault=/, 'db_default=');
  const given = inDatabase.includes('db_default=')
    ? inDatabase
    : inDatabase.replace(/\)$/, `${inDatabase.endsWith('()') ? '' : ', '}db_default=...)`);
  const newer = target.version === undefined || Number.parseInt(target.version, 10) >= 5;
  if (newer) return advise(DEFAULT_FIRST, `migrations.AddField(${field}, ${given}),`);
  return advise(
    'Add it nullable, fill it, and make it NOT NULL in a later release (db_default is there from Django 5.0 on).',
    `migrations.AddField(${field}, ${nullable(source)}),`,
  );
}

function nullable(source: string): string {
  const without = source
    .replace(/,?\s*\b(null|unique|db_index|primary_key)=(True|False)/g, '')
    .replace(/\(\s*,\s*/, '(');
  return without.replace(/\)$/, `${without.endsWith('()') ? '' : ', '}null=True)`);
}
