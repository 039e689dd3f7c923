import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Alteration, type Edge, startEdge } from '../../../../lab/edge/index.ts';
import { type Call, client } from './client.ts';

let edge: Edge;
let call: Call;
let application: Server;
let port: number;
let answered = 0;

beforeAll(async () => {
  edge = await startEdge();
  call = client(edge.ca);
  application = createServer((request, response) => {
    answered += 1;
    const text = JSON.stringify({ path: request.url, headers: request.headers, filler: '-'.repeat(500) });
    const packed = /gzip/.test(request.headers['accept-encoding'] ?? '');
    const body = packed ? gzipSync(text) : Buffer.from(text);
    response.setHeader('Set-Cookie', ['sessionid=s; Secure; HttpOnly', 'csrftoken=c; Secure']);
    response.setHeader('X-Frame-Options', 'DENY');
    response.setHeader('Content-Length', body.length);
    if (packed) response.setHeader('Content-Encoding', 'gzip');
    if (request.url === '/to-https') {
      response.setHeader('Location', `https://${request.headers.host}/here?x=1`);
    }
    response.end(body);
  });
  application.listen(0, '127.0.0.1');
  await once(application, 'listening');
  const address = application.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(async () => {
  await edge.stop();
  application.closeAllConnections();
  application.close();
});

async function site(...alterations: readonly Alteration[]) {
  const opened = await edge.site({ name: 'app', alterations });
  opened.target(port);
  return opened;
}

test('only the requests it is for are altered', async () => {
  const { origin } = await site({ on: { method: 'post', path: /^\/login\// }, status: 500 });
  expect((await call(`${origin}/login/`, { method: 'POST' })).status).toBe(500);
  expect((await call(`${origin}/login/`)).status).toBe(200);
  expect((await call(`${origin}/a/login/`, { method: 'POST' })).status).toBe(200);
});

test('headers of the answer are replaced and removed, in any case', async () => {
  const { origin } = await site({ on: { path: /./ }, headers: { 'X-FRAME-options': null, Server: 'Lab/1.0' } });
  const { headers } = await call(origin);
  expect(headers).not.toHaveProperty('x-frame-options');
  expect(headers['server']).toBe('Lab/1.0');
});

test('headers of the request are changed after the edge has set its own', async () => {
  const changes = { 'x-forwarded-proto': null, 'X-Forwarded-Host': 'internal' };
  const { origin } = await site({ on: { path: /./ }, request: { headers: changes } });
  const seen = JSON.parse((await call(origin)).body).headers;
  expect(seen).not.toHaveProperty('x-forwarded-proto');
  expect(seen['x-forwarded-host']).toBe('internal');
});

test('each line of Set-Cookie is changed by itself', async () => {
  const { origin } = await site(
    { on: { path: /./ }, cookies: line => line.replace('; Secure', '') },
    { on: { path: /^\/none/ }, cookies: () => null },
    { on: { path: /^\/one/ }, cookies: line => (line.startsWith('csrf') ? null : line) },
  );
  expect((await call(origin)).headers['set-cookie']).toEqual(['sessionid=s; HttpOnly', 'csrftoken=c']);
  expect((await call(`${origin}/one`)).headers['set-cookie']).toEqual(['sessionid=s; HttpOnly']);
  expect((await call(`${origin}/none`)).headers).not.toHaveProperty('set-cookie');
});

test('a body is changed as text although the client takes gzip, and its length is told anew', async () => {
  const { origin } = await site({ on: { path: /^\/page/ }, body: text => text.replace(/-{500}/, 'körzer') });
  const headers = { 'accept-encoding': 'gzip' };
  const changed = await call(`${origin}/page`, { headers });
  expect(changed.headers).not.toHaveProperty('content-encoding');
  expect(changed.headers['content-length']).toBe(String(changed.bytes.length));
  expect(JSON.parse(changed.body).filler).toBe('körzer');
  expect((await call(`${origin}/other`, { headers })).headers['content-encoding']).toBe('gzip');
  expect((await call(`${origin}/page`, { method: 'HEAD' })).bytes).toHaveLength(0);
});

test('an answer of the edge never reaches the application', async () => {
  const { origin } = await site({
    on: { path: /^\/old/ },
    answer: visit => ({ status: 302, headers: { Location: `${visit.path}/again` } }),
  });
  const before = answered;
  expect(await call(`${origin}/old`)).toMatchObject({ status: 302, headers: { location: '/old/again' } });
  expect(answered).toBe(before);
});

test('nth counts the requests that match, from one', async () => {
  const { origin } = await site(
    { on: { path: /^\/a/ }, nth: 2, status: 500 },
    { on: { path: /^\/b/ }, nth: count => count <= 2, answer: { status: 503 } },
  );
  const statuses = async (path: string) => {
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) seen.push((await call(`${origin}${path}`)).status);
    return seen;
  };
  expect(await statuses('/a')).toEqual([200, 500, 200, 200]);
  expect(await statuses('/b')).toEqual([503, 503, 200, 200]);
});

test('changes add up in the order they were given', async () => {
  const { origin } = await site(
    { on: { path: /./ }, status: 500, headers: { 'x-a': '1', 'x-b': '1' }, body: () => 'one' },
    { on: { path: /./ }, status: 418, headers: { 'x-b': '2' }, body: text => `${text} two` },
  );
  expect(await call(origin)).toMatchObject({ status: 418, headers: { 'x-a': '1', 'x-b': '2' }, body: 'one two' });
});

test('plain HTTP is altered apart from HTTPS, the redirect of the edge included', async () => {
  const { origin, httpOrigin } = await site({
    on: { path: /./ },
    only: 'http',
    headers: { Location: 'https://evil.example/' },
  });
  expect((await call(httpOrigin)).headers.location).toBe('https://evil.example/');
  expect((await call(origin)).headers).not.toHaveProperty('location');
});

test('a request waits as long as it is told to', async () => {
  const { origin } = await site({ on: { path: /./ }, delayMs: 120 });
  const started = performance.now();
  await call(origin);
  expect(performance.now() - started).toBeGreaterThan(115);
});

test('an alteration holds without an application too', async () => {
  const opened = await edge.site({ name: 'app', alterations: [{ on: { path: /./ }, status: 404 }] });
  expect((await call(opened.origin)).status).toBe(404);
});

test('every request is remembered as it arrived', async () => {
  const { origin, httpOrigin, visits } = await site({ on: { path: /^\/gone/ }, status: 410 });
  await call(`${origin}/gone?x=1`, { method: 'DELETE', headers: { 'X-Forwarded-Proto': 'http' } });
  await call(`${httpOrigin}/`);
  expect(visits).toMatchObject([
    { scheme: 'https', method: 'DELETE', path: '/gone?x=1', headers: { 'x-forwarded-proto': 'http' }, status: 410 },
    { scheme: 'http', method: 'GET', path: '/', status: 301 },
  ]);
});

test("an application's own way to https leads to the port of https", async () => {
  const opened = await edge.site({ name: 'app', httpRedirect: 'none' });
  opened.target(port);
  expect((await call(`${opened.httpOrigin}/to-https`)).headers.location).toBe(`${opened.origin}/here?x=1`);
});
