import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../src/core/outcome.ts';
import { judge } from '../../../../src/smoke/expect/index.ts';
import { equals, expecting, not, scopeOf, seen } from './answers.ts';

const DRAFT_7 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

function told(schema: { readonly [key: string]: Json } | boolean, json: Json, comparison = equals(true)) {
  return judge(expecting({ kind: 'schema', schema, name: 'schemas/a.json' }, comparison), seen({ json }), scopeOf());
}

const ITEMS = {
  type: 'array',
  items: { type: 'object', properties: { id: { type: 'integer' } }, additionalProperties: false },
};

describe('a schema', () => {
  test('is followed', async () => {
    expect(await told(ITEMS, [{ id: 1 }, {}])).toEqual({ holds: true });
    expect(await told({ type: 'string', format: 'email' }, 'no address')).toEqual({ holds: true });
    expect(await told(false, 1, not(equals(true)))).toEqual({ holds: true });
  });

  test.each<readonly [string, { readonly [key: string]: Json }, Json, string]>([
    ['a place', ITEMS, [{ id: 1 }, { id: 'x' }], '/1/id must be integer'],
    ['the whole', ITEMS, 5, 'the whole answer must be array'],
    ['a key too many', ITEMS, [{ id: 1, more: 2 }], '/0 must NOT have additional properties ("more")'],
    ['a key too few', { required: ['id'] }, {}, "the whole answer must have required property 'id'"],
    [
      'a value of a list',
      { properties: { a: { enum: ['b', 'c'] } } },
      { a: 1 },
      '/a must be equal to one of the allowed values (["b", "c"])',
    ],
  ])('is not followed: %s', async (_, schema, json, actual) => {
    expect(await told(schema, json)).toMatchObject({ holds: false, expected: 'valid by schemas/a.json', actual });
  });

  test('is read by its draft', async () => {
    // `items` as a list is a rule of draft-07, which 2020-12 calls `prefixItems`.
    const pair = { items: [{ type: 'string' }], additionalItems: false };
    expect(await told({ ...pair, $schema: DRAFT_7 }, ['a', 'b'])).toMatchObject({ holds: false });
    expect(await told({ ...pair, $schema: DRAFT_7 }, ['a'])).toEqual({ holds: true });
    const prefix = { prefixItems: [{ type: 'string' }], items: false };
    expect(await told({ ...prefix, $schema: DRAFT_2020 }, ['a', 'b'])).toMatchObject({ holds: false });
    expect(await told(prefix, ['a', 'b'])).toMatchObject({ holds: false });
  });

  test('may have the name of another one', async () => {
    expect(await told({ $id: 'https://a.example/s', type: 'string' }, 'a')).toEqual({ holds: true });
    expect(await told({ $id: 'https://a.example/s', type: 'number' }, 1)).toEqual({ holds: true });
  });

  test('that cannot be used holds of nothing, nor does its not', async () => {
    for (const comparison of [equals(true), not(equals(true))]) {
      expect(await told({ type: 'objekt' }, {}, comparison)).toMatchObject({ holds: false });
    }
  });
});
