import { count, oneLine } from '../../../core/text.ts';
import { broken, holds, notKnowable } from '../judgements.ts';
import type { CorsOptions } from '../options.ts';
import { defineCheck, type Site } from '../preset.ts';
import { askAs, foreignOrigin, inWords, type OriginAsked, type Permission, permissionsOf } from './exchange.ts';

const NOBODY =
  'cors.allowed names no origin: list those that may read, as `cors: { path: /api/v1/, allowed: [https://app.obcms.example] }`';

function askAllowed(site: Site, options: CorsOptions): Promise<readonly OriginAsked[]> {
  return Promise.all(options.allowed.map(origin => askAs(site, options, origin)));
}

export const allowedOrigins = defineCheck<CorsOptions, readonly OriginAsked[]>({
  id: 'cors/allowed-origins',
  title: 'Every allowed origin is let in, by its exact name',
  why: 'Otherwise the front end is a page that loads and then shows nothing, while every request on its own works.',
  accepts: [
    'for each origin of cors.allowed Access-Control-Allow-Origin once, with exactly that origin, by OPTIONS and by GET',
    'the preflight is answered with 2xx: browsers give up on anything else',
  ],
  remedy:
    "Add the origin to `CORS_ALLOWED_ORIGINS`, with scheme and without a slash at the end, and put `'corsheaders.middleware.CorsMiddleware'` above CommonMiddleware in MIDDLEWARE. A preflight that is redirected or asked to sign in never reached it; a header that comes twice is added by the edge as well.",
  source: 'Fetch, "CORS check" and "CORS-preflight fetch"; django-cors-headers, setup',
  severity: 'failure',
  collect: askAllowed,
  judge(asked) {
    if (asked.length === 0) return notKnowable(NOBODY);
    const faults = asked.flatMap(permissionsOf).flatMap(permission => {
      const fault = faultOf(permission);
      return fault === undefined ? [] : [`${oneLine(permission.origin, 80)}: ${fault}`];
    });
    if (faults.length > 0)
      return broken('Access-Control-Allow-Origin with the origin that asks', faults.slice(0, 4).join('; '));
    return holds(`${count(asked.length, 'origin')} let in by OPTIONS and GET`);
  },
});

function faultOf(permission: Permission): string | undefined {
  const { allowed, origin, method, answer } = permission;
  if (allowed.length !== 1 || allowed[0] !== origin) return inWords(permission);
  const { status } = answer;
  if (method === 'OPTIONS' && (status < 200 || status > 299)) return `the preflight answers ${status}`;
  return undefined;
}

export const vary = defineCheck<CorsOptions, readonly OriginAsked[]>({
  id: 'cors/vary',
  title: 'Caches keep the answers for different origins apart',
  why: 'A cache that does not know that the answer depends on Origin gives one origin’s permission to another, which browsers then refuse: a front end that works for some visitors, some of the time.',
  accepts: ['Vary with Origin (or `*`) wherever Access-Control-Allow-Origin names the origin that asked'],
  remedy:
    'django-cors-headers and Starlette send it by themselves; at the edge the label `traefik.http.middlewares.<name>.headers.addVaryHeader=true`, in nginx `add_header Vary Origin always;`.',
  source: 'Fetch, "CORS protocol and HTTP caches"',
  severity: 'warning',
  async collect(site, options) {
    const origins = [foreignOrigin(site), ...options.allowed];
    return Promise.all(origins.map(origin => askAs(site, options, origin)));
  },
  judge(asked) {
    // Preflights are not kept by shared caches.
    const named = asked
      .flatMap(permissionsOf)
      .filter(({ method, allowed, origin }) => method === 'GET' && allowed.includes(origin));
    if (named.length === 0) return notKnowable('no answer named the origin that asked');
    const without = named.filter(({ answer }) => !variesByOrigin(answer.headers['vary'] ?? []));
    if (without.length === 0) return holds(`Vary: Origin for ${count(named.length, 'origin')}`);
    const [first] = without;
    return broken(
      'Vary: Origin',
      `${first?.answer.header('vary') ?? 'no Vary'} for ${oneLine(first?.origin ?? '', 80)}`,
    );
  },
});

function variesByOrigin(values: readonly string[]): boolean {
  const names = values.flatMap(value => value.split(',')).map(name => name.trim().toLowerCase());
  return names.includes('origin') || names.includes('*');
}
