/** Answers that no client should have to read, and that one must survive: ready-made for `Alteration.answer`. */
import { setTimeout as wait } from 'node:timers/promises';
import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';
import type { Visit } from './visit.ts';

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

export type HostileAnswer = Answer | ((visit: Visit) => Answer);

/** Every one by its name, for sweeps. */
export const hostileBodies = {
  /** As much as it says. */
  'one-gigabyte': {
    status: 200,
    headers: { ...HTML, 'content-length': String(GIBIBYTE) },
    body: () => repeated(Buffer.alloc(MEBIBYTE, 'a'), GIBIBYTE / MEBIBYTE),
  },
  /** Of unknown length, and for ever. */
  endless: { status: 200, headers: HTML, body: () => repeated(Buffer.alloc(64 * 1024, 'a'), Number.POSITIVE_INFINITY) },
  /** A byte a second: always something, never the end. */
  'slow-drip': { status: 200, headers: HTML, body: gone => dripping('<!doctype html><title>Wait', 1_000, gone) },
  /** The status and the headers, then nothing more, and the connection stays. */
  silence: { status: 200, headers: { ...HTML, 'content-length': '1000' }, body: gone => dripping('', 0, gone) },
  /** A megabyte of gzip that unpacks to a gigabyte. */
  'gzip-bomb': { status: 200, headers: { ...HTML, 'content-encoding': 'gzip' }, body: () => gzipOfZeros(GIBIBYTE) },
  /** Says gzip and is not. */
  'broken-gzip': { status: 200, headers: { ...HTML, 'content-encoding': 'gzip' }, body: 'this was never compressed' },
  /** Real gzip that ends in the middle. */
  'half-gzip': {
    status: 200,
    headers: { ...HTML, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.from('<p>half of a page</p>'.repeat(500))).subarray(0, 60),
  },
  /** An encoding nobody knows. */
  'unknown-encoding': { status: 200, headers: { ...HTML, 'content-encoding': 'x-lab-secret' }, body: 'anything' },
  /** Says UTF-8; has lone continuation bytes, an overlong slash, half a surrogate and NUL. */
  'broken-charset': {
    status: 200,
    headers: HTML,
    body: Buffer.from([0x3c, 0x70, 0x3e, 0x80, 0xbf, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xff, 0xfe, 0x00, 0xf0, 0x9f]),
  },
  /** A charset that does not exist. */
  'unknown-charset': {
    status: 200,
    headers: { 'content-type': 'text/html; charset=klingon-8' },
    body: '<p>nuqneH</p>',
  },
  /** Each leads to another address of the same site. */
  'endless-redirects': (visit: Visit): Answer => {
    const hop = Number(/[?&]hop=(\d+)/.exec(visit.path)?.[1] ?? 0) + 1;
    return { status: 302, headers: { location: `${visit.path.replace(/\?.*$/, '')}?hop=${hop}` } };
  },
  /** To itself, for good. */
  'redirect-to-itself': (visit: Visit): Answer => ({ status: 301, headers: { location: visit.path } }),
  /** A Location that is no address. */
  'redirect-nowhere': { status: 302, headers: { location: 'http://[not-an-address' } },
  /** A redirect out of HTTP altogether. */
  'redirect-to-file': { status: 302, headers: { location: 'file:///etc/passwd' } },
  /** Less than Content-Length says, then the connection breaks. */
  'cut-off': {
    status: 200,
    headers: { ...HTML, 'content-length': '100000' },
    body: async function* () {
      yield '<p>the beginning';
      await wait(50);
      throw new Error('The line was cut.');
    },
  },
  /** More than a recursive parser's stack takes. */
  'deep-json': { status: 200, headers: JSON_TYPE, body: () => ['['.repeat(200_000), ']'.repeat(200_000)] },
  /** Says JSON and is a page. */
  'html-as-json': { status: 200, headers: JSON_TYPE, body: '<!doctype html><title>Sign in</title>' },
  /** Keys that reach for the prototype. */
  'prototype-json': {
    status: 200,
    headers: JSON_TYPE,
    body: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  },
  /** More cookies than a jar should keep of one site. */
  'cookie-flood': {
    status: 200,
    headers: {
      ...HTML,
      'set-cookie': Array.from({ length: 200 }, (_, index) => `c${index}=${'v'.repeat(40)}; Path=/`),
    },
    body: '<p>Take some.</p>',
  },
  /** One header of 100 kB, more than Node's parser takes by default. */
  'huge-header': { status: 200, headers: { ...HTML, 'x-filler': 'f'.repeat(100 * 1024) }, body: '<p>ok</p>' },
  /** Backtracking food for careless regular expressions. */
  'regex-trap': { status: 200, headers: HTML, body: `${'a'.repeat(200_000)}!` },
  /** What a log viewer or the runner would obey if it were printed as it is. */
  'terminal-and-runner-commands': {
    status: 500,
    headers: HTML,
    body: '\u001b[2J\u001b]0;owned\u0007\n::error::not ours\n::set-output name=outcome::passed\n::stop-commands::x\n##[group]x\n',
  },
} as const satisfies Readonly<Record<string, HostileAnswer>>;

export type HostileBody = keyof typeof hostileBodies;

export const HOSTILE_BODIES = Object.keys(hostileBodies) as readonly HostileBody[];

function* repeated(piece: Uint8Array, times: number): Generator<Uint8Array> {
  for (let sent = 0; sent < times; sent += 1) yield piece;
}

/** The letters of `text`, over and over, one every so often; with no text, nothing until the client is gone. */
async function* dripping(text: string, everyMs: number, gone: AbortSignal): AsyncGenerator<string> {
  if (text === '') {
    if (!gone.aborted) await new Promise(resolve => gone.addEventListener('abort', resolve, { once: true }));
    return;
  }
  for (let index = 0; !gone.aborted; index += 1) {
    yield text.charAt(index % text.length);
    await wait(everyMs, undefined, { signal: gone, ref: false }).catch(() => undefined);
  }
}

const PIECE = 16 * MEBIBYTE;

/** One gzip member (RFC 1952), made of the same compressed piece over and over, so that it costs next to nothing. */
function* gzipOfZeros(size: number): Generator<Uint8Array> {
  const zeros = Buffer.alloc(PIECE);
  const piece = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  yield Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  let checksum = 0;
  for (let sent = 0; sent < size; sent += PIECE) {
    yield piece;
    checksum = crc32(zeros, checksum);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield Buffer.concat([deflateRawSync(Buffer.alloc(0)), trailer]);
}
