import type { Act } from '../sql/act.ts';
import type { EffectPart } from './combine.ts';
import { type Context, isEnum, tableOf } from './context.ts';

/**
 * A value that ALTER TYPE ... ADD VALUE added is usable only after the COMMIT (PostgreSQL 12 and newer; before, the statement could not run in
 * a transaction at all). Types that were made in the same transaction are not among the fresh values.
 */
export function freshEnumValue(act: Act, context: Context): EffectPart {
  if (context.freshEnumValues.size === 0 || act.act === 'add-enum-value') return {};
  const types = enumsUsedBy(act, context);
  const used = [...context.freshEnumValues].filter(name => {
    const dot = name.lastIndexOf('.');
    const literal = `'${name.slice(dot + 1).replaceAll("'", "''")}'`;
    return types.has(name.slice(0, dot)) && context.statement.text.includes(literal);
  });
  return {
    refused: used.map(name => ({
      why: 'enum-value',
      message: `The value ${name} was added in the same transaction: PostgreSQL does not let it be used before the COMMIT.`,
    })),
  };
}

function enumsUsedBy(act: Act, context: Context): ReadonlySet<string> {
  const tables = new Set(tablesOf(act));
  const types = new Set<string>();
  for (const table of tables)
    for (const { type } of tableOf(context, table)?.columns.values() ?? [])
      if (isEnum(context, type.name)) types.add(type.name);
  if (act.act === 'add-column') types.add(act.column.type.name);
  if (act.act === 'alter-type') types.add(act.type.name);
  if (act.act === 'create-table') for (const { type } of act.columns) types.add(type.name);
  return types;
}

function tablesOf(act: Act): readonly string[] {
  const reads = 'reads' in act ? act.reads : [];
  if ('table' in act && act.table !== undefined) return [act.table, ...reads];
  return act.act === 'create-index' ? [act.index.table, ...reads] : reads;
}
