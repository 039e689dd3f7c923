import { count, oneLine } from '../../../core/text.ts';
import { broken, doubtful, holds, notKnowable } from '../judgements.ts';
import type { CorsOptions } from '../options.ts';
import { defineCheck, type Site } from '../preset.ts';
import {
  admits,
  askAsStranger,
  foreignOrigin,
  inWords,
  mute,
  type Permission,
  permissionsOf,
  type StrangerAsked,
} from './exchange.ts';
import { neighboursOf } from './neighbours.ts';

const NO_ORIGIN = 'no Access-Control-Allow-Origin';
const EXACT_LIST =
  "List exact origins: `CORS_ALLOWED_ORIGINS = ['https://app.obcms.example']` (django-cors-headers), `allow_origins=['https://app.obcms.example']` (Starlette’s CORSMiddleware), and remove `CORS_ALLOW_ALL_ORIGINS`, `allow_origins=['*']` and any Access-Control-Allow-Origin that the edge adds.";

export const foreign = defineCheck<CorsOptions, StrangerAsked>({
  id: 'cors/foreign-origin',
  title: 'A stranger’s site cannot read answers',
  why: 'A page anywhere on the web, opened by somebody who is signed in here or sits in the same network, reads what he could read.',
  accepts: [
    `${NO_ORIGIN} for a foreign origin, by OPTIONS and by GET`,
    'a fixed one that names another origin: a warning unless it is in cors.allowed',
  ],
  remedy: EXACT_LIST,
  source: 'Fetch, "CORS check"; Mozilla Observatory, -50 for a reflected origin with credentials',
  severity: 'failure',
  collect: (site, options) => askAsStranger(site, options, foreignOrigin(site)),
  judge(asked, options) {
    const why = mute(options, asked);
    if (why !== undefined) return notKnowable(why);
    const permissions = permissionsOf(asked);
    const expected = `${NO_ORIGIN} for ${asked.origin}`;
    const admitted = permissions.filter(admits);
    if (admitted.length > 0) return broken(expected, admitted.map(inWords).join('; '));
    const fixed = permissions.filter(({ allowed }) => !allowed.every(origin => options.allowed.includes(origin)));
    if (fixed.length > 0)
      return doubtful(
        expected,
        fixed.map(inWords).join('; '),
        'It names another origin whoever asks: list that one in cors.allowed, or stop sending it.',
      );
    return holds(permissions.map(inWords).join('; '));
  },
});

export const credentials = defineCheck<CorsOptions, StrangerAsked>({
  id: 'cors/credentials',
  title: 'No stranger’s site can ask with a visitor’s cookies and read the answer',
  why: 'With credentials a stranger’s page does not only read what is public: it reads what the visitor sees when he is signed in.',
  accepts: [
    'no `Access-Control-Allow-Credentials: true` together with `*` or with the foreign origin',
    'Access-Control-Allow-Credentials alone is void, and accepted',
  ],
  remedy: `${EXACT_LIST} With \`*\` set \`CORS_ALLOW_CREDENTIALS = False\` (\`allow_credentials=False\`).`,
  source:
    'Mozilla Observatory, -50; Fetch, "CORS check". Starlette names any origin when `*` is allowed with credentials and a cookie comes',
  severity: 'failure',
  collect: (site, options) => askAsStranger(site, options, foreignOrigin(site)),
  judge(asked, options) {
    const why = mute(options, asked);
    if (why !== undefined) return notKnowable(why);
    const open = permissionsOf(asked).filter(permission => permission.credentials && admits(permission));
    if (open.length > 0) return broken('no credentials for a stranger', open.map(inWords).join('; '));
    return holds(permissionsOf(asked).map(inWords).join('; '));
  },
});

export const nullOrigin = defineCheck<CorsOptions, StrangerAsked>({
  id: 'cors/null-origin',
  title: 'The origin "null" cannot read answers',
  why: 'Anybody can have the origin null: a sandboxed frame, a file, a data: address. Whoever allows it allows everybody.',
  accepts: [`${NO_ORIGIN} for \`Origin: null\`, by OPTIONS and by GET`],
  remedy: `Take "null" out of the list of origins. ${EXACT_LIST}`,
  source: 'Fetch, "CORS check"; W3C: the value null should not be used',
  severity: 'failure',
  collect: (site, options) => askAsStranger(site, options, 'null'),
  judge(asked, options) {
    const why = mute(options, asked);
    if (why !== undefined) return notKnowable(why);
    const admitted = permissionsOf(asked).filter(admits);
    if (admitted.length > 0) return broken(`${NO_ORIGIN} for null`, admitted.map(inWords).join('; '));
    return holds(permissionsOf(asked).map(inWords).join('; '));
  },
});

/** Origins whose neighbours are tried: six neighbours each, two requests a neighbour. */
const MOST_ORIGINS = 3;

interface Neighbours {
  readonly of: readonly string[];
  readonly left: number;
  readonly asked: readonly StrangerAsked[];
}

export const nearMisses = defineCheck<CorsOptions, Neighbours>({
  id: 'cors/near-misses',
  title: 'Origins that only look like an allowed one cannot read answers',
  why: 'A list that is compared by "starts with", "ends with" or a regular expression with open dots lets in a name that anybody can register.',
  accepts: [
    `${NO_ORIGIN} for an allowed origin with a foreign ending, with letters or a label before it, with a letter for a dot, by the other scheme, on another port`,
    'tried for the first three of cors.allowed; without any, for the site’s own origin',
  ],
  remedy:
    "Compare whole origins. In `CORS_ALLOWED_ORIGIN_REGEXES` anchor both ends and escape dots: `r'^https://app\\.obcms\\.example$'`; Starlette’s allow_origin_regex likewise.",
  source: 'django-cors-headers: CORS_ALLOWED_ORIGIN_REGEXES; PortSwigger, "Exploiting CORS misconfigurations"',
  severity: 'failure',
  collect: collectNeighbours,
  judge({ of, left, asked }, options) {
    const [first] = asked;
    if (first === undefined)
      return notKnowable('cors.allowed has no origin with neighbours, such as https://app.obcms.example');
    const why = asked.map(one => mute(options, one)).find(reason => reason !== undefined);
    const admitted = asked.flatMap(permissionsOf).filter(admits);
    if (admitted.length > 0) return broken(`${NO_ORIGIN} for neighbours of ${listed(of)}`, admissions(admitted));
    if (why !== undefined) return notKnowable(why);
    const rest = left === 0 ? '' : `; ${count(left, 'further origin')} not tried`;
    return holds(`${count(asked.length, 'neighbour')} of ${listed(of)} refused${rest}`);
  },
});

async function collectNeighbours(site: Site, options: CorsOptions): Promise<Neighbours> {
  const origins = options.allowed.length === 0 ? [site.base.origin] : options.allowed;
  const of = origins.slice(0, MOST_ORIGINS);
  const welcome = new Set(options.allowed);
  const neighbours = of.flatMap(origin => neighboursOf(origin, site.run)).filter(origin => !welcome.has(origin));
  const asked = await Promise.all([...new Set(neighbours)].map(origin => askAsStranger(site, options, origin)));
  return { of, left: origins.length - of.length, asked };
}

function admissions(admitted: readonly Permission[]): string {
  const origins = [...new Set(admitted.map(({ origin }) => origin))];
  const [first] = admitted;
  const example = first === undefined ? '' : ` (${inWords(first)})`;
  return `${oneLine(origins.slice(0, 3).join(', '), 200)} let in${example}`;
}

function listed(origins: readonly string[]): string {
  return oneLine(origins.join(', '), 160);
}
