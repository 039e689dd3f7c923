import { describe, expect, it } from '@jest/globals';
import { SERVER_HAZARDS } from '../../../../../src/migrations/hazards/server/rules.ts';
import { hitsOf, one, PARCELS, sql, verdictsOf } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';

const BUILD = sql('CREATE INDEX CONCURRENTLY by_code ON parcels_parcel (code)');
const LONG = `parcels_${'x'.repeat(60)}`;

describe('the server', () => {
  const cases: readonly (readonly [string, Parameters<typeof one>, readonly string[]])[] = [
    [
      'has to be given an extension that only a superuser may create',
      [sql('CREATE EXTENSION IF NOT EXISTS postgis')],
      ['server/extension: review'],
    ],
    ['has trusted ones', [sql('CREATE EXTENSION IF NOT EXISTS pg_trgm')], ['server/extension: safe']],
    ['had none before 13', [sql('CREATE EXTENSION pg_trgm'), { postgres: 12 }], ['server/extension: review']],
    [
      'may lack the type of an extension',
      [sql('ALTER TABLE parcels_parcel ALTER COLUMN code TYPE citext')],
      ['server/missing-type: review'],
    ],
    [
      'has the type of an extension that a migration creates',
      [sql('CREATE EXTENSION IF NOT EXISTS citext', 'ALTER TABLE parcels_parcel ALTER COLUMN code TYPE citext')],
      ['server/extension: safe'],
    ],
    [
      'has the type of an extension that was created long ago',
      [
        sql('ALTER TABLE parcels_parcel ALTER COLUMN code TYPE citext'),
        { facts: { history: ['CREATE EXTENSION IF NOT EXISTS "citext"'] } },
      ],
      [],
    ],
    ['cuts long names', [sql(`CREATE TABLE ${LONG} (id int)`)], ['server/identifier: safe']],
    [
      'takes two of them for one',
      [sql(`CREATE TABLE ${LONG}a (id int)`, `CREATE TABLE ${LONG}b (id int)`)],
      ['server/identifier: review', 'server/identifier: safe'],
    ],
    ['does not cut text', [sql(`INSERT INTO depots_depot (name) VALUES ('${'x'.repeat(80)}')`)], []],
    ['does not compare json', [sql('ALTER TABLE parcels_parcel ADD COLUMN extra json')], ['server/json: safe']],
    ['compares jsonb', [sql('ALTER TABLE parcels_parcel ADD COLUMN extra jsonb')], []],
    [
      'spoils indexes in 14.3',
      [BUILD, { atomic: false, postgres: { major: 14, minor: 3, from: 'database' } }],
      ['server/concurrent-corruption: blocked'],
    ],
    [
      'may do so in an unknown 14',
      [BUILD, { atomic: false, postgres: { major: 14, minor: undefined, from: 'input' } }],
      ['server/concurrent-corruption: safe'],
    ],
    ['does not in 14.4', [BUILD, { atomic: false, postgres: { major: 14, minor: 4, from: 'database' } }], []],
    [
      'does not know what came later',
      [sql('ALTER TABLE parcels_parcel ADD CONSTRAINT n NOT NULL note NOT VALID'), { postgres: 17 }],
      ['server/unsupported: blocked'],
    ],
    [
      'knows it then',
      [sql('ALTER TABLE parcels_parcel ADD CONSTRAINT n NOT NULL note NOT VALID'), { postgres: 18 }],
      [],
    ],
    [
      'gets a trigger, which may refuse what the running release writes',
      [sql('CREATE TRIGGER tr BEFORE INSERT ON parcels_parcel FOR EACH ROW EXECUTE FUNCTION f()')],
      ['server/not-understood: review'],
    ],
    [
      'gets a trigger on a table that nobody writes to yet',
      [
        sql(
          'CREATE TABLE fresh (id int)',
          'CREATE TRIGGER tr BEFORE INSERT ON fresh FOR EACH ROW EXECUTE FUNCTION f()',
        ),
      ],
      [],
    ],
    [
      'hides rows from the owner',
      [sql('ALTER TABLE parcels_parcel FORCE ROW LEVEL SECURITY')],
      ['server/not-understood: review'],
    ],
    ['hides them no longer', [sql('ALTER TABLE parcels_parcel NO FORCE ROW LEVEL SECURITY')], []],
    ['loses a schema', [sql('DROP SCHEMA audit CASCADE')], ['server/drop-schema: blocked']],
    ['gets a new one', [sql('CREATE SCHEMA audit')], []],
    [
      'does not read everything',
      [sql('ALTER TABEL parcels_parcel ADD COLUMN x int')],
      ['server/not-understood: review'],
    ],
  ];

  it.each([...cases])('%s', async (_, given, found) => {
    expect(verdictsOf(await one(...given)).filter(text => text.startsWith('server/'))).toEqual(found);
  });

  it('keeps a column that a view uses as it is', async () => {
    const before = [...PARCELS, 'CREATE VIEW heavy AS SELECT code FROM parcels_parcel'];
    const dependents = [{ table: 'parcels_parcel', column: 'code', name: 'heavy' }];
    const change = sql('ALTER TABLE parcels_parcel ALTER COLUMN code TYPE varchar(90)');

    expect(verdictsOf(await one(change, { before, database: { dependents } }))).toEqual([
      'server/dependent-view: blocked',
    ]);
    expect(verdictsOf(await one(change, { database: { dependents: [] } }))).toEqual([]);
  });

  it('drops a view with a column that goes with CASCADE', async () => {
    const dependents = [{ table: 'parcels_parcel', column: 'code', name: 'heavy' }];
    const before = [...PARCELS, 'CREATE VIEW heavy AS SELECT code FROM parcels_parcel'];
    const drop = sql('ALTER TABLE parcels_parcel DROP COLUMN code CASCADE');

    expect(verdictsOf(await one(drop, { before, database: { dependents } }))).toEqual([
      'server/dependent-view: review',
    ]);
  });

  it('is believed when it refused a statement', async () => {
    const error = 'relation "x" already exists';
    const played = await one(sql('CREATE TABLE x (id int)'), { measured: [{ migration: 'parcels.0002_step', error }] });

    expect(verdictsOf(played)).toEqual(['server/refused: blocked']);
    expect(hitsOf(played, 'server/refused')[0]?.message).toContain(error);
  });

  it('is believed less when its made-up rows were the reason', async () => {
    const played = await one(sql('ALTER TABLE parcels_parcel ADD CONSTRAINT u UNIQUE (code)'), {
      small: ['*'],
      measured: [{ migration: 'parcels.0002_step', error: 'could not create unique index "u"' }],
    });

    expect(verdictsOf(played)).toContain('server/refused: review');
  });

  it('has prepared statements for Alembic that a change of type spoils', async () => {
    const change = { kind: 'alter_column', sql: 'ALTER TABLE parcels_parcel ALTER COLUMN weight TYPE bigint' };
    const cached = async (...given: Parameters<typeof one>) =>
      hitsOf(await one(...given), 'server/cached-plans').length;

    expect(await cached(change, { framework: 'alembic' })).toBe(1);
    expect(await cached(change)).toBe(0);
  });
});

everyRuleFiresAndIsSilent(SERVER_HAZARDS);
