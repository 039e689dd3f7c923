/** One request as it arrived at the edge, before the edge or anybody else did anything to it. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface Visit {
  readonly scheme: 'http' | 'https';
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was answered; undefined until then, and for good when nothing was. */
  readonly status: number | undefined;
}

/** Remembers a request; its `status` is filled in when the answer has begun. */
export function recordVisit(scheme: Visit['scheme'], request: IncomingMessage, response: ServerResponse): Visit {
  // Let go of at the end: a site remembers its visits for as long as it stands, and an answer holds on to its connection.
  let answering: ServerResponse | undefined = response;
  let ended: number | undefined;
  response.once('close', () => {
    ended = response.headersSent ? response.statusCode : undefined;
    answering = undefined;
  });
  return {
    scheme,
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    at: Date.now(),
    get status() {
      return answering?.headersSent === true ? answering.statusCode : ended;
    },
  };
}
