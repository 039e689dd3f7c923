import type { SiteAnswer } from '../preset.ts';

/** What only a page for developers says. The marks of Django were seen in 5.2's own pages, technical 404, 500, 400 and CSRF page. */
const DEBUG_PAGES: readonly (readonly [name: string, mark: RegExp])[] = [
  ["Django's page that lists the URLconf", /Using the URLconf defined in/],
  ["Django's page for DEBUG = True", /because you have\s+<code>\s*DEBUG\s*=\s*True\s*<\/code>/],
  ["Django's debug page for a path that does not exist", /<title>Page not found at \//],
  ["Django's page with a traceback", /<th[^>]*>\s*Exception Type:\s*<\/th>|id="traceback_area"/],
  ["Django's report of an exception", /^Exception Type: \S+ at \//m],
  [
    "Werkzeug's debugger",
    /<title>[^<]{0,300}\/\/ Werkzeug Debugger<\/title>|__debugger__=yes|var EVALEX\s*=|EVALEX = (?:true|false)/,
  ],
  ["Starlette's debugger", /<title>\s*Starlette Debugger\s*<\/title>|class="traceback-title"/],
];

/** What only an error leaves: the page that lists the URLconf, for one, has no traceback. */
const TRACES: readonly RegExp[] = [
  /<th[^>]*>\s*Exception Type:\s*<\/th>|id="traceback_area"|^Exception Type: \S+ at \//m,
  /__debugger__=yes|var EVALEX\s*=/,
  /class="traceback-title"/,
];
const TRACEBACK = /Traceback \(most recent call last\):/;
const LOOKED_AT = 512 * 1024;

/** Which debug page an answer is; undefined when it is none. */
export function debugPageIn(answer: Pick<SiteAnswer, 'body'>): string | undefined {
  const body = answer.body.slice(0, LOOKED_AT);
  return DEBUG_PAGES.find(([, mark]) => mark.test(body))?.[0];
}

/**
 * - `shown`: the answer carries a traceback, as a text or in the page of a debugger;
 * - `mentioned`: a page that went well has the words in it: an article about Python, or an error that was caught and printed.
 */
export function tracebackIn(answer: SiteAnswer): 'shown' | 'mentioned' | undefined {
  const body = answer.body.slice(0, LOOKED_AT);
  if (TRACES.some(mark => mark.test(body))) return 'shown';
  if (!TRACEBACK.test(body)) return undefined;
  return answer.status >= 400 || TRACEBACK.test(body.trimStart().slice(0, 40)) ? 'shown' : 'mentioned';
}
