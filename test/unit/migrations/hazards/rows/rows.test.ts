import { describe, expect, it } from '@jest/globals';
import { ROWS_HAZARDS } from '../../../../../src/migrations/hazards/rows/rules.ts';
import { code, hitsOf, one, PARCELS, type SceneOperation, scene, sql, verdictsOf } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';

const SMALL = { small: ['*'] };
/** Only what is about rows: locks of small tables are notes elsewhere. */
const rowsOf = async (played: ReturnType<typeof one>) =>
  verdictsOf(await played).filter(text => text.startsWith('rows/'));

const SET_NOT_NULL: SceneOperation = {
  kind: 'AlterField',
  text: 'Alter field note on parcel',
  field: 'note',
  after: { kind: 'TextField', column: 'note', type: 'text', source: 'models.TextField()' },
  sql: 'ALTER TABLE "parcels_parcel" ALTER COLUMN "note" SET NOT NULL',
};
const FILL = sql(`UPDATE parcels_parcel SET note = '' WHERE note IS NULL`);

describe('NULL where it is forbidden', () => {
  it('is certain for a new NOT NULL column without a value', async () => {
    const add: SceneOperation = {
      kind: 'AddField',
      text: 'Add field size to parcel',
      field: 'size',
      after: { column: 'size', type: 'integer', source: 'models.IntegerField()' },
      sql: 'ALTER TABLE "parcels_parcel" ADD COLUMN "size" integer NOT NULL',
    };

    expect(await rowsOf(one(add))).toEqual(['rows/null: blocked']);
    expect(hitsOf(await one(add), 'rows/null')[0]?.remedy).toContain('models.IntegerField(db_default=...)');
    expect(hitsOf(await one(add, { version: '4.2.16' }), 'rows/null')[0]?.remedy).toContain(
      'models.IntegerField(null=True)',
    );
  });

  it('is none with a default, in an empty table, or in a new one', async () => {
    expect(await rowsOf(one(sql('ALTER TABLE parcels_parcel ADD COLUMN size int NOT NULL DEFAULT 0')))).toEqual([]);
    expect(await rowsOf(one(SET_NOT_NULL, { rows: { parcels_parcel: 0 } }))).toEqual([]);
    expect(
      await rowsOf(one(sql('CREATE TABLE fresh (id int)', 'ALTER TABLE fresh ADD COLUMN x int NOT NULL'))),
    ).toEqual([]);
  });

  it('may be there in an old column, and the query that tells is given', async () => {
    const [hit] = hitsOf(await one(SET_NOT_NULL), 'rows/null');

    expect(hit).toMatchObject({ verdict: 'review', table: 'parcels_parcel', column: 'note' });
    expect(hit?.remedy).toContain('SELECT count(*) FROM parcels_parcel WHERE note IS NULL;');
  });

  it('is certain in a new column that nobody fills', async () => {
    const add = sql('ALTER TABLE parcels_parcel ADD COLUMN extra text');
    const forbid = sql('ALTER TABLE parcels_parcel ALTER COLUMN extra SET NOT NULL');

    expect(await rowsOf(scene({ migrations: [{ operations: [add] }, { operations: [forbid] }] }))).toEqual([
      'rows/null: blocked',
    ]);
  });

  it('is gone after an UPDATE of all rows without a value, and believed gone after Python that goes through all', async () => {
    const following = (step: SceneOperation) =>
      scene({ migrations: [{ operations: [step] }, { operations: [SET_NOT_NULL] }] });

    expect(await rowsOf(following(FILL))).toEqual([]);
    expect(await rowsOf(following(code({ tables: ['parcels_parcel'], writes: 'all' })))).toEqual(['rows/null: safe']);
    expect(await rowsOf(following(code({ tables: ['parcels_parcel'], writes: 'unknown' })))).toEqual([
      'rows/null: review',
    ]);
    expect(await rowsOf(following(code({ tables: ['depots_depot'], writes: 'all' })))).toEqual(['rows/null: review']);
  });

  it('is proven away by a validated check', async () => {
    const before = [...PARCELS, 'ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (note IS NOT NULL)'];

    expect(verdictsOf(await one(SET_NOT_NULL, { before }))).toEqual([]);
  });
});

