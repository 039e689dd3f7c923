import type { EffectPart } from './combine.ts';
import { type Context, tableOf } from './context.ts';

/**
 * Views, rules and generated columns that use a column and keep PostgreSQL from changing it. Which columns a view uses is known only from a
 * database; of a view of the migrations only the tables are known.
 * @param doing as in `PostgreSQL does not ... a column that a view uses`
 */
export function dependentsOn(
  context: Context,
  table: string,
  column: string,
  doing: 'change the type of' | 'drop',
): EffectPart {
  const generated = generatedFrom(context, table, column);
  const views = viewsOn(context, table, column);
  const refused = [
    ...generated.certain.map(name => `the generated column ${name}`),
    ...views.certain.map(name => `the view ${name}`),
  ];
  const possible = [
    ...generated.possible.map(name => `the generated column ${name} of ${table}`),
    ...views.possible.map(name => `the view ${name}, which reads ${table},`),
  ];
  return {
    refused: refused.map(who => ({
      why: 'dependent',
      message: `PostgreSQL does not ${doing} ${table}.${column}: ${who} uses it.`,
    })),
    unknown: possible.map(
      who => `Whether ${who} uses the column ${column} is not known; if so PostgreSQL refuses to ${doing} it.`,
    ),
  };
}

/** Views that CASCADE drops with a column without a word. */
export function viewsDroppedWith(context: Context, table: string, column: string): EffectPart {
  const { certain, possible } = viewsOn(context, table, column);
  return {
    locks: certain.map(relation => ({ relation, mode: 'access-exclusive', role: 'child' })),
    alsoDropped: certain.map(name => ({ kind: 'view', name, of: table })),
    unknown: possible.map(
      name =>
        `Whether the view ${name}, which reads ${table}, uses its column ${column} is not known; if so CASCADE drops the view.`,
    ),
  };
}

interface Dependents {
  readonly certain: readonly string[];
  readonly possible: readonly string[];
}

function viewsOn({ schema, dependents = [] }: Context, table: string, column: string): Dependents {
  const told = dependents.filter(one => one.table === table);
  const certain = [...new Set(told.filter(one => one.column === column).map(({ name }) => name))];
  const reading = [...schema.views].filter(([, reads]) => reads.includes(table));
  // A database that tells of other columns of a view has told all of them.
  const open = reading.filter(([name]) => !told.some(one => one.name === name));
  const uses = (name: string, reads: readonly string[]) => usedBy(name, reads, schema, table, column);
  return {
    certain: [...certain, ...open.filter(([name, reads]) => uses(name, reads) === true).map(([name]) => name)],
    possible: open.filter(([name, reads]) => uses(name, reads) === undefined).map(([name]) => name),
  };
}

/** Whether the query of a view names the column; undefined where a column of that name may be another table's, or came later than an asterisk. */
function usedBy(
  view: string,
  reads: readonly string[],
  { queries, tables }: Context['schema'],
  table: string,
  column: string,
): boolean | undefined {
  const named = queries?.get(view)?.columns;
  if (named === undefined) return undefined;
  if (named === 'all')
    return reads.length === 1 && tables.get(table)?.columns.get(column)?.isNew === false ? true : undefined;
  if (!named.includes(column)) return false;
  return reads.length === 1 ? true : undefined;
}

function generatedFrom(context: Context, table: string, column: string): Dependents {
  const columns = [...(tableOf(context, table)?.columns.values() ?? [])];
  const generated = columns.filter(({ name, filledBy }) => filledBy === 'generated' && name !== column);
  const told = generated.filter(({ default: value }) => value !== undefined);
  return {
    certain: told.filter(({ default: value }) => mentions(value?.text ?? '', column)).map(({ name }) => name),
    possible: generated.filter(({ default: value }) => value === undefined).map(({ name }) => name),
  };
}

/** A name as a whole word in SQL, quoted or not. */
export function mentions(sql: string, name: string): boolean {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^\\w$])${plain}($|[^\\w$])`, 'i').test(sql);
}
