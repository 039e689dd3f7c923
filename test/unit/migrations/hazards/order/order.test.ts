import { describe, expect, it } from '@jest/globals';
import type { MigrationNode } from '../../../../../src/migrations/facts.ts';
import { ORDER_HAZARDS } from '../../../../../src/migrations/hazards/order/rules.ts';
import {
  code,
  hitsOf,
  model,
  one,
  PARCELS,
  type Scene,
  type SceneOperation,
  scene,
  sql,
  verdictsOf,
} from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';

const ADD = sql('ALTER TABLE parcels_parcel ADD COLUMN x int');
const BUILD = sql('CREATE INDEX CONCURRENTLY by_code ON parcels_parcel (code)');

const node = (id: string, parts: Partial<MigrationNode> = {}): MigrationNode => {
  const [app = '', name = ''] = id.split('.');
  return {
    id,
    app,
    name,
    file: `${app}/migrations/${name}.py`,
    digest: id,
    replaces: [],
    dependencies: [],
    distribution: undefined,
    ...parts,
  };
};
const FIRST = node('parcels.0001_initial');

describe('transactions', () => {
  const cases: readonly (readonly [
    string,
    Omit<Scene, 'migrations'> & { readonly atomic?: boolean },
    readonly SceneOperation[],
    readonly string[],
  ])[] = [
    ['CONCURRENTLY in a transaction', {}, [BUILD], ['order/in-transaction: blocked']],
    ['CONCURRENTLY outside of one', { atomic: false }, [BUILD], []],
    [
      'NOT VALID and VALIDATE together',
      {},
      [
        sql(
          'ALTER TABLE parcels_parcel ADD CONSTRAINT c CHECK (weight > 0) NOT VALID',
          'ALTER TABLE parcels_parcel VALIDATE CONSTRAINT c',
        ),
      ],
      ['order/not-valid-then-validate: blocked', 'rows/violation: safe'],
    ],
    [
      'rows whose keys wait, then ALTER TABLE',
      {},
      [sql('UPDATE parcels_parcel SET depot_id = 1 WHERE id = 1', 'ALTER TABLE parcels_parcel ADD COLUMN x int')],
      ['order/pending-events: blocked'],
    ],
    [
      'the same with the keys checked in between',
      {},
      [
        sql(
          'UPDATE parcels_parcel SET depot_id = 1 WHERE id = 1',
          'SET CONSTRAINTS ALL IMMEDIATE',
          'ALTER TABLE parcels_parcel ADD COLUMN x int',
        ),
      ],
      ['data/with-schema: safe'],
    ],
    [
      'a new enum value that is used at once',
      { before: ["CREATE TYPE mood AS ENUM ('ok')", 'CREATE TABLE t (m mood)'] },
      [sql("ALTER TYPE mood ADD VALUE 'sad'"), sql("UPDATE t SET m = 'sad' WHERE m = 'ok'")],
      ['order/enum-value: blocked'],
    ],
    [
      'COMMIT in a migration with a transaction',
      {},
      [sql('ALTER TABLE parcels_parcel ADD COLUMN x int; COMMIT')],
      ['order/transaction-in-sql: review'],
    ],
    [
      'BEGIN and COMMIT in one without',
      { atomic: false },
      [sql('BEGIN', 'ALTER TABLE parcels_parcel ADD COLUMN x int', 'COMMIT')],
      [],
    ],
    [
      'two changes without a transaction',
      { atomic: false },
      [ADD, sql('ALTER TABLE parcels_parcel ADD COLUMN y int')],
      ['order/not-atomic: review'],
    ],
    [
      'two indexes without a transaction',
      { atomic: false },
      [BUILD, sql('CREATE INDEX CONCURRENTLY other ON parcels_parcel (weight)')],
      ['order/not-atomic: safe'],
    ],
    [
      'SQL that can run again',
      { atomic: false },
      [sql('ALTER TABLE parcels_parcel ADD COLUMN IF NOT EXISTS x int'), BUILD],
      [],
    ],
    ['one change and a setting', { atomic: false }, [sql('SET lock_timeout = 0'), BUILD], []],
  ];

  it.each([...cases])('%s', async (_, { atomic = true, ...rest }, operations, found) => {
    expect(verdictsOf(await scene({ ...rest, migrations: [{ atomic, operations }] }))).toEqual(found);
  });

  it('names the way out for the framework that was found', async () => {
    const django = hitsOf(await one(BUILD), 'order/in-transaction')[0]?.remedy;
    const alembic = hitsOf(
      await one({ ...BUILD, kind: 'execute' }, { framework: 'alembic' }),
      'order/in-transaction',
    )[0]?.remedy;

    expect(django).toContain('atomic = False');
    expect(alembic).toContain('with op.get_context().autocommit_block():');
  });
});

