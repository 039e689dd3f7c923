import { describe, expect, test } from '@jest/globals';
import type { Certificate, HandshakeResult, TlsVersion } from '../../../../../src/core/wire.ts';
import { checkOf, judgementOf, verdictOf } from '../../../../support/preset-verdicts.ts';
import {
  certificate,
  DAY,
  modernHandshake,
  NOW,
  refusedHandshake,
  shaken,
  silence,
} from '../../../../support/scripted-site.ts';

const PLAIN = { base: 'http://obcms.example/' };

function shaking(shake: HandshakeResult) {
  return { handshake: () => shake };
}

function dated(from: number, to: number): Partial<Certificate> {
  return { notBefore: NOW + from * DAY, notAfter: NOW + to * DAY };
}

describe('whether the certificate is trusted', () => {
  test.each<readonly [string, HandshakeResult, string]>([
    ['a complete chain', shaken(), "holds: signed by R11, Let's Encrypt"],
    [
      'a chain that nobody knows',
      shaken({ distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      "broken: UNABLE_TO_VERIFY_LEAF_SIGNATURE: a certificate for obcms.example, signed by R11, Let's Encrypt",
    ],
    [
      'its own signature',
      shaken({ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', certificate: certificate({ issuer: 'obcms.example' }) }),
      'broken: DEPTH_ZERO_SELF_SIGNED_CERT: a certificate for obcms.example, signed by obcms.example',
    ],
    [
      'a time that is over, which hides the rest',
      shaken({ distrust: 'CERT_HAS_EXPIRED', certificate: certificate(dated(-90, -1)) }),
      'not-knowable: CERT_HAS_EXPIRED hides whether the chain is trusted; see https/certificate-time',
    ],
    [
      'an intermediate whose time is over',
      shaken({ distrust: 'CERT_HAS_EXPIRED' }),
      "broken: CERT_HAS_EXPIRED: a certificate for obcms.example, signed by R11, Let's Encrypt",
    ],
    [
      'no TLS at all',
      { ok: false, refusedVersion: false, failure: silence('refused', 'ECONNREFUSED') },
      'broken: none: scripted refused',
    ],
  ])('with %s', async (_, shake, verdict) => {
    expect(await verdictOf('https/certificate-trusted', shaking(shake))).toBe(verdict);
  });

  test('names the cause when Traefik shows its own certificate', async () => {
    const shake = shaken({
      distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      otherHost: 'no',
      certificate: certificate({ subject: 'TRAEFIK DEFAULT CERT', names: ['x.traefik.default'] }),
    });
    for (const id of ['https/certificate-trusted', 'https/certificate-host']) {
      const judgement = await judgementOf(id, shaking(shake));
      expect(judgement).toMatchObject({ verdict: 'broken', remedy: expect.stringContaining('Traefik shows its own') });
    }
  });

  test('and a private authority is pointed to ca-file', async () => {
    const judgement = await judgementOf(
      'https/certificate-trusted',
      shaking(shaken({ distrust: 'SELF_SIGNED_CERT_IN_CHAIN' })),
    );
    expect(judgement).toMatchObject({ remedy: expect.stringContaining('ca-file') });
  });
});

test.each<readonly [string, HandshakeResult, string]>([
  ['for this host', shaken(), 'holds: for obcms.example'],
  [
    'for another one',
    shaken({
      otherHost: "Host: obcms.example is not in the cert's altnames",
      certificate: certificate({ names: ['www.obcms.example'] }),
    }),
    'broken: one for www.obcms.example',
  ],
  [
    'without a name',
    shaken({ otherHost: 'none', certificate: certificate({ names: [] }) }),
    'broken: one for no name at all',
  ],
])('a certificate %s', async (_, shake, verdict) => {
  expect(await verdictOf('https/certificate-host', shaking(shake))).toBe(verdict);
});

describe('the time of the certificate', () => {
  test.each<readonly [from: number, to: number, string]>([
    [-10, 80, 'holds: 80 days left of 90 days, until 2027-02-08'],
    // Not yet, by a day.
    [1, 91, 'broken: valid only from 2026-11-21 on'],
    [-91, -1, 'broken: expired 24 h ago, on 2026-11-19'],
    [-90, 0, 'broken: expired 0 h ago, on 2026-11-20'],
    // 90 days: a warning below 29.7, a failure below 7.
    [-60, 30, 'holds: 30 days left of 90 days, until 2026-12-20'],
    [-61, 29, 'doubtful: 29 days left of 90 days, until 2026-12-19'],
    [-83, 7, 'doubtful: 7 days left of 90 days, until 2026-11-27'],
    [-84, 6, 'broken: 6 days left of 90 days, until 2026-11-26'],
    // 45 days, as Let’s Encrypt will have: never red for being short.
    [-15, 30, 'holds: 30 days left of 45 days, until 2026-12-20'],
    // Six days: 20 % are 28.8 hours, 33 % are two days.
    [-3, 3, 'holds: 3 days left of 6 days, until 2026-11-23'],
    [-4.2, 1.8, 'doubtful: 43 h left of 6 days, until 2026-11-22'],
    [-5, 1, 'broken: 24 h left of 6 days, until 2026-11-21'],
    [80, -10, 'broken: valid only from 2027-02-08 on'],
  ])('from day %d to day %d', async (from, to, verdict) => {
    const shake = shaken({ certificate: certificate(dated(from, to)) });
    expect(await verdictOf('https/certificate-time', shaking(shake))).toBe(verdict);
  });
});

test('a site over plain HTTP has no certificate to judge, and that never passes', async () => {
  for (const id of ['certificate-trusted', 'certificate-host', 'certificate-time', 'tls-versions']) {
    expect(await verdictOf(`https/${id}`, PLAIN)).toMatch(/^not-knowable: the site is asked over plain HTTP/);
  }
});

test('no handshake fails each of the certificate checks', async () => {
  const none: HandshakeResult = { ok: false, refusedVersion: false, failure: silence('timeout') };
  for (const id of ['certificate-trusted', 'certificate-host', 'certificate-time']) {
    expect(await verdictOf(`https/${id}`, shaking(none))).toBe('broken: none: scripted timeout');
  }
});

describe('the TLS versions', () => {
  type Speaking = Partial<Record<TlsVersion, HandshakeResult>>;
  const unable: HandshakeResult = {
    ok: false,
    refusedVersion: false,
    failure: silence('tls', 'ERR_SSL_NO_PROTOCOLS_AVAILABLE'),
  };
  const failing = (kind: 'timeout' | 'reset', code = ''): HandshakeResult => ({
    ok: false,
    refusedVersion: false,
    failure: silence(kind, code),
  });

  test.each<readonly [string, Speaking, string]>([
    ['1.2 and 1.3', {}, 'holds: TLS 1.2 and TLS 1.3 offered, older versions refused'],
    ['1.3 alone', { 'TLSv1.2': refusedHandshake() }, 'holds: TLS 1.3 offered, older versions refused'],
    ['1.2 alone', { 'TLSv1.3': refusedHandshake() }, 'holds: TLS 1.2 offered, older versions refused'],
    ['1.1 as well', { 'TLSv1.1': shaken({ version: 'TLSv1.1' }) }, 'broken: TLS 1.1 accepted'],
    [
      '1.0 and 1.1 as well',
      { TLSv1: shaken({ version: 'TLSv1' }), 'TLSv1.1': shaken({ version: 'TLSv1.1' }) },
      'broken: TLS 1.0 and TLS 1.1 accepted',
    ],
    [
      'nothing newer than 1.1',
      { 'TLSv1.1': shaken(), 'TLSv1.2': refusedHandshake(), 'TLSv1.3': refusedHandshake() },
      'broken: neither TLS 1.2 (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION) nor 1.3 is offered',
    ],
    [
      'a closed connection for old ones',
      { TLSv1: failing('reset', 'ECONNRESET') },
      'holds: TLS 1.2 and TLS 1.3 offered, older versions refused',
    ],
    [
      'an alert of another kind for old ones',
      { TLSv1: { ok: false, refusedVersion: false, failure: silence('tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE') } },
      'holds: TLS 1.2 and TLS 1.3 offered, older versions refused',
    ],
    // A client that cannot offer a version has learnt nothing about the server.
    [
      'a client that has no 1.0',
      { TLSv1: unable },
      'not-knowable: whether TLS 1.0 would be accepted could not be tried from here: ERR_SSL_NO_PROTOCOLS_AVAILABLE',
    ],
    [
      'a client that has no 1.0, and a server that accepts 1.1',
      { TLSv1: unable, 'TLSv1.1': shaken() },
      'broken: TLS 1.1 accepted',
    ],
    [
      'silence on 1.1',
      { 'TLSv1.1': failing('timeout') },
      'not-knowable: whether TLS 1.1 would be accepted could not be tried from here: scripted timeout',
    ],
  ])('%s', async (_, speaking, verdict) => {
    const handshake = (only: TlsVersion | undefined) => (only && speaking[only]) ?? modernHandshake(only);
    expect(await verdictOf('https/tls-versions', { handshake })).toBe(verdict);
  });
});

test('all of them are failures in every environment', () => {
  const ids = ['certificate-trusted', 'certificate-host', 'certificate-time', 'tls-versions'];
  expect(ids.map(id => checkOf(`https/${id}`).severity)).toEqual(['failure', 'failure', 'failure', 'failure']);
});
