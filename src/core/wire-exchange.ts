import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as sendSecure } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { Cancelled } from './errors.ts';
import { failureOf } from './http-failure.ts';
import {
  type Certificate,
  UNENDED,
  type WireAnswer,
  type WireFailure,
  type WireRequest,
  type WireResult,
} from './wire.ts';
import { encodingsOf, mostPackedBytes, type RawBody, readBody } from './wire-body.ts';
import { sendPlain } from './wire-builtins.ts';
import { certificateOf } from './wire-certificate.ts';
import { PhaseWatch } from './wire-timings.ts';

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

/** Far above what browsers take without complaint, far below what could hurt. */
const MAX_HEADER_BYTES = 64 * 1024;

/** `staleConnection`: the connection was a kept one, and it ended before a single byte of an answer. */
interface Sent {
  readonly result: WireResult;
  readonly staleConnection: boolean;
}

/** One request over one connection of this agent. Throws `Cancelled`; everything else that can happen is a result. */
export async function sendOnce(request: WireRequest, agent: Agent): Promise<Sent> {
  const received = await receive(request, agent);
  if ('failure' in received) {
    const { failure, staleConnection } = received;
    return { result: { ok: false, failure }, staleConnection };
  }
  const { raw, headers, ...rest } = received;
  const { text, truncated, damage } = await readBody(raw, headers, request.maxBytes ?? DEFAULT_MAX_BYTES);
  return {
    result: { ok: true, answer: { ...rest, headers, body: text, bytes: raw.bytes.length, truncated, damage } },
    staleConnection: false,
  };
}

type Received =
  | ({ readonly raw: RawBody } & Pick<WireAnswer, 'status' | 'headers' | 'timings' | 'certificate'>)
  | { readonly failure: WireFailure; readonly staleConnection: boolean };

function receive(request: WireRequest, agent: Agent): Promise<Received> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(new Cancelled());
    const watch = new PhaseWatch(request.url.protocol === 'https:');
    let outgoing: ClientRequest | undefined;
    let answer: IncomingAnswer | undefined;

    // Whatever comes first decides; the rest of the events of a connection that is being torn down means nothing.
    let settled = false;
    const settle = (outcome: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.signal.removeEventListener('abort', cancel);
      outcome();
    };
    const fail = (failure: WireFailure, staleConnection = false) => settle(() => resolve({ failure, staleConnection }));
    const cancel = () => {
      settle(() => reject(new Cancelled()));
      outgoing?.destroy();
    };
    const timer = setTimeout(() => {
      fail(timedOut(request, watch, answer));
      outgoing?.destroy();
    }, request.timeout);
    request.signal.addEventListener('abort', cancel, { once: true });

    try {
      outgoing = open(request, agent);
    } catch (thrown) {
      // A header or a method that HTTP has no way to write.
      return fail({ ...failureOf(thrown), kind: 'other', requestSeen: 'no' });
    }
    const sending = outgoing;
    const complete = (arrived: IncomingAnswer, damage?: string) =>
      settle(() => resolve(arrived.received(watch, damage)));

    sending.on('socket', socket => watch.socket(socket, sending.reusedSocket));
    sending.on('finish', () => watch.requestSent());
    sending.on('response', incoming => {
      watch.answerBegan();
      const arriving = new IncomingAnswer(incoming, request.maxBytes ?? DEFAULT_MAX_BYTES);
      answer = arriving;
      incoming.on('data', (piece: Buffer) => {
        if (arriving.take(piece)) return;
        complete(arriving);
        sending.destroy();
      });
      incoming.on('end', () => complete(arriving));
      incoming.on('error', error => complete(arriving, brokenOff(error)));
      incoming.on('close', () => complete(arriving, brokenOff(undefined)));
    });
    // Without this listener Node would report the closed connection, and nobody would learn why.
    sending.on('upgrade', (incoming, socket) => {
      complete(new IncomingAnswer(incoming, 0), 'the server switched to another protocol instead of answering');
      socket.destroy();
    });
    sending.on('error', error => {
      if (answer === undefined) return fail(...unanswered(error, watch, sending.reusedSocket));
      // The message is whole, but the connection went on: its end is still to be delivered.
      if (answer.whole) return answer.noteTrailing();
      answer.drain();
      complete(answer, brokenOff(error));
    });
    sending.on('close', () => {
      if (answer === undefined) fail(...unanswered(undefined, watch, sending.reusedSocket));
    });
    sending.end(request.body);
  });
}

