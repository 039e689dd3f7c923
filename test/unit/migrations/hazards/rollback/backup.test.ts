import { expect, test } from '@jest/globals';
import { backup } from '../../../../../src/migrations/hazards/rollback/backup.ts';
import { judge } from '../../../../../src/migrations/judge.ts';
import { playedOf } from '../../compare/two-releases.ts';

const SHOP = 'CREATE TABLE shop_order (id bigint PRIMARY KEY, name text, note text); CREATE TABLE shop_old (id bigint)';

async function found(...sql: readonly string[]) {
  const played = await playedOf({ schema: SHOP, migrations: sql.map(text => ({ sql: text })) });
  return judge(played, [backup], { mode: 'before' }).general;
}

test.each([
  ['drops a column', 'ALTER TABLE shop_order DROP COLUMN name', 'shop_order.name'],
  ['drops a table', 'DROP TABLE shop_old', 'shop_old'],
  ['empties a table', 'TRUNCATE shop_old', 'shop_old'],
  ['deletes rows', 'DELETE FROM shop_old WHERE id < 5', 'rows of shop_old'],
])('what %s asks for a backup', async (_, sql, lost) => {
  const hazards = await found(sql);
  expect(hazards).toMatchObject([{ rule: 'rollback/backup', verdict: 'safe', severity: 'low', subject: 'backup' }]);
  expect(hazards[0]?.message).toContain(`(${lost})`);
  expect(hazards[0]?.message).toContain('not older than 60 minutes');
  expect(hazards[0]?.remedy).toContain('pg_dump --format=custom');
});

test('one finding for all that is lost', async () => {
  const hazards = await found(
    'ALTER TABLE shop_order DROP COLUMN name',
    'ALTER TABLE shop_order DROP COLUMN note',
    'DROP TABLE shop_old',
  );
  expect(hazards).toHaveLength(1);
});

test.each([
  ['adds a column', ['ALTER TABLE shop_order ADD COLUMN extra text']],
  ['makes a table and drops it again', ['CREATE TABLE shop_new (id bigint)', 'DROP TABLE shop_new']],
  [
    'adds a column and drops it again',
    ['ALTER TABLE shop_order ADD COLUMN extra text', 'ALTER TABLE shop_order DROP COLUMN extra'],
  ],
])('what %s needs none', async (_, sql) => {
  expect(await found(...sql)).toEqual([]);
});
