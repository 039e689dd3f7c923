import { isIP } from 'node:net';
import type { ConnectionOptions, SecureContextOptions, TLSSocket } from 'node:tls';
import { Cancelled, messageOf } from './errors.ts';
import { failureOf } from './http-failure.ts';
import type { HandshakeRequest, HandshakeResult, TlsVersion, WireFailure } from './wire.ts';
import { checkServerIdentity, connect } from './wire-builtins.ts';
import { certificateOf } from './wire-certificate.ts';

/** The server said, or showed, that it does not speak the version that was offered. */
const REFUSED_VERSION = new Set([
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  // The server chose a version that was not offered.
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
]);

/** Alerts by which some servers refuse a version for want of a cipher. They mean that only when a single version was offered. */
const REFUSED_PARAMETERS = new Set([
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
]);

const OUTDATED: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1'];

/**
 * Shakes hands and hangs up. The only place where a certificate that is not trusted does not end the connection: nothing is ever sent over
 * it, and what is wrong with the certificate is the result.
 */
export function shakeHands(request: HandshakeRequest, authorities: SecureContextOptions): Promise<HandshakeResult> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(new Cancelled());
    const host = request.host.replace(/^\[|\]$/g, '');
    let socket: TLSSocket | undefined;
    let connected = false;

    let settled = false;
    const settle = (outcome: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.signal.removeEventListener('abort', cancel);
      socket?.destroy();
      outcome();
    };
    const fail = (failure: WireFailure) => settle(() => resolve(refusal(request, failure)));
    const cancel = () => settle(() => reject(new Cancelled()));
    const timer = setTimeout(() => {
      const message = `${connected ? 'no handshake' : 'no connection'} within ${request.timeout / 1_000} s`;
      fail({ kind: 'timeout', message, requestSeen: 'no', code: '' });
    }, request.timeout);
    request.signal.addEventListener('abort', cancel, { once: true });

    try {
      socket = connect(optionsFor(request, host, authorities));
    } catch (thrown) {
      // A host, a port or an authority that cannot be used.
      return fail({ ...failureOf(thrown), requestSeen: 'no' });
    }
    const shaking = socket;
    shaking.once('connect', () => {
      connected = true;
    });
    shaking.once('secureConnect', () => {
      // Before the connection is closed: then nothing is known of it any more.
      const seen = seenOn(shaking, host);
      settle(() => resolve(seen));
    });
    // Stays: a connection that is torn down may complain once more.
    shaking.on('error', error => fail({ ...failureOf(error), requestSeen: 'no' }));
    shaking.once('close', () =>
      fail({ kind: 'reset', message: 'the connection ended during the handshake', requestSeen: 'no', code: '' }),
    );
  });
}

function optionsFor(request: HandshakeRequest, host: string, authorities: SecureContextOptions): ConnectionOptions {
  const { only, port } = request;
  return {
    ...authorities,
    host,
    port,
    rejectUnauthorized: false,
    // The host is compared afterwards, so that `authorizationError` is about the chain and nothing else.
    checkServerIdentity: () => undefined,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(only === undefined ? {} : { minVersion: only, maxVersion: only }),
    // OpenSSL 3 has no cipher for these versions unless its security level is lowered.
    ...(only !== undefined && OUTDATED.includes(only) ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
  };
}

function seenOn(socket: TLSSocket, host: string): HandshakeResult {
  const shown = socket.getPeerX509Certificate();
  const version = versionOf(socket.getProtocol());
  if (shown === undefined || version === undefined) {
    const message = shown === undefined ? 'the server showed no certificate' : 'the TLS version is not known';
    return { ok: false, refusedVersion: false, failure: { kind: 'tls', message, requestSeen: 'no', code: '' } };
  }
  const distrust = socket.authorized ? undefined : textOf(socket.authorizationError);
  const other = checkServerIdentity(host, shown.toLegacyObject());
  return {
    ok: true,
    version,
    certificate: certificateOf(shown),
    distrust,
    otherHost: other === undefined ? undefined : messageOf(other),
  };
}

/** Node documents an error here and sets its code. */
function textOf(error: unknown): string {
  return typeof error === 'string' ? error : messageOf(error);
}

function versionOf(protocol: string | null): TlsVersion | undefined {
  const versions: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
  return versions.find(version => version === protocol);
}

function refusal(request: HandshakeRequest, failure: WireFailure): HandshakeResult {
  const refusedVersion =
    REFUSED_VERSION.has(failure.code) || (request.only !== undefined && REFUSED_PARAMETERS.has(failure.code));
  return { ok: false, refusedVersion, failure };
}
