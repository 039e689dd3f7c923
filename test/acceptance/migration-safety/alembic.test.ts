import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { provisionPython } from '../../../lab/python/provision.ts';
import { ROOT } from '../../../scripts/root.ts';
import { ENV, models, type RevisionOptions, revision, SAFE, SHOP } from './alembic-shop.ts';
import { type Compared, compareFiles, type Files } from './scene.ts';

/** Projects with SQLAlchemy and Alembic, judged by the same engine; no database is there and none of env.py's variables. */

let python: string;
beforeAll(async () => {
  ({ python } = await provisionPython({ requirements: join(ROOT, 'lab/python/alembic.txt') }));
}, 300_000);

const judged = (next: Files, running: Files = SHOP): Promise<Compared> => compareFiles(running, next, { python });
/** One revision more, with the models as they were unless they are among the files. */
const next = (up: readonly string[], more: Partial<RevisionOptions> = {}, files: Files = {}): Promise<Compared> =>
  judged({ ...revision('b2', 'next', { after: 'a1', up, ...more }), ...files });
const general = ({ report }: Compared): readonly string[] =>
  (report.general ?? []).map(({ verdict, rule }) => `${verdict} ${rule}`);
const notRead = ({ report }: Compared): readonly string[] => (report.unknown ?? []).map(({ code }) => code);
const NULLABLE = 'op.add_column("orders", sa.Column("note", sa.String(20), nullable=True))';
const NOTE_MODEL: Files = { 'models.py': SAFE['models.py'] ?? '' };

describe('a revision', () => {
  test('with a column that may be NULL is safe', async () => {
    const compared = await judged(SAFE);
    expect(compared.outputs).toMatchObject({ verdict: 'safe', pending: '1', 'backward-compatible': 'true' });
    expect(compared.result.framework).toBe('alembic');
    expect([compared.lines, notRead(compared)]).toEqual([[], []]);
  });

  test('with a NOT NULL column that only Python fills breaks the running release, by its class', async () => {
    const compared = await next(
      ['op.add_column("orders", sa.Column("count", sa.Integer(), nullable=False))'],
      {},
      { 'models.py': models(['count: Mapped[int] = mapped_column(default=0)']) },
    );
    expect(compared.outputs).toMatchObject({ verdict: 'blocked', 'backward-compatible': 'false' });
    expect(compared.lines).toContain('blocked release/insert-fails');
    expect(compared.hazards.flatMap(({ breaks }) => breaks.map(({ model }) => model))).toContain('Order');
  });

  test('builds an index in an autocommit block without a lock that matters', async () => {
    const compared = await next([
      'with op.get_context().autocommit_block():',
      '    op.create_index("orders_name", "orders", ["name"], postgresql_concurrently=True)',
    ]);
    expect(compared.lines.filter(line => line.startsWith('blocked'))).toEqual([]);
  });

  test('builds an index the ordinary way and is told so on its line, in the words of Alembic', async () => {
    const compared = await next(['op.execute("SELECT 1")', 'op.create_index("orders_name", "orders", ["name"])']);
    const [hazard] = compared.hazards.filter(({ rule }) => rule === 'lock/index-build');
    expect(hazard).toMatchObject({ verdict: 'blocked', line: 10, table: 'orders' });
    expect(hazard?.remedy).toContain('autocommit_block');
  });

  test('with batch_alter_table is one with its operations', async () => {
    const compared = await next(
      ['with op.batch_alter_table("orders") as batch_op:', '    batch_op.add_column(sa.Column("note", sa.String(20)))'],
      { down: ['op.drop_column("orders", "note")'] },
      NOTE_MODEL,
    );
    expect(compared.outputs['verdict']).toBe('safe');
  });

  test('that asks its connection and changes rows there is data of unknown size', async () => {
    const compared = await next([
      'bind = op.get_bind()',
      'for row in bind.execute(sa.text("SELECT id FROM orders")).fetchall():',
      '    pass',
      'bind.execute(sa.text("UPDATE orders SET name = upper(name)"))',
    ]);
    expect(compared.outputs['verdict']).not.toBe('safe');
    expect(compared.shown).not.toMatch(/RunPython|migrations\.Run|django/i);
  });

  test('that writes rows with bulk_insert is not stopped', async () => {
    const compared = await next([
      'op.bulk_insert(sa.table("orders", sa.column("name", sa.String)), [{"name": "first"}])',
    ]);
    expect(compared.outputs['verdict']).not.toBe('blocked');
  });

  test('that opens a session of its own cannot be known, and is never safe', async () => {
    const compared = await next(
      ['session = Session(bind=op.get_bind())', 'session.execute(sa.text("DELETE FROM orders"))', 'session.commit()'],
      { head: ['from sqlalchemy.orm import Session'] },
    );
    expect(compared.outputs['verdict']).not.toBe('safe');
  });

  test('that calls another module is judged on the line of the call', async () => {
    const compared = await next(
      ['helpers.index(op)'],
      { head: ['import helpers'] },
      {
        'helpers.py': 'def index(op):\n    op.create_index("orders_name", "orders", ["name"])\n',
      },
    );
    expect(compared.hazards.find(({ rule }) => rule === 'lock/index-build')?.line).toBe(10);
  });

  test.each<[string, RevisionOptions['down']]>([
    ['missing', null],
    ['raising', ['raise NotImplementedError']],
  ])('whose downgrade is %s cannot be undone', async (_, down) => {
    const compared = await next([NULLABLE], down === undefined ? {} : { down }, NOTE_MODEL);
    expect(compared.lines).toContain('review rollback/irreversible');
  });

  test('whose downgrade is empty only seems to be undone', async () => {
    const compared = await next([NULLABLE], { down: [] }, NOTE_MODEL);
    expect(compared.lines).toContain('review rollback/fake-reverse');
  });

  test('that raises when it is imported says so and judges nothing', async () => {
    const compared = await next([], { head: ['raise RuntimeError("not today")'] });
    expect(compared.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'import-failed' });
    expect(compared.run.log).toContain('not today');
  });
});

