import * as z from 'zod/mini';
import {
  BOUNDS,
  CAPTURE_NAME,
  described,
  describedHere,
  filled,
  formed,
  HEADER_NAME,
  JSONPATH,
  jsonPath,
  named,
  ruled,
  someOf,
  text,
} from './schema-text.ts';
import { COOKIE_ATTRIBUTES, JSON_TYPES } from './suite.ts';

/** What an answer is compared with, as it is written in the suite. */
type WrittenPlain = string | number | boolean | null;

export interface WrittenOperators {
  readonly equals?: unknown;
  readonly matches?: string | undefined;
  readonly contains?: string | number | undefined;
  readonly type?: (typeof JSON_TYPES)[number] | undefined;
  readonly '<'?: number | undefined;
  readonly '<='?: number | undefined;
  readonly '>'?: number | undefined;
  readonly '>='?: number | undefined;
  readonly length?: WrittenComparison | undefined;
  readonly absent?: boolean | undefined;
  readonly not?: WrittenComparison | undefined;
  readonly all?: readonly WrittenComparison[] | undefined;
}

export type WrittenComparison = WrittenPlain | readonly (WrittenPlain | WrittenOperators)[] | WrittenOperators;

/** Texts apart from the other plain values, so that a group that fits none is told from a text that does not fit. */
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const comparison: z.ZodMiniType<WrittenComparison> = z.lazy(() => anyComparison);

const order = () => z.optional(described(z.number(), 'A number.'));

const operatorKeys = {
  equals: z.optional(described(z.unknown(), 'Any JSON, also a list or a group of keys.')),
  matches: z.optional(
    text('A regular expression (JavaScript, with the flag u), quoted. It may match anywhere: anchor it with ^ and $.'),
  ),
  contains: z.optional(z.union([text('A part of the text.'), z.number()])),
  type: z.optional(described(z.enum(JSON_TYPES), 'The type of a JSON value.')),
  '<': order(),
  '<=': order(),
  '>': order(),
  '>=': order(),
  length: z.optional(
    describedHere(comparison, 'Compares the characters of a text, the items of a list, the keys of a group.'),
  ),
  absent: z.optional(described(z.boolean(), 'true: it must not be there; false: it must be, whatever it is.')),
  not: z.optional(describedHere(comparison, 'Must not hold.')),
  all: z.optional(someOf(comparison, 'All of these must hold.')),
} as const;

export const OPERATORS: readonly string[] = Object.keys(operatorKeys);

/** Several operators in one group must all hold. */
const operators = filled(z.strictObject(operatorKeys)).check(
  z.meta({ id: 'operators', description: 'Operators; with several, all of them must hold.' }),
);

const anyComparison: z.ZodMiniType<WrittenComparison> = z
  .union([plain, someOf(z.union([plain, operators]), 'Any of these.'), operators])
  .check(
    z.meta({ id: 'comparison', description: 'A plain value is equal, a list means any of, a group holds operators.' }),
  );

const statusCode = z.int().check(z.minimum(100), z.maximum(599));
export const STATUS_CLASS = /^[1-5]xx$/;
const statusClass = formed(STATUS_CLASS, 'A class of status codes, such as 2xx.');
const statusOrder = () => z.optional(statusCode);
const oneStatus = z.union([statusCode, statusClass]);
const statuses = z.union([oneStatus, someOf(oneStatus, 'Any of these.')]);
const status = z.union([
  oneStatus,
  someOf(oneStatus, 'Any of these.'),
  filled(
    z.strictObject({
      not: z.optional(statuses),
      '<': statusOrder(),
      '<=': statusOrder(),
      '>': statusOrder(),
      '>=': statusOrder(),
    }),
  ),
]);

const cookieAttributes = Object.fromEntries(
  COOKIE_ATTRIBUTES.map(attribute => [
    attribute,
    z.optional(describedHere(comparison, `The cookie's attribute ${attribute}.`)),
  ]),
) as Record<(typeof COOKIE_ATTRIBUTES)[number], ReturnType<typeof z.optional<typeof comparison>>>;

/** A cookie's value like any other, and its attributes beside the operators. */
const cookie = z.union([
  plain,
  someOf(z.union([plain, operators]), 'Any of these.'),
  filled(z.strictObject({ ...operatorKeys, ...cookieAttributes })),
]);

export const COOKIE_NAME = /^[^\s;=,]+$/;

export const expectation = filled(
  z.strictObject({
    status: z.optional(described(status, 'A status, a list of them, or a class such as 2xx.')),
    header: z.optional(filled(named(HEADER_NAME, comparison, 'Headers by name.'))),
    json: z.optional(filled(named(JSONPATH, comparison, "JSONPaths (RFC 9535), quoted: '$.id'."))),
    body: z.optional(describedHere(comparison, 'The body as text.')),
    cookie: z.optional(filled(named(COOKIE_NAME, cookie, 'Cookies that the answer sets, by name.'))),
    schema: z.optional(
      described(
        z.union([text('Path of a JSON Schema.'), filled(z.record(z.string(), z.unknown()))]),
        'JSON Schema of the answer: the path of a file, or the schema itself.',
      ),
    ),
    redirect: z.optional(describedHere(comparison, 'Where the answer redirects to; a path means: on this host.')),
    certificate: z.optional(
      z.strictObject({ 'days-left': formed(BOUNDS.days, "Days until the certificate expires, such as '> 7'.") }),
    ),
    time: z.optional(formed(BOUNDS.time, "Time of the whole exchange, such as '< 2s'.")),
  }),
).check(z.meta({ id: 'expectation', description: 'What must be true of the answer.' }));

/** Exactly one source. */
const captureGroup = ruled(
  z.strictObject({
    json: z.optional(jsonPath('A JSONPath, quoted.')),
    header: z.optional(formed(HEADER_NAME, 'A header.')),
    cookie: z.optional(formed(COOKIE_NAME, 'A cookie that the answer sets.')),
    body: z.optional(described(z.literal(true), 'The whole body.')),
    regex: z.optional(text('A regular expression, quoted; its first group is taken.')),
  }),
  { oneOf: ['json', 'header', 'cookie', 'body'].map(source => ({ required: [source] })) },
);

export const captures = filled(
  named(
    CAPTURE_NAME,
    z.union([jsonPath('A JSONPath, quoted.'), captureGroup]),
    'Values that later steps use as ${name}.',
  ),
);

export type WrittenStatus = z.infer<typeof status>;
export type WrittenCookie = z.infer<typeof cookie>;
export type WrittenExpectation = z.infer<typeof expectation>;
export type WrittenCaptures = z.infer<typeof captures>;
