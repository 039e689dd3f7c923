import type { Json } from '../../core/outcome.ts';
import { parseSetCookie, type SetCookie } from '../cookies.ts';
import type { CookieAttribute, Subject } from '../suite/suite.ts';
import { jsonOf } from './json-body.ts';
import { queryJson } from './json-path.ts';
import { judgeBySchema } from './json-schema.ts';
import { redirectOf } from './redirect.ts';
import { headerOf, incomplete, type Seen } from './seen.ts';

/** What an answer holds at the place that an expectation is about. */
export type Observation =
  /** There is no such thing; only `absent` can hold of it. */
  | { readonly kind: 'nothing'; readonly why: string }
  | {
      readonly kind: 'value';
      readonly value: Json;
      /** It travels as text whatever it means, so that a number is compared with its number: headers, cookies, bodies. */
      readonly textual: boolean;
      /** Why the value is only the beginning of the real one. */
      readonly partial?: string;
      /** A body without a byte is no body. */
      readonly empty?: boolean;
      /** What to show instead of the value. */
      readonly shown?: string;
    }
  /** Of a JSONPath that may mean several places: what it found, in order. */
  | { readonly kind: 'values'; readonly values: readonly Json[]; readonly path: string }
  /** It is there, or should be, but cannot be read. Nothing holds of it. */
  | { readonly kind: 'unreadable'; readonly why: string };

const DAY = 86_400_000;

export async function observe(subject: Subject, seen: Seen): Promise<Observation> {
  const { answer } = seen;
  switch (subject.kind) {
    case 'status':
      return value(answer.status);
    case 'time':
      return value(answer.timings.total);
    case 'days-left':
      return answer.certificate === undefined
        ? { kind: 'nothing', why: 'no certificate: the answer came over plain HTTP' }
        : value((answer.certificate.notAfter - seen.now) / DAY);
    case 'header': {
      const header = headerOf(answer, subject.name);
      return header === undefined ? { kind: 'nothing', why: 'no such header' } : text(header);
    }
    case 'cookie':
      return cookie(subject.name, subject.attribute, seen);
    case 'body': {
      const partial = incomplete(answer);
      const body: Observation = { kind: 'value', value: answer.body, textual: true, empty: answer.body === '' };
      return partial === undefined ? body : { ...body, partial };
    }
    case 'redirect': {
      const redirect = redirectOf(seen);
      if (redirect.kind === 'redirect') return text(redirect.shown);
      return { kind: redirect.kind === 'none' ? 'nothing' : 'unreadable', why: redirect.why };
    }
    case 'json':
      return json(subject.path, seen);
    case 'schema': {
      const body = jsonOf(answer);
      if (!body.ok) return { kind: 'unreadable', why: body.why };
      const judged = await judgeBySchema(subject.schema, body.value);
      if (judged.kind === 'unknown') return { kind: 'unreadable', why: judged.why };
      return judged.kind === 'valid' ? value(true) : { ...value(false), shown: judged.why };
    }
  }
}

async function json(path: string, { answer }: Seen): Promise<Observation> {
  const body = jsonOf(answer);
  if (!body.ok) return { kind: 'unreadable', why: body.why };
  const nodes = await queryJson(path, body.value);
  if (!nodes.ok) return { kind: 'unreadable', why: nodes.why };
  if (!nodes.one) return { kind: 'values', values: nodes.values, path };
  const [only] = nodes.values;
  return only === undefined ? { kind: 'nothing', why: `${path} finds nothing` } : value(only);
}

function cookie(name: string, attribute: 'value' | CookieAttribute, seen: Seen): Observation {
  const set = cookieOf(name, seen);
  if (set === undefined) return { kind: 'nothing', why: 'the answer does not set this cookie' };
  const given = attributeOf(set, attribute, seen.now);
  return given === undefined
    ? { kind: 'nothing', why: `the cookie has no ${attribute}` }
    : { kind: 'value', value: given, textual: typeof given === 'string' };
}

/** The cookie as the answer sets it; of several by one name the last, as in browsers. */
function cookieOf(name: string, { answer }: Seen): SetCookie | undefined {
  return (answer.headers['set-cookie'] ?? []).map(line => parseSetCookie(line)).findLast(set => set?.name === name);
}

function attributeOf(
  set: SetCookie,
  attribute: 'value' | CookieAttribute,
  now: number,
): string | number | boolean | undefined {
  switch (attribute) {
    case 'value':
      return set.value;
    case 'secure':
      return set.secure;
    case 'http-only':
      return set.httpOnly;
    case 'same-site':
      return set.sameSite;
    case 'path':
      return set.path;
    case 'domain':
      return set.domain;
    case 'max-age':
      // Browsers let Max-Age win over Expires (RFC 6265 5.3).
      return set.maxAge ?? (set.expires === undefined ? undefined : Math.round((set.expires - now) / 1_000));
  }
}

function value(of: Json): Observation & { readonly kind: 'value' } {
  return { kind: 'value', value: of, textual: false };
}

function text(of: string): Observation {
  return { kind: 'value', value: of, textual: true };
}
