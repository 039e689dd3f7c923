import type { CodeFacts } from '../facts.ts';
import { combine, type EffectPart, NO_EFFECT } from '../postgres/combine.ts';
import type { Circumstances, Effect } from '../postgres/effect.ts';
import { effectOf } from '../postgres/statement.ts';
import { applyAct } from '../schema/apply.ts';
import type { Schema } from '../schema/schema.ts';
import type { ParseSql } from '../sql/act.ts';

/** What a function of Python does to the database, as far as its source shows, and the schema after it. */
export interface CodeEffect {
  readonly effect: Effect;
  readonly after: Schema;
}

export function effectOfCode(
  code: CodeFacts | undefined,
  schema: Schema,
  parse: ParseSql,
  circumstances: Circumstances,
): CodeEffect {
  if (code === undefined)
    return { effect: { ...NO_EFFECT, unknown: ['What this step does is only seen when it runs.'] }, after: schema };
  const sent = sqlOf(code, schema, parse, circumstances);
  return { effect: combine([rowsOf(code), ...sent.parts]), after: filled(code, sent.after) };
}

/** Rows that go through the ORM. */
function rowsOf({ name, tables, writes }: CodeFacts): EffectPart {
  const locks = (mode: 'access-share' | 'row-exclusive') =>
    tables.map(relation => ({ relation, mode, role: 'target' as const }));
  if (writes === 'none') return { locks: locks('access-share') };
  const unknown = writes === 'unknown' ? [`How many rows ${name}() writes is not to be seen in its source.`] : [];
  const rows = writes === 'all' ? 'all' : 'some';
  return { locks: locks('row-exclusive'), writes: tables.map(table => ({ table, rows })), unknown };
}

function sqlOf(code: CodeFacts, schema: Schema, parse: ParseSql, circumstances: Circumstances) {
  const parts: EffectPart[] = [];
  let after = schema;
  for (const sql of code.sql) {
    const parsed = parse(sql);
    if (!parsed.ok) {
      parts.push({ unknown: [`SQL that ${code.name}() sends could not be read: ${parsed.message}.`] });
      continue;
    }
    for (const statement of parsed.statements) {
      parts.push(effectOf(statement, after, circumstances));
      for (const act of statement.acts) after = applyAct(after, act, { isNew: true });
    }
  }
  return { parts, after };
}

/** New tables that got rows are empty no longer. */
function filled({ tables, writes }: CodeFacts, schema: Schema): Schema {
  // A few rows leave a table as small as it was.
  if (writes === 'none' || writes === 'some') return schema;
  const touched = tables.flatMap(name => schema.tables.get(name) ?? []).filter(table => table.isNew && !table.filled);
  if (touched.length === 0) return schema;
  return {
    ...schema,
    tables: new Map([...schema.tables, ...touched.map(table => [table.name, { ...table, filled: true }] as const)]),
  };
}
