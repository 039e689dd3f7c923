import { messageOf } from './errors.ts';
import type { HttpFailure } from './http.ts';

/** OpenSSL's and Node's codes for a certificate or handshake that was refused. */
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH)/;

const KINDS: readonly (readonly [codes: RegExp, kind: HttpFailure['kind']])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'dns'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/, 'refused'],
  [TLS_CODE, 'tls'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, 'reset'],
];

/** Node's advice on command line options, which nobody can give to an action. */
const ADVICE = /; if the root CA is installed locally, try running Node\.js with --use-system-ca$/;

/** These end before anything of the request was sent. */
const NEVER_SEEN: ReadonlySet<HttpFailure['kind']> = new Set(['dns', 'refused', 'tls']);

/** What an error of a socket, of OpenSSL, of Node's HTTP or of undici means for who sent the request. */
export function failureOf(thrown: unknown): HttpFailure & { readonly code: string } {
  const { code, message } = rootOf(thrown);
  const kind = KINDS.find(([codes]) => codes.test(code))?.[1] ?? 'other';
  return { kind, message, requestSeen: NEVER_SEEN.has(kind) ? 'no' : 'unknown', code };
}

/** undici wraps the socket's error, and Node wraps several refused addresses into one aggregate. */
function rootOf(thrown: unknown): { code: string; message: string } {
  let current: unknown = thrown;
  for (let depth = 0; depth < 4; depth += 1) {
    const inner = innerOf(current);
    if (inner === undefined) break;
    current = inner;
  }
  const code = codeOf(current);
  const message = messageOf(current).replace(ADVICE, '');
  return { code, message: code === '' || message.includes(code) ? message : `${message} (${code})` };
}

/** Not by `instanceof`: an error may come from another realm. */
function innerOf(thrown: unknown): object | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const several: unknown = 'errors' in thrown ? thrown.errors : undefined;
  const inner: unknown = Array.isArray(several) ? several[0] : 'cause' in thrown ? thrown.cause : undefined;
  return typeof inner === 'object' && inner !== null && 'message' in inner ? inner : undefined;
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
}
