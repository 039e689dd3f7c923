import { familyOfType, sqlTypeOf } from '../compare/type-family.ts';
import { typeFit } from '../compare/type-fit.ts';
import type { Drift, UsedColumn, UsedModel } from '../facts.ts';
import type { Column, Schema, Table } from '../schema/schema.ts';

const APP = 'alembic';

/**
 * What the new release's metadata has and the schema after all revisions has not, as `alembic check` would find it, without a database.
 * A table or a column that nobody maps any more is left out unless it must be given: that is how a removal in two steps looks in between.
 * Only tables of which everything is known are compared. Pure.
 */
export function alembicDrift(models: readonly UsedModel[], schema: Schema): readonly Drift[] {
  return byTable(models).flatMap(model => {
    const table = schema.tables.get(model.table);
    if (table === undefined) return schema.views.has(model.table) ? [] : [missingTable(model)];
    return table.complete ? columnsOf(model, table) : [];
  });
}

/** Several metadata, or classes that share a table, are one table. */
function byTable(models: readonly UsedModel[]): readonly UsedModel[] {
  const found = new Map<string, UsedModel>();
  for (const model of models) {
    const first = found.get(model.table);
    const known = new Set(first?.columns.map(({ column }) => column));
    const more = model.columns.filter(({ column }) => !known.has(column));
    found.set(model.table, first === undefined ? model : { ...first, columns: [...first.columns, ...more] });
  }
  return [...found.values()].filter(({ managed }) => managed);
}

function missingTable(model: UsedModel): Drift {
  const columns = model.columns.map(column => `    ${definition(column)},`);
  const { schema, name } = named(model.table);
  return drift(`Table ${model.table} of ${model.label}`, [
    `op.create_table(${text(name)},`,
    ...columns,
    `${schema === undefined ? '' : `    schema=${text(schema)},\n`})`,
  ]);
}

function columnsOf(model: UsedModel, table: Table): readonly Drift[] {
  const known = new Set(model.columns.map(({ column }) => column));
  return [
    ...model.columns.flatMap(used => columnDrift(model, table, used)),
    ...[...table.columns.values()]
      .filter(column => !known.has(column.name) && mustBeGiven(column))
      .map(unmapped(model)),
  ];
}

function columnDrift(model: UsedModel, table: Table, used: UsedColumn): readonly Drift[] {
  const column = table.columns.get(used.column);
  const about = `${model.table}.${used.column}`;
  if (column === undefined)
    return [drift(`Column ${about} of ${model.label}`, [call('add_column', model.table, definition(used))])];
  const found: Drift[] = [];
  if (!fits(used, column))
    found.push(
      drift(`Type of ${about}, which is ${used.type} in ${model.label}`, [
        call('alter_column', model.table, text(used.column), `type_=${type(used.type)}`),
      ]),
    );
  if (used.nullable && column.notNull && column.filledBy === undefined && used.insert !== 'database')
    found.push(
      drift(`NULL in ${about}, which ${model.label} allows`, [
        call('alter_column', model.table, text(used.column), 'nullable=True'),
      ]),
    );
  return found;
}

/** Types that nobody here knows are left to PostgreSQL. */
function fits(used: UsedColumn, column: Column): boolean {
  const believed = sqlTypeOf(used.type);
  if ([believed, column.type].some(one => familyOfType(one) === 'other')) return true;
  return typeFit(believed, column.type).fit === 'all';
}

function unmapped(model: UsedModel): (column: Column) => Drift {
  return ({ name }) =>
    drift(`Removal of ${model.table}.${name}, which must be given and ${model.label} does not map`, [
      call('drop_column', model.table, text(name)),
    ]);
}

function mustBeGiven({ notNull, default: value, filledBy }: Column): boolean {
  return notNull && value === undefined && filledBy === undefined;
}

function drift(about: string, lines: readonly string[]): Drift {
  return { app: APP, text: about, operation: lines.join('\n'), place: undefined };
}

function call(operation: string, table: string, ...rest: readonly string[]): string {
  const { schema, name } = named(table);
  const parts = [text(name), ...rest, ...(schema === undefined ? [] : [`schema=${text(schema)}`])];
  return `op.${operation}(${parts.join(', ')})`;
}

function named(table: string): { readonly schema: string | undefined; readonly name: string } {
  const dot = table.indexOf('.');
  return dot === -1 ? { schema: undefined, name: table } : { schema: table.slice(0, dot), name: table.slice(dot + 1) };
}

function definition({ column, type: of, nullable, references }: UsedColumn): string {
  const foreign =
    references === undefined ? [] : [`sa.ForeignKey(${text(`${references.table}.${references.column}`)})`];
  const parts = [text(column), type(of), ...foreign, ...(nullable ? [] : ['nullable=False'])];
  return `sa.Column(${parts.join(', ')})`;
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'sa.Integer()',
  bigint: 'sa.BigInteger()',
  smallint: 'sa.SmallInteger()',
  boolean: 'sa.Boolean()',
  text: 'sa.Text()',
  date: 'sa.Date()',
  uuid: 'sa.Uuid()',
  'double precision': 'sa.Double()',
  'timestamp with time zone': 'sa.DateTime(timezone=True)',
  'timestamp without time zone': 'sa.DateTime()',
};

/** As SQLAlchemy writes a type; PostgreSQL's own types by their name in its dialect. */
function type(sql: string): string {
  const sized = /^(varchar|char|numeric)\s*\(([\d, ]+)\)$/.exec(sql);
  if (sized !== null) {
    const [, name = '', size = ''] = sized;
    return `${name === 'varchar' ? 'sa.String' : name === 'char' ? 'sa.CHAR' : 'sa.Numeric'}(${size})`;
  }
  return TYPES[sql] ?? (sql === 'varchar' ? 'sa.String()' : `postgresql.${sql.toUpperCase()}`);
}

function text(value: string): string {
  return JSON.stringify(value);
}
