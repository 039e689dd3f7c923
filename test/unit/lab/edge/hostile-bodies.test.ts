import { once } from 'node:events';
import { request } from 'node:https';
import { PassThrough } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HOSTILE_BODIES, type HostileBody, hostileBodies } from '../../../../lab/edge/hostile-bodies.ts';
import { type Edge, startEdge } from '../../../../lab/edge/index.ts';
import { type Call, client } from './client.ts';

let edge: Edge;
let call: Call;
beforeAll(async () => {
  edge = await startEdge();
  call = client(edge.ca);
});
afterAll(() => edge.stop());

async function hostile(name: HostileBody): Promise<string> {
  const { origin } = await edge.site({ name, alterations: [{ on: { path: /./ }, answer: hostileBodies[name] }] });
  return origin;
}

test.each(HOSTILE_BODIES.filter(name => name !== 'huge-header'))('%s begins, and lets a client go', async name => {
  const answer = await call(await hostile(name), { atMost: 0 });
  expect(answer.status).toBeGreaterThanOrEqual(200);
});

test('a huge header is more than a client takes by default', async () => {
  await expect(call(await hostile('huge-header'))).rejects.toMatchObject({ code: 'HPE_HEADER_OVERFLOW' });
});

test('a gigabyte comes as fast as it is read, and is said to', async () => {
  const answer = await call(await hostile('one-gigabyte'), { atMost: 30_000_000 });
  expect(answer.headers['content-length']).toBe('1073741824');
  expect(answer.bytes.length).toBeGreaterThanOrEqual(30_000_000);
});

test('the drip is one byte at a time, with no end', async () => {
  const started = performance.now();
  expect((await call(await hostile('slow-drip'), { atMost: 2 })).body).toBe('<!');
  expect(performance.now() - started).toBeGreaterThan(900);
});

test('the gzip bomb is small, real and a gigabyte', async () => {
  const { bytes, headers } = await call(await hostile('gzip-bomb'));
  expect(headers['content-encoding']).toBe('gzip');
  expect(bytes.length).toBeLessThan(1_200_000);
  let unpacked = 0;
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 });
  gunzip.on('data', (chunk: Buffer) => {
    unpacked += chunk.length;
  });
  gunzip.end(bytes);
  // Ends without an error only when the checksum and the length at its end are right.
  await once(gunzip, 'end');
  expect(unpacked).toBe(1024 ** 3);
});

test('half of a gzip is the beginning of a real one', async () => {
  const { bytes } = await call(await hostile('half-gzip'));
  expect(() => gunzipSync(bytes)).toThrow('unexpected end of file');
  expect(gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toMatch(/^<p>half of a page/);
});

test('what is cut off breaks in the middle', async () => {
  await expect(call(await hostile('cut-off'))).rejects.toThrow(/aborted|hang up|ECONNRESET/);
});

test('redirects never come to an end', async () => {
  const origin = await hostile('endless-redirects');
  const seen = new Set<string>();
  for (let path = '/login/', hop = 0; hop < 30; hop += 1) {
    path = (await call(`${origin}${path}`)).headers.location ?? 'nowhere';
    seen.add(path);
  }
  expect(seen.size).toBe(30);
});

test('a stream stops being made when its reader goes away', async () => {
  let stopped = false;
  const body = async function* () {
    try {
      for (;;) yield 'x'.repeat(100_000);
    } finally {
      stopped = true;
    }
  };
  const answer = { status: 200, body };
  const { origin } = await edge.site({ name: 'endless', alterations: [{ on: { path: /./ }, answer }] });
  const asked = request(origin, { ca: edge.ca, agent: false });
  asked.on('error', () => undefined);
  asked.end();
  const [response] = await once(asked, 'response');
  response.pipe(new PassThrough()).once('data', () => asked.destroy());
  await once(asked, 'close');
  for (let turn = 0; turn < 50 && !stopped; turn += 1) await new Promise(resolve => setTimeout(resolve, 10));
  expect(stopped).toBe(true);
});
