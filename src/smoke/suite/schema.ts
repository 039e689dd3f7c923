import * as z from 'zod/mini';
import { captures, expectation } from './schema-comparison.ts';
import { preset } from './schema-presets.ts';
import {
  BOUNDS,
  described,
  duration,
  formed,
  HOST,
  headers,
  jsonPath,
  LOGIN_NAME,
  named,
  path,
  ruled,
  SECRET,
  sendable,
  someOf,
  TAG,
  target,
  text,
} from './schema-text.ts';

/**
 * The smoke suite, defined once: the TypeScript types of what is written, the validator and the published JSON Schema come from here.
 * Unknown keys are refused everywhere, because a misspelt expectation would be a check that cannot fail.
 */

export const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;
export type WrittenMethod = (typeof METHODS)[number];
export const BODIES = ['form', 'files', 'json', 'body'] as const;
/** Methods whose requests have no body. */
export const BODILESS = ['get', 'head', 'options'] as const;

const required = (keys: readonly string[]) => keys.map(key => ({ required: [key] }));
const both = (left: string, right: string) => ({ required: [left, right] });
const ONE_BODY = {
  not: {
    anyOf: [
      both('form', 'json'),
      both('form', 'body'),
      both('json', 'body'),
      both('files', 'json'),
      both('files', 'body'),
      { allOf: [{ anyOf: required(BODILESS) }, { anyOf: required(BODIES) }] },
    ],
  },
};

const likeGet = z.optional(target('Like get.'));
const requestKeys = {
  get: z.optional(target('A path of the site, or an address on one of `hosts`.')),
  head: likeGet,
  post: likeGet,
  put: likeGet,
  patch: likeGet,
  delete: likeGet,
  options: likeGet,
  headers: z.optional(headers('Headers of the request, beside those of `defaults`.')),
  query: z.optional(described(z.record(z.string(), sendable), 'What follows the "?", encoded.')),
  form: z.optional(described(z.record(z.string(), sendable), 'Fields of a form.')),
  files: z.optional(
    described(z.record(z.string(), text('Path of a file.')), 'Files of a form, which is sent as multipart/form-data.'),
  ),
  json: z.optional(described(z.unknown(), 'A JSON body.')),
  body: z.optional(described(z.string(), 'A body as text.')),
  timeout: z.optional(duration('Longest time of the whole exchange. Default: 10s.')),
} as const;

const stepKeys = {
  ...requestKeys,
  follow: z.optional(described(z.boolean(), 'Follow redirects. Default: false.')),
  expect: described(z.optional(expectation), 'What must be true of the answer. Default: a status below 400.'),
  capture: z.optional(captures),
  until: described(z.optional(expectation), 'Asked again and again until this holds.'),
  within: z.optional(duration('Longest time for `until`. Default: 30s.')),
} as const;

const step = z.lazy(() =>
  ruled(z.strictObject(stepKeys), {
    id: 'step',
    oneOf: required(METHODS),
    ...ONE_BODY,
    dependentRequired: { within: ['until'] },
  }),
);

const steps = (description: string) => someOf(step, description);

const limit = (description: string) => z.optional(formed(BOUNDS.latency, description));
const load = z.lazy(() =>
  ruled(
    z.strictObject({
      ...requestKeys,
      rate: described(z.number().check(z.positive(), z.maximum(1_000)), 'Requests a second.'),
      concurrency: z.optional(described(z.int().check(z.minimum(1), z.maximum(200)), 'Connections. Default: 5.')),
      duration: duration('How long, such as 15s.'),
      expect: z.optional(
        z.strictObject({
          p50: limit("Half of the answers came in this time: '< 200ms'."),
          p95: limit("95 of 100 answers came in this time: '< 500ms'."),
          p99: limit("99 of 100 answers came in this time: '< 1s'."),
          max: limit("Every answer came in this time: '< 2s'."),
          errors: z.optional(
            formed(BOUNDS.share, "Share of requests without an answer or with a status from 400 on. Default: '<= 0%'."),
          ),
        }),
      ),
    }),
    { oneOf: required(METHODS), ...ONE_BODY },
  ),
);

const STEP_KEYS = Object.keys(stepKeys);
const noneOf = (keys: readonly string[]) => ({ not: { anyOf: required(keys) } });

/** Reports call logins and clean-ups by these words. */
export const CHECK_NAME = /^(?!(?:login|clean-up)\/)[^\u0000-\u001F]+$/;

