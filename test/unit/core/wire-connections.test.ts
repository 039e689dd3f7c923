import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
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

describe('a kept connection that the server closed while it lay idle', () => {
  /** Answers the first request of a connection, and resets the connection when the second one arrives. */
  const oncePerConnection = () => {
    const greeted = new WeakSet<Socket>();
    return raw(socket => {
      if (greeted.has(socket)) return void socket.resetAndDestroy();
      greeted.add(socket);
      socket.write(reply('x'));
    });
  };

  test.each(['GET', 'HEAD', 'OPTIONS'])('makes %s go once more over a new one', async method => {
    const server = await oncePerConnection();
    await visit(server.url);
    const second = await visit(server.url, { method });
    expect(second.status).toBe(200);
    expect(server.received).toHaveLength(2);
  });

  test('is not replaced by another one that may be closed as well', async () => {
    const server = await oncePerConnection();
    await Promise.all([visit(server.url), visit(server.url)]);
    expect(server.received).toHaveLength(2);
    expect((await visit(server.url)).status).toBe(200);
    expect(server.received).toHaveLength(3);
  });

  test('is a reset for POST, which may have been processed', async () => {
    const server = await oncePerConnection();
    await visit(server.url);
    const result = await wire.exchange(request(server.url, { method: 'POST', body: 'a=1' }));
    expect(failureOf(result)).toMatchObject({ kind: 'reset', requestSeen: 'unknown' });
    expect(server.received).toHaveLength(1);
  });
});

describe('a kept connection', () => {
  test('that breaks in the middle of an answer is no reason to ask again', async () => {
    const server = await raw((socket, _, turn) => {
      socket.write(turn === 1 ? reply('x') : 'HTTP/1.1 200 OK\r\nContent-Le');
      if (turn > 1) setTimeout(() => socket.resetAndDestroy(), 20);
    });
    await visit(server.url);
    expect(failureOf(await wire.exchange(request(server.url)))).toMatchObject({ kind: 'reset' });
    expect(server.received).toHaveLength(1);
  });

  test('is closed after four idle seconds, before a server would close it', async () => {
    const server = await raw(socket => socket.write(reply('x')));
    await visit(server.url);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(server.open).toBe(1);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    expect(server.open).toBe(0);
  });

  test('is closed with the wire', async () => {
    const opened = await nodeWire({ authorities: [] }, {});
    const server = await raw(socket => socket.write(reply('x')));
    await opened.exchange(request(server.url));
    expect(server.open).toBe(1);
    opened.close();
    await until(() => server.open === 0);
  });
});

test('a fresh connection shakes hands in full, so that the certificate is the one of now', async () => {
  const reused: boolean[] = [];
  const url = await site((incoming, response) => {
    reused.push((incoming.socket as TLSSocket).isSessionReused());
    response.end('x');
  });
  for (let turn = 0; turn < 3; turn += 1) await visit(url, { fresh: true });
  expect(reused).toEqual([false, false, false]);
});
