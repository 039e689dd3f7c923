import { describe, expect, test } from '@jest/globals';
import { breaksOf } from '../../../../src/migrations/compare/breaks.ts';
import { applyAct } from '../../../../src/migrations/schema/apply.ts';
import { withHistory } from '../../../../src/migrations/schema/history.ts';
import { readSchema } from '../../../../src/migrations/schema/read.ts';
import type { Schema } from '../../../../src/migrations/schema/schema.ts';
import { loadParser } from '../../../../src/migrations/sql/parser.ts';
import { model, one, scene, sql } from '../../../support/played.ts';

const parse = await loadParser();
const { schema } = readSchema(
  ['CREATE TABLE book (id bigint PRIMARY KEY, title varchar(80), mood varchar(10), CONSTRAINT known CHECK (id > 0))'],
  parse,
);

function book(...history: readonly string[]) {
  const table = withHistory(schema, history, parse).tables.get('book');
  if (table === undefined) throw new Error('the book is gone');
  return table;
}

describe('What people made by hand before', () => {
  test('is there: constraints with whether they are valid, indexes, defaults, columns', () => {
    const given = 'ALTER TABLE book ADD CONSTRAINT given CHECK (title IS NOT NULL)';
    expect(book(given).constraints.get('given')).toMatchObject({ valid: true, notNullOf: 'title', isNew: false });
    expect(book(`${given} NOT VALID`).constraints.get('given')?.valid).toBe(false);
    expect(book(`${given} NOT VALID; ALTER TABLE book VALIDATE CONSTRAINT given`).constraints.get('given')?.valid).toBe(
      true,
    );
    expect(book('CREATE INDEX by_title ON book (title)').indexes.has('by_title')).toBe(true);
    expect(book("ALTER TABLE book ALTER title SET DEFAULT 'x'").columns.get('title')?.default?.text).toBe("'x'");
    expect(book('ALTER TABLE book ADD COLUMN pages int').columns.has('pages')).toBe(true);
  });

  test('goes again by hand', () => {
    const made = 'ALTER TABLE book ADD CONSTRAINT given CHECK (title IS NOT NULL)';
    expect(book(made, 'ALTER TABLE book DROP CONSTRAINT given').constraints.has('given')).toBe(false);
    expect(book('CREATE INDEX by_title ON book (title)', 'DROP INDEX by_title').indexes.has('by_title')).toBe(false);
    const tables = withHistory(schema, ['CREATE TABLE log (id int)', 'DROP TABLE log'], parse).tables;
    expect([...tables.keys()]).toEqual(['book']);
  });

  test('changes nothing that the models know better', () => {
    expect(book('ALTER TABLE book DROP COLUMN title', 'ALTER TABLE book DROP CONSTRAINT known')).toEqual(book());
    expect(book('ALTER TABLE book ALTER title TYPE text', 'ALTER TABLE book ALTER title SET NOT NULL')).toEqual(book());
    expect(book('DROP TABLE book', 'ALTER TABLE book RENAME TO tome')).toEqual(book());
    expect(book('CREATE INDEX by_year ON book (year)', 'ALTER TABLE book ADD CHECK (year > 0)')).toEqual(book());
    expect(book('this is no SQL', 'ALTER TABLE nobody ADD COLUMN x int')).toEqual(book());
  });

  test('gives a column that Django takes for a text the enumeration it is', () => {
    const { columns } = book("CREATE TYPE feeling AS ENUM ('calm')", 'ALTER TABLE book ADD COLUMN mood feeling');
    expect(columns.get('mood')?.type.name).toBe('feeling');
  });

  test('counts for what is pending: a check of before proves that no row is NULL', async () => {
    const pending = sql('ALTER TABLE parcels_parcel ALTER COLUMN note SET NOT NULL');
    const scans = async (...history: readonly string[]) => {
      const played = await one(pending, { facts: { history } });
      return played.migrations[0]?.statements[0]?.effect.scans.map(({ table }) => table);
    };
    const check = 'ALTER TABLE parcels_parcel ADD CONSTRAINT noted CHECK (note IS NOT NULL)';
    expect(await scans()).toEqual(['parcels_parcel']);
    expect(await scans(`${check} NOT VALID`)).toEqual(['parcels_parcel']);
    expect(await scans(check)).toEqual([]);
  });
});

describe('A view', () => {
  const view = 'CREATE VIEW notes AS SELECT note FROM parcels_parcel';
  const effect = async (pending: string, ...history: readonly string[]) => {
    const played = await one(sql(pending), { facts: { history } });
    return played.migrations[0]?.statements[0]?.effect;
  };

  test('keeps PostgreSQL from changing the type of a column that it names, and of no other', async () => {
    const refusals = async (column: string, made: string) => {
      const found = await effect(`ALTER TABLE parcels_parcel ALTER COLUMN ${column} TYPE varchar(300)`, made);
      return [found?.refused.map(({ why }) => why), found?.unknown.length];
    };
    expect(await refusals('note', view)).toEqual([['dependent'], 0]);
    expect(await refusals('code', view)).toEqual([[], 0]);
    expect(await refusals('code', 'CREATE VIEW notes AS SELECT * FROM parcels_parcel')).toEqual([['dependent'], 0]);
    const both = 'CREATE VIEW notes AS SELECT code FROM parcels_parcel, depots_depot';
    expect(await refusals('code', both)).toEqual([[], 1]);
  });

  test('under the old name of a table serves the release that is running, if it shows the table as it was', () => {
    const renamed = applied('ALTER TABLE book RENAME TO tome');
    const used = { side: 'base' as const, upserts: [], models: [model('a.Book', 'book', [{ column: 'id' }])] };
    const certain = (now: Schema) => breaksOf(used, now, schema).map(each => `${each.statement} ${each.certain}`);
    expect(certain(renamed)).toContain('SELECT true');
    expect(certain(applied('CREATE VIEW book AS SELECT * FROM tome', renamed))).toEqual([]);
    expect(certain(applied('CREATE VIEW book AS SELECT id FROM tome', renamed))).toEqual([
      'INSERT false',
      'UPDATE false',
      'DELETE false',
    ]);
    const wider = applied('ALTER TABLE tome ADD COLUMN x int NOT NULL', renamed);
    expect(certain(applied('CREATE VIEW book AS SELECT * FROM tome', wider))).toContain('INSERT false');
  });

  function applied(text: string, before: Schema = schema): Schema {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.statements
      .flatMap(({ acts }) => acts)
      .reduce((now, act) => applyAct(now, act, { isNew: true }), before);
  }
});

test('A lock is still held when its table has another name', async () => {
  const played = await scene({
    migrations: [{ operations: [sql('ALTER TABLE parcels_parcel RENAME TO packets'), sql('SELECT 1')] }],
  });
  expect(played.migrations[0]?.statements.at(-1)?.held).toEqual([
    { relation: 'packets', mode: 'access-exclusive', role: 'target' },
  ]);
});

test('Dropping a schema locks the tables that are known in it', async () => {
  const played = await one(sql('DROP SCHEMA old CASCADE'), { facts: { history: ['CREATE TABLE old.log (id int)'] } });
  expect(played.migrations[0]?.statements[0]?.effect.locks).toEqual([
    { relation: 'old.log', mode: 'access-exclusive', role: 'target' },
  ]);
});
