import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';

const SERVER = new URL('../../../../lab/postgres/server.ts', import.meta.url).href;

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);

afterAll(async () => {
  await postgres.stop();
});

test('is a real PostgreSQL 18 that sorts the same everywhere', async () => {
  const [row] = await postgres.query('postgres', 'SELECT version() AS version, datlocale FROM pg_database LIMIT 1');
  expect(row).toEqual({ version: expect.stringMatching(/^PostgreSQL 18\./), datlocale: 'C.UTF-8' });
});

test('makes databases that do not see each other', async () => {
  await Promise.all(['staging', 'odd "name"'].map(name => postgres.createDatabase(name)));
  await postgres.query('staging', 'CREATE TABLE only_here (n int)');
  const found = await postgres.query('odd "name"', 'SELECT 1 FROM pg_tables WHERE tablename = $1', ['only_here']);
  expect(found).toEqual([]);
});

test('says so when a database is there already', async () => {
  await postgres.createDatabase('twice');
  await expect(postgres.createDatabase('twice')).rejects.toThrow('database "twice" already exists');
});

test('asks for the password', async () => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgres.url('postgres').replace(/:[0-9a-f]+@/, ':wrong@') });
  await expect(client.connect()).rejects.toThrow('password authentication failed');
});

test('shows its log when it cannot start', async () => {
  await expect(startPostgres({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
    /PostgreSQL did not start \(ended with code 1\):[\s\S]*shared_buffers/,
  );
}, 30_000);

test('leaves the exit code of the process alone, and leaves no folder', async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(SERVER)};
    const server = await startPostgres();
    const [row] = await server.query('postgres', 'SHOW data_directory');
    console.log(row.data_directory);
    await server.stop();
    process.exitCode = 3;
  `;
  const { code, output } = await node(script);
  expect([code, existsSync(output.trim())]).toEqual([3, false]);
}, 30_000);

test('ends, and its folder with it, when the process that started it is killed', async () => {
  const script = `
    import { startPostgres } from ${JSON.stringify(SERVER)};
    const server = await startPostgres();
    const [row] = await server.query('postgres', 'SHOW data_directory');
    console.log(row.data_directory);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [chunk] = (await once(owner.stdout, 'data')) as [Buffer];
  const data = chunk.toString().trim();
  expect(existsSync(`${data}/postmaster.pid`)).toBe(true);
  owner.kill('SIGKILL');
  for (const deadline = Date.now() + 6_000; existsSync(data) && Date.now() < deadline; ) await wait(50);
  expect(existsSync(data)).toBe(false);
}, 30_000);

async function node(script: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
