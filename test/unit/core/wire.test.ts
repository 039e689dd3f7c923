import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateMint, createMint } from '../../../lab/certificates/kinds.ts';
import type { Wire, WireAnswer, WireRequest } from '../../../src/core/wire.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { type RawServer, rawServer, reply, type Speaking } from '../../support/raw-server.ts';
import { answerOf, failureOf, request, until } from '../../support/visiting.ts';

let mint: CertificateMint;
let wire: Wire;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  mint = await createMint();
  wire = await nodeWire({ authorities: [mint.trusted] }, {});
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});
afterAll(() => wire.close());

async function site(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  const { key, certificate } = await mint.mint('good', ['localhost', '127.0.0.1']);
  const server: Server = createServer({ key, cert: certificate }, answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`https://localhost:${(server.address() as AddressInfo).port}/`);
}

async function raw(speak: Speaking): Promise<RawServer> {
  const server = await rawServer(speak);
  closers.push(() => server.close());
  return server;
}

async function visit(url: URL | string, more: Partial<WireRequest> = {}): Promise<WireAnswer> {
  return answerOf(await wire.exchange(request(url, more)));
}

describe('an answer', () => {
  test('keeps repeated headers apart, in lower case and in order', async () => {
    const url = await site((_, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end('hello');
    });
    const answer = await visit(url);
    expect(answer).toMatchObject({ status: 200, body: 'hello', bytes: 5, truncated: false, damage: undefined });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['constructor']).toBeUndefined();
  });

  test('brings the certificate, and the time of each phase of a new connection', async () => {
    const url = await site((_, response) => void setTimeout(() => response.end('slow'), 40));
    const { certificate, timings } = await visit(url, { fresh: true });
    expect(certificate).toMatchObject({ subject: 'localhost', issuer: 'Lab root', names: ['localhost', '127.0.0.1'] });
    expect(Number(certificate?.notAfter) - Date.now()).toBeGreaterThan(59 * 86_400_000);
    expect(timings.dns).toBeGreaterThan(0);
    expect(timings.connect).toBeGreaterThan(0);
    expect(timings.tls).toBeGreaterThan(0);
    expect(timings.firstByte).toBeGreaterThanOrEqual(35);
    const { dns = 0, connect = 0, tls = 0, firstByte, transfer, total } = timings;
    expect(dns + connect + tls + firstByte + transfer).toBeLessThanOrEqual(total + 1);
    expect(total).toBeLessThan(2_000);
  });

  test('begins with its first byte and not with the end of its headers', async () => {
    const server = await raw(socket => {
      socket.write('HTTP/1.1 200 OK\r\n');
      setTimeout(() => socket.end('Content-Length: 1\r\n\r\nx'), 400);
    });
    const { timings } = await visit(server.url, { fresh: true });
    expect(timings.firstByte).toBeLessThan(300);
    expect(timings.transfer).toBeGreaterThan(300);
    expect(timings).not.toHaveProperty('dns');
    expect(timings).not.toHaveProperty('tls');
  });

  test('over a kept connection needs no look-up and no handshake, and shows the certificate all the same', async () => {
    let requests = 0;
    const ports = new Set<number | undefined>();
    const url = await site((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      requests += 1;
      response.end('x');
    });
    await visit(url);
    const second = await visit(url);
    expect(second.timings).not.toHaveProperty('dns');
    expect(second.timings).not.toHaveProperty('tls');
    expect(second.certificate?.subject).toBe('localhost');
    await visit(url, { fresh: true });
    expect(requests).toBe(3);
    expect(ports.size).toBe(2);
  });

  test('is asked for with exactly the headers given, and without an encoding', async () => {
    const server = await raw(socket => socket.end(reply('x')));
    await visit(server.url, { headers: { Host: 'another.example', 'X-Odd': 'a' } });
    expect(server.received[0]?.split('\r\n').filter(Boolean).sort()).toEqual([
      'Accept-Encoding: identity',
      'Connection: keep-alive',
      'GET / HTTP/1.1',
      'Host: another.example',
      'X-Odd: a',
    ]);
  });

  test('to a request with a body comes with its length announced, whatever the method', async () => {
    const server = await raw(socket => socket.end(reply('x')));
    await visit(server.url, { method: 'DELETE', body: 'grün', fresh: true });
    await visit(server.url, { method: 'POST', body: new Uint8Array([0x61, 0x62]), fresh: true });
    await visit(server.url, { method: 'POST', fresh: true });
    expect(server.received.map(text => /Content-Length: (\d+)/i.exec(text)?.[1])).toEqual(['5', '2', '0']);
    expect(server.received[1]).toMatch(/\r\n\r\nab$/);
  });

  test('of HEAD, 204 and 304 has no body, even when it announces one', async () => {
    const server = await raw((socket, text) => {
      const status = /^GET \/(\d+)/.exec(text)?.[1] ?? '200';
      socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\n`);
    });
    expect(await visit(server.url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', damage: undefined });
    expect(await visit(new URL('204', server.url))).toMatchObject({ status: 204, body: '', damage: undefined });
    expect(await visit(new URL('304', server.url))).toMatchObject({ status: 304, body: '', damage: undefined });
  });

  test('after several early ones is the last', async () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n';
    const server = await raw(socket => socket.end(Buffer.concat([Buffer.from(early), reply('real')])));
    expect(await visit(server.url)).toMatchObject({ status: 200, body: 'real' });
  });

  test('is not followed when it is a redirect', async () => {
    const server = await raw(socket => socket.end(reply('', ['Location: /elsewhere'], '302 Found')));
    expect(await visit(server.url)).toMatchObject({ status: 302, headers: { location: ['/elsewhere'] } });
    expect(server.received).toHaveLength(1);
  });
});

describe('no answer', () => {
  test('from a closed port is a refusal that nobody saw', async () => {
    const server = await raw(() => {});
    await server.close();
    expect(failureOf(await wire.exchange(request(server.url)))).toMatchObject({
      kind: 'refused',
      code: 'ECONNREFUSED',
      requestSeen: 'no',
    });
  });

  test('from a name that does not exist is a matter of names', async () => {
    // A label is too long for any name server, so that none is asked.
    const result = await wire.exchange(request(`http://${'a'.repeat(64)}.invalid/`));
    expect(failureOf(result)).toMatchObject({ kind: 'dns', requestSeen: 'no' });
  });

  test('from a server that hangs up leaves open whether it saw the request', async () => {
    const server = await raw(socket => socket.destroy());
    expect(failureOf(await wire.exchange(request(server.url)))).toMatchObject({
      kind: 'reset',
      requestSeen: 'unknown',
    });
    expect(server.received).toHaveLength(1);
  });

  test('from a server that is silent ends when the time is over, and the connection with it', async () => {
    const server = await raw(() => {});
    const failure = failureOf(await wire.exchange(request(server.url, { timeout: 400 })));
    expect(failure).toMatchObject({ kind: 'timeout', message: 'no answer within 0.4 s', requestSeen: 'unknown' });
    await until(() => server.open === 0);
  });

  test('is what a header that HTTP cannot write comes to', async () => {
    const result = await wire.exchange(request('http://127.0.0.1:9/', { headers: { 'X-A': 'a\r\nB: c' } }));
    expect(failureOf(result)).toMatchObject({ kind: 'other', requestSeen: 'no', code: 'ERR_INVALID_CHAR' });
  });

  test('is waited for no longer once the run is cancelled', async () => {
    const server = await raw(() => {});
    const cancel = new AbortController();
    const sending = wire.exchange(request(server.url, { signal: cancel.signal }));
    setTimeout(() => cancel.abort(), 30);
    await expect(sending).rejects.toThrow('The run was cancelled.');
    await until(() => server.open === 0);
    await expect(wire.exchange(request(server.url, { signal: cancel.signal }))).rejects.toThrow('cancelled');
    expect(server.received).toHaveLength(1);
  });
});
