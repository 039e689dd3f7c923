import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateMint, createMint } from '../../../lab/certificates/kinds.ts';
import type { Wire } from '../../../src/core/wire.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { type RawServer, rawServer, reply, type Speaking } from '../../support/raw-server.ts';
import { answerOf, failureOf, request } from '../../support/visiting.ts';

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

  test('tunnels TLS to the site, whose certificate is verified as ever', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createProxy().on('connect', (incoming, near) => {
      asked.push(incoming.url);
      const far = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => {
        near.write('HTTP/1.1 200 Connection established\r\n\r\n');
        far.pipe(near).pipe(far);
      });
      for (const side of [near, far]) side.on('error', () => {});
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const through = await nodeWire(
      { authorities: [mint.trusted] },
      { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` },
    );
    closers.push(() => {
      through.close();
      proxy.close();
      proxy.closeAllConnections();
    });
    const url = await site((_, response) => void response.end('tunnelled'));
    for (const fresh of [false, false, true]) {
      const answer = answerOf(await through.exchange(request(url, { fresh })));
      expect(answer).toMatchObject({ body: 'tunnelled', certificate: { issuer: 'Lab root' } });
    }
    expect(asked).toEqual([`localhost:${url.port}`, `localhost:${url.port}`]);

    const wrong = await rawServer(socket => socket.end(reply('x')), await mint.mint('wrong-host', ['localhost']));
    closers.push(() => wrong.close());
    const refused = failureOf(await through.exchange(request(`https://localhost:${wrong.port}/`)));
    expect(refused).toMatchObject({ kind: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(wrong.received.join('')).toBe('');
  });

  test('that will not open the tunnel is no answer of the site', async () => {
    const proxy = await raw(socket => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'));
    const through = await nodeWire({ authorities: [] }, { HTTPS_PROXY: proxy.url.href });
    closers.push(() => through.close());
    const failure = failureOf(await through.exchange(request('https://site.example/')));
    expect(failure).toMatchObject({ kind: 'other', requestSeen: 'no', message: expect.stringContaining('403') });
  });

  test('is passed over for what NO_PROXY names', async () => {
    const server = await raw(socket => socket.end(reply('direct')));
    const environment = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
    const opened = await nodeWire({ authorities: [] }, environment);
    closers.push(() => opened.close());
    expect(answerOf(await opened.exchange(request(server.url))).body).toBe('direct');
  });
});
