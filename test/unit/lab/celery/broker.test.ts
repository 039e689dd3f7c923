import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Broker, startBroker } from '../../../../lab/celery/broker.ts';
import { answersPing } from '../../../../lab/celery/redis.ts';
import { findRedis } from '../../../../lab/celery/redis-program.ts';
import { type Scratch, STAND_IN, scratch } from './scratch-path.ts';

const BROKER = new URL('../../../../lab/celery/broker.ts', import.meta.url).href;
const OWN_PATH = process.env['PATH'] ?? '';

let place: Scratch;
let brokers: Broker[];

beforeEach(async () => {
  place = await scratch();
  brokers = [];
});

afterEach(async () => {
  await Promise.all(brokers.map(broker => broker.stop()));
  await place.remove();
});

async function start(name: string, path: string): Promise<Broker> {
  const broker = await startBroker(place.folder(name), path);
  brokers.push(broker);
  return broker;
}

function placeOf(broker: Pick<Broker, 'environment'>): { readonly port: number; readonly password: string } {
  const { port, password } = new URL(broker.environment['REDIS_URL'] ?? '');
  return { port: Number(port), password };
}

describe('without a redis-server', () => {
  test('the broker is a folder that exists, and the notice says why', async () => {
    const broker = await start('queue', place.programs);
    expect(broker.kind).toBe('folder');
    expect(broker.environment).toEqual({ LOCAL_QUEUE_DIRECTORY: place.folder('queue') });
    expect(broker.notice).toBe('No redis-server on the PATH: Celery uses its filesystem broker.');
    expect(await readdir(place.folder('queue'))).toEqual([]);
    await broker.stop();
  });

  test('an empty PATH is one without', async () => {
    expect((await start('queue', '')).kind).toBe('folder');
  });

  test('a file that may not be run, and a folder of that name, are none', async () => {
    await place.program('redis-server', STAND_IN, 0o644);
    await place.program('elsewhere/redis-server/x', STAND_IN);
    expect(await findRedis(`${place.programs}:${join(place.programs, 'elsewhere')}`)).toEqual({
      missing: 'No redis-server on the PATH',
    });
  });

  test('one that cannot say its version is none, and is named', async () => {
    const shim = await place.program('redis-server', 'echo "No version is set for redis-server" >&2; exit 126');
    const broker = await start('queue', place.programs);
    expect([broker.kind, broker.notice]).toEqual([
      'folder',
      `${shim} does not start: Celery uses its filesystem broker.`,
    ]);
  });

  test('one behind a shim is found', async () => {
    await place.program('redis-server', 'exit 126');
    const behind = await place.program('behind/redis-server', STAND_IN);
    expect(await findRedis(`${place.programs}:${join(place.programs, 'behind')}`)).toEqual({ program: behind });
  });
});

test('a redis-server that does not come up ends the start, with what it said', async () => {
  await place.program('redis-server', 'test "$1" = --version && exit; echo "Fatal: no memory for you"; exit 3');
  await expect(start('queue', place.programs)).rejects.toThrow(
    'Redis did not start (ended with code 3):\nFatal: no memory for you',
  );
});

/** The machine's own is tried where there is one; what is true of it must be true of the stand-in. */
const machines = (await findRedis(OWN_PATH)).program === undefined ? ['a stand-in'] : ['a stand-in', 'the real one'];

describe.each(machines)('with a redis-server: %s', machine => {
  let path: string;

  beforeEach(async () => {
    path = OWN_PATH;
    if (machine !== 'a stand-in') return;
    await place.program('redis-server', STAND_IN);
    path = `${place.programs}:${OWN_PATH}`;
  });

  test('Celery runs over Redis, which answers PING to whoever has the password', async () => {
    const broker = await start('queue', path);
    expect([broker.kind, broker.notice, Object.keys(broker.environment)]).toEqual([
      'redis',
      'Celery runs over Redis.',
      ['REDIS_URL'],
    ]);
    expect(broker.environment['REDIS_URL']).toMatch(/^redis:\/\/:[0-9a-f]{36}@127\.0\.0\.1:\d+\/0$/);
    const { port, password } = placeOf(broker);
    expect([await answersPing(port, password), await answersPing(port, 'guessed')]).toEqual([true, false]);
  });

  test('two brokers are two servers, and neither takes the password of the other', async () => {
    const [staging, production] = [placeOf(await start('staging', path)), placeOf(await start('production', path))];
    expect(staging.port).not.toBe(production.port);
    expect(await answersPing(staging.port, production.password)).toBe(false);
  });

  test('the password is in no process list', async () => {
    const { password } = placeOf(await start('queue', path));
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
    expect(stdout).toContain(place.folder('queue'));
    expect(stdout).not.toContain(password);
  });

  test('nothing answers after it was stopped, twice if you like, and nothing was saved', async () => {
    const broker = await start('queue', path);
    const { port, password } = placeOf(broker);
    await broker.stop();
    await broker.stop();
    expect(await answersPing(port, password)).toBe(false);
    expect(await readdir(place.folder('queue'))).toEqual(['redis.conf']);
  });

  test('it ends with us, even by SIGKILL', async () => {
    const script = `const { startBroker } = await import(${JSON.stringify(BROKER)});
      console.log((await startBroker(${JSON.stringify(place.folder('queue'))})).environment['REDIS_URL']);
      await new Promise(() => setInterval(() => {}, 1000));`;
    let gone: ReturnType<typeof placeOf>;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const ended = once(holder, 'exit').then(([code]) => Promise.reject(new Error(`the holder ended with ${code}`)));
      const [said] = (await Promise.race([once(holder.stdout, 'data'), ended])) as [Buffer];
      gone = placeOf({ environment: { REDIS_URL: said.toString().trim() } });
      expect(await answersPing(gone.port, gone.password)).toBe(true);
    } finally {
      holder.kill('SIGKILL');
    }
    for (const deadline = Date.now() + 5_000; Date.now() < deadline; await wait(50)) {
      if (!(await answersPing(gone.port, gone.password))) break;
    }
    expect(await answersPing(gone.port, gone.password)).toBe(false);
  });
});
