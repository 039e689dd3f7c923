import { count, oneLine } from '../../../core/text.ts';
import type { WireResult } from '../../../core/wire.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { HttpsOptions } from '../options.ts';
import { defineCheck, type Judgement, type Profile, type Site } from '../preset.ts';
import { PLAIN_SITE } from './certificate.ts';
import { isRedirect, type Journey, redirectTarget, travel } from './journey.ts';

/** Redirects from the first plain request to the page. */
const LONGEST_CHAIN = 3;
/** Redirects from the start page to where a visitor ends. */
const MOST_HOPS = 5;
const PERMANENT = new Set([301, 308]);

export const NO_PLAIN_SIDE =
  'the plain HTTP side is not known, because base-url names a port; give its address as the input http-url';

interface PlainEntrance {
  readonly base: URL;
  /** undefined: there is no plain side to ask. */
  readonly entrance: { readonly start: URL; readonly first: WireResult } | undefined;
  /** From the start page over HTTPS, where the first redirect leads; undefined when it does not lead there. */
  readonly journey: Journey | undefined;
}

export const redirect = defineCheck<HttpsOptions, PlainEntrance>({
  id: 'https/redirect',
  title: 'Plain HTTP leads to HTTPS on the same host at once, and for good',
  why: 'A visitor who types the bare name starts on plain HTTP. Whatever is answered there other than a redirect can be read and changed on the way, and a first hop to another host hides this one’s HSTS from the browser.',
  accepts: [
    '301 or 308 as the first answer over plain HTTP, to https:// on the same host',
    `at most ${LONGEST_CHAIN} redirects in all`,
    '302, 303 or 307: a warning in staging, a failure elsewhere',
  ],
  remedy:
    'In Coolify switch on "Force Https" of the resource; for a permanent redirect add the label ' +
    '`traefik.http.middlewares.redirect-to-https.redirectscheme.permanent=true`. In Django: `SECURE_SSL_REDIRECT = True`.',
  source:
    '301 or 308 because browsers keep only those for good; Mozilla Observatory: -20 for none, -10 when the first hop is not HTTPS, -5 for another host',
  severity: 'failure',
  async collect(site, { path }) {
    const { base, plain } = site;
    if (base.protocol !== 'https:' || plain === undefined) return { base, entrance: undefined, journey: undefined };
    const first = await site.attempt({ path, plain: true });
    const start = new URL(path, plain);
    const journey = first.ok ? await journeyFrom(site, start, first.answer) : undefined;
    return { base, entrance: { start, first }, journey };
  },
  judge({ base, entrance, journey }, _options, profile) {
    if (base.protocol !== 'https:') return notKnowable(PLAIN_SITE);
    if (entrance === undefined) return notKnowable(NO_PLAIN_SIDE);
    const expected = `301 or 308 to https://${base.host}`;
    const { start, first } = entrance;
    if (!first.ok)
      return broken(
        expected,
        `no answer over plain HTTP: ${oneLine(first.failure.message, 160)}`,
        'Open port 80 to the world: visitors who type the bare name start there, and Let’s Encrypt’s HTTP challenge asks there.',
      );
    const { status, headers } = first.answer;
    if (!isRedirect({ status })) return broken(expected, `${status} over plain HTTP, and no redirect`);
    const target = redirectTarget({ headers, url: start });
    if (target === undefined) return broken(expected, `${status} without a Location that is an address`);
    const led = `${status} to ${oneLine(target.href, 120)}`;
    if (target.protocol !== 'https:') return broken(expected, `${led}, which is not HTTPS`);
    if (target.host !== base.host) return broken(expected, `${led}, which is not this host`);
    return judgeChain({ status, led, expected }, journey, profile);
  },
});

function judgeChain(
  { status, led, expected }: { readonly status: number; readonly led: string; readonly expected: string },
  journey: Journey | undefined,
  profile: Profile,
): Judgement {
  const redirects = 1 + (journey?.redirects ?? 0);
  const all = journey === undefined ? 'whose HTTPS side does not answer' : `${count(redirects, 'redirect')} in all`;
  const chain = `${led}, ${all}`;
  if (redirects > LONGEST_CHAIN) return broken(`${expected}, at most ${LONGEST_CHAIN} redirects in all`, chain);
  if (PERMANENT.has(status)) return holds(chain);
  return profile === 'staging' ? doubtful(expected, led) : broken(expected, led);
}

