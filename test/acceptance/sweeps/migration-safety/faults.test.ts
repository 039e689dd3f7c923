import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { type Checkout, checkoutOfTwo } from '../../migration-safety/scene.ts';
import { BLOCKED, SHOP } from '../../migration-safety/shop.ts';
import { type Own, obeyed } from '../obeyed.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { DATABASE_FAULTS, type DatabaseFault, disturb } from './databases.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
/** Two statements that nobody answers, and the way out. */
const ENDS_WITHIN = 45_000;
/** A scratch database that says nothing may be at work: a statement there has the twenty minutes of the measurement. */
const SILENT = 'falls silent in the middle';
const OWN: Own = {
  title: /^migration-safety: |: (?:release|lock|rollback|unknown|place|rows|data|order)\/[a-z-]+$/s,
  hosts: ['github.com'],
  tables: 8,
};

let postgres: Postgres;
let checkout: Checkout;
beforeAll(async () => {
  [postgres, checkout] = await Promise.all([startPostgres(), checkoutOfTwo(SHOP, BLOCKED)]);
  await postgres.createDatabase('shop');
  await postgres.query(
    'shop',
    `CREATE TABLE orders_order (id bigint PRIMARY KEY, number varchar(40) NOT NULL, quantity integer, note text NOT NULL);
     CREATE TABLE django_migrations (id bigint PRIMARY KEY, app varchar(255), name varchar(255), applied timestamptz);
     INSERT INTO django_migrations VALUES (1, 'orders', '0001_initial', now())`,
  );
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), checkout?.dispose()]);
});

interface Case {
  readonly input: 'database-url' | 'trace-database-url';
  readonly fault: DatabaseFault;
  readonly database: string;
}

/** Where PostgreSQL answers in the end, the judgement is the one without a fault; elsewhere the run says that it could not ask. */
async function disturbed({ input, fault, database }: Case) {
  await postgres.query(
    'postgres',
    `CREATE DATABASE ${database} TEMPLATE ${input === 'database-url' ? 'shop' : 'template0'}`,
  );
  const between = await disturb(postgres.url(database), fault);
  const began = performance.now();
  try {
    const trial = await tryOut({ workspace: checkout.directory, inputs: { [input]: between.url }, timeoutMs: 200_000 });
    const milliseconds = Math.round(performance.now() - began);
    const wrong = [...trial.broken, ...obeyed(trial.run, OWN), ...trial.foldersLeft.map(name => `left ${name}`)];
    const expected = fault === 'answers slowly' ? 'failed/blocked' : 'inconclusive/database-unreadable';
    if (trial.ended !== expected) wrong.push(`ended ${trial.ended}, not ${expected}: ${trial.headline.slice(0, 300)}`);
    if (milliseconds > ENDS_WITHIN) wrong.push(`took ${milliseconds} ms`);
    if (fault !== 'refuses' && between.connections === 0) wrong.push('was never asked');
    // Nothing is left that would hold the next run up.
    const locks = await postgres.query('postgres', `SELECT pid FROM pg_stat_activity WHERE datname = '${database}'`);
    if (locks.length > 0 && fault !== SILENT) wrong.push(`${locks.length} sessions are left`);
    return { name: `${input} ${fault}`, ended: trial.ended, milliseconds, wrong };
  } finally {
    await between.stop();
  }
}

describe('a database that fails while it is asked', () => {
  test('is said to be unreadable, in time, and nothing of it is taken for more than text', async () => {
    const isFull = process.env['SWEEPS'] === 'full';
    const every = (['database-url', 'trace-database-url'] as const)
      .flatMap((input, which) =>
        DATABASE_FAULTS.map((fault, index): Case => ({ input, fault, database: `try_${which}_${index}` })),
      )
      .filter(({ input, fault }) => input === 'database-url' || fault !== SILENT);
    // What nobody answers takes as long as the patience of the action: only now and then.
    const waits = ({ fault }: Case) => fault === 'accepts and says nothing' || fault === SILENT;
    const chosen = isFull ? every : every.filter((each, index) => !waits(each) && index % 3 === 0);
    const began = performance.now();
    const verdicts = await pooled(chosen, 2, disturbed);
    printTable('Fault sweep of migration-safety', [
      ['runs', chosen.length],
      ['ended', inWords(tally(verdicts.map(({ ended }) => ended)))],
      ['longest, ms', Math.max(...verdicts.map(({ milliseconds }) => milliseconds))],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
  });
});
