import type { Answer } from './answer.ts';
import { json } from './answer.ts';
import type { Instance } from './instance.ts';
import type { Application } from './records.ts';
import type { Token } from './tokens.ts';

/** A request as it arrived. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A request that passed the gates, on its way to a handler. */
export interface Call extends Incoming {
  readonly instance: Instance;
  readonly params: Readonly<Record<string, string>>;
  readonly token: Token;
  /** Whether the token may see secrets and logs (`read:sensitive` or root). */
  readonly sensitive: boolean;
}

/** Laravel's `input()`: the query, else the form or JSON body. Undefined when absent or empty. */
export function input(call: Incoming, name: string): unknown {
  const fromQuery = call.query.get(name);
  if (fromQuery !== null) return fromQuery === '' ? undefined : fromQuery;
  const contentType = call.headers['content-type'] ?? '';
  if (contentType.includes('json')) return parseObject(call.body)?.[name] ?? undefined;
  if (contentType.includes('x-www-form-urlencoded')) return new URLSearchParams(call.body).get(name) ?? undefined;
  return undefined;
}

export function textInput(call: Incoming, name: string): string | undefined {
  const value = input(call, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Laravel's `boolean()`. */
export function truthy(value: unknown): boolean {
  return value === true || value === 1 || ['1', 'true', 'on', 'yes'].includes(String(value).toLowerCase());
}

/** The body of a request that must be JSON, or the 400 that says what is wrong with it. */
export function jsonBody(
  call: Incoming,
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly refusal: Answer } {
  if (!(call.headers['content-type'] ?? '').includes('application/json'))
    return refuse('Content-Type must be application/json.');
  const fields = parseObject(call.body);
  if (fields === undefined) return refuse('Invalid JSON.');
  if (Object.keys(fields).length === 0) return refuse('Empty JSON.');
  return { fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, trimmed(value)])) };

  function refuse(error: string) {
    return { refusal: json(400, { message: 'Invalid request.', error }) };
  }
}

export function findApplication(call: Call): Application | undefined {
  return call.instance.applications.find(each => each.uuid === call.params['uuid']);
}

/** Laravel trims texts and makes empty ones null before any controller sees them. */
export function trimmed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return text === '' ? null : text;
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return parsed as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
