import { oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, jsonOf, mediaType, redirectTarget } from '../answer-words.ts';
import { debugPageIn } from '../leaks/debug-page.ts';
import type { FastapiOptions } from '../options.ts';
import { defineCheck, type Judgement, type Site, type SiteAnswer } from '../preset.ts';
import { unknownPage } from '../unknown-path.ts';

export const notFoundJson = defineCheck<FastapiOptions, SiteAnswer>({
  id: 'fastapi/not-found-json',
  title: 'A path that does not exist answers 404 in JSON',
  why: 'Another 404 says that the request did not get to the application: the route of the proxy, or the path in front, is wrong.',
  accepts: [
    '404 with JSON: `{"detail": "Not Found"}` or an object of your own',
    "404 in text or HTML is a warning (a handler of your own), except the proxy's own `404 page not found`",
    'not knowable when a front end answers every path, or a sign-in stands in front',
  ],
  remedy:
    'Look at the route in Coolify: the domain and path of the resource, and the port that uvicorn listens on; with a prefix, uvicorn --root-path.',
  source:
    'FastAPI and Starlette: HTTPException 404 answers {"detail": "Not Found"}; Traefik answers `404 page not found` itself',
  severity: 'failure',
  collect: unknownPage,
  judge: judgeNotFound,
});

function judgeNotFound(answer: SiteAnswer): Judgement {
  const expected = '404 with {"detail": "Not Found"}';
  const actual = answerInWords(answer);
  const debugger_ = debugPageIn(answer);
  if (debugger_ !== undefined) return { verdict: 'broken', expected, actual: `${answer.status} with ${debugger_}` };
  if ([401, 403, 429].includes(answer.status) || redirectTarget(answer) !== undefined) {
    return { verdict: 'not-knowable', why: `a path that does not exist is answered ${actual}` };
  }
  if (answer.status === 200 && isHtml(answer)) {
    return {
      verdict: 'not-knowable',
      why: 'a path that does not exist gets a page, as front ends do; the API behind it is not seen',
    };
  }
  if (answer.status !== 404) return { verdict: 'broken', expected, actual };
  const json = jsonOf(answer);
  if (typeof json === 'object' && json !== null && /\bjson\b/.test(mediaType(answer))) {
    return { verdict: 'holds', actual: oneLine(`404 ${answer.body}`, 120) };
  }
  if (/^\s*404 page not found\s*$/.test(answer.body)) {
    return { verdict: 'broken', expected, actual: "the proxy's own 404: the request did not get to the application" };
  }
  return { verdict: 'doubtful', expected, actual };
}

interface MethodFacts {
  /** A page that answers GET; undefined: none of the usual ones does. */
  readonly page: SiteAnswer | undefined;
  readonly answer: SiteAnswer | undefined;
}

/** Pages that FastAPI sites usually have; the first that answers is used. */
const USUAL = ['/', '/health', '/healthz', '/health/', '/readyz', '/ping'];
/** A method that no application of this kind has, and that changes nothing where one has it (RFC 4918). */
const UNKNOWN_METHOD = 'PROPFIND';

export const methodNotAllowed = defineCheck<FastapiOptions, MethodFacts>({
  id: 'fastapi/method-not-allowed',
  title: 'A method that a page does not have answers 405',
  why: 'A route that takes any method skips the checks that were written for one; an error shows what is behind it.',
  accepts: [
    `405 (or 501, 403, 400 from the proxy) to ${UNKNOWN_METHOD} at the first of ${USUAL.join(', ')} that answers GET`,
    'not knowable when none of them answers',
  ],
  remedy: 'Declare routes with their methods (@app.get, @app.post), not with @app.api_route and a list of all.',
  source: 'Starlette: a route answers 405 with Allow to other methods; RFC 9110 15.5.6',
  severity: 'failure',
  async collect(site) {
    const page = await firstPage(site);
    if (page === undefined) return { page, answer: undefined };
    return { page, answer: await site.ask({ method: UNKNOWN_METHOD, path: page.url.pathname }) };
  },
  judge: judgeMethod,
});

function judgeMethod({ page, answer }: MethodFacts): Judgement {
  if (page === undefined || answer === undefined) {
    return { verdict: 'not-knowable', why: `none of ${USUAL.join(', ')} answers GET with 200` };
  }
  const path = oneLine(page.url.pathname, 80);
  if ([400, 403, 405, 501].includes(answer.status)) return { verdict: 'holds', actual: `${path}: ${answer.status}` };
  if (answer.status === 404 || answer.status === 401 || answer.status === 429) {
    return { verdict: 'not-knowable', why: `${UNKNOWN_METHOD} ${path} is answered ${answer.status}` };
  }
  return { verdict: 'broken', expected: `405 to ${UNKNOWN_METHOD}`, actual: `${path}: ${answerInWords(answer)}` };
}

interface SlashFacts {
  readonly path: string | undefined;
  readonly answer: SiteAnswer | undefined;
}

export const redirectScheme = defineCheck<FastapiOptions, SlashFacts>({
  id: 'fastapi/redirect-scheme',
  title: 'The redirect to the path with the right slash stays on HTTPS',
  why: 'uvicorn that does not trust the proxy takes the request for plain HTTP and sends people, and their tokens, there.',
  accepts: [
    'the redirect that a page answers when a slash is missing, or one too many, goes to the scheme and host it was asked with',
    'not knowable when no usual page answers, or none redirects',
  ],
  remedy:
    'uvicorn --proxy-headers --forwarded-allow-ips="*" (only the proxy can reach the container), or FORWARDED_ALLOW_IPS=* in the environment.',
  source: 'Starlette: redirect_slashes builds the address from the scheme it sees; uvicorn manual, HTTP behind proxies',
  severity: 'failure',
  async collect(site) {
    const pages = USUAL.filter(path => path !== '/');
    for (const path of pages) {
      const { status } = await site.ask({ path });
      if (status !== 200) continue;
      const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
      return { path: other, answer: await site.ask({ path: other }) };
    }
    return { path: undefined, answer: undefined };
  },
  judge({ path, answer }) {
    if (path === undefined || answer === undefined) {
      return { verdict: 'not-knowable', why: 'none of the usual pages answers GET with 200' };
    }
    const target = redirectTarget(answer);
    if (target === undefined)
      return { verdict: 'not-knowable', why: `${path} answers ${answer.status} and does not redirect` };
    if (target.origin === answer.url.origin) return { verdict: 'holds', actual: `${path}: ${answerInWords(answer)}` };
    return {
      verdict: 'broken',
      expected: `a redirect to ${answer.url.origin}`,
      actual: `${path}: ${answerInWords(answer)}`,
    };
  },
});

async function firstPage(site: Site): Promise<SiteAnswer | undefined> {
  for (const path of USUAL) {
    const answer = await site.ask({ path });
    if (answer.status === 200) return answer;
  }
  return undefined;
}
