import { describe, expect, it } from '@jest/globals';
import { hitsOf, one, type SceneOperation, sql } from '../../../../support/played.ts';

const COUNTS = [
  'CREATE TABLE parcels_parcel (id bigint PRIMARY KEY, tags varchar(20)[] NOT NULL, size int NOT NULL)',
  'CREATE TABLE events (id int, at int, name text) PARTITION BY RANGE (at)',
  'CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10)',
];

const LARGER: SceneOperation = {
  kind: 'AlterField',
  text: 'Alter field size on parcel',
  field: 'size',
  after: {
    kind: 'BigIntegerField',
    type: 'bigint',
    column: 'size',
    nullable: false,
    source: 'models.BigIntegerField(default=0)',
  },
  sql: 'ALTER TABLE "parcels_parcel" ALTER COLUMN "size" TYPE bigint USING "size"::bigint',
};

async function remedyOf(operation: SceneOperation, rule: `lock/${string}`): Promise<string> {
  return hitsOf(await one(operation, { before: COUNTS }), rule)[0]?.remedy ?? '';
}

describe('the way round a long lock', () => {
  it('fills the new column from the old one, which a default would have taken for filled', async () => {
    expect(await remedyOf(LARGER, 'lock/rewrite')).toContain(
      'AddField("parcel", "size_new", models.BigIntegerField(null=True))',
    );
  });

  it('has no check of a length for a list of texts', async () => {
    const wider = sql('ALTER TABLE parcels_parcel ALTER COLUMN tags TYPE varchar(40)[]');
    const remedy = await remedyOf(wider, 'lock/rewrite');
    expect(remedy).toContain('tags_new');
    expect(remedy).not.toContain('length(');
  });

  it('makes the index of a partitioned table on the parent alone, and only its own end takes the others along', async () => {
    const remedy = await remedyOf(sql('CREATE INDEX by_name ON events (name)'), 'lock/index-build');
    expect(remedy).toContain('CREATE INDEX by_name ON ONLY events (name)');
    expect(remedy).toContain('DROP INDEX IF EXISTS by_name');
    expect(remedy).not.toContain('DROP INDEX CONCURRENTLY');
  });

  it('can be gone back: what it adds is taken away again', async () => {
    const add = sql('ALTER TABLE parcels_parcel ADD CONSTRAINT up FOREIGN KEY (size) REFERENCES parcels_parcel (id)');
    expect(await remedyOf(add, 'lock/scan')).toContain('ALTER TABLE parcels_parcel DROP CONSTRAINT up');
  });

  it('gives a required column its default, where only waiting for a quiet hour would leave it refused', async () => {
    const remedy = await remedyOf(sql('ALTER TABLE parcels_parcel ADD COLUMN weight int NOT NULL'), 'lock/scan');
    expect(remedy).toContain('ADD COLUMN weight int4 NOT NULL DEFAULT <value>');
  });

  it.each([
    [
      'models.PositiveIntegerField(default=0)',
      'models.IntegerField(db_default=0)',
      'models.PositiveIntegerField(db_default=0)',
    ],
    ['models.PositiveIntegerField()', 'models.IntegerField(null=True)', 'models.PositiveIntegerField(null=True)'],
  ])('says of a positive field what the database has then: %s', async (source, first, believed) => {
    const remedy = await remedyOf(
      {
        kind: 'AddField',
        text: 'Add field stars to parcel',
        field: 'stars',
        after: { kind: 'PositiveIntegerField', type: 'integer', column: 'stars', nullable: false, source },
        sql: 'ALTER TABLE "parcels_parcel" ADD COLUMN "stars" integer DEFAULT 0 NOT NULL CHECK ("stars" >= 0)',
      },
      'lock/scan',
    );
    expect(remedy).toContain(`AddField("parcel", "stars", ${first})`);
    expect(remedy).toContain(`AlterField("parcel", "stars", ${believed})`);
  });
});
