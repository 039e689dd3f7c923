import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as plainRequest, type ServerResponse } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Edge, startEdge } from '../../../../lab/edge/index.ts';

let edge: Edge;
const cleanups: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  edge = await startEdge();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(() => edge.stop());

async function application(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function call(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {}, ca: edge.ca, agent: false },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

const echoHeaders = (request: IncomingMessage, response: ServerResponse) => {
  response.end(JSON.stringify({ ...request.headers, peer: request.socket.remoteAddress }));
};

describe('an application behind the edge', () => {
  test('is told the scheme, host, port and address the client used', async () => {
    const site = await edge.site({ name: 'app' });
    site.target(await application(echoHeaders));
    const seen = JSON.parse((await call(`${site.origin}/`)).body);
    expect(seen).toMatchObject({
      host: new URL(site.origin).host,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': new URL(site.origin).host,
      'x-forwarded-port': new URL(site.origin).port,
      'x-forwarded-for': '127.0.0.1',
      'x-real-ip': '127.0.0.1',
    });
  });

  test('is called from an address that is not 127.0.0.1, where the platform has one', async () => {
    const site = await edge.site({ name: 'app' });
    site.target(await application(echoHeaders));
    expect(JSON.parse((await call(site.origin)).body).peer).toBe(edge.sourceAddress);
    if (process.platform === 'linux') expect(edge.sourceAddress).toBe('127.0.0.2');
  });

  const spoofed = { 'X-Forwarded-Proto': 'http', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-For': '10.9.8.7' };

  test('never sees what a client says of itself', async () => {
    const site = await edge.site({ name: 'app' });
    site.target(await application(echoHeaders));
    const { body } = await call(site.origin, { headers: spoofed });
    expect(JSON.parse(body)['x-forwarded-proto']).toBe('https');
    expect(body).not.toMatch(/evil|10\.9\.8\.7/);
  });

  test('sees it behind an edge that trusts clients', async () => {
    const site = await edge.site({ name: 'app', trustForwarded: true });
    site.target(await application(echoHeaders));
    expect(JSON.parse((await call(site.origin, { headers: spoofed })).body)).toMatchObject({
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-for': '10.9.8.7, 127.0.0.1',
    });
  });

  test('gets a body of unknown length and answers with several cookies', async () => {
    const site = await edge.site({ name: 'app', headers: { 'X-Robots-Tag': 'noindex' } });
    site.target(
      await application((request, response) => {
        response.setHeader('Set-Cookie', ['a=1', 'b=2']);
        request.pipe(response);
      }),
    );
    const answer = await call(site.origin, {
      method: 'POST',
      headers: { 'Transfer-Encoding': 'chunked' },
      body: 'x'.repeat(300_000),
    });
    expect(answer.body).toHaveLength(300_000);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['x-robots-tag']).toBe('noindex');
  });
});

describe('a swap', () => {
  test('lets a request that is under way finish and sends the next one to the new release', async () => {
    const site = await edge.site({ name: 'app' });
    let finishOld = () => {};
    let arrive = () => {};
    const arrived = new Promise<void>(resolve => {
      arrive = resolve;
    });
    site.target(
      await application((_request, response) => {
        response.write('old ');
        finishOld = () => response.end('release');
        arrive();
      }),
    );
    const slow = call(site.origin);
    await arrived;
    site.target(await application((_request, response) => response.end('new release')));
    expect((await call(site.origin)).body).toBe('new release');
    finishOld();
    expect((await slow).body).toBe('old release');
  });
});

describe('without a working application', () => {
  test('a site answers 503 as Traefik does', async () => {
    const site = await edge.site({ name: 'app' });
    expect(await call(site.origin)).toMatchObject({ status: 503, body: 'no available server\n' });
  });

  test('a port where nobody listens is 502', async () => {
    const site = await edge.site({ name: 'app' });
    const port = await application(() => {});
    for (const cleanup of cleanups.splice(0)) await cleanup();
    site.target(port);
    expect(await call(site.origin)).toMatchObject({ status: 502, body: 'Bad Gateway' });
  });

  const lengths: readonly [string, Record<string, string>][] = [
    ['of known length', { 'content-length': '100' }],
    ['of unknown length', {}],
  ];
  test.each(lengths)('half of an answer %s is not taken for the whole', async (_name, headers) => {
    const site = await edge.site({ name: 'app' });
    site.target(
      await application((request, response) => {
        response.writeHead(200, headers);
        response.write('half', () => request.socket.destroy());
      }),
    );
    await expect(call(site.origin)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });
});

test('an application is told when the client went away', async () => {
  const site = await edge.site({ name: 'app' });
  let receive = (_response: ServerResponse) => {};
  const received = new Promise<ServerResponse>(resolve => {
    receive = resolve;
  });
  site.target(await application((_request, response) => receive(response)));
  const client = tlsRequest(site.origin, { ca: edge.ca, agent: false });
  client.on('error', () => {});
  client.end();
  const response = await received;
  client.destroy();
  await once(response, 'close');
  expect(response.writableFinished).toBe(false);
});

describe('plain HTTP', () => {
  const cases = [
    { httpRedirect: true, method: 'GET', status: 301 },
    { httpRedirect: true, method: 'POST', status: 308 },
    { httpRedirect: '302', method: 'GET', status: 302 },
    { httpRedirect: '302', method: 'POST', status: 307 },
  ] as const;
  test.each(cases)(
    'redirects $method with $status (httpRedirect $httpRedirect)',
    async ({ status, method, ...rest }) => {
      const site = await edge.site({ name: 'app', ...rest });
      const answer = await call(`${site.httpOrigin}/a?b=c`, { method });
      expect(answer).toMatchObject({ status, headers: { location: `${site.origin}/a?b=c` } });
    },
  );

  test('reaches the application as http where there is no redirect', async () => {
    const site = await edge.site({ name: 'app', httpRedirect: 'none' });
    site.target(await application(echoHeaders));
    expect(JSON.parse((await call(site.httpOrigin)).body)['x-forwarded-proto']).toBe('http');
  });
});

describe('certificates and protocols', () => {
  test('a site shows the certificate it was asked for', async () => {
    const site = await edge.site({ name: 'app', certificate: 'wrong-host' });
    await expect(call(site.origin)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  const oldClient = (origin: string) =>
    new Promise<string>(resolve => {
      const socket = connect(
        {
          port: Number(new URL(origin).port),
          host: 'localhost',
          ca: edge.ca,
          minVersion: 'TLSv1.1',
          maxVersion: 'TLSv1.1',
          ciphers: 'DEFAULT@SECLEVEL=0',
        },
        () => {
          resolve(socket.getProtocol() ?? '');
          socket.destroy();
        },
      );
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  test('TLS 1.1 is refused by default, and offered by a site that asks for it', async () => {
    const modern = await edge.site({ name: 'modern' });
    const old = await edge.site({ name: 'old', minTls: 'TLSv1' });
    expect(await oldClient(modern.origin)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    expect(await oldClient(old.origin)).toBe('TLSv1.1');
  });
});

test('stop closes every port and removes the file of the root', async () => {
  const second = await startEdge();
  const site = await second.site({ name: 'app' });
  expect(readFileSync(second.caFile, 'utf8')).toBe(second.ca);
  await second.stop();
  expect(existsSync(second.caFile)).toBe(false);
  await expect(call(site.httpOrigin)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
