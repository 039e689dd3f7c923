import type { Json } from '../../../../src/core/outcome.ts';
import type { Certificate, WireAnswer } from '../../../../src/core/wire.ts';
import type { Scope, Seen } from '../../../../src/smoke/expect/index.ts';
import type { Comparison, Expectation, Subject, Template, TemplatedJson } from '../../../../src/smoke/suite/suite.ts';

export const NOW = Date.UTC(2026, 10, 20);
export const DAY = 86_400_000;
const PLACE = { line: 1, column: 1 };

type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface AnswerParts {
  readonly status?: number;
  readonly headers?: Headers;
  readonly body?: string;
  readonly json?: Json;
  readonly truncated?: boolean;
  readonly damage?: string;
  readonly total?: number;
  readonly notAfter?: number;
  readonly url?: string;
  readonly method?: string;
}

/** An answer of `https://site.example/start/`, good unless said otherwise. */
export function seen(parts: AnswerParts = {}): Seen {
  const {
    status = 200,
    headers = {},
    json,
    body = json === undefined ? '' : JSON.stringify(json),
    total = 120,
  } = parts;
  const certificate: Certificate | undefined =
    parts.notAfter === undefined
      ? undefined
      : {
          subject: 'site.example',
          issuer: 'lab',
          names: ['site.example'],
          notBefore: NOW - DAY,
          notAfter: parts.notAfter,
        };
  const answer: WireAnswer = {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
    body,
    bytes: body.length,
    truncated: parts.truncated === true,
    damage: parts.damage,
    timings: { firstByte: 1, transfer: 1, total },
    certificate,
  };
  const url = new URL(parts.url ?? 'https://site.example/start/');
  return { url, answer, now: NOW, ...(parts.method === undefined ? {} : { method: parts.method }) };
}

/** Variables and captures by name; every `$NAME` in capitals is a secret of that value. */
export function scopeOf(
  values: Readonly<Record<string, Json>> = {},
  secrets: Readonly<Record<string, string>> = {},
): Scope {
  return { value: name => values[name], secret: name => secrets[name] };
}

/** `a ${b} $C` as the suite's reader compiles it. */
export function template(text: string): Template {
  const parts = text
    .split(/(\$\{[a-z]+\}|\$[A-Z_]+)/)
    .filter(part => part !== '')
    .map(part => {
      if (part.startsWith('${')) return { kind: 'name', name: part.slice(2, -1) } as const;
      return /^\$[A-Z]/.test(part)
        ? ({ kind: 'secret', name: part.slice(1) } as const)
        : ({ kind: 'text', text: part } as const);
    });
  return { parts, place: PLACE };
}

export function templated(json: Json): TemplatedJson {
  if (typeof json === 'string') return { kind: 'text', text: template(json) };
  if (json === null || typeof json !== 'object') return { kind: 'plain', value: json };
  if (Array.isArray(json)) return { kind: 'list', items: json.map(templated) };
  return { kind: 'object', entries: Object.entries(json).map(([key, value]) => [key, templated(value)] as const) };
}

export const equals = (value: Json): Comparison => ({ kind: 'equals', value: templated(value) });
export const matches = (pattern: string): Comparison => ({ kind: 'matches', pattern: template(pattern) });
export const contains = (text: string): Comparison => ({ kind: 'contains', text: template(text) });
export const not = (of: Comparison): Comparison => ({ kind: 'not', of });
export const any = (...of: readonly Comparison[]): Comparison => ({ kind: 'any', of });
export const all = (...of: readonly Comparison[]): Comparison => ({ kind: 'all', of });
export const length = (of: Comparison): Comparison => ({ kind: 'length', of });
export const absent = (value = true): Comparison => ({ kind: 'absent', absent: value });
export const type = (name: (Comparison & { kind: 'type' })['type']): Comparison => ({ kind: 'type', type: name });
export const order = (operator: (Comparison & { kind: 'order' })['operator'], bound: number): Comparison => ({
  kind: 'order',
  operator,
  bound,
});
export const statusClass = (hundreds: number): Comparison => ({ kind: 'class', hundreds });

export const STATUS: Subject = { kind: 'status' };
export const BODY: Subject = { kind: 'body' };
export const REDIRECT: Subject = { kind: 'redirect' };
export const TIME: Subject = { kind: 'time' };
export const DAYS_LEFT: Subject = { kind: 'days-left' };
export const header = (name: string): Subject => ({ kind: 'header', name });
export const at = (path: string): Subject => ({ kind: 'json', path });
export const cookie = (name: string, attribute: (Subject & { kind: 'cookie' })['attribute'] = 'value'): Subject => ({
  kind: 'cookie',
  name,
  attribute,
});

export function expecting(subject: Subject, comparison: Comparison): Expectation {
  return { subject, comparison, place: PLACE };
}
