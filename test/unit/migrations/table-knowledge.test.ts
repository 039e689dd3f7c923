import { describe, expect, it } from '@jest/globals';
import { EMPTY_SCHEMA, type Schema, unknownTable } from '../../../src/migrations/schema/schema.ts';
import { tableKnowledge } from '../../../src/migrations/table-knowledge.ts';

const MB = 1024 * 1024;

function sizes(tables: Record<string, { rows: number | undefined; bytes: number }>) {
  return { tables: new Map(Object.entries(tables)) };
}

function schemaWith(
  ...tables: readonly (Partial<ReturnType<typeof unknownTable>> & { readonly name: string })[]
): Schema {
  return {
    ...EMPTY_SCHEMA,
    tables: new Map(tables.map(table => [table.name, { ...unknownTable(table.name), ...table }])),
  };
}

describe('A table is large', () => {
  const known = tableKnowledge(
    sizes({
      many: { rows: 10_000, bytes: MB },
      wide: { rows: 50, bytes: 10 * MB },
      few: { rows: 9_999, bytes: MB },
      fresh: { rows: undefined, bytes: MB },
    }),
    [],
    ['tiny_*', 'codes'],
  );

  it.each([
    ['many', true],
    ['wide', true],
    ['few', false],
    ['fresh', false],
    ['nobody_knows', true],
    ['tiny_one', false],
    ['codes', false],
    ['codes_archive', true],
  ])('%s: %s', (table, large) => {
    expect(known.isLarge(table, EMPTY_SCHEMA)).toBe(large);
  });

  it('when it is new only once it was filled', () => {
    expect(known.isLarge('n', schemaWith({ name: 'n', isNew: true }))).toBe(false);
    expect(known.isLarge('n', schemaWith({ name: 'n', isNew: true, filled: true }))).toBe(true);
  });

  it('when one of its partitions is', () => {
    const parts = (...partitions: string[]) => schemaWith({ name: 'all', partitioned: true, partitions });
    expect(known.isLarge('all', parts('few', 'many'))).toBe(true);
    expect(known.isLarge('all', parts('few', 'fresh'))).toBe(false);
  });
});

it('Hot tables are named exactly or with an asterisk, with or without public', () => {
  const { isHot } = tableKnowledge(undefined, ['public.orders', 'audit.*', 'auth_*'], []);
  expect(['orders', 'orders_old', 'audit.log', 'auth_user', 'xauth_user'].map(isHot)).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

it('Sizes are said in round words', () => {
  const { sizeInWords } = tableKnowledge(
    sizes({
      a: { rows: 1_234_567, bytes: 1 },
      b: { rows: 1, bytes: 1 },
      c: { rows: undefined, bytes: 300 * MB },
      d: { rows: undefined, bytes: 10 },
    }),
    [],
    ['small'],
  );
  expect(['a', 'b', 'c', 'd', 'e', 'small'].map(sizeInWords)).toEqual([
    'about 1,200,000 rows',
    'about 1 row',
    'about 300 MB',
    'less than 1 MB',
    'of unknown size',
    'small, as you say',
  ]);
});
