import { oneLine } from '../../../core/text.ts';
import { type HandshakeResult, PROXIED, type TlsVersion } from '../../../core/wire.ts';
import { broken, holds, notKnowable } from '../judgements.ts';
import type { HttpsOptions } from '../options.ts';
import { defineCheck } from '../preset.ts';
import { PLAIN_SITE } from './certificate.ts';

const MODERN = ['TLSv1.2', 'TLSv1.3'] as const satisfies readonly TlsVersion[];
const OBSOLETE = ['TLSv1', 'TLSv1.1'] as const satisfies readonly TlsVersion[];

type Shakes = Readonly<Record<TlsVersion, HandshakeResult>>;

export const tlsVersions = defineCheck<HttpsOptions, Shakes | undefined>({
  id: 'https/tls-versions',
  title: 'TLS 1.2 or 1.3 is offered, and nothing older',
  why: 'TLS 1.0 and 1.1 have known weaknesses that somebody between visitor and site can use, and browsers no longer speak them: nobody loses anything.',
  accepts: ['TLS 1.2, TLS 1.3 or both are offered', 'TLS 1.0 and TLS 1.1 are refused'],
  remedy:
    'Traefik refuses TLS 1.0 and 1.1 by itself unless its dynamic configuration says otherwise: set `tls.options.default.minVersion: VersionTLS12` ' +
    'and remove any lower one. With nginx in front: `ssl_protocols TLSv1.2 TLSv1.3;`.',
  source:
    'Mozilla server side TLS 5.7, intermediate; SSL Labs caps the grade at B for TLS 1.0 or 1.1 and at C without 1.2; RFC 8996 forbids both',
  severity: 'failure',
  async collect(site) {
    const shake = async (version: TlsVersion) => [version, await site.handshake(version)] as const;
    const shakes = await Promise.all([...OBSOLETE, ...MODERN].map(shake));
    const [one, oneOne, oneTwo, oneThree] = shakes.map(([, result]) => result);
    if (one === undefined || oneOne === undefined || oneTwo === undefined || oneThree === undefined) return undefined;
    return { TLSv1: one, 'TLSv1.1': oneOne, 'TLSv1.2': oneTwo, 'TLSv1.3': oneThree };
  },
  judge(shakes) {
    if (shakes === undefined) return notKnowable(PLAIN_SITE);
    const newest = shakes['TLSv1.3'];
    if (!newest.ok && newest.failure.code === PROXIED) return notKnowable(newest.failure.message);
    const expected = 'TLS 1.2 or 1.3 offered, TLS 1.0 and 1.1 refused';
    const offered = MODERN.filter(version => shakes[version].ok);
    if (offered.length === 0)
      return broken(expected, `neither TLS 1.2 (${said(shakes['TLSv1.2'])}) nor 1.3 is offered`);

    const accepted = OBSOLETE.filter(version => shakes[version].ok);
    if (accepted.length > 0) return broken(expected, `${accepted.map(spelled).join(' and ')} accepted`);

    const unclear = OBSOLETE.filter(version => !isRefusal(shakes[version]));
    if (unclear.length > 0)
      return notKnowable(
        `whether ${unclear.map(spelled).join(' and ')} would be accepted could not be tried from here: ${unclear
          .map(version => said(shakes[version]))
          .join('; ')}`,
      );
    return holds(`${offered.map(spelled).join(' and ')} offered, older versions refused`);
  },
});

/**
 * Whether it was the server that said no. An OpenSSL that is built or configured without a version fails on its own before a byte is sent
 * (`NO_PROTOCOLS_AVAILABLE`, `NO_CIPHERS_AVAILABLE`, `UNSUPPORTED_PROTOCOL` of a disabled method); only what came back over the wire
 * counts: an alert, or a connection that was closed on the offer while newer versions are welcome there.
 */
function isRefusal(shake: HandshakeResult): boolean {
  if (shake.ok) return false;
  const { code, kind } = shake.failure;
  return shake.refusedVersion || /_ALERT_/.test(code) || kind === 'reset';
}

function said(shake: HandshakeResult): string {
  if (shake.ok) return 'accepted';
  const { code, message } = shake.failure;
  return oneLine(code === '' ? message : code, 120);
}

function spelled(version: TlsVersion): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ');
}
