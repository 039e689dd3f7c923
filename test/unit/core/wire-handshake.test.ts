import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateKind, type CertificateMint, createMint } from '../../../lab/certificates/kinds.ts';
import type { HandshakeRequest, HandshakeResult, TlsVersion, Wire } from '../../../src/core/wire.ts';
import { alternativeNames } from '../../../src/core/wire-certificate.ts';
import { nodeWire } from '../../../src/core/wire-node.ts';
import { type RawServer, rawServer } from '../../support/raw-server.ts';

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

async function site(
  kind: CertificateKind,
  tls: TlsOptions = {},
  hosts = ['127.0.0.1', 'localhost'],
): Promise<RawServer> {
  const server = await rawServer(() => {}, await mint.mint(kind, hosts), tls);
  closers.push(() => server.close());
  return server;
}

/** A server that is no TLS server. */
async function silent(greet: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
    greet(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

function shake(port: number, more: Partial<HandshakeRequest> = {}): Promise<HandshakeResult> {
  const signal = new AbortController().signal;
  return wire.handshake({ host: '127.0.0.1', port, timeout: 5_000, signal, ...more });
}

describe('a handshake', () => {
  test('with a good certificate says so, and nothing is sent over it', async () => {
    const server = await site('good');
    const shaken = await shake(server.port);
    expect(shaken).toMatchObject({ ok: true, version: 'TLSv1.3', distrust: undefined, otherHost: undefined });
    expect(shaken).toMatchObject({ certificate: { issuer: 'Lab root', names: ['127.0.0.1', 'localhost'] } });
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(server.received.join('')).toBe('');
    expect(server.open).toBe(0);
  });

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('with a certificate that is %s goes on and says why it is not trusted', async (kind, code) => {
    const shaken = await shake((await site(kind)).port);
    expect(shaken).toMatchObject({ ok: true, distrust: code, otherHost: undefined });
    expect(shaken).toMatchObject({ certificate: { subject: '127.0.0.1', notAfter: expect.any(Number) } });
  });

  test('with a certificate for somebody else says for whom, and that the chain is fine', async () => {
    const shaken = await shake((await site('wrong-host')).port, { host: 'localhost' });
    expect(shaken).toMatchObject({ ok: true, distrust: undefined, certificate: { names: ['somewhere-else.example'] } });
    expect(shaken).toMatchObject({ otherHost: expect.stringContaining('somewhere-else.example') });
  });

  test('keeps the two apart when both are wrong', async () => {
    const shaken = await shake((await site('expired', {}, ['other.example'])).port);
    expect(shaken).toMatchObject({ distrust: 'CERT_HAS_EXPIRED', otherHost: expect.stringContaining('127.0.0.1') });
  });

  test('compares with the address when the host is one, and accepts brackets around it', async () => {
    const shaken = await shake((await site('good', {}, ['example.org'])).port, { host: '127.0.0.1' });
    expect(shaken).toMatchObject({ ok: true, otherHost: expect.stringContaining('127.0.0.1') });
    const refused = await shake(9, { host: '[::1]' });
    expect(refused).toMatchObject({ ok: false, failure: { kind: expect.stringMatching(/^(refused|other)$/) } });
  });
});

describe('offering one version', () => {
  const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.3', ciphers: 'DEFAULT@SECLEVEL=0' };

  test.each<TlsVersion>(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'])(
    '%s is spoken with a server that speaks it',
    async only => {
      expect(await shake((await site('good', old)).port, { only })).toMatchObject({ ok: true, version: only });
    },
  );

  test.each<TlsVersion>(['TLSv1', 'TLSv1.1'])('%s is refused by a modern server', async only => {
    expect(await shake((await site('good', { minVersion: 'TLSv1.2' })).port, { only })).toMatchObject({
      ok: false,
      refusedVersion: true,
      failure: { kind: 'tls', code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', requestSeen: 'no' },
    });
  });

  test('TLSv1.3 is refused by a server that stopped at 1.2, and TLSv1.2 by one that begins at 1.3', async () => {
    const stopped = await site('good', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    expect(await shake(stopped.port, { only: 'TLSv1.3' })).toMatchObject({ ok: false, refusedVersion: true });
    const begins = await site('good', { minVersion: 'TLSv1.3' });
    expect(await shake(begins.port, { only: 'TLSv1.2' })).toMatchObject({ ok: false, refusedVersion: true });
  });

  test('is refused by an alert about ciphers as well, which without a single version would say nothing about it', async () => {
    // A cipher that needs an RSA key, which this server has not.
    const server = await site('good', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256' });
    expect(await shake(server.port, { only: 'TLSv1.2' })).toMatchObject({ ok: false, refusedVersion: true });
    expect(await shake(server.port)).toMatchObject({ ok: false, refusedVersion: false, failure: { kind: 'tls' } });
  });

  test('is not refused by what does not even speak TLS', async () => {
    const plain = await silent(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    for (const only of ['TLSv1', 'TLSv1.3'] as const) {
      expect(await shake(plain, { only })).toMatchObject({
        ok: false,
        refusedVersion: false,
        failure: { kind: 'tls' },
      });
    }
  });

  test('is not refused by a connection that is cut, by a closed port or by silence', async () => {
    const cut = await silent(socket => void socket.once('data', () => socket.destroy()));
    expect(await shake(cut, { only: 'TLSv1' })).toMatchObject({
      ok: false,
      refusedVersion: false,
      failure: { kind: 'reset', requestSeen: 'no' },
    });
    expect(await shake(9, { only: 'TLSv1' })).toMatchObject({ refusedVersion: false, failure: { kind: 'refused' } });
    const waiting = await silent(() => {});
    expect(await shake(waiting, { only: 'TLSv1', timeout: 400 })).toMatchObject({
      refusedVersion: false,
      failure: { kind: 'timeout', message: 'no handshake within 0.4 s' },
    });
  });
});

test('a cancel ends a handshake', async () => {
  const cancel = new AbortController();
  const waiting = shake(await silent(() => {}), { signal: cancel.signal });
  setTimeout(() => cancel.abort(), 30);
  await expect(waiting).rejects.toThrow('The run was cancelled.');
  await expect(shake(9, { signal: cancel.signal })).rejects.toThrow('cancelled');
});

test('names are split where a name ends, and not where a name says so', () => {
  expect(alternativeNames('')).toEqual([]);
  expect(alternativeNames('DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1')).toEqual([
    'a.example',
    '*.b.example',
    '10.0.0.1',
    '0:0:0:0:0:0:0:1',
  ]);
  expect(alternativeNames('DNS:"evil.example, DNS:good.example", DNS:a.example')).toEqual([
    'evil.example, DNS:good.example',
    'a.example',
  ]);
  expect(alternativeNames('URI:"x, DNS:good.example", DirName:"CN=a, O=b", email:a@b.example, DNS:a.example')).toEqual([
    'a.example',
  ]);
});
