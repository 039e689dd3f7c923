/** An answer that the edge gives by itself. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export interface Answer {
  readonly status: number;
  /** Sent as they are: without a Content-Length a text gets its own, a stream is sent in chunks. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Text, bytes, or what makes a stream of either; it is made anew for each request. A stream that throws breaks the
   * connection off in the middle of the answer; one that is not read stops where it is.
   */
  readonly body?: string | Uint8Array | ((gone: AbortSignal) => Chunks);
}

/** Sends it. Never throws: a client that goes away in the middle is what half of these answers are made for. */
export async function sendAnswer(answer: Answer, response: ServerResponse): Promise<void> {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  response.writeHead(answer.status, headers);
  const { body = '' } = answer;
  if (typeof body !== 'function') {
    response.end(body);
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // The status must arrive although the first piece of the body may take its time.
  response.flushHeaders();
  await pipeline(Readable.from(body(gone.signal), { objectMode: false }), response).catch(() => response.destroy());
}
