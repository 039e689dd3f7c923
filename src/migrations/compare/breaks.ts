import type { Release } from '../facts.ts';
import type { Break } from '../hazards/rule.ts';
import type { Schema } from '../schema/schema.ts';
import type { Upsert } from '../upsert.ts';
import { keptColumns, missingEnumValues, refusedNulls, unknownColumns } from './columns.ts';
import { type Comparison, releaseOf } from './comparison.ts';
import { lostConflictTargets, newGuards } from './constraints.ts';
import { goneColumns, goneTable } from './gone.ts';
import { brokenDeletes, unknownChildren } from './relations.ts';

/**
 * Statements of a release that would not succeed on a schema. Django names every column in its SELECT and in its INSERT, so a column that is
 * gone breaks both, and one that is new must fill itself.
 * @param made the schema the release was made for: what it did not have there, it does not miss
 */
export type BreaksOf = (
  release: Pick<Release, 'side' | 'models' | 'upserts'>,
  schema: Schema,
  made: Schema,
) => readonly Break[];

export const breaksOf: BreaksOf = (release, schema, made) => {
  if (schema === made) return [];
  const upserts = upsertsOf(release);
  const models = comparisonsOf(release, schema, made);
  return once([
    ...models.filter(changed).flatMap(comparison => breaksOfModel(comparison, upserts)),
    ...brokenDeletes(models),
    ...unknownChildren(models, { schema, made, release: releaseOf(release) }),
  ]);
};

type Upserting = Pick<Release, 'models' | 'upserts'>;
const upsertsByRelease = new WeakMap<Upserting, readonly Upsert[]>();

/** A class that is no model of the release (imported under another name, a proxy) may stand for any. */
function upsertsOf(release: Upserting): readonly Upsert[] {
  const before = upsertsByRelease.get(release);
  if (before !== undefined) return before;
  const models = new Set(release.models.map(({ label }) => label.slice(label.lastIndexOf('.') + 1)));
  const upserts = release.upserts.map(({ model, ...rest }) =>
    model !== undefined && models.has(model) ? { ...rest, model } : rest,
  );
  upsertsByRelease.set(release, upserts);
  return upserts;
}

interface Known {
  readonly comparison: Comparison;
  readonly upserts: readonly Upsert[];
  readonly breaks: readonly Break[];
}

/** What was found last for a model: of a thousand migrations each changes one table, and every schema is compared with the same other one. */
const known = new WeakMap<Comparison['model'], Known>();

function breaksOfModel(comparison: Comparison, upserts: readonly Upsert[]): readonly Break[] {
  const before = known.get(comparison.model);
  if (before !== undefined && before.upserts === upserts && isSame(before.comparison, comparison)) return before.breaks;
  const breaks = [
    ...goneTable(comparison),
    ...goneColumns(comparison),
    ...keptColumns(comparison),
    ...refusedNulls(comparison),
    ...unknownColumns(comparison),
    ...missingEnumValues(comparison),
    ...newGuards(comparison),
    ...(upserts.length > 0 ? lostConflictTargets(comparison, upserts) : []),
  ];
  known.set(comparison.model, { comparison, upserts, breaks });
  return breaks;
}

/** Another name of a table that is gone is looked for among all others: only what was never there before has none. */
function isSame(a: Comparison, b: Comparison): boolean {
  return (
    a.release === b.release &&
    a.made === b.made &&
    a.now === b.now &&
    (b.now !== undefined || b.made?.isNew === true) &&
    [a.schema, a.madeSchema].every((schema, index) => {
      const other = index === 0 ? b.schema : b.madeSchema;
      return schema.enums === other.enums && schema.views === other.views && schema.queries === other.queries;
    })
  );
}

function comparisonsOf(release: Pick<Release, 'side' | 'models'>, schema: Schema, made: Schema): readonly Comparison[] {
  return release.models.map(model => ({
    release: releaseOf(release),
    model,
    made: made.tables.get(model.table),
    now: schema.tables.get(model.table),
    madeSchema: made,
    schema,
  }));
}

/** A schema shares with the one before it every table that a statement left alone, so most models are done at once. */
function changed({ made, now, madeSchema, schema }: Comparison): boolean {
  return made !== now || madeSchema.enums !== schema.enums || (now === undefined && madeSchema.views !== schema.views);
}

/**
 * Who a break is: two of the same key are one. A statement that fails for certain fails once, whatever the reason is called: a column that was
 * renamed is still gone when another one is.
 */
export function keyOfBreak(broken: Break): string {
  const { release, model, table, column, statement, certain, why } = broken;
  const key = keys.get(broken) ?? [release, model, table, column ?? '', statement, certain ? '' : why].join('\n');
  keys.set(broken, key);
  return key;
}

const keys = new WeakMap<Break, string>();

function once(breaks: readonly Break[]): readonly Break[] {
  return [...new Map(breaks.map(each => [keyOfBreak(each), each])).values()];
}

/** Those of one list that another has not. */
export function beyond(breaks: readonly Break[], others: readonly Break[]): readonly Break[] {
  if (others.length === 0) return breaks;
  const known = new Set(others.map(keyOfBreak));
  return breaks.filter(each => !known.has(keyOfBreak(each)));
}