const check = ruled(
  z.strictObject({
    name: formed(CHECK_NAME, 'A sentence that is true when the check holds; each once.'),
    tags: z.optional(described(z.array(formed(TAG, 'A word to choose checks by.')), 'Words to choose checks by.')),
    as: z.optional(text('The login whose session the requests use.')),
    ...stepKeys,
    // biome-ignore lint/suspicious/noThenProperty: the suite's own key; nobody awaits a schema.
    then: z.optional(described(z.union([step, steps('Steps after the first.')]), 'What follows the request.')),
    steps: z.optional(steps('Requests in order, sharing cookies and captures; the first that fails ends the check.')),
    always: z.optional(steps('Clean-up that runs after success, failure and cancel.')),
    load: z.optional(described(load, 'Requests at a steady rate.')),
  }),
  {
    oneOf: required([...METHODS, 'steps', 'load']),
    ...ONE_BODY,
    dependentRequired: { within: ['until'] },
    dependentSchemas: { steps: noneOf([...STEP_KEYS, 'then']), load: noneOf([...STEP_KEYS, 'then']) },
  },
);

const username = () =>
  text('Who signs in, such as smoke. A name from the environment ($NAME) is masked wherever it is printed.');
const secret = (description: string) => formed(SECRET, description);
const fields = () =>
  z.optional(
    described(
      z.strictObject({
        username: z.optional(text('Default: username.')),
        password: z.optional(text('Default: password.')),
      }),
      'Names of the fields, when the site calls them otherwise.',
    ),
  );

const login = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: described(z.literal('django-form'), "A form with Django's CSRF protection and a session cookie."),
      path: path('The login page.'),
      username: username(),
      password: secret('As $NAME: the suite holds no secret.'),
      fields: fields(),
      'lands-on': z.optional(path('Where a good login leads. Default: anywhere on the site.')),
    }),
    z.strictObject({
      kind: described(z.literal('jwt'), 'A token for a user name and a password.'),
      path: path('Where the token is made.'),
      username: username(),
      password: secret('As $NAME: the suite holds no secret.'),
      fields: fields(),
      send: z.optional(described(z.enum(['json', 'form']), 'How the credentials are sent. Default: json.')),
      access: z.optional(jsonPath('JSONPath of the access token. Default: $.access.')),
    }),
    z.strictObject({
      kind: described(z.literal('basic'), 'User name and password with every request.'),
      username: username(),
      password: secret('As $NAME: the suite holds no secret.'),
      path: z.optional(path('A page that is closed without the login: it proves that it works.')),
    }),
    z.strictObject({
      kind: described(z.literal('bearer'), 'A token with every request.'),
      token: secret('As $NAME: the suite holds no secret.'),
      path: z.optional(path('A page that is closed without the login: it proves that it works.')),
    }),
  ]),
);

/** A suite that checks nothing would otherwise pass. */
const SOMETHING = {
  anyOf: [
    { required: ['presets'], properties: { presets: { type: 'array', minItems: 1 } } },
    { required: ['logins'], properties: { logins: { type: 'object', minProperties: 1 } } },
    { required: ['checks'], properties: { checks: { type: 'array', minItems: 1 } } },
  ],
};

const suite = z.strictObject({
  version: described(z.literal(1), 'Version of this format.'),
  presets: z.optional(described(z.array(preset), 'Checks that every site of a kind should pass, by name.')),
  skip: z.optional(
    described(z.array(text('Id of a preset check, such as headers/csp.')), 'Preset checks to leave out.'),
  ),
  logins: z.optional(named(LOGIN_NAME, login, 'Ways to sign in, each tried once.')),
  hosts: z.optional(
    described(
      z.array(formed(HOST, 'Such as cdn.example or api.example:8443.')),
      'Other hosts that requests may go to.',
    ),
  ),
  defaults: z.optional(
    described(
      z.strictObject({
        timeout: z.optional(duration('Longest time of one exchange. Default: 10s.')),
        headers: z.optional(headers('Headers of every request.')),
      }),
      'What holds for every request that does not say otherwise.',
    ),
  ),
  checks: z.optional(described(z.array(check), 'Checks of this site.')),
});

export const suiteSchema = ruled(suite, SOMETHING);

export type WrittenSuite = z.infer<typeof suiteSchema>;
export type WrittenCheck = z.infer<typeof check>;
export type WrittenStep = z.infer<typeof step>;
export type WrittenLoad = z.infer<typeof load>;
export type WrittenLogin = z.infer<typeof login>;
/** What a step and a load have in common. */
export type WrittenRequest = Omit<WrittenLoad, 'rate' | 'concurrency' | 'duration' | 'expect'> & {
  readonly follow?: boolean | undefined;
};
