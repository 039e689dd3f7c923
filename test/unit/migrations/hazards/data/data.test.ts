import { describe, expect, it } from '@jest/globals';
import { DATA_HAZARDS } from '../../../../../src/migrations/hazards/data/rules.ts';
import { code, hitsOf, model, one, type SceneOperation, scene, sql, verdictsOf } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';

const ALL = { tables: ['parcels_parcel'], writes: 'all' as const };
const ADD: SceneOperation = {
  kind: 'AddField',
  text: 'Add field x to parcel',
  field: 'x',
  sql: 'ALTER TABLE "parcels_parcel" ADD COLUMN "x" int',
};
const NEW_TABLE = sql('CREATE TABLE parcels_label (id int)');

describe('a data step', () => {
  const cases: readonly (readonly [
    string,
    readonly SceneOperation[],
    { atomic?: boolean; small?: readonly string[] },
    readonly string[],
  ])[] = [
    [
      'that updates a large table at once',
      [sql('UPDATE parcels_parcel SET weight = 0')],
      {},
      ['data/unbatched: review'],
    ],
    ['that deletes all of it', [sql('DELETE FROM parcels_parcel')], {}, ['data/unbatched: review']],
    ['in Python that goes through all', [code(ALL)], {}, ['data/unbatched: review']],
    ['in pieces, but in one transaction', [code({ ...ALL, batched: true })], {}, ['data/unbatched: review']],
    ['in pieces that commit', [code({ ...ALL, batched: true })], { atomic: false }, []],
    ['on a small table', [code(ALL)], { small: ['parcels_parcel'] }, []],
    ['on some rows', [sql('UPDATE parcels_parcel SET weight = 0 WHERE id = 5')], {}, []],
    [
      'on a new table',
      [NEW_TABLE, sql('INSERT INTO parcels_label SELECT 1', 'UPDATE parcels_label SET id = 2')],
      {},
      [],
    ],
    ['that only inserts', [sql("INSERT INTO depots_depot (name) VALUES ('a')")], {}, []],
    ['that cannot be seen through', [code()], {}, ['data/unknown: review']],
    ['in a DO block', [sql('DO $$ BEGIN PERFORM 1; END $$')], {}, ['data/unknown: review']],
    ['that cannot be seen through, on new tables alone', [NEW_TABLE, code({ tables: ['parcels_label'] })], {}, []],
    ['that writes nothing', [code({ writes: 'none' })], {}, []],
    ['behind a lock of its table', [ADD, code(ALL)], {}, ['data/with-schema: blocked']],
    [
      'behind a lock, of a cost that nobody knows',
      [ADD, code()],
      {},
      ['data/unknown: review', 'data/with-schema: review'],
    ],
    ['behind a lock, on some rows', [ADD, code({ ...ALL, writes: 'some' })], {}, ['data/with-schema: review']],
    [
      'in front of the schema',
      [sql('UPDATE depots_depot SET name = name WHERE id = 1'), sql('ALTER TABLE depots_depot ADD COLUMN x int')],
      {},
      ['data/with-schema: safe'],
    ],
    ['behind a table that is new', [NEW_TABLE, code({ tables: ['parcels_label'], writes: 'all' })], {}, []],
  ];

  it.each([...cases])('%s', async (_, operations, { atomic = true, small = [] }, found) => {
    expect(
      verdictsOf(await scene({ small, migrations: [{ atomic, operations }] })).filter(
        text => !text.startsWith('server/'),
      ),
    ).toEqual(found);
  });

  it('is told how to go on in batches, in the words of the framework', async () => {
    const django = hitsOf(await one(sql('UPDATE parcels_parcel SET weight = 0')), 'data/unbatched')[0]?.remedy;
    const alembic = hitsOf(
      await one({ kind: 'execute', sql: 'UPDATE parcels_parcel SET weight = 0' }, { framework: 'alembic' }),
      'data/unbatched',
    )[0]?.remedy;

    expect(django).toContain('atomic = False');
    expect(alembic).toContain('autocommit_block()');
  });

  it('apart from the schema, in two migrations, is no matter of locks', async () => {
    const played = await scene({
      migrations: [{ operations: [ADD] }, { operations: [code({ ...ALL, batched: true })], atomic: false }],
    });

    expect(verdictsOf(played)).toEqual([]);
  });
});

describe("today's model in a migration", () => {
  const live = code({
    writes: 'none',
    live: { name: 'parcels.models.Parcel', place: { file: 'parcels/migrations/0002_step.py', line: 3 } },
  });
  const head = {
    models: [
      model('parcels.Parcel', 'parcels_parcel', [{ column: 'code' }, { column: 'x', type: 'integer', nullable: true }]),
    ],
  };

  it('is a note as long as the table has what it names', async () => {
    expect(verdictsOf(await scene({ migrations: [{ operations: [ADD] }, { operations: [live] }], head }))).toEqual([
      'data/live-model: safe',
    ]);
  });

  it('fails when a later migration makes what it names', async () => {
    const played = await scene({ migrations: [{ operations: [live] }, { operations: [ADD] }], head });

    expect(verdictsOf(played)).toEqual(['data/live-model: blocked']);
    expect(hitsOf(played, 'data/live-model')[0]).toMatchObject({ place: { line: 3 }, column: 'x' });
    expect(hitsOf(played, 'data/live-model')[0]?.remedy).toContain('Parcel = apps.get_model("parcels", "Parcel")');
  });
});

everyRuleFiresAndIsSilent(DATA_HAZARDS);
