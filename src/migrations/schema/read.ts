import type { ParseSql } from '../sql/act.ts';
import { applyAct } from './apply.ts';
import { EMPTY_SCHEMA, type Schema } from './schema.ts';

export interface ReadSchema {
  readonly schema: Schema;
  /** What PostgreSQL's parser refused, in its own words. */
  readonly problems: readonly { readonly sql: string; readonly message: string; readonly line: number }[];
}

/** The schema that these texts of SQL make, from nothing. Nothing in it is new. */
export function readSchema(ddl: readonly string[], parse: ParseSql): ReadSchema {
  let schema = EMPTY_SCHEMA;
  const problems: { sql: string; message: string; line: number }[] = [];
  for (const sql of ddl) {
    const parsed = parse(sql);
    if (!parsed.ok) {
      problems.push({ sql, message: parsed.message, line: parsed.line });
      continue;
    }
    for (const { acts } of parsed.statements) for (const act of acts) schema = applyAct(schema, act, { isNew: false });
  }
  return { schema, problems };
}