/** The rest of a visitor's way, when the first answer leads to this site's HTTPS side and that one answers. */
async function journeyFrom(
  site: Site,
  start: URL,
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, readonly string[]>> },
): Promise<Journey | undefined> {
  const target = isRedirect({ status }) ? redirectTarget({ headers, url: start }) : undefined;
  if (target === undefined || target.origin !== site.base.origin) return undefined;
  const path = `${target.pathname}${target.search}`;
  // A certificate that is refused has checks of its own, and makes the plain side no worse.
  const reached = await site.attempt({ path });
  return reached.ok ? travel(site, path, LONGEST_CHAIN) : undefined;
}

const BEHIND_PROXY =
  "The classic cause: Django does not know that the visitor came by HTTPS, and SECURE_SSL_REDIRECT sends him there again. Set `SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')`; " +
  'gunicorn trusts that header from 127.0.0.1 only, so the loop shows behind Traefik and not on your machine. Other causes: a proxy in front that talks plain HTTP to this one (Cloudflare’s SSL mode "Flexible"), and a login page that itself demands a login.';

export const redirectLoop = defineCheck<HttpsOptions, Journey>({
  id: 'https/redirect-loop',
  title: 'Redirects of the start page end on a page',
  why: 'A redirect loop is a site that is down for every visitor while its health page is green.',
  accepts: [`within ${MOST_HOPS} redirects an answer that is none and is below 500, or a redirect to another host`],
  remedy: BEHIND_PROXY,
  source:
    'Django’s SECURE_PROXY_SSL_HEADER and SECURE_SSL_REDIRECT; browsers give up after about twenty redirects, a sound site needs one or two',
  severity: 'failure',
  collect: (site, { path }) => travel(site, path, MOST_HOPS),
  judge({ last, redirects, end, answers }) {
    const expected = `a page within ${MOST_HOPS} redirects`;
    const after = redirects === 0 ? 'at once' : `after ${count(redirects, 'redirect')}`;
    const target = redirectTarget(last);
    switch (end) {
      case 'page':
        return judgePage(answers, `${last.status} at ${oneLine(last.url.pathname, 100)} ${after}`);
      case 'elsewhere':
        return target?.protocol === 'http:'
          ? broken(expected, `a redirect to plain HTTP: ${oneLine(target.href, 120)}`)
          : holds(`leads to ${oneLine(target?.host ?? 'another host', 100)} ${after}`);
      case 'nowhere':
        return broken(
          expected,
          `${last.status} without a Location that is an address`,
          'Give the redirect a Location.',
        );
      case 'endless':
        return broken(expected, way(answers));
    }
  },
});

function judgePage(answers: Journey['answers'], seen: string): Judgement {
  const [first, last] = [answers.at(0), answers.at(-1)];
  if (first === undefined || last === undefined) return notKnowable('nothing was asked');
  if (last.status >= 500) return broken('a page below 500', seen, PAGE_IS_DEAD);
  const plain = first.url.protocol === 'https:' && answers.some(({ url }) => url.protocol === 'http:');
  if (!plain) return holds(seen);
  const expected = 'HTTPS on the whole way';
  return last.url.protocol === 'http:'
    ? broken(expected, `${seen}, over plain HTTP`)
    : doubtful(expected, `${seen}, with a detour over plain HTTP`);
}

const PAGE_IS_DEAD =
  'The edge answers for an application that does not, or the application fails on this page: read the application’s log of this minute. 502, 503 and 504 come from the proxy: no container is healthy, or it listens on another port than the resource’s "Ports Exposes".';

/** `301 from / to itself`, or the addresses in order. */
function way(answers: Journey['answers']): string {
  const [first] = answers;
  const [target] = first === undefined ? [] : [redirectTarget(first)];
  if (first !== undefined && target?.href === first.url.href)
    return `${first.status} from ${oneLine(first.url.href, 120)} to itself`;
  const places = answers
    .slice(0, 6)
    .map(({ status, url }) => `${url.protocol}//${url.host}${url.pathname} (${status})`);
  return `round and round: ${oneLine(places.join(', '), 300)}`;
}