describe('the graph', () => {
  const graph = async (base: readonly MigrationNode[], head: readonly MigrationNode[], rest: Partial<Scene> = {}) =>
    verdictsOf(
      await scene({ migrations: [], base: { nodes: base, commit: 'abcdef1234' }, head: { nodes: head }, ...rest }),
    );
  const pending = (id: string, parts: object = {}) => ({ migrations: [{ id, operations: [ADD], ...parts }] });

  it('with two ends stops the deployment', async () => {
    const played = await scene({
      migrations: [],
      head: { conflicts: [{ app: 'parcels', leaves: ['parcels.0002_a', 'parcels.0002_b'] }] },
    });

    expect(verdictsOf(played)).toEqual(['order/conflict: blocked']);
    expect(hitsOf(played, 'order/conflict')[0]?.remedy).toContain('python manage.py makemigrations --merge parcels');
  });

  it('with a hole does as well', async () => {
    const dangling = [
      { id: 'parcels.0002_a', needs: 'depots.0009_gone', place: { file: 'parcels/migrations/0002_a.py', line: 6 } },
    ];

    expect(verdictsOf(await scene({ migrations: [], head: { dangling } }))).toEqual(['order/dangling: blocked']);
  });

  it('is told of an applied migration that was edited, and not of one of a package', async () => {
    const edited = { ...FIRST, digest: 'other' };
    const packaged = (one: MigrationNode) => ({ ...one, distribution: 'django-taggit' });

    expect(await graph([FIRST], [edited])).toEqual(['order/edited: review']);
    expect(await graph([FIRST], [FIRST])).toEqual([]);
    expect(await graph([packaged(FIRST)], [packaged(edited)])).toEqual([]);
  });

  it('is told of one that is gone, and not of one that was squashed', async () => {
    const second = node('parcels.0002_more');
    const squashed = node('parcels.0001_squashed', { replaces: [FIRST.id, second.id] });

    expect(await graph([FIRST, second], [FIRST])).toEqual(['order/deleted: review']);
    expect(await graph([FIRST, second], [squashed])).toEqual([]);
    expect(await graph([FIRST], [node('depots.0001_initial')])).toEqual(['order/deleted: safe']);
  });

  it('sees that a renamed one would run twice', async () => {
    const second = node('parcels.0002_old', { digest: 'same' });
    const renamed = node('parcels.0002_new', { digest: 'same' });

    expect(await graph([FIRST, second], [FIRST, renamed], pending('parcels.0002_new'))).toEqual([
      'order/deleted: blocked',
    ]);
  });

  it('sees a new one in front of applied ones, and none where it comes last', async () => {
    const second = node('parcels.0002_more', { dependencies: ['parcels.0001_between'] });
    const between = node('parcels.0001_between', { dependencies: [FIRST.id] });
    const last = node('parcels.0003_last', { dependencies: [second.id] });

    expect(await graph([FIRST, second], [FIRST, between, second], pending('parcels.0001_between'))).toEqual([
      'order/inserted: blocked',
    ]);
    expect(await graph([FIRST, second], [FIRST, second, last], pending('parcels.0003_last'))).toEqual([]);
  });

  it('knows that the last revision of Alembic stands for all before it', async () => {
    const second = node('b2', { dependencies: ['a1'] });
    const rest = { framework: 'alembic' as const, database: { applied: ['b2'] } };

    expect(await graph([node('a1'), second], [node('a1', { digest: 'other' }), second], rest)).toEqual([
      'order/edited: review',
    ]);
  });

  it('asks the database what is applied, when there is one', async () => {
    const second = node('parcels.0002_more', { dependencies: [FIRST.id] });
    const squashed = node('parcels.0001_squashed', { replaces: [FIRST.id, second.id] });
    const rest = {
      ...pending('parcels.0001_squashed', { replaces: squashed.replaces }),
      database: { applied: [FIRST.id] },
    };

    expect(await graph([FIRST, second], [squashed], rest)).toEqual([
      'order/behind-base: review',
      'order/squash: review',
    ]);
    expect(await graph([FIRST, second], [squashed], { ...rest, database: { applied: [FIRST.id, second.id] } })).toEqual(
      [],
    );
  });
});

