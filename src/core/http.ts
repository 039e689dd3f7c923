import type { Milliseconds } from './duration.ts';

/** One HTTP exchange, never more: redirects are answers, not journeys, so credentials cannot follow one. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte sent to the last byte read. */
  readonly timeout: Milliseconds;
  /** Bodies beyond this are cut off and reported as `truncated`. */
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than `maxBytes`. */
  readonly truncated: boolean;
}

/**
 * Why there is no answer, and whether the server can have seen the request:
 *
 * - `dns`, `refused`, `tls`: it never left us, or never reached the application;
 * - `reset`, `timeout`, `other`: nobody knows.
 */
export interface HttpFailure {
  readonly kind: 'dns' | 'refused' | 'tls' | 'reset' | 'timeout' | 'other';
  readonly message: string;
  readonly requestSeen: 'no' | 'unknown';
}

export type HttpResult =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly failure: HttpFailure };

/** Sends requests. Throws `Cancelled` when the request's signal aborts and nothing else. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResult>;
}

/** What is trusted beyond the system's certificate authorities. Verification itself is never switched off. */
export interface Trust {
  /** PEM text of additional authorities. */
  readonly authorities: readonly string[];
}
