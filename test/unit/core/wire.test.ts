import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateMint, createMint } from '../../../lab/certificates/kinds.ts';
import { messageOf } from '../../../src/core/errors.ts';
import type { Wire, WireAnswer, WireRequest, WireResult } from '../../../src/core/wire.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { type RawServer, rawServer, reply, type Speaking } from '../../support/raw-server.ts';

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

function request(url: URL | string, more: Partial<WireRequest> = {}): WireRequest {
  const never = new AbortController().signal;
  return { method: 'GET', url: new URL(url), headers: {}, timeout: 5_000, signal: never, ...more };
}

function answerOf(result: WireResult): WireAnswer {
  if (!result.ok) throw new Error(`no answer: ${result.failure.kind}, ${result.failure.message}`);
  return result.answer;
}

function failureOf(result: WireResult) {
  if (result.ok) throw new Error(`an answer: ${result.answer.status}`);
  return result.failure;
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

describe('a certificate that is not right', () => {
  const refused = async (kind: Parameters<CertificateMint['mint']>[0], opened: Wire = wire) => {
    const server = await rawServer(socket => socket.end(reply('x')), await mint.mint(kind, ['127.0.0.1']));
    closers.push(() => server.close());
    const failure = failureOf(await opened.exchange(request(server.url, { headers: { Host: '127.0.0.1' } })));
    expect(server.received.join('')).toBe('');
    return failure;
  };

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('(%s) ends the exchange before a byte of the request is sent', async (kind, code) => {
    expect(await refused(kind)).toMatchObject({ kind: 'tls', code, requestSeen: 'no' });
  });

  test('is refused for the host of the address, not for the one that the header names', async () => {
    const identity = await mint.mint('good', ['another.example']);
    const server = await rawServer(socket => socket.end(reply('x')), identity);
    closers.push(() => server.close());
    const asked = request(server.url, { headers: { Host: 'another.example' } });
    expect(failureOf(await wire.exchange(asked)).code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is refused although its authority is only unknown, when no authority was given', async () => {
    const strict = await nodeWire({ authorities: [] }, {});
    closers.push(() => strict.close());
    expect(await refused('good', strict)).toMatchObject({ kind: 'tls' });
  });

  test('is refused also when the environment of the program says that none is verified', async () => {
    const server = await rawServer(socket => socket.end(reply('x')), await mint.mint('self-signed', ['127.0.0.1']));
    closers.push(() => server.close());
    expect(await inAProgram(server.url, [], { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});

test('authorities that are given do not replace the ones that the machine trusts', async () => {
  const server = await rawServer(socket => socket.end(reply('x')), await mint.mint('good', ['127.0.0.1']));
  closers.push(() => server.close());
  const [another, file] = [await createMint(), join(await mkdtemp(join(tmpdir(), 'wire-')), 'authority.pem')];
  await writeFile(file, mint.trusted);
  closers.push(() => rm(dirname(file), { recursive: true }));
  expect(await inAProgram(server.url, [another.trusted], { NODE_EXTRA_CA_CERTS: file })).toBe('200');
  expect(await inAProgram(server.url, [another.trusted], {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

/** What a GET comes to in a program of its own: Node reads these variables once, when it starts. */
async function inAProgram(url: URL, authorities: readonly string[], variables: Readonly<Record<string, string>>) {
  const module = new URL('../../../src/core/wire-node.ts', import.meta.url).href;
  const script = `
    const { nodeWire } = await import(${JSON.stringify(module)});
    const wire = await nodeWire({ authorities: ${JSON.stringify(authorities)} }, {});
    const signal = new AbortController().signal;
    const result = await wire.exchange({ method: 'GET', url: new URL('${url.href}'), headers: {}, timeout: 5000, signal });
    console.log(result.ok ? result.answer.status : result.failure.code);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: '', ...variables },
  });
  let said = '';
  child.stdout.on('data', piece => {
    said += String(piece);
  });
  await new Promise(resolve => child.once('close', resolve));
  return said.trim();
}

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

describe('a proxy of the environment', () => {
  test('is used for the exchange, and makes the handshake unknowable with a reason', async () => {
    const proxy = await raw(socket => socket.end(reply('from the proxy')));
    const proxied = await nodeWire({ authorities: [] }, { HTTP_PROXY: proxy.url.href, HTTPS_PROXY: proxy.url.href });
    closers.push(() => proxied.close());
    const plain = await proxied.exchange(request('http://site.example/a?b=c'));
    expect(answerOf(plain).body).toBe('from the proxy');
    expect(proxy.received[0]).toMatch(/^GET http:\/\/site\.example\/a\?b=c /);
    const signal = new AbortController().signal;
    expect(await proxied.handshake({ host: 'site.example', port: 443, timeout: 1_000, signal })).toMatchObject({
      ok: false,
      refusedVersion: false,
      failure: { kind: 'other', message: expect.stringContaining('HTTPS_PROXY puts a proxy between') },
    });
  });

  test('is passed over for what NO_PROXY names', async () => {
    const server = await raw(socket => socket.end(reply('direct')));
    const environment = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
    const opened = await nodeWire({ authorities: [] }, environment);
    closers.push(() => opened.close());
    expect(answerOf(await opened.exchange(request(server.url))).body).toBe('direct');
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) await new Promise(resolve => setTimeout(resolve, 5));
  if (!holds()) throw new Error(messageOf('it never came to that'));
}
