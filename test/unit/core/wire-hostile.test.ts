import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { UNENDED, type Wire, type WireAnswer, type WireRequest, type WireResult } from '../../../src/core/wire.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { type RawServer, rawServer, reply, type Speaking } from '../../support/raw-server.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

let wire: Wire;
const servers: RawServer[] = [];

beforeAll(async () => {
  wire = await nodeWire({ authorities: [] }, {});
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()));
});
afterAll(() => wire.close());

async function ask(speak: Speaking, more: Partial<WireRequest> = {}): Promise<WireResult> {
  const server = await rawServer(speak);
  servers.push(server);
  const signal = new AbortController().signal;
  return wire.exchange({ method: 'GET', url: server.url, headers: {}, timeout: 10_000, signal, ...more });
}

async function answer(speak: Speaking, more: Partial<WireRequest> = {}): Promise<WireAnswer> {
  const result = await ask(speak, more);
  if (!result.ok) throw new Error(`no answer: ${result.failure.kind}, ${result.failure.message}`);
  return result.answer;
}

async function failure(speak: Speaking, more: Partial<WireRequest> = {}) {
  const result = await ask(speak, more);
  if (result.ok) throw new Error(`an answer: ${result.answer.status}`);
  return result.failure;
}

const says =
  (...parts: readonly (string | Buffer)[]): Speaking =>
  socket =>
    socket.end(Buffer.concat(parts.map(part => Buffer.from(part as string, 'latin1'))));

/** Writes as fast as the other side reads, until it hangs up. */
function pour(socket: Socket, piece: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

describe('a body without end', () => {
  test('is cut off where the limit says, and the connection is closed', async () => {
    const before = process.memoryUsage().rss;
    const cut = await answer(
      socket => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${1024 * MIB}\r\n\r\n`);
        pour(socket, Buffer.alloc(64 * KIB, 'x'));
      },
      { maxBytes: 100_000 },
    );
    expect(cut).toMatchObject({ status: 200, truncated: true, bytes: 100_000, damage: undefined });
    expect(cut.body).toBe('x'.repeat(100_000));
    await gone();
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * MIB);
  });

  test('in chunks is cut off as well', async () => {
    const cut = await answer(
      socket => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        pour(socket, Buffer.from(`8000\r\n${'y'.repeat(0x8000)}\r\n`));
      },
      { maxBytes: 1_000 },
    );
    expect(cut).toMatchObject({ truncated: true, bytes: 1_000 });
    await gone();
  });

  test('of exactly the limit is not cut off', async () => {
    expect(await answer(says(reply('12345')), { maxBytes: 5 })).toMatchObject({ body: '12345', truncated: false });
    expect(await answer(says(reply('123456')), { maxBytes: 5 })).toMatchObject({ body: '12345', truncated: true });
  });

  test('that drips is a timeout, however often a byte comes', async () => {
    const dripped = await failure(
      socket => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        drip(socket, 'x');
      },
      { timeout: 400 },
    );
    expect(dripped).toMatchObject({ kind: 'timeout', code: UNENDED });
    expect(dripped.message).toMatch(/^the answer did not end within 0\.4 s; \d+ bytes of its body had come$/);
    await gone();
  });
});

describe('headers', () => {
  test('that never end are a timeout', async () => {
    const slow = await failure(
      socket => {
        socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
        drip(socket, 'x');
      },
      { timeout: 400 },
    );
    expect(slow).toMatchObject({ kind: 'timeout', message: 'no answer within 0.4 s' });
    await gone();
  });

  test('of a megabyte are refused', async () => {
    const huge = await failure(says('HTTP/1.1 200 OK\r\nX-Huge: ', 'x'.repeat(MIB), '\r\n\r\n'));
    expect(huge).toMatchObject({ kind: 'other', code: 'HPE_HEADER_OVERFLOW' });
  });

  test('of 60 kB are read', async () => {
    const large = await answer(says(reply('x', [`X-Large: ${'x'.repeat(60_000)}`])));
    expect(large.headers['x-large']?.[0]).toHaveLength(60_000);
  });

  test('of early answers without end are a timeout', async () => {
    const early = await failure(socket => pour(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n')), {
      timeout: 200,
    });
    expect(early).toMatchObject({ kind: 'timeout' });
    await gone();
  });

  test.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['HTTP/0.9', '<html>hello</html>\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    ],
  ])('that are wrong (%s) are no answer', async (_, text) => {
    expect(await failure(says(text))).toMatchObject({ kind: 'other', code: expect.stringMatching(/^HPE_/) });
  });
});

describe('a body that is not what its headers say', () => {
  test.each([
    ['shorter than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['without its last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
    ['with a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nrubbish\r\n'],
  ])('(%s) is an answer with damage', async (_, text) => {
    const half = await answer(says(text));
    expect(half).toMatchObject({ status: 200, body: 'half', truncated: false });
    expect(half.damage).toMatch(/^the connection broke off before the body was complete/);
  });

  test('(reset in the middle) is an answer with damage', async () => {
    const half = await answer(socket => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      setTimeout(() => socket.resetAndDestroy(), 30);
    });
    expect(half).toMatchObject({ status: 200, body: 'half', damage: expect.stringContaining('ECONNRESET') });
  });

  test('(reset in the middle of the headers) is no answer', async () => {
    const none = await failure(socket => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Le');
      setTimeout(() => socket.resetAndDestroy(), 30);
    });
    expect(none).toMatchObject({ kind: 'reset', requestSeen: 'unknown' });
  });

  test('(longer than announced) is an answer with damage', async () => {
    const long = await answer(says(reply('1234'), 'more of it'));
    expect(long).toMatchObject({ status: 200, body: '1234', damage: expect.stringContaining('more bytes came') });
  });

  test('(a second answer that nobody asked for) does not become the next answer', async () => {
    const server = await rawServer((socket, _, turn) =>
      socket.write(turn === 1 ? Buffer.concat([reply('first'), reply('injected')]) : reply('second')),
    );
    servers.push(server);
    const signal = new AbortController().signal;
    const asked = { method: 'GET', url: server.url, headers: {}, timeout: 5_000, signal };
    const [first, second] = [await wire.exchange(asked), await wire.exchange(asked)];
    expect(first).toMatchObject({ answer: { body: 'first' } });
    expect(second).toMatchObject({ answer: { body: 'second' } });
  });

  test('(another protocol) is an answer with damage, and the connection is closed', async () => {
    const switched = await answer(socket => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    });
    expect(switched).toMatchObject({ status: 101, body: '', damage: expect.stringContaining('another protocol') });
    await gone();
  });
});

function drip(socket: Socket, byte: string): void {
  const timer = setInterval(() => socket.write(byte), 10);
  socket.on('close', () => clearInterval(timer));
}

/** Nothing of the exchange is left behind on the servers of this test. */
async function gone(): Promise<void> {
  const closed = () => servers.every(({ open }) => open === 0);
  for (let turn = 0; turn < 200 && !closed(); turn += 1) await new Promise(resolve => setTimeout(resolve, 5));
  expect(closed()).toBe(true);
}