function open(request: WireRequest, agent: Agent): ClientRequest {
  const { url, method, body } = request;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const given = new Set(Object.keys(request.headers).map(name => name.toLowerCase()));
  const headers: Record<string, string | number> = { ...request.headers };
  if (!given.has('accept-encoding')) headers['Accept-Encoding'] = 'identity';
  // Node leaves the length out for the methods that seldom have a body, and the server would take the body for a second request.
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding')) {
    headers['Content-Length'] = Buffer.byteLength(body);
  }
  if (method === 'CONNECT') throw new TypeError('CONNECT asks for a tunnel, which is no exchange');
  const options: RequestOptions & { readonly servername?: string } = {
    agent,
    method,
    hostname: host,
    path: url.pathname + url.search,
    headers,
    maxHeaderSize: MAX_HEADER_BYTES,
    ...(url.port === '' ? {} : { port: url.port }),
    // The name in the handshake is the URL's, also when the `Host` header is another one: Node would take the header's.
    servername: isIP(host) === 0 ? host : '',
  };
  return url.protocol === 'https:' ? sendSecure(options) : sendPlain(options);
}

/** An answer on its way: keeps at most as many bytes as were asked for. */
class IncomingAnswer {
  readonly #incoming: IncomingMessage;
  readonly #certificate: Certificate | undefined;
  readonly #headers: WireAnswer['headers'];
  readonly #most: number;
  readonly #pieces: Buffer[] = [];
  #size = 0;
  #cut = false;
  #trailing: string | undefined;

  constructor(incoming: IncomingMessage, maxBytes: number) {
    this.#incoming = incoming;
    // Now: later the socket may be somebody else's.
    this.#certificate = certificateOn(incoming.socket);
    this.#headers = headersOf(incoming);
    const packed = encodingsOf(this.#headers['content-encoding'] ?? []).length > 0;
    this.#most = packed ? mostPackedBytes(maxBytes) : maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  /** As long as its headers say. */
  get whole(): boolean {
    return this.#incoming.complete;
  }

  /** False when that is enough. */
  take(piece: Buffer): boolean {
    const kept = piece.subarray(0, this.#most - this.#size);
    this.#cut ||= kept.length < piece.length;
    this.#pieces.push(kept);
    this.#size += kept.length;
    return !this.#cut;
  }

  /** Takes what has arrived and was not delivered yet; destroying the connection would lose it. */
  drain(): void {
    while (this.#incoming.read() !== null);
  }

  noteTrailing(): void {
    this.#trailing = 'more bytes came after the body than its headers announce';
  }

  received(watch: PhaseWatch, damage: string | undefined): Received {
    return {
      status: this.#incoming.statusCode ?? 0,
      headers: this.#headers,
      raw: { bytes: Buffer.concat(this.#pieces), cut: this.#cut, damage: damage ?? this.#trailing },
      timings: watch.ended(),
      certificate: this.#certificate,
    };
  }
}

function headersOf(incoming: IncomingMessage): WireAnswer['headers'] {
  // Without a prototype: `constructor` is a name that a header can have, and that is absent from most answers.
  const headers: Record<string, readonly string[]> = Object.create(null);
  for (const [name, values] of Object.entries(incoming.headersDistinct)) headers[name] = values ?? [];
  return headers;
}

/** Reading a certificate costs more than the rest of an exchange over a kept connection. */
const certificates = new WeakMap<Socket, Certificate>();

function certificateOn(socket: Socket): Certificate | undefined {
  const known = certificates.get(socket);
  if (known !== undefined) return known;
  const shown =
    'getPeerX509Certificate' in socket && typeof socket.getPeerX509Certificate === 'function'
      ? socket.getPeerX509Certificate()
      : undefined;
  if (shown === undefined) return undefined;
  const certificate = certificateOf(shown);
  certificates.set(socket, certificate);
  return certificate;
}

function unanswered(error: unknown, watch: PhaseWatch, reused: boolean): [failure: WireFailure, stale: boolean] {
  const failure: WireFailure =
    error === undefined
      ? { kind: 'reset', message: 'the connection ended without an answer', requestSeen: 'unknown', code: '' }
      : failureOf(error);
  const stale = reused && failure.kind === 'reset' && !watch.answered;
  return [watch.connected ? failure : { ...failure, requestSeen: 'no' }, stale];
}

function brokenOff(error: unknown): string {
  return `the connection broke off before the body was complete${error === undefined ? '' : `: ${failureOf(error).message}`}`;
}

function timedOut(request: WireRequest, watch: PhaseWatch, answer: IncomingAnswer | undefined): WireFailure {
  const seconds = `within ${request.timeout / 1_000} s`;
  const requestSeen = watch.connected ? 'unknown' : 'no';
  if (answer === undefined) return { kind: 'timeout', message: `no answer ${seconds}`, requestSeen, code: '' };
  const message = `the answer did not end ${seconds}; ${answer.size} bytes of its body had come`;
  return { kind: 'timeout', message, requestSeen, code: UNENDED };
}
