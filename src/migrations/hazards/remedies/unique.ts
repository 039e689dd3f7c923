import { advise, djangoMigration, objectName, python, sqlMigration, sqlName, sqlNames, steps } from './code.ts';
import { columnOf, fieldNameOf, modelNameOf, type Target } from './target.ts';

/** A unique constraint over an index that was built beside the traffic. */
export function uniqueThroughIndex(target: Target, constraint: string | undefined): string {
  const name = constraint ?? objectName(target.table, ...target.columns, 'uniq');
  const table = sqlName(target.table);
  const create = `CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(name)} ON ${table} (${sqlNames(target.columns)})`;
  const attach = `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} UNIQUE USING INDEX ${sqlName(name)}`;
  const sentence =
    'Build the unique index with CONCURRENTLY first; the constraint then takes it over in a moment, without a look at the rows.';
  if (target.framework === 'alembic')
    return advise(
      sentence,
      steps(
        sqlMigration(target, '1. a revision of its own', [create], { atomic: false }),
        sqlMigration(target, '2. the next revision', [attach]),
      ),
    );
  return advise(
    sentence,
    steps(
      djangoMigration(
        '1. a migration of its own',
        [
          'migrations.RunSQL(',
          `    ${python(create)},`,
          `    ${python(`DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(name)}`)},`,
          '),',
        ],
        { atomic: false },
      ),
      djangoMigration('2. the next migration', [
        'migrations.SeparateDatabaseAndState(',
        '    database_operations=[',
        '        migrations.RunSQL(',
        `            ${python(attach)},`,
        `            ${python(`ALTER TABLE ${table} DROP CONSTRAINT ${sqlName(name)}`)},`,
        '        ),',
        '    ],',
        `    state_operations=[${stateOperation(target, name)}],`,
        '),',
      ]),
    ),
  );
}

function stateOperation(target: Target, name: string): string {
  if (target.columns.length === 1 && target.after !== undefined)
    return `migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after.source})`;
  return `migrations.AddConstraint("${modelNameOf(target)}", models.UniqueConstraint(fields=[${target.columns.map(column => python(column)).join(', ')}], name="${name}"))`;
}

/** A new column that shall be unique: first the column, then the values, then the constraint. */
export function uniqueColumnInSteps(target: Target): string {
  const column = columnOf(target);
  const sentence = `Add the column without UNIQUE and nullable, give each row its own value, and make it unique afterwards.`;
  const constraint = objectName(target.table, column, 'uniq');
  const second = uniqueThroughIndex({ ...target, columns: [column] }, constraint)
    .split('\n')
    .slice(1)
    .join('\n');
  const fill =
    target.framework === 'alembic'
      ? '# 2. fill it in batches, outside of the migration or in a revision of its own'
      : '# 2. fill it in batches: RunPython in a migration with atomic = False, a value of its own for each row';
  const add =
    target.framework === 'alembic'
      ? `# 1. op.add_column("${target.table}", sa.Column("${column}", ${target.type === undefined ? '...' : `sa.${alembicType(target.type)}`}, nullable=True))`
      : `# 1. migrations.AddField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${nullableSource(target)}),`;
  return advise(sentence, steps(`${add}\n${fill}\n# 3. make it unique:`, second));
}

/** The field's source with `null=True` and without what would lock or fail. */
export function nullableSource({ after }: Target): string {
  if (after === undefined) return 'models.Field(null=True)';
  const [kind, rest = ''] = splitCall(after.source);
  const kept = splitArguments(rest).filter(
    argument => !/^(null|unique|db_index|default|db_default|primary_key)\s*=/.test(argument),
  );
  const plain = kind.endsWith('OneToOneField') ? kind.replace('OneToOneField', 'ForeignKey') : kind;
  return `${plain}(${[...kept, 'null=True'].join(', ')})`;
}

/** The name and the arguments of a call. */
function splitCall(source: string): readonly [string, string?] {
  const at = source.indexOf('(');
  return at < 0 ? [source] : [source.slice(0, at), source.slice(at + 1, source.lastIndexOf(')'))];
}

/** Arguments of a call at its own level: commas inside of brackets and strings do not count. */
function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (const letter of text) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0 && quote === '') {
      parts.push(part.trim());
      part = '';
    } else part += letter;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}

function alembicType(type: string): string {
  const known: Readonly<Record<string, string>> = {
    integer: 'Integer()',
    bigint: 'BigInteger()',
    text: 'Text()',
    uuid: 'Uuid()',
    boolean: 'Boolean()',
  };
  const length = /^(?:varchar|character varying)\((\d+)\)$/.exec(type)?.[1];
  return length === undefined ? (known[type] ?? 'Text()') : `String(${length})`;
}
