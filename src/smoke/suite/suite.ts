import type { Milliseconds } from '../../core/duration.ts';
import type { Json } from '../../core/outcome.ts';

/**
 * A smoke suite after reading: names resolved as far as they can be, durations as numbers, short forms written out, every part with its
 * place in the file. `load.ts` makes it; everything behind trusts it.
 */
export interface Suite {
  readonly source: SuiteSource;
  readonly presets: readonly PresetUse[];
  /** Ids of preset checks that are left out. */
  readonly skip: readonly string[];
  readonly logins: readonly Login[];
  /** Hosts beside the site's own to which requests may go, as `host` or `host:port`. */
  readonly hosts: readonly string[];
  readonly checks: readonly SuiteCheck[];
}

/** The suite's text, for showing the lines a failure is about. */
export interface SuiteSource {
  /** As the user wrote it; `suite` when the input held the text itself. */
  readonly file: string;
  readonly lines: readonly string[];
}

/** 1-based. */
export interface SuitePlace {
  readonly line: number;
  readonly column: number;
}

/** Text with names in it, whose values are known later. */
export interface Template {
  readonly parts: readonly TemplatePart[];
  readonly place: SuitePlace;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `$NAME`: an environment variable, a secret. */
  | { readonly kind: 'secret'; readonly name: string }
  /** `${name}`: a capture, a variable or `run`. */
  | { readonly kind: 'name'; readonly name: string };

/** JSON whose texts may hold names. A text that is nothing but `${name}` takes the value's type as well. */
export type TemplatedJson =
  | { readonly kind: 'plain'; readonly value: number | boolean | null }
  | { readonly kind: 'text'; readonly text: Template }
  | { readonly kind: 'list'; readonly items: readonly TemplatedJson[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, TemplatedJson])[] };

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface NamedTemplate {
  readonly name: string;
  readonly value: Template;
}

export interface SuiteRequest {
  readonly method: Method;
  /** A path of the site, or an address on one of `hosts`. */
  readonly target: Template;
  readonly headers: readonly NamedTemplate[];
  readonly query: readonly NamedTemplate[];
  readonly body: RequestBody | undefined;
  readonly timeout: Milliseconds;
  readonly follow: boolean;
  readonly place: SuitePlace;
}

export type RequestBody =
  | { readonly kind: 'form'; readonly fields: readonly NamedTemplate[] }
  /** A form with files: `multipart/form-data`. */
  | { readonly kind: 'multipart'; readonly fields: readonly NamedTemplate[]; readonly files: readonly FileField[] }
  | { readonly kind: 'json'; readonly value: TemplatedJson }
  | { readonly kind: 'text'; readonly text: Template };

export interface FileField {
  readonly name: string;
  /** File name as it is sent. */
  readonly filename: string;
  readonly content: Uint8Array;
}

/** One thing that must be true of an answer. */
export interface Expectation {
  readonly subject: Subject;
  readonly comparison: Comparison;
  readonly place: SuitePlace;
}

export const COOKIE_ATTRIBUTES = ['secure', 'http-only', 'same-site', 'path', 'domain', 'max-age'] as const;
export type CookieAttribute = (typeof COOKIE_ATTRIBUTES)[number];

export type Subject =
  | { readonly kind: 'status' }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string; readonly attribute: 'value' | CookieAttribute }
  /** RFC 9535. */
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'body' }
  /** The Location, resolved against the request; shown as a path when it is on the request's own host. */
  | { readonly kind: 'redirect' }
  /** The answer's JSON against a JSON Schema. The comparison is `equals` true. */
  | { readonly kind: 'schema'; readonly schema: { readonly [key: string]: Json } | boolean; readonly name: string }
  | { readonly kind: 'days-left' }
  /** Milliseconds of the whole exchange. */
  | { readonly kind: 'time' };

export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;
export type JsonType = (typeof JSON_TYPES)[number];
export type OrderOperator = '<' | '<=' | '>' | '>=';