describe('a state that disagrees with the database', () => {
  const columns = [{ column: 'id', insert: 'database' as const }, { column: 'code' }];
  const parcel = (...more: Parameters<typeof model>[2]) => ({
    models: [model('parcels.Parcel', 'parcels_parcel', [...columns, ...more])],
  });
  const found = async (operation: SceneOperation, head: Scene['head'], rest: Partial<Scene> = {}) =>
    verdictsOf(await scene({ migrations: [{ operations: [operation] }], head: head ?? {}, ...rest })).filter(text =>
      text.startsWith('order/'),
    );

  it('has a column that nobody made', async () => {
    expect(await found(ADD, parcel({ column: 'y' }))).toEqual(['order/state-disagrees: blocked']);
    expect(await found(ADD, parcel({ column: 'x', type: 'integer', nullable: true, omitted: 'null' }))).toEqual([]);
  });

  it('leaves NULL that the column refuses', async () => {
    const forbid = sql('ALTER TABLE parcels_parcel ALTER COLUMN note SET NOT NULL');

    expect(await found(forbid, parcel({ column: 'note', nullable: true, omitted: 'null' }))).toEqual([
      'order/state-disagrees: blocked',
    ]);
    expect(await found(forbid, parcel({ column: 'note' }))).toEqual([]);
  });

  it('believes in a type that the column does not take', async () => {
    const add = sql('ALTER TABLE parcels_parcel ADD COLUMN tag varchar(10)');
    const tag = (type: string) => parcel({ column: 'tag', type, nullable: true, omitted: 'null' });

    expect(await found(add, tag('varchar(20)'))).toEqual(['order/state-disagrees: review']);
    expect(await found(add, tag('integer[]'))).toEqual(['order/state-disagrees: blocked']);
    expect(await found(add, tag('varchar(10)'))).toEqual([]);
  });

  it('is not told where drift says it already, of tables that nobody touched, and of those that are not known', async () => {
    const drift = [
      {
        app: 'parcels',
        text: 'Add field y to parcel',
        operation: 'AddField("parcel", "y", models.TextField())',
        place: undefined,
      },
    ];

    expect(await found(ADD, parcel({ column: 'y' }), { facts: { drift } })).toEqual([]);
    expect(await found(sql('ALTER TABLE depots_depot ADD COLUMN x int'), parcel({ column: 'y' }))).toEqual([]);
    expect(await found(ADD, parcel({ column: 'y' }), { before: [] })).toEqual([]);
    expect(await found(code({ writes: 'none' }), parcel({ column: 'y' }), { before: PARCELS })).toEqual([]);
  });
});

/** Those that only a database can tell have their cases beside `appliedState`. */
const OF_DATABASES = ['order/foreign', 'order/inconsistent-history'];

everyRuleFiresAndIsSilent(ORDER_HAZARDS.filter(({ id }) => !OF_DATABASES.includes(id)));
