/** The certificates a site of the lab can show: one that is right, and each way in which one can be wrong. */
import { type Authority, createAuthority, createSelfSigned, type KeyAndCertificate } from './authority.ts';

/**
 * - `good`: 90 days long, 60 left, trusted, right host.
 * - `expired`: ran out yesterday.
 * - `not-yet-valid`: starts tomorrow.
 * - `wrong-host`: trusted and in date, for a name that is not this host.
 * - `short-lived`: 90 days long, 2 left: valid, and about to be a problem.
 * - `self-signed`: vouches for itself.
 * - `untrusted`: issued by an authority that nobody was told to trust.
 */
export const certificateKinds = [
  'good',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'short-lived',
  'self-signed',
  'untrusted',
] as const;

export type CertificateKind = (typeof certificateKinds)[number];

/** The authority that the lab's clients trust, and the one they do not. */
export interface CertificateMint {
  /** PEM of the trusted root. */
  readonly trusted: string;
  /** A new key and certificate of this kind for `hosts`. Dates are relative to now. */
  mint(kind: CertificateKind, hosts: readonly string[]): Promise<KeyAndCertificate>;
}

const dayMs = 24 * 60 * 60 * 1000;

/** First day and last day of each kind, relative to now. */
const validity: Readonly<Record<CertificateKind, readonly [fromDays: number, toDays: number]>> = {
  good: [-30, 60],
  expired: [-91, -1],
  'not-yet-valid': [1, 91],
  'wrong-host': [-30, 60],
  'short-lived': [-88, 2],
  'self-signed': [-30, 60],
  untrusted: [-30, 60],
};

export async function createMint(): Promise<CertificateMint> {
  const [trusted, stranger] = await Promise.all([
    createAuthority('Lab root'),
    createAuthority('Nobody knows this root'),
  ]);
  return {
    trusted: trusted.certificate,
    mint(kind, hosts) {
      const [fromDays, toDays] = validity[kind];
      const request = {
        hosts: kind === 'wrong-host' ? ['somewhere-else.example'] : hosts,
        notBefore: new Date(Date.now() + fromDays * dayMs),
        notAfter: new Date(Date.now() + toDays * dayMs),
      };
      if (kind === 'self-signed') return createSelfSigned(request);
      const authority: Authority = kind === 'untrusted' ? stranger : trusted;
      return authority.issue(request);
    },
  };
}
