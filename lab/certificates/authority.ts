/**
 * Throw-away certificates for the lab, made in this process: nothing on the PATH is needed.
 *
 * Keys are ECDSA P-256, so that a whole set costs milliseconds. Nothing here is fit for anything but a test.
 */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a TLS server needs. All PEM. */
export interface KeyAndCertificate {
  /** PKCS#8. */
  readonly key: string;
  readonly certificate: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface LeafRequest {
  /** Names and addresses the certificate is good for. */
  readonly hosts: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A certificate authority that lives as long as the process. */
export interface Authority {
  /** The root, as a client that trusts it needs it (PEM). */
  readonly certificate: string;
  issue(request: LeafRequest): Promise<KeyAndCertificate>;
}

const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' } as const;

const dayMs = 24 * 60 * 60 * 1000;

/** A root that is valid from ten years ago to ten years ahead: it must never be the reason why a leaf is refused. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const now = Date.now();
  const root = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: newSerial(),
      name: `CN=${name}`,
      notBefore: new Date(now - 3650 * dayMs),
      notAfter: new Date(now + 3650 * dayMs),
      keys,
      signingAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return {
    certificate: root.toString('pem'),
    issue: request => sign(request, { issuer: root.subject, signingKey: keys.privateKey, issuerKey: keys.publicKey }),
  };
}

/** A leaf that vouches for itself. */
export function createSelfSigned(request: LeafRequest): Promise<KeyAndCertificate> {
  return sign(request, undefined);
}

interface Signer {
  readonly issuer: string;
  readonly signingKey: webcrypto.CryptoKey;
  readonly issuerKey: webcrypto.CryptoKey;
}

async function sign(request: LeafRequest, signer: Signer | undefined): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const subject = `CN=${request.hosts[0] ?? 'nobody'}`;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      subject,
      issuer: signer?.issuer ?? subject,
      notBefore: request.notBefore,
      notAfter: request.notAfter,
      publicKey: keys.publicKey,
      signingKey: signer?.signingKey ?? keys.privateKey,
      signingAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(request.hosts.map(alternativeName)),
        await x509.AuthorityKeyIdentifierExtension.create(signer?.issuerKey ?? keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return {
    key: await exportKey(keys.privateKey),
    certificate: certificate.toString('pem'),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets. */
function newSerial(): string {
  return `01${randomBytes(15).toString('hex')}`;
}

function alternativeName(host: string): { type: 'ip' | 'dns'; value: string } {
  return { type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host };
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
