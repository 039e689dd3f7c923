import type { Socket } from 'node:net';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Wire, WireAnswer, WireRequest, WireResult } from '../../../src/core/wire.ts';
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

const says =
  (...parts: readonly (string | Buffer)[]): Speaking =>
  socket =>
    socket.end(Buffer.concat(parts.map(part => Buffer.from(part as string, 'latin1'))));

const packed = (encoding: string, bytes: Buffer): Speaking => says(reply(bytes, [`Content-Encoding: ${encoding}`]));

/** Writes as fast as the other side reads, until it hangs up. */
function pour(socket: Socket, piece: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

describe('a packed body', () => {
  const text = 'grün '.repeat(500);

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('in %s is unpacked, and its size is that on the wire', async (encoding, bytes) => {
    const unpacked = await answer(packed(encoding, bytes));
    expect(unpacked).toMatchObject({ body: text, bytes: bytes.length, truncated: false, damage: undefined });
  });

  test('whose encodings stand in two headers is unpacked from the last to the first', async () => {
    const twice = reply(gzipSync(brotliCompressSync(text)), ['Content-Encoding: br', 'Content-Encoding: gzip']);
    expect(await answer(says(twice))).toMatchObject({ body: text, damage: undefined });
  });

  test.each([
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['deflate', (bytes: Buffer) => deflateSync(bytes)],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
    ['gzip, gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(gzipSync(bytes)))],
  ])('that is a bomb in %s is cut off after as much as was asked for', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(64 * MIB));
    const before = process.memoryUsage().rss;
    const cut = await answer(packed(encoding, bomb), { maxBytes: MIB });
    expect(cut).toMatchObject({ truncated: true, damage: undefined });
    expect(cut.body).toHaveLength(MIB);
    expect(process.memoryUsage().rss - before).toBeLessThan(48 * MIB);
  });

  test('that would unpack to gigabytes costs no more time than what is kept of it', async () => {
    const member = gzipSync(Buffer.alloc(64 * MIB));
    const bomb = Buffer.concat(Array.from({ length: 60 }, () => member));
    const began = performance.now();
    gunzipSync(member);
    const oneMember = performance.now() - began;
    const started = performance.now();
    expect(await answer(packed('gzip', bomb))).toMatchObject({ truncated: true, damage: undefined });
    expect(performance.now() - started).toBeLessThan(20 * oneMember);
  });

  test('in zstd that asks for more memory than a browser gives is damaged', async () => {
    const params = { [constants.ZSTD_c_windowLog]: 27 };
    const greedy = await answer(packed('zstd', zstdCompressSync(Buffer.alloc(16 * MIB), { params })));
    expect(greedy).toMatchObject({ body: '', damage: expect.stringContaining('memory') });
  });

  test('that unpacks to nothing for ever is cut off by what came', async () => {
    const nothing = gzipSync('');
    const piece = Buffer.concat(Array.from({ length: 1_000 }, () => nothing));
    const cut = await answer(
      socket => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n');
        pour(socket, piece);
      },
      { maxBytes: 200_000 },
    );
    expect(cut).toMatchObject({ body: '', truncated: true, damage: undefined });
    expect(cut.bytes).toBeLessThan(250_000);
    await gone();
  });

  test.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
  ])('in %s that breaks off is damaged, and what was unpacked is kept', async (encoding, bytes) => {
    const half = await answer(packed(encoding, bytes.subarray(0, bytes.length - 4)));
    expect(half.damage).toMatch(new RegExp(`^the ${encoding} stream is broken: `));
    expect(text.startsWith(half.body)).toBe(true);
    expect(half.truncated).toBe(false);
  });

  test('with a wrong checksum is damaged, and its text is kept but for the end', async () => {
    const bytes = gzipSync(text);
    bytes.writeUInt32LE(0, bytes.length - 8);
    const broken = await answer(packed('gzip', bytes));
    expect(broken.damage).toBe('the gzip stream is broken: incorrect data check');
    expect(broken.body.length).toBeGreaterThan(text.length - 300);
  });

  test('that is not packed at all is damaged', async () => {
    expect(await answer(packed('gzip', Buffer.from('<html>')))).toMatchObject({
      damage: 'the gzip stream is broken: incorrect header check',
      body: '',
    });
  });

  test.each(['utf-8', 'none', 'Binary'])('in the encoding %s, which is none, is whole', async encoding => {
    expect(await answer(packed(encoding, Buffer.from('abc')))).toMatchObject({ body: 'abc', damage: undefined });
  });

  test('in an encoding nobody knows, or in too many, is left as it came and damaged', async () => {
    const unknown = await answer(packed('compress', Buffer.from('abc')));
    expect(unknown).toMatchObject({ body: 'abc', damage: expect.stringContaining('"compress" is not known') });
    const many = await answer(packed(Array.from({ length: 500 }, () => 'gzip').join(','), Buffer.from('abc')));
    expect(many).toMatchObject({ body: 'abc', damage: expect.stringContaining('packed 500 times') });
  });
});

describe('a text', () => {
  const typed = (type: string, bytes: Buffer) => says(reply(bytes, [`Content-Type: ${type}`]));

  test.each([
    ['text/html; charset=iso-8859-1', Buffer.from('gr\xfcn', 'latin1'), 'grün'],
    ['text/html;charset="utf-16le"', Buffer.from('grün', 'utf16le'), 'grün'],
    ['text/html', Buffer.from('grün'), 'grün'],
    ['text/html; charset=no-such-thing', Buffer.from('grün'), 'grün'],
    ['text/html; charset=utf-8', Buffer.from([0x61, 0xff, 0xfe, 0x62]), 'a\ufffd\ufffdb'],
    ['application/json', Buffer.from('\ufeff{}'), '{}'],
  ])('of %s is read by its charset', async (type, bytes, text) => {
    expect((await answer(typed(type, bytes))).body).toBe(text);
  });
});

/** Nothing of the exchange is left behind on the servers of this test. */
async function gone(): Promise<void> {
  const closed = () => servers.every(({ open }) => open === 0);
  for (let turn = 0; turn < 200 && !closed(); turn += 1) await new Promise(resolve => setTimeout(resolve, 5));
  expect(closed()).toBe(true);
}