describe('a history', () => {
  test('with two heads stops the upgrade', async () => {
    const compared = await judged({
      ...SAFE,
      ...revision('c3', 'other', { after: 'a1', up: ['op.execute("SELECT 1")'] }),
    });
    expect(compared.lines).toContain('blocked order/conflict');
    expect(compared.shown).toContain('b2 note');
  });

  test('with a merge has one head again', async () => {
    const compared = await judged({
      ...SAFE,
      ...revision('c3', 'other', { after: 'a1', up: [] }),
      ...revision('d4', 'merge', { after: ['b2', 'c3'], up: [] }),
    });
    expect(compared.outputs).toMatchObject({ verdict: 'safe', pending: '3' });
  });

  test('with named branches and depends_on has a head for each', async () => {
    const compared = await judged({
      ...revision('b2', 'other', {
        after: null,
        up: ['op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True))'],
        down: ['op.drop_table("notes")'],
        head: ['branch_labels = ("notes",)', 'depends_on = ("a1",)'],
      }),
      ...revision('c3', 'orders', { after: 'a1', up: [], head: ['branch_labels = ("shop",)'] }),
    });
    expect(compared.lines).not.toContain('blocked order/conflict');
    expect(compared.outputs['pending']).toBe('2');
  });

  test('without a revision that the running release has says so', async () => {
    const compared = await judged(
      { 'migrations/versions/b2_note.py': undefined, ...revision('c3', 'other', { after: 'a1', up: [] }) } as Files,
      { ...SHOP, ...SAFE },
    );
    expect(general(compared).join()).toContain('order/deleted');
  });
});

describe('env.py', () => {
  test('that connects with asyncpg and minds no offline mode is read all the same', async () => {
    const compared = await judged({ ...SAFE, 'migrations/env.py': ASYNC });
    expect(compared.outputs).toMatchObject({ verdict: 'safe', pending: '1' });
  });

  test('with transaction_per_migration gives each revision its own transaction', async () => {
    const env = ENV.replaceAll(
      'target_metadata=Base.metadata',
      'target_metadata=Base.metadata, transaction_per_migration=True',
    );
    const two: Files = {
      'migrations/env.py': env,
      ...SAFE,
      ...revision('c3', 'index', {
        after: 'b2',
        up: ['op.execute("UPDATE orders SET note = name")'],
      }),
    };
    const held = (compared: Compared): boolean => compared.lines.join().includes('lock/held');
    expect(held(await judged(two))).toBe(false);
  });

  test('with several metadata and schemas gives the tables of all', async () => {
    const env = ENV.replaceAll('target_metadata=Base.metadata', 'target_metadata=[Base.metadata, other]').replace(
      'import Base',
      'import Base, other',
    );
    const compared = await judged({
      'migrations/env.py': env,
      'models.py': `${models()}\n\nfrom sqlalchemy import Column, Integer, MetaData, Table\n\nother = MetaData()\nTable("log", other, Column("id", Integer, primary_key=True), schema="audit")\n`,
      ...revision('b2', 'log', {
        after: 'a1',
        up: [
          'op.execute("CREATE SCHEMA audit")',
          'op.create_table("log", sa.Column("id", sa.Integer(), primary_key=True), schema="audit")',
        ],
        down: ['op.drop_table("log", schema="audit")'],
      }),
    });
    expect(compared.report.graph?.drift).toEqual([]);
  });
});

describe('drift', () => {
  test('is a column that the class has and no revision makes', async () => {
    const compared = await judged(NOTE_MODEL);
    expect(compared.report.graph?.drift).toEqual([
      {
        app: 'alembic',
        text: 'Column orders.note of Order',
        operation: 'op.add_column("orders", sa.Column("note", sa.String(20)))',
        file: null,
        line: null,
      },
    ]);
    expect(general(compared)).toContain('blocked drift/missing-migration');
  });

  test('is told once', async () => {
    const compared = await next(
      ['op.add_column("orders", sa.Column("other", sa.Integer(), nullable=True))'],
      { down: ['op.drop_column("orders", "other")'] },
      NOTE_MODEL,
    );
    expect(compared.report.graph?.drift).toHaveLength(1);
    expect(compared.lines).not.toContain('blocked order/state-disagrees');
  });
});

/** As `alembic init -t async` writes it, without its offline half. */
const ASYNC = `import asyncio

from alembic import context
from sqlalchemy.ext.asyncio import create_async_engine

from models import Base


def do_run(connection):
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()


async def run():
    engine = create_async_engine("postgresql+asyncpg://shop@127.0.0.1:1/shop")
    async with engine.connect() as connection:
        await connection.run_sync(do_run)
    await engine.dispose()


asyncio.run(run())
`;
