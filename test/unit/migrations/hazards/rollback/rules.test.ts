import { describe, expect, it } from '@jest/globals';
import type { CodeFacts, Operation } from '../../../../../src/migrations/facts.ts';
import { ROLLBACK_HAZARDS } from '../../../../../src/migrations/hazards/rollback/rules.ts';
import { judge } from '../../../../../src/migrations/judge.ts';
import { one, sql } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';
import { playedOf } from '../../compare/two-releases.ts';

const SHOP = `CREATE TABLE shop_order (id bigint PRIMARY KEY, code varchar(20) NOT NULL, note text NULL);`;

async function hazards(sql: readonly string[], operation: Partial<Operation>) {
  const played = await playedOf({ schema: SHOP, migrations: [{ sql, operation }] });
  return judge(played, ROLLBACK_HAZARDS, { mode: 'before' }).migrations.flatMap(each => each.hazards);
}

function code(more: Partial<CodeFacts>): CodeFacts {
  return {
    name: 'fill',
    place: undefined,
    tables: ['shop_order'],
    writes: 'all',
    batched: false,
    live: undefined,
    sql: [],
    ...more,
  };
}

const UPDATE = "UPDATE shop_order SET note = 'x'";
const INDEX = 'CREATE INDEX CONCURRENTLY by_code ON shop_order (code)';

describe('a step without a reverse', () => {
  it.each([
    ['SQL that changes rows', [UPDATE], { reverse: 'none' }, ['rollback/irreversible review']],
    ['SQL that makes an index', [INDEX], { reverse: 'none' }, ['rollback/irreversible review']],
    ['SQL that only sets something for the session', ["SET lock_timeout = '2s'"], { reverse: 'none' }, []],
    ['SQL with a reverse', [UPDATE], { reverse: 'real' }, []],
    [
      'a function that changes rows',
      [],
      { kind: 'RunPython', reverse: 'none', code: code({}) },
      ['rollback/irreversible review'],
    ],
    [
      'a function nobody can see into',
      [],
      { kind: 'RunPython', reverse: 'none', code: code({ writes: 'unknown' }) },
      ['rollback/irreversible review'],
    ],
    ['a function that only looks', [], { kind: 'RunPython', reverse: 'none', code: code({ writes: 'none' }) }, []],
    ['what changes only what Django believes', [], { reverse: 'none', stateOnly: true }, []],
  ] as const)('%s', async (_name, sql, operation, expected) => {
    expect((await hazards(sql, operation)).map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual(expected);
  });

  it('shows the reverse that takes the SQL back', async () => {
    const [found] = await hazards([INDEX], { reverse: 'none', text: 'Index by code' });
    expect(found?.message).toBe(
      '"Index by code" has no reverse: "migrate shop" to any migration before it stops here.',
    );
    expect(found?.remedy).toContain('reverse_sql="DROP INDEX CONCURRENTLY IF EXISTS by_code"');
  });
});

describe('a reverse that does nothing', () => {
  it.each([
    ['leaves rows changed', [UPDATE], {}, ['the rows of shop_order keep their new values.']],
    [
      'leaves an index behind',
      [INDEX],
      {},
      ['the index by_code stays, and a second run of shop.0002_step stops at it.'],
    ],
    ['is harmless after IF NOT EXISTS', ['CREATE INDEX IF NOT EXISTS by_code ON shop_order (code)'], {}, []],
    [
      'is harmless for a column that goes with it',
      ['ALTER TABLE shop_order ADD COLUMN IF NOT EXISTS extra text', "UPDATE shop_order SET extra = 'x'"],
      {},
      [],
    ],
    ['is harmless for validating', ['ALTER TABLE shop_order VALIDATE CONSTRAINT c'], {}, []],
    [
      'leaves deleted rows gone',
      ['DELETE FROM shop_order WHERE id < 5'],
      {},
      ['the deleted rows of shop_order are gone.'],
    ],
    ['leaves what a function changed', [], { code: code({}) }, ['what fill changed in shop_order stays changed.']],
    ['is harmless for a function that writes nothing', [], { code: code({ writes: 'none' }) }, []],
    [
      'is harmless for a function that fills a new column',
      ['ALTER TABLE shop_order ADD COLUMN IF NOT EXISTS extra text'],
      { code: code({}) },
      [],
    ],
  ] as const)('%s', async (_name, sql, operation, expected) => {
    const found = await hazards(sql, { reverse: 'noop', text: 'Step', ...operation });
    expect(found.map(({ message }) => message)).toEqual(
      expected.map(what => `The reverse of "Step" does nothing: ${what}`),
    );
  });
});

describe('values that are thrown away', () => {
  it.each([
    ['a dropped column', ['ALTER TABLE shop_order DROP COLUMN note'], ['rollback/data-lost safe low']],
    ['a dropped table', ['DROP TABLE shop_order'], ['rollback/data-lost safe low']],
    [
      'a dropped column that is made anew, which no release notices',
      ['ALTER TABLE shop_order DROP COLUMN note', 'ALTER TABLE shop_order ADD COLUMN note text NULL'],
      ['rollback/data-lost review medium'],
    ],
    [
      'a dropped table that is made anew',
      ['DROP TABLE shop_order', 'CREATE TABLE shop_order (id bigint PRIMARY KEY)'],
      ['rollback/data-lost review medium'],
    ],
    [
      'a dropped column whose values come back under its name',
      [
        'ALTER TABLE shop_order ADD COLUMN fresh text NULL',
        'ALTER TABLE shop_order DROP COLUMN note',
        'ALTER TABLE shop_order RENAME COLUMN fresh TO note',
      ],
      ['rollback/data-lost safe low'],
    ],
    [
      'a column that was made for the occasion',
      ['ALTER TABLE shop_order ADD COLUMN t text', 'ALTER TABLE shop_order DROP COLUMN t'],
      [],
    ],
  ] as const)('%s', async (_name, sql, expected) => {
    const found = await hazards(sql, {});
    expect(found.map(({ rule, verdict, severity }) => `${rule} ${verdict} ${severity}`)).toEqual(expected);
  });

  it.each([
    ['DROP COLUMN forgotten', ['rollback/data-lost']],
    ['DROP COLUMN IF EXISTS forgotten', []],
  ])('a column that the models forgot in a release before, by hand: %s', async (drop, expected) => {
    const played = await one(sql(`ALTER TABLE parcels_parcel ${drop}`));
    const { migrations } = judge(played, ROLLBACK_HAZARDS, { mode: 'before' });
    const lost = migrations.flatMap(({ hazards: found }) => found.filter(({ rule }) => rule === 'rollback/data-lost'));
    expect(lost.map(({ rule }) => rule)).toEqual(expected);
  });
});

everyRuleFiresAndIsSilent(ROLLBACK_HAZARDS);
