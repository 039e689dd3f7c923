import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type PeerCertificate } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CertificateKind,
  type CertificateMint,
  certificateKinds,
  createMint,
} from '../../../../lab/certificates/kinds.ts';

let mint: CertificateMint;
beforeAll(async () => {
  mint = await createMint();
});

/** One real handshake on loopback: what Node's client says of the certificate. */
async function handshake(kind: CertificateKind): Promise<{ code: string; peer?: PeerCertificate }> {
  const server = createServer({ ...keyAndCert(await mint.mint(kind, ['localhost', '127.0.0.1'])) });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise(resolve => {
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: mint.trusted }, () => {
        resolve({ code: 'accepted', peer: socket.getPeerCertificate() });
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message }));
    });
  } finally {
    server.close();
  }
}

function keyAndCert(made: { key: string; certificate: string }) {
  return { key: made.key, cert: made.certificate };
}

describe('what a TLS client makes of each kind', () => {
  const verdicts: readonly [CertificateKind, string][] = [
    ['good', 'accepted'],
    ['short-lived', 'accepted'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ];
  test.each(verdicts)('%s is %s', async (kind, verdict) => {
    expect((await handshake(kind)).code).toBe(verdict);
  });

  test('the table names every kind', () => {
    expect(verdicts.map(([kind]) => kind).sort()).toEqual([...certificateKinds].sort());
  });
});

test('a short-lived certificate was made for 90 days and has less than 2 left', async () => {
  const made = await mint.mint('short-lived', ['localhost']);
  const days = (ms: number) => ms / 86_400_000;
  expect(Math.round(days(made.notAfter.getTime() - made.notBefore.getTime()))).toBe(90);
  expect(days(made.notAfter.getTime() - Date.now())).toBeLessThan(2);
});

test('every certificate has its own key and serial number, and names hosts and addresses as what they are', async () => {
  const [one, two] = await Promise.all([
    mint.mint('good', ['localhost', '127.0.0.1', '::1']),
    mint.mint('good', ['localhost']),
  ]);
  expect(one.key).not.toBe(two.key);
  expect(new X509Certificate(one.certificate).serialNumber).not.toBe(new X509Certificate(two.certificate).serialNumber);
  expect(new X509Certificate(one.certificate).subjectAltName).toBe(
    'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  );
});

test('a set of certificates costs milliseconds', async () => {
  const start = performance.now();
  for (const kind of certificateKinds) await mint.mint(kind, ['localhost']);
  expect(performance.now() - start).toBeLessThan(1000);
});