describe('what else fails on rows', () => {
  const cases: readonly (readonly [string, SceneOperation, readonly string[]])[] = [
    ['duplicates', sql('ALTER TABLE parcels_parcel ADD CONSTRAINT u UNIQUE (code)'), ['rows/duplicates: review']],
    [
      'no duplicates where a unique constraint held until the same transaction dropped it',
      sql(
        'ALTER TABLE parcels_parcel DROP CONSTRAINT parcels_parcel_pkey',
        'ALTER TABLE parcels_parcel ADD CONSTRAINT u UNIQUE (id, code)',
      ),
      [],
    ],
    [
      'no duplicates beside a narrower unique index',
      sql('ALTER TABLE parcels_parcel ADD CONSTRAINT u UNIQUE (id, code)'),
      [],
    ],
    [
      'no duplicates in a new column that is NULL',
      sql('ALTER TABLE parcels_parcel ADD COLUMN tag text', 'ALTER TABLE parcels_parcel ADD CONSTRAINT u UNIQUE (tag)'),
      [],
    ],
    [
      'rows that break a check',
      sql('ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (weight > 0)'),
      ['rows/violation: review'],
    ],
    ['not a check NOT VALID', sql('ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (weight > 0) NOT VALID'), []],
    [
      'orphans',
      sql('ALTER TABLE parcels_parcel ADD CONSTRAINT k FOREIGN KEY (weight) REFERENCES depots_depot (id)'),
      ['rows/orphans: review'],
    ],
    [
      'not a key that is validated later',
      sql('ALTER TABLE parcels_parcel ADD CONSTRAINT k FOREIGN KEY (weight) REFERENCES depots_depot (id) NOT VALID'),
      [],
    ],
    [
      'values that are too long',
      sql('ALTER TABLE parcels_parcel ALTER COLUMN code TYPE varchar(5)'),
      ['rows/cast: review'],
    ],
    ['not a longer limit', sql('ALTER TABLE parcels_parcel ALTER COLUMN code TYPE varchar(50)'), []],
    [
      'values that are cut without a word',
      sql('ALTER TABLE parcels_parcel ALTER COLUMN note TYPE varchar(5) USING note::varchar(5)'),
      ['rows/cast: review'],
    ],
    [
      'pairs that exclude each other',
      sql('ALTER TABLE parcels_parcel ADD CONSTRAINT x EXCLUDE (code WITH =)'),
      ['rows/violation: review'],
    ],
  ];

  it.each([...cases])('%s', async (_, operation, found) => {
    expect(await rowsOf(one(operation, SMALL))).toEqual(found);
  });

  it('is a note at VALIDATE: nothing is lost when it stops', async () => {
    const before = [...PARCELS, 'ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (weight > 0) NOT VALID'];

    expect(verdictsOf(await one(sql('ALTER TABLE parcels_parcel VALIDATE CONSTRAINT c'), { before }))).toEqual([
      'rows/violation: safe',
    ]);
  });

  it('is nothing when a framework puts back the key that it dropped itself', async () => {
    const rename: SceneOperation = {
      kind: 'RenameField',
      text: 'Rename field depot on parcel to home',
      sql: [
        'ALTER TABLE "parcels_parcel" DROP CONSTRAINT "parcels_parcel_depot_id_fk"',
        'ALTER TABLE "parcels_parcel" RENAME COLUMN "depot_id" TO "home_id"',
        'ALTER TABLE "parcels_parcel" ADD CONSTRAINT "k2" FOREIGN KEY ("home_id") REFERENCES "depots_depot" ("id") DEFERRABLE INITIALLY DEFERRED',
      ],
    };

    expect(await rowsOf(one(rename))).toEqual([]);
  });

  it('is orphans when a framework points the key at another table', async () => {
    const before = [...PARCELS, 'CREATE TABLE "hubs_hub" ("id" bigint NOT NULL PRIMARY KEY)'];
    const repoint: SceneOperation = {
      kind: 'AlterField',
      text: 'Alter field depot on parcel',
      sql: [
        'ALTER TABLE "parcels_parcel" DROP CONSTRAINT "parcels_parcel_depot_id_fk"',
        'ALTER TABLE "parcels_parcel" ADD CONSTRAINT "k2" FOREIGN KEY ("depot_id") REFERENCES "hubs_hub" ("id") DEFERRABLE INITIALLY DEFERRED',
      ],
    };

    expect(await rowsOf(one(repoint, { before }))).toEqual(['rows/orphans: review']);
  });

  it.each([
    ['a list with more values', 'weight IN (1, 2)', 'weight IN (1, 2, 3)', []],
    ['a list with a value less', 'weight IN (1, 2)', 'weight IN (1, 3)', ['rows/violation: review']],
    ['a lower bound', '"weight" >= 0', '"weight" >= -5', []],
    ['a higher bound', '"weight" >= 0', '"weight" > 0', ['rows/violation: review']],
  ])('of a check that is exchanged: %s', async (_, held, asked, found) => {
    const before = [...PARCELS, `ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (${held})`];
    const exchange = sql(
      'ALTER TABLE parcels_parcel DROP CONSTRAINT c',
      `ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (${asked})`,
    );

    expect(await rowsOf(one(exchange, { ...SMALL, before }))).toEqual(found);
  });

  it('is no matter of rows where there is no cast at all', async () => {
    const played = await one(sql('ALTER TABLE parcels_parcel ALTER COLUMN weight TYPE uuid USING weight::uuid'));

    expect(verdictsOf(played)).not.toContain('rows/cast: review');
    expect(played.migrations[0]?.statements[0]?.effect.refused).toEqual([
      {
        why: 'no-cast',
        message:
          'PostgreSQL has no cast from the type of parcels_parcel.weight to uuid, so it refuses the change whatever the rows hold.',
      },
    ]);
  });

  it('is looked for by a query with the real names', async () => {
    const orphans = hitsOf(
      await one(sql('ALTER TABLE parcels_parcel ADD CONSTRAINT k FOREIGN KEY (weight) REFERENCES depots_depot (id)')),
      'rows/orphans',
    );

    expect(orphans[0]?.remedy).toContain('LEFT JOIN depots_depot parent ON parent.id = child.weight');
  });
});

