import { once } from 'node:events';
import { createServer, request as plainRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultName, type Faults, faultNames, faultsThatAct, startFaults } from '../../../../lab/faults/index.ts';

let server: Server;
let faults: Faults;
/** What the real server saw. */
const seen: { method: string; url: string; body: string }[] = [];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method ?? '', url: request.url ?? '', body });
    if (request.url === '/empty') return response.writeHead(204).end();
    return response.writeHead(201, { 'content-type': 'application/json' }).end('{"answer":"of the server"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  faults = await startFaults(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/`));
});
afterEach(() => {
  faults.clear();
  seen.splice(0);
});
afterAll(async () => {
  await faults.stop();
  server.close();
});

type Outcome = { status: number; headers: Record<string, unknown>; body: string } | { error: string };

function call(path: string, method = 'GET', body = ''): Promise<Outcome> {
  return new Promise(resolve => {
    const fail = (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message });
    const request = plainRequest(
      new URL(path, faults.url),
      { method, agent: false, headers: { authorization: 'Bearer secret' } },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('error', error => fail(Object.assign(error, { code: `after ${text}` })));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

test('without a plan a request and its answer pass unchanged, and are recorded', async () => {
  expect(faults.url.endsWith('/api/v1')).toBe(true);
  expect(await call('/deploy?x=1', 'POST', 'body')).toMatchObject({ status: 201, body: '{"answer":"of the server"}' });
  expect(seen).toEqual([{ method: 'POST', url: '/deploy?x=1', body: 'body' }]);
  expect(faults.requests).toMatchObject([
    { index: 0, method: 'POST', path: '/deploy?x=1', fault: undefined, serverStatus: 201, status: 201 },
  ]);
});

describe('what the client sees', () => {
  const outcomes: Record<FaultName, object> = {
    refuse: { error: 'ECONNRESET' },
    'reset-before': { error: 'ECONNRESET' },
    'reset-after': { error: 'ECONNRESET' },
    delay: { status: 201 },
    'delay-answer': { status: 201 },
    truncate: { error: 'after {"answer":"of' },
    '429': { status: 429, headers: { 'retry-after': '7' } },
    '500': { status: 500, body: '{"message":"Server Error"}' },
    '502-html': { status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } },
    '502-after': { status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } },
    '503': { status: 503, body: 'no available server\n' },
    redirect: { status: 302 },
    garbage: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
  };
  test.each(faultNames)('%s, once, and the next request is served again', async fault => {
    faults.plan([{ fault, delayMs: 60, retryAfterSeconds: 7 }]);
    const start = performance.now();
    expect(await call('/x', 'POST', 'act')).toMatchObject(outcomes[fault]);
    const took = performance.now() - start;
    if (fault.startsWith('delay')) expect(took).toBeGreaterThanOrEqual(55);
    expect(seen).toHaveLength(faultsThatAct.has(fault) ? 1 : 0);
    expect(faults.requests.map(request => request.serverStatus)).toEqual([faultsThatAct.has(fault) ? 201 : undefined]);
    expect(await call('/x')).toMatchObject({ status: 201 });
    expect(faults.requests.map(request => request.fault)).toEqual([fault, undefined]);
  });
});

test('an answer without a body is truncated in its head', async () => {
  faults.plan([{ fault: 'truncate' }]);
  expect(await call('/empty')).toHaveProperty('error');
  expect(seen).toHaveLength(1);
});

test('a refused connection is gone before the client could send anything', async () => {
  faults.plan([{ fault: 'refuse', at: 1 }]);
  await call('/first');
  expect(await call('/second')).toEqual({ error: 'ECONNRESET' });
  expect(faults.requests[1]).toMatchObject({ index: 1, method: '', path: '', fault: 'refuse' });
  expect(await call('/third')).toMatchObject({ status: 201 });
});

describe('a rule', () => {
  test('strikes the n-th request and the ones after it, as often as it says', async () => {
    faults.plan([{ at: 1, fault: '500', times: 2 }]);
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push(await call('/x'));
    expect(statuses).toMatchObject([{ status: 201 }, { status: 500 }, { status: 500 }, { status: 201 }]);
  });

  test('counts only the requests it matches', async () => {
    faults.plan([{ match: { method: 'POST', path: /^\/deploy$/ }, at: 1, fault: '503' }]);
    expect(await call('/deploy?a', 'POST')).toMatchObject({ status: 201 });
    expect(await call('/deploy')).toMatchObject({ status: 201 });
    expect(await call('/other', 'POST')).toMatchObject({ status: 201 });
    expect(await call('/deploy?b', 'POST')).toMatchObject({ status: 503 });
  });

  test('of kind refuse that names a path resets after the head was read', async () => {
    faults.plan([{ match: { path: '/only' }, fault: 'refuse' }]);
    expect(await call('/other')).toMatchObject({ status: 201 });
    expect(await call('/only')).toEqual({ error: 'ECONNRESET' });
    expect(faults.requests[1]).toMatchObject({ path: '/only', fault: 'refuse', serverStatus: undefined });
  });
});

test('the host a redirect leads to writes down what it is told', async () => {
  faults.plan([{ fault: 'redirect' }]);
  const outcome = await call('/secret?q=1');
  const location = 'headers' in outcome ? String(outcome.headers['location']) : '';
  expect(new URL(location).origin).toBe(faults.foreignUrl);
  expect(new URL(location).origin).not.toBe(new URL(faults.url).origin);
  expect(faults.foreignRequests).toHaveLength(0);
  await call(location, 'POST', 'leak');
  expect(faults.foreignRequests).toMatchObject([
    { method: 'POST', path: '/secret?q=1', body: 'leak', headers: { authorization: 'Bearer secret' } },
  ]);
});

test('down refuses connections for real, up serves on the same port', async () => {
  await faults.down();
  expect(await call('/x')).toEqual({ error: 'ECONNREFUSED' });
  await faults.up();
  expect(await call('/x')).toMatchObject({ status: 201 });
});

test('a crash can be placed between two requests', async () => {
  const order: string[] = [];
  faults.onRequest = request => order.push(`${request.index} ${request.path} server saw ${seen.length}`);
  await call('/a');
  await call('/b');
  faults.onRequest = undefined;
  expect(order).toEqual(['0 /a server saw 0', '1 /b server saw 1']);
});
