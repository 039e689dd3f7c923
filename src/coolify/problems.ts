import type { HttpAnswer, HttpFailure } from '../core/http.ts';
import { oneLine } from '../core/text.ts';

/**
 * Why Coolify did not answer a call with what was asked for. Told apart by status, body and headers as Coolify 4.0 to 4.3
 * give them; `acted` says whether the server can have done what a POST or PATCH asked for.
 */
export type Problem =
  | { readonly kind: 'unreachable'; readonly failure: HttpFailure; readonly acted: 'no' | 'unknown' }
  /** 500, 502, 503, 504, or a body that broke off: passing, as a rule. */
  | {
      readonly kind: 'unavailable';
      readonly status: number;
      readonly message: string;
      readonly retryAfter?: number;
      readonly acted: 'unknown';
    }
  /** A redirect or a page where JSON was expected. */
  | {
      readonly kind: 'not-coolify';
      readonly status: number;
      readonly location: string;
      readonly title: string;
      readonly acted: 'unknown';
    }
  | { readonly kind: 'unauthenticated'; readonly status: number; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'ability-missing'; readonly ability: string; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'role-too-low'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'api-disabled'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'address-not-allowed'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'forbidden'; readonly message: string; readonly acted: 'no' }
  /** 404 of Coolify's catch-all: this version has no such route. */
  | { readonly kind: 'route-missing'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'not-found'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'method-refused'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'conflict'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'invalid'; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'queue-full'; readonly retryAfter: number; readonly message: string; readonly acted: 'no' }
  | { readonly kind: 'throttled'; readonly retryAfter: number; readonly message: string; readonly acted: 'no' };

/** Passing problems are worth asking again; the others stay as they are however often one asks. */
export function isPassing(problem: Problem): boolean {
  if (problem.kind === 'unreachable') return problem.failure.kind !== 'tls';
  return problem.kind === 'unavailable' || problem.kind === 'throttled';
}

export function ofFailure(failure: HttpFailure): Problem {
  return { kind: 'unreachable', failure, acted: failure.requestSeen };
}

/** What an answer that is not the wanted one means. `body` is its JSON when it is JSON. */
export function ofAnswer(answer: HttpAnswer, body: unknown): Problem {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return {
      kind: 'not-coolify',
      status,
      location: oneLine(answer.headers['location'] ?? '', 200),
      title: '',
      acted: 'unknown',
    };
  }
  const message = textOf(body, 'message') ?? '';
  // A server error is passing whatever its body looks like: proxies answer in HTML, Laravel in both.
  if (status >= 500) {
    const wait =
      'retry-after' in answer.headers ? { retryAfter: Math.min(retryAfterOf(answer), LONGEST_OUTAGE_WAIT) } : {};
    return { kind: 'unavailable', status, message: message || titleOf(answer.body), ...wait, acted: 'unknown' };
  }
  if (status === 429) return ofTooMany(answer, message);
  if (!isJsonObject(body)) return notUnderstood(answer);
  return ofRefusal(status, message, body);
}

/** An answer that is no answer of Coolify's: a page, or JSON of another shape. */
export function notUnderstood(answer: HttpAnswer): Problem {
  return { kind: 'not-coolify', status: answer.status, location: '', title: titleOf(answer.body), acted: 'unknown' };
}

function ofRefusal(status: number, message: string, body: object): Problem {
  const acted = 'no' as const;
  switch (status) {
    case 401:
      return { kind: 'unauthenticated', status, message, acted };
    case 403:
      return ofForbidden(message, body);
    case 404:
      return 'docs' in body ? { kind: 'route-missing', message, acted } : { kind: 'not-found', message, acted };
    case 405:
      return { kind: 'method-refused', message, acted };
    case 409:
      return { kind: 'conflict', message, acted };
    case 400:
      // A token without a valid team is answered with 400, not 401.
      return /invalid token/i.test(message)
        ? { kind: 'unauthenticated', status, message, acted }
        : { kind: 'invalid', message, acted };
    default:
      return {
        kind: 'invalid',
        message: [message, ...validationErrors(body)].filter(part => part !== '').join(' '),
        acted,
      };
  }
}

function ofForbidden(message: string, body: object): Problem {
  const acted = 'no' as const;
  const ability = /missing required permissions?:\s*([a-z:, ]+)/i.exec(message)?.[1]?.trim();
  if (ability !== undefined) return { kind: 'ability-missing', ability, message, acted };
  if (/exceed your current role|required team role/i.test(message)) return { kind: 'role-too-low', message, acted };
  // Both gates answer `success: true` with a 403.
  if (/api is disabled/i.test(message)) return { kind: 'api-disabled', message, acted };
  if (/not allowed to access the api/i.test(message) || 'success' in body)
    return { kind: 'address-not-allowed', message, acted };
  return { kind: 'forbidden', message, acted };
}

function ofTooMany(answer: HttpAnswer, message: string): Problem {
  const retryAfter = retryAfterOf(answer);
  const kind = /queue is full/i.test(message) ? 'queue-full' : 'throttled';
  return { kind, retryAfter, message, acted: 'no' };
}

const DEFAULT_RETRY_AFTER = 10_000;
/** "At once" would be a busy loop. */
const SHORTEST_RETRY_AFTER = 1_000;
const LONGEST_RETRY_AFTER = 120_000;
/** Laravel's maintenance page asks for a minute or more, and Coolify is often back much sooner. */
const LONGEST_OUTAGE_WAIT = 15_000;

/** `Retry-After` in milliseconds; Coolify and Laravel give seconds. */
function retryAfterOf(answer: HttpAnswer): number {
  const seconds = Number(answer.headers['retry-after'] ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return DEFAULT_RETRY_AFTER;
  return Math.min(Math.max(seconds * 1_000, SHORTEST_RETRY_AFTER), LONGEST_RETRY_AFTER);
}

/** Laravel's `errors`: each value a list of texts, or a text. */
function validationErrors(body: object): readonly string[] {
  const errors: unknown = Object.getOwnPropertyDescriptor(body, 'errors')?.value;
  if (!isJsonObject(errors)) return [];
  return Object.entries(errors).map(
    ([field, value]) =>
      `${oneLine(field, 60)}: ${oneLine(Array.isArray(value) ? value.join(' ') : String(value), 300)}`,
  );
}

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(body: unknown, name: string): string | undefined {
  const value = isJsonObject(body) ? body[name] : undefined;
  return typeof value === 'string' ? oneLine(value, 400) : undefined;
}

function titleOf(page: string): string {
  return oneLine(/<title[^>]*>([^<]*)/i.exec(page.slice(0, 20_000))?.[1] ?? '', 100);
}