describe('one value for all rows', () => {
  const token = (parts: { unique: boolean; text?: string; type?: string }): SceneOperation => ({
    kind: 'AddField',
    text: 'Add field token to parcel',
    field: 'token',
    after: {
      kind: 'UUIDField',
      type: parts.type ?? 'uuid',
      column: 'token',
      unique: parts.unique,
      default: { text: parts.text ?? 'uuid.uuid4', callable: true },
      source: `models.UUIDField(default=uuid.uuid4${parts.unique ? ', unique=True' : ''})`,
    },
    sql: [
      `ALTER TABLE "parcels_parcel" ADD COLUMN "token" ${parts.type ?? 'uuid'} DEFAULT '2000-01-01' NOT NULL${parts.unique ? ' UNIQUE' : ''}`,
      'ALTER TABLE "parcels_parcel" ALTER COLUMN "token" DROP DEFAULT',
    ],
  });

  it('fails where the column is unique', async () => {
    const [hit] = hitsOf(await one(token({ unique: true })), 'rows/same-value');

    expect(hit?.verdict).toBe('blocked');
    expect(hit?.message).toContain('the same token (uuid.uuid4 is asked once, not once a row)');
    expect(hit?.remedy).toContain(
      'CREATE UNIQUE INDEX CONCURRENTLY parcels_parcel_token_uniq ON parcels_parcel (token)',
    );
  });

  it('is worth a look where it is meant to differ, and nothing where it is a time', async () => {
    expect(await rowsOf(one(token({ unique: false })))).toEqual(['rows/same-value: review']);
    expect(await rowsOf(one(token({ unique: false, text: 'timezone.now', type: 'timestamp with time zone' })))).toEqual(
      [],
    );
  });
});

everyRuleFiresAndIsSilent(ROWS_HAZARDS);
