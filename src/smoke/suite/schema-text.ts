import * as z from 'zod/mini';
import { parseDuration } from '../../core/duration.ts';

/** Keywords of JSON Schema for a rule that TypeScript types cannot say; `load.ts` and its parts refuse the same in words. */
type Rule = Readonly<Record<string, unknown>>;

/** Of a schema that stands in one place only: the words are noted on itself, because zod's own way copies it: 4 ms of every start. */
export const described = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  ruled(schema, { description });

/** Of a schema that stands in several places, each with words of its own. */
export const describedHere = <Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema =>
  schema.check(z.describe(description)) as Schema;

export const ruled = <Schema extends z.ZodMiniType>(schema: Schema, rule: Rule): Schema => {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), ...rule });
  return schema;
};

/** An empty group says nothing, and a check that says nothing cannot fail. */
export const filled = <Schema extends z.ZodMiniType<object>>(schema: Schema): Schema =>
  ruled(schema.check(z.refine(group => Object.keys(group).length > 0)) as Schema, { minProperties: 1 });

export const someOf = <Schema extends z.ZodMiniType>(item: Schema, description: string) =>
  described(z.array(item).check(z.minLength(1)), description);

export const text = (description: string) => described(z.string().check(z.minLength(1)), description);

export const formed = (form: RegExp, description: string) => described(z.string().check(z.regex(form)), description);

export const named = <Schema extends z.ZodMiniType>(form: RegExp, value: Schema, description: string) =>
  described(z.record(z.string().check(z.regex(form)), value), description);

const DURATION = '(?=.*[1-9])(?:\\d+\\s*(?:ms|s|m|h|d)\\s*)+';

export const DURATION_FORM = new RegExp(`^${DURATION}$`);

export const duration = (description: string) =>
  described(
    z.string().check(
      z.regex(DURATION_FORM),
      z.refine(value => parseDuration(value) !== undefined),
    ),
    description,
  );

/** An operator and a bound, such as `< 2s`: the forms a bound takes. */
export const BOUNDS = {
  time: new RegExp(`^(?:<=?|>=?)\\s*${DURATION}$`),
  /** A limit under load: from above only. */
  latency: new RegExp(`^<=?\\s*${DURATION}$`),
  days: /^(?:<=?|>=?)\s*\d{1,4}$/,
  share: /^<=?\s*(?:\d|[1-9]\d)(?:\.\d+)?\s*%$/,
} as const;

/** A path of the site. `//host` and `/\host` are other hosts to a URL parser, which also drops control characters. */
export const PATH = /^\/(?![/\\])[^\u0000-\u0020]*$/;
export const path = (description: string) => formed(PATH, description);

/** A path of the site, an address with `https:`, or a name that holds one. */
export const TARGET = /^(?:\/(?![/\\])|https:\/\/[^/]|\$)[^\u0000-\u001F]*$/;
export const target = (description: string) => formed(TARGET, description);

/** Of logins. */
export const LOGIN_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
/** Of captures: what `${name}` can name, `run` excepted. */
export const CAPTURE_NAME = /^(?!run$)[a-z][a-z0-9_-]*$/;
export const TAG = /^[A-Za-z][A-Za-z0-9_-]*$/;
export const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/;
/** A secret comes from the environment; a password or token that stands in the file is one no more. */
export const SECRET = /\$[A-Z][A-Z0-9_]*/;
export const JSONPATH = /^\$/;

/** What the connection decides; a value of the suite's own would break the exchange or say something that is not so. */
export const FORBIDDEN_HEADERS = ['host', 'content-length', 'transfer-encoding', 'connection'] as const;
const anyCase = (word: string) => word.replace(/[a-z]/g, letter => `[${letter.toUpperCase()}${letter}]`);
/** RFC 9110 5.1, without the forbidden ones. */
export const HEADER_NAME = new RegExp(
  `^(?!(?:${FORBIDDEN_HEADERS.map(anyCase).join('|')})$)[!#$%&'*+.^_\`|~0-9A-Za-z-]+$`,
);

export const jsonPath = (description: string) => formed(JSONPATH, description);

/** A text with names in it, or a number or switch that is sent as its text. */
export const sendable = z.union([z.string(), z.number(), z.boolean()]);
/** The same without what no header may hold: line breaks, which would begin another one, and letters beyond Latin-1. */
export const HEADER_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
const headerValue = z.union([z.string().check(z.regex(HEADER_VALUE)), z.number(), z.boolean()]);

export const headers = (description: string) => named(HEADER_NAME, headerValue, description);
