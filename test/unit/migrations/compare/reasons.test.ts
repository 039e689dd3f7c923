import { describe, expect, it } from '@jest/globals';
import { breaksOf } from '../../../../src/migrations/compare/breaks.ts';
import { playedOf } from './two-releases.ts';

describe('the reason of a break', () => {
  it('names statement, model and column, and what the column is called now', async () => {
    const { facts, first, last } = await playedOf({
      schema: 'CREATE TABLE shop_order (id bigint PRIMARY KEY, note text NULL)',
      migrations: [{ sql: 'ALTER TABLE shop_order RENAME COLUMN note TO remark' }],
    });
    expect(breaksOf(facts.base, last, first)[0]?.why).toBe(
      'SELECT of shop.Order names the column note of shop_order, which is called remark now.',
    );
    expect(breaksOf(facts.head, first, last)[0]?.why).toBe(
      'SELECT of shop.Order names the column remark of shop_order, which is still called note.',
    );
  });
});
