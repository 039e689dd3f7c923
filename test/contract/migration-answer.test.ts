import { describe, expect, test } from '@jest/globals';
import type {
  MigrationsAnswer,
  ModelAnswer,
  NodeAnswer,
  PendingAnswer,
  UnreadAnswer,
} from '../../src/django/migrations-answer.ts';
import type {
  Drift,
  MigrationFacts,
  MigrationNode,
  PendingMigration,
  Release,
  UsedModel,
} from '../../src/migrations/facts.ts';

/**
 * What Python answers and what the rules read are two descriptions of one thing, since src/django may not know src/migrations. The compiler
 * holds them together here: a field that one of them gets, loses or changes is an error of types in this file.
 */

/** As the reader of the answer leaves it: undefined for null, all the way down. */
type Settled<T> = T extends null
  ? undefined
  : T extends string | number | boolean
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Settled<Item>[]
      : { readonly [Key in keyof T]: Settled<T[Key]> };

/** Of an object, the parts both sides must have under the same names; a name that only one has makes it never. */
type SameNames<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : never;
type Fits<Answer, Facts> = Settled<Answer> extends Facts ? true : never;

const AGREED: Readonly<Record<string, true>> = {
  'a pending migration': true satisfies Fits<PendingAnswer, PendingMigration> &
    SameNames<PendingAnswer, PendingMigration>,
  'an operation': true satisfies SameNames<PendingAnswer['operations'][number], PendingMigration['operations'][number]>,
  'a field': true satisfies SameNames<
    Present<OperationOf<PendingAnswer>['after']>,
    Present<OperationOf<PendingMigration>['after']>
  >,
  'the code of a step': true satisfies SameNames<
    Present<OperationOf<PendingAnswer>['code']>,
    Present<OperationOf<PendingMigration>['code']>
  >,
  'a node of the graph': true satisfies Fits<NodeAnswer, MigrationNode> & SameNames<NodeAnswer, MigrationNode>,
  'a model': true satisfies Fits<ModelAnswer, UsedModel> & SameNames<ModelAnswer, UsedModel>,
  'a column': true satisfies SameNames<ModelAnswer['columns'][number], UsedModel['columns'][number]>,
  'a drift': true satisfies Fits<MigrationsAnswer['drift'][number], Drift> &
    SameNames<MigrationsAnswer['drift'][number], Drift>,
  conflicts: true satisfies Fits<MigrationsAnswer['conflicts'], Release['conflicts']>,
  'dependencies on nothing': true satisfies Fits<MigrationsAnswer['dangling'], Release['dangling']>,
  upserts: true satisfies Fits<MigrationsAnswer['upserts'], Release['upserts']>,
  'the old tables': true satisfies Fits<MigrationsAnswer['schema'], MigrationFacts['schema']>,
  'what could not be known': true satisfies SameNames<UnreadAnswer, MigrationFacts['unknown'][number]>,
};

type OperationOf<T extends { readonly operations: readonly unknown[] }> = T['operations'][number];
type Present<T> = NonNullable<T>;

describe("the answer of the project's Python", () => {
  test('has the shapes that the rules read, which the compiler has shown', () => {
    expect(Object.values(AGREED).every(Boolean)).toBe(true);
  });
});
