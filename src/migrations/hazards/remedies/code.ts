import type { Target } from './target.ts';

/** A sentence, then code: the form of every remedy. */
export function advise(sentence: string, ...code: readonly string[]): string {
  return [sentence, ...code].join('\n');
}

/** Several migrations of one recipe, in the order in which they run. */
export function steps(...migrations: readonly string[]): string {
  return migrations.join('\n\n');
}

/**
 * A migration file of Django as far as it matters: comment, imports, class.
 * @param lines elements of `operations`, each with its comma
 */
export function djangoMigration(
  comment: string,
  lines: readonly string[],
  options: { readonly atomic?: false; readonly imports?: readonly string[] } = {},
): string {
  const imports = options.imports ?? [];
  return [
    `# ${comment}`,
    ...imports,
    ...(imports.length > 0 ? [''] : []),
    'class Migration(migrations.Migration):',
    ...(options.atomic === false ? ['    atomic = False'] : []),
    '    operations = [',
    ...lines.flatMap(line => line.split('\n')).map(line => `        ${line}`),
    '    ]',
  ].join('\n');
}

/** A revision of Alembic as far as it matters: comment and body of `upgrade()`. */
export function alembicRevision(comment: string, lines: readonly string[]): string {
  return [
    `# ${comment}`,
    'def upgrade() -> None:',
    ...lines.flatMap(line => line.split('\n')).map(line => `    ${line}`),
  ].join('\n');
}

/** Statements that must run outside of a transaction. */
export function autocommit(lines: readonly string[]): readonly string[] {
  return [
    'with op.get_context().autocommit_block():',
    ...lines.flatMap(line => line.split('\n')).map(line => `    ${line}`),
  ];
}

/** `RunSQL` or `op.execute`, as the framework has it; `null`: nothing takes it back. */
export function runSql(
  { framework }: Pick<Target, 'framework'>,
  sql: string,
  reverse: string | null | undefined = reverseOf(sql),
): string {
  if (framework === 'alembic') return `op.execute(${python(sql)})`;
  return reverse === undefined || reverse === null
    ? `migrations.RunSQL(${python(sql)}, migrations.RunSQL.noop),`
    : `migrations.RunSQL(\n    ${python(sql)},\n    ${python(reverse)},\n),`;
}

/** What takes a statement of a recipe back, so that following the recipe is not the next finding; undefined where nothing has to be. */
function reverseOf(sql: string): string | undefined {
  const [, table, added] = /^(ALTER TABLE \S+) ADD CONSTRAINT (\S+) /.exec(sql) ?? [];
  if (table !== undefined) return `${table} DROP CONSTRAINT ${added}`;
  const [, column] = /^(ALTER TABLE \S+ ALTER COLUMN \S+) SET NOT NULL$/.exec(sql) ?? [];
  if (column !== undefined) return `${column} DROP NOT NULL`;
  const [, holder, name] = /^(ALTER TABLE \S+) ADD COLUMN (\S+) /.exec(sql) ?? [];
  if (holder !== undefined) return `${holder} DROP COLUMN ${name}`;
  const [, concurrently = '', index] = /^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?(\S+) ON /.exec(sql) ?? [];
  return index === undefined ? undefined : `DROP INDEX ${concurrently}IF EXISTS ${index}`;
}

/** One migration in the words of the framework that was found, from SQL alone. */
export function sqlMigration(
  target: Target,
  comment: string,
  sql: readonly string[],
  options: { readonly atomic?: false } = {},
): string {
  const lines = sql.map(text => runSql(target, text));
  if (target.framework === 'django') return djangoMigration(comment, lines, options);
  return alembicRevision(comment, options.atomic === false ? autocommit(lines) : lines);
}

/** A string literal of Python. */
export function python(text: string): string {
  return text.includes("'") || !text.includes('"') ? JSON.stringify(text) : `'${text.replace(/\\/g, '\\\\')}'`;
}

/** A list of strings of Python. */
export function pythonList(values: readonly string[]): string {
  return `[${values.map(python).join(', ')}]`;
}

/** An identifier as SQL: quoted where PostgreSQL would fold it or refuse it. */
export function sqlName(name: string): string {
  return name.split('.').map(quoted).join('.');
}

export function sqlNames(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replace(/"/g, '""')}"`;
}

/** Reserved words of PostgreSQL that people name tables and columns after. */
const RESERVED = new Set(
  'all,analyse,analyze,and,any,array,as,asc,both,case,cast,check,collate,column,constraint,create,default,desc,distinct,do,else,end,except,false,fetch,for,foreign,from,grant,group,having,in,initially,into,limit,not,null,offset,on,only,or,order,placing,primary,references,returning,select,some,table,then,to,trailing,true,union,unique,user,using,when,where,window,with'.split(
    ',',
  ),
);

/** A name that PostgreSQL does not cut, made from a table and what it is for. */
export function objectName(table: string, ...parts: readonly string[]): string {
  const name = [table.split('.').at(-1) ?? table, ...parts]
    .join('_')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toLowerCase();
  return name.slice(0, 63);
}

/** Django refuses names of indexes that are longer. */
export function indexName(table: string, ...parts: readonly string[]): string {
  const name = objectName(table, ...parts);
  return name.length <= 30 ? name : `${name.slice(0, 26)}_idx`;
}
