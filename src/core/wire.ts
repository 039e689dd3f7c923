import type { Milliseconds } from './duration.ts';
import type { HttpFailure, Trust } from './http.ts';

/**
 * HTTP as a visitor's browser experiences it: repeated headers stay apart, bodies come decoded, and the certificate, the TLS version
 * and the time of each phase are part of the answer. `http.ts` is the smaller door for talking to APIs.
 */

/** One exchange, never more: redirects are answers. */
export interface WireRequest {
  readonly method: string;
  /** `https:` or `http:`; the fragment is not sent. */
  readonly url: URL;
  /** Sent as they are. `Host` may be another one than the URL's; `Accept-Encoding` is `identity` unless given. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the first look-up to the last byte. */
  readonly timeout: Milliseconds;
  /** Bodies are cut off here, counted after decompression. Default: 4 MiB. */
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
  /** A new connection, so that name look-up, handshake and the edge's choice of a server happen again. Default: a kept one is used. */
  readonly fresh?: boolean;
}

/** Milliseconds of each phase; a phase that a kept connection did not need is absent. */
export interface WireTimings {
  readonly dns?: Milliseconds;
  readonly connect?: Milliseconds;
  readonly tls?: Milliseconds;
  /** From the request sent to the first byte of the answer. */
  readonly firstByte: Milliseconds;
  /** From the first byte to the last. */
  readonly transfer: Milliseconds;
  readonly total: Milliseconds;
}

export interface WireAnswer {
  readonly status: number;
  /** Names in lower case, values in the order in which they came. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The body as text, by its charset (UTF-8 when none is named or it is unknown); bytes that do not fit become U+FFFD. */
  readonly body: string;
  /** Size of the body as it came over the wire. */
  readonly bytes: number;
  /** Longer than `maxBytes`, and cut off. */
  readonly truncated: boolean;
  /** Why the body is not complete, or not what its headers say: a broken gzip stream, an unknown encoding. The body up to there is kept. */
  readonly damage: string | undefined;
  readonly timings: WireTimings;
  /** Of the connection the answer came over; absent on plain HTTP. */
  readonly certificate: Certificate | undefined;
}

/** A server certificate, as far as a check can judge it. */
export interface Certificate {
  /** Common name, or the first name it is for. */
  readonly subject: string;
  /** Common name and organisation of who signed it. */
  readonly issuer: string;
  /** The names and addresses it is for, such as `obcms.example`, `*.obcms.example`. */
  readonly names: readonly string[];
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** `code` of a handshake that cannot be seen, because a proxy stands between here and the site. */
export const PROXIED = 'PROXIED';

/** `code` of an answer that began and did not end in time. */
export const UNENDED = 'UNENDED';

/** `code` is Node's or OpenSSL's, such as `CERT_HAS_EXPIRED`; empty when there is none. */
export type WireFailure = HttpFailure & { readonly code: string };

export type WireResult =
  | { readonly ok: true; readonly answer: WireAnswer }
  | { readonly ok: false; readonly failure: WireFailure };

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** A handshake and nothing else: no byte of HTTP is ever sent over it, which is why it may go on with a certificate that is not trusted. */
export interface HandshakeRequest {
  readonly host: string;
  readonly port: number;
  /** Offers exactly this version. Default: what Node offers. */
  readonly only?: TlsVersion;
  readonly timeout: Milliseconds;
  readonly signal: AbortSignal;
}

export type HandshakeResult =
  | {
      readonly ok: true;
      readonly version: TlsVersion;
      readonly certificate: Certificate;
      /** Why the chain is not trusted, as OpenSSL's code (`CERT_HAS_EXPIRED`, `DEPTH_ZERO_SELF_SIGNED_CERT` ...); undefined when it is. */
      readonly distrust: string | undefined;
      /** Why the certificate is not for this host; undefined when it is. */
      readonly otherHost: string | undefined;
    }
  /** `refused-version`: the server does not speak what was offered, and said so. */
  | { readonly ok: false; readonly refusedVersion: boolean; readonly failure: WireFailure };

/** Sends requests and shakes hands. Throws `Cancelled` when the request's signal aborts, and nothing else. */
export interface Wire {
  exchange(request: WireRequest): Promise<WireResult>;
  handshake(request: HandshakeRequest): Promise<HandshakeResult>;
  /** Closes the kept connections. */
  close(): void;
}

/** Opens a wire. Certificates are always verified against the system's authorities and these. */
export type OpenWire = (trust: Trust) => Promise<Wire>;
