import type { Case, CaseMigration } from './case.ts';

/** A list of operations. */
export function list(...operations: readonly string[]): string {
  return `[\n${operations.map(operation => `    ${operation.trim().replaceAll('\n', '\n    ')},\n`).join('')}]`;
}

/** The model that most cases change: what a table in use has. */
export function item(extra: readonly string[] = [], options = ''): string {
  return model('Item', ['("name", models.CharField(max_length=80))', ...extra], options);
}

/** What items refer to. */
export const SHELF = model('Shelf', ['("place", models.CharField(max_length=40))']);

export function model(name: string, fields: readonly string[], options = ''): string {
  return `migrations.CreateModel(
    name="${name}",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
${fields.map(field => `        ${field},\n`).join('')}    ],
${options === '' ? '' : `    options={${options}},\n`})`;
}

export function addField(name: string, field: string, of = 'item'): string {
  return `migrations.AddField(model_name="${of}", name="${name}", field=${field})`;
}

export function alterField(name: string, field: string, of = 'item'): string {
  return `migrations.AlterField(model_name="${of}", name="${name}", field=${field})`;
}

/** SQL with a way back. */
export function sql(forwards: string, backwards = 'SELECT 1'): string {
  return `migrations.RunSQL(${python(forwards)}, ${python(backwards)})`;
}

/** What Django believes is changed; the database is, too, by other words. */
export function separate(database: readonly string[], state: readonly string[]): string {
  return `migrations.SeparateDatabaseAndState(
    database_operations=[${database.join(', ')}],
    state_operations=[${state.join(', ')}],
)`;
}

export function python(text: string): string {
  return `"""${text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}"""`;
}

/** A case with one pending migration. */
export function one(
  name: string,
  says: string,
  rules: readonly string[],
  before: readonly string[],
  operations: readonly string[],
  more: Partial<Case> & { readonly migration?: Partial<CaseMigration> } = {},
): Case {
  const { migration, ...rest } = more;
  return several(
    name,
    says,
    rules,
    before,
    [{ name: '0002_change', operations: list(...operations), ...migration }],
    rest,
  );
}

/** A case with several. */
export function several(
  name: string,
  says: string,
  rules: readonly string[],
  before: readonly string[],
  after: readonly CaseMigration[],
  more: Partial<Case> = {},
): Case {
  return { name, says, rules, before: list(...before), after, ...more };
}