export type Comparison =
  | { readonly kind: 'equals'; readonly value: TemplatedJson }
  /** A status class, such as 2 for `2xx`. */
  | { readonly kind: 'class'; readonly hundreds: number }
  /** A JavaScript regular expression with the flag `u`; names in it are taken literally. */
  | { readonly kind: 'matches'; readonly pattern: Template }
  | { readonly kind: 'contains'; readonly text: Template }
  | { readonly kind: 'type'; readonly type: JsonType }
  /** Numbers; for `time` milliseconds. */
  | { readonly kind: 'order'; readonly operator: OrderOperator; readonly bound: number }
  /** Characters of a text, items of a list, keys of an object. */
  | { readonly kind: 'length'; readonly of: Comparison }
  | { readonly kind: 'absent'; readonly absent: boolean }
  | { readonly kind: 'not'; readonly of: Comparison }
  | { readonly kind: 'any'; readonly of: readonly Comparison[] }
  | { readonly kind: 'all'; readonly of: readonly Comparison[] };

export interface Capture {
  readonly name: string;
  readonly from:
    | { readonly kind: 'json'; readonly path: string }
    | { readonly kind: 'header'; readonly name: string }
    | { readonly kind: 'cookie'; readonly name: string }
    | { readonly kind: 'body' };
  /** The first group is taken, or the whole match when there is none. */
  readonly regex: string | undefined;
  readonly place: SuitePlace;
}

export interface Step {
  readonly request: SuiteRequest;
  /** Never empty: without `expect` it is "a status below 400". */
  readonly expect: readonly Expectation[];
  readonly captures: readonly Capture[];
  /** Asked again and again until all of this holds; then `expect` is judged. */
  readonly until: { readonly expect: readonly Expectation[]; readonly within: Milliseconds } | undefined;
  readonly place: SuitePlace;
}

export interface SuiteCheck {
  readonly name: string;
  readonly tags: readonly string[];
  /** The login whose session the steps use. */
  readonly as: string | undefined;
  /** In order, sharing cookies and captures; the first that fails ends the check. */
  readonly steps: readonly Step[];
  readonly always: readonly Step[];
  readonly load: Load | undefined;
  readonly place: SuitePlace;
}

export interface Load {
  readonly request: SuiteRequest;
  /** Requests a second. */
  readonly rate: number;
  readonly concurrency: number;
  readonly duration: Milliseconds;
  readonly limits: readonly LoadLimit[];
  readonly place: SuitePlace;
}

export const LOAD_MEASURES = ['p50', 'p95', 'p99', 'max', 'errors'] as const;

export interface LoadLimit {
  /** `errors` is the percentage of requests without an answer or with a status from 400 on; the others are milliseconds. */
  readonly measure: (typeof LOAD_MEASURES)[number];
  readonly operator: OrderOperator;
  readonly bound: number;
  readonly place: SuitePlace;
}

export type Login = { readonly name: string; readonly place: SuitePlace } & (
  | {
      readonly kind: 'django-form';
      readonly path: string;
      readonly username: Template;
      readonly password: Template;
      /** Names of the form's fields, `username` and `password` unless the site calls them otherwise. */
      readonly fields: { readonly username: string; readonly password: string };
      /** Where a good login leads; undefined: anywhere on the site. */
      readonly landsOn: string | undefined;
    }
  | {
      readonly kind: 'jwt';
      readonly path: string;
      readonly username: Template;
      readonly password: Template;
      readonly fields: { readonly username: string; readonly password: string };
      /** How the credentials are sent: as JSON, or as the form of OAuth's password flow. */
      readonly send: 'json' | 'form';
      /** JSONPath of the access token in the answer. */
      readonly access: string;
    }
  /** `path` answers below 400 with the credentials and 401 or 403 without; undefined: the login cannot be tried and is reported as skipped. */
  | {
      readonly kind: 'basic';
      readonly username: Template;
      readonly password: Template;
      readonly path: string | undefined;
    }
  | { readonly kind: 'bearer'; readonly token: Template; readonly path: string | undefined }
);

/** A preset with its options, checked against the preset's own schema. */
export interface PresetUse {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly place: SuitePlace | undefined;
}
