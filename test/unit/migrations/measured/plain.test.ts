import { expect, test } from '@jest/globals';
import { startPostgres } from '../../../../lab/postgres/server.ts';
import { provisionPython } from '../../../../lab/python/provision.ts';
import { systemProcesses } from '../../../../src/core/process.ts';
import { openPostgres } from '../../../../src/host/postgres.ts';
import type { PendingMigration, Step } from '../../../../src/migrations/facts.ts';
import { measure } from '../../../../src/migrations/measured/ask.ts';

const sql = (text: string): Step => ({ step: 'sql', sql: text, operation: 0, by: 'framework', guessed: false });
const migration = (id: string, steps: readonly Step[]): PendingMigration => ({
  id,
  app: '',
  name: id,
  file: undefined,
  line: 1,
  atomic: true,
  dependencies: [],
  replaces: [],
  distribution: undefined,
  mark: undefined,
  operations: [],
  steps,
  backwards: undefined,
});

test('plain SQL is measured on rows, in its transactions, with a reader beside it, up to the migration that fails', async () => {
  const postgres = await startPostgres();
  try {
    await postgres.createDatabase('scratch');
    const { python } = await provisionPython();
    const { statements, tracer } = await measure(
      {
        framework: 'alembic',
        head: { root: '/tmp', directory: '', commit: undefined },
        python,
        settings: undefined,
        schema: ['CREATE TABLE item (id bigserial PRIMARY KEY, price numeric(5, 2) NOT NULL)'],
        baseNodes: [],
        databaseUrl: undefined,
        databaseSystem: undefined,
        traceUrl: postgres.url('scratch'),
        pending: [
          migration('a1', [
            sql('ALTER TABLE item ADD COLUMN n int'),
            sql('UPDATE item SET n = 4 FROM pg_sleep(0.05)'),
            { step: 'commit', operation: 0 },
            sql('CREATE INDEX CONCURRENTLY item_n ON item (n)'),
          ]),
          migration('a2', [sql('ALTER TABLE item ADD COLUMN m int NOT NULL')]),
          migration('a3', [sql('DROP TABLE item')]),
        ],
      },
      {
        processes: systemProcesses,
        environment: { PATH: process.env['PATH'] },
        signal: new AbortController().signal,
        database: openPostgres,
      },
    );
    expect(statements.map(({ migration: id, step, locks, held, error }) => ({ id, step, locks, held, error }))).toEqual(
      [
        { id: 'a1', step: 0, locks: [{ relation: 'item', mode: 'access-exclusive' }], held: [], error: undefined },
        {
          id: 'a1',
          step: 1,
          locks: [{ relation: 'item', mode: 'row-exclusive' }],
          held: [{ relation: 'item', mode: 'access-exclusive' }],
          error: undefined,
        },
        {
          id: 'a1',
          step: 3,
          locks: [{ relation: 'item', mode: 'share-update-exclusive' }],
          held: [],
          error: undefined,
        },
        { id: 'a2', step: 0, locks: [], held: [], error: 'column "m" of relation "item" contains null values' },
      ],
    );
    expect(statements[1]).toMatchObject({ scanned: ['item'], written: [{ table: 'item', rows: 2000 }] });
    expect(statements[1]?.readerWaited).toBeGreaterThan(30);
    expect(statements[2]?.built).toEqual(['item_n']);
    expect([tracer.notApplied, tracer.left]).toEqual([['a2'], ['a3']]);
  } finally {
    await postgres.stop();
  }
});
