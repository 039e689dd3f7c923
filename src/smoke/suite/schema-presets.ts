import * as z from 'zod/mini';
import { PRESET_NAMES } from './preset-options.ts';
import { described, formed, path, ruled, SECRET, someOf } from './schema-text.ts';

const orNone = (description: string) =>
  z.optional(described(z.union([path(description), z.literal(false)]), `${description} false: the site has none.`));
const paths = (description: string) => z.optional(someOf(path('A path of the site.'), description));
const page = (description: string) => z.optional(path(description));

/** As a browser sends it: no path, no capitals. */
export const ORIGIN = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/;
export const VERSION = /^\/(?:[^#~]*#\$|.*~\/.+\/$)/;

/** The options of each preset as they are written. */
const options = () =>
  ({
    https: z.strictObject({ path: page('Where a visitor starts. Default: /.') }),
    headers: z.strictObject({ path: page('The page whose headers are judged. Default: /.') }),
    cookies: z.strictObject({ path: page('The page whose cookies are judged. Default: /.') }),
    cors: z.strictObject({
      path: page('A path that browsers of other sites ask. Default: /.'),
      allowed: z.optional(
        someOf(
          formed(ORIGIN, 'An origin, such as https://app.obcms.example.'),
          'Origins that must be allowed. Default: none.',
        ),
      ),
    }),
    leaks: z.strictObject({
      metrics: paths('Paths of metrics, instead of /metrics and /metrics/.'),
      admin: orNone("Path of Django's admin. Default: /admin/."),
      docs: paths('Paths of API documentation, beside the usual ones.'),
      api: page('A path of the API whose browsable form must not be shown. Default: none.'),
    }),
    health: z.strictObject({
      path: page('The health page. Default: /health/.'),
      ready: orNone('The readiness page. Default: /ready/.'),
      version: z.optional(
        formed(
          VERSION,
          'Where the running release says which commit it is: <path>#<JSONPath> or <path>~/<regex with one group>/.',
        ),
      ),
      secret: z.optional(formed(SECRET, 'What the page asks for before it tells more, as $NAME.')),
    }),
    static: z.strictObject({ page: page('The page whose assets are judged. Default: /.') }),
    django: z.strictObject({
      login: page('The login page. Default: /login/.'),
      admin: orNone("Path of Django's admin. Default: /admin/."),
    }),
    fastapi: z.strictObject({ docs: paths('Paths of API documentation, beside /docs, /redoc and /openapi.json.') }),
  }) as const;

const optionsOf = z.lazy(() => {
  const { https, headers, cookies, cors, leaks, health, static: files, django, fastapi } = options();
  return ruled(
    z.strictObject({
      https: z.optional(https),
      headers: z.optional(headers),
      cookies: z.optional(cookies),
      cors: z.optional(cors),
      leaks: z.optional(leaks),
      health: z.optional(health),
      static: z.optional(files),
      django: z.optional(django),
      fastapi: z.optional(fastapi),
    }),
    { minProperties: 1, maxProperties: 1 },
  );
});

/** A name, or a name with options. */
export const preset = z.union([described(z.enum(PRESET_NAMES), 'A preset with its usual options.'), optionsOf]);

export type WrittenPreset = z.infer<typeof preset>;
