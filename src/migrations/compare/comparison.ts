import type { Release, UsedModel } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Schema, Table } from '../schema/schema.ts';

/** One model of a release, on a schema that is not the one it was made for. */
export interface Comparison {
  readonly release: Break['release'];
  readonly model: UsedModel;
  /** Its table as it was made for; undefined when nobody tells of it. */
  readonly made: Table | undefined;
  /** Its table as it is. */
  readonly now: Table | undefined;
  readonly madeSchema: Schema;
  readonly schema: Schema;
}

export function releaseOf({ side }: Pick<Release, 'side'>): Break['release'] {
  return side === 'base' ? 'running' : 'new';
}

/** A break of one statement on this model; the sentence names model, column and statement. */
export function broken(
  { release, model }: Pick<Comparison, 'release' | 'model'>,
  statement: Break['statement'],
  column: string | undefined,
  certain: boolean,
  why: string,
): Break {
  return { release, model: model.label, table: model.table, column, statement, certain, why };
}

/** The same reason for several statements, each named in its own sentence: `{}` is replaced by the statement. */
export function brokenEach(
  comparison: Pick<Comparison, 'release' | 'model'>,
  statements: readonly Break['statement'][],
  column: string | undefined,
  certain: boolean,
  why: string,
): readonly Break[] {
  return statements.map(statement =>
    broken(comparison, statement, column, certain, why.replace('{}', `${statement} of ${comparison.model.label}`)),
  );
}

/** Columns of the primary key, as far as they are known; `id` where nobody tells. */
export function primaryKeyOf(table: Table | undefined): readonly string[] {
  for (const constraint of table?.constraints.values() ?? [])
    if (constraint.kind === 'primary') return constraint.columns;
  return [];
}
