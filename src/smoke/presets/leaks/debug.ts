import { inSequence, oneLine } from '../../../core/text.ts';
import type { WireResult } from '../../../core/wire.ts';
import { isEdgesOwn } from '../../edges-own.ts';
import { answerInWords } from '../answer-words.ts';
import { EDGES_OWN, onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import type { LeaksOptions } from '../options.ts';
import { defineCheck, type Judgement, type Site, type SiteAnswer } from '../preset.ts';
import { unknownPath } from '../unknown-path.ts';
import { inSmallGroups } from './closed.ts';
import { debugPageIn, tracebackIn } from './debug-page.ts';

const DEBUG_OFF =
  'Set DEBUG = False in the settings the site runs with (DJANGO_SETTINGS_MODULE=<project>.settings.production), and redeploy.';

export const debugPage = defineCheck<LeaksOptions, readonly SiteAnswer[]>({
  id: 'leaks/debug-page',
  title: 'A path that does not exist answers 404, without a debug page',
  why: 'With DEBUG = True the 404 page lists every address of the site, and an error shows settings, queries and local variables to anybody.',
  accepts: [
    '404 (or 410) without `Using the URLconf defined in`, `DEBUG = True` or the page of another debugger',
    'not knowable when every unknown path leads to a sign-in page or to the page of a front end: then no 404 page can be seen',
  ],
  remedy: DEBUG_OFF,
  source:
    "Marks seen in Django 5.2's technical 404 page; in production Django answers `Not Found`. OWASP WSTG, error handling",
  severity: 'failure',
  collect(site, options) {
    // A front end's catch-all covers `/`, and not the API beside it: there the application answers for itself.
    const folders = options.api === undefined ? ['/'] : ['/', options.api];
    return inSmallGroups(folders, folder => site.page(unknownPath(site, folder)));
  },
  judge: judgeDebugPage,
});

function judgeDebugPage(answers: readonly SiteAnswer[]): Judgement {
  const expected = '404 without a debug page';
  for (const answer of answers) {
    const page = debugPageIn(answer);
    if (page !== undefined) return { verdict: 'broken', expected, actual: `${answer.status} with ${page}` };
  }
  const crashed = answers.find(({ status }) => status >= 500);
  if (crashed !== undefined) {
    const remedy =
      'The page for 404 itself fails: often a `{% static %}` in 404.html whose file is missing in the manifest. Run collectstatic when the image is built, and look into the log of the web resource.';
    return { verdict: 'broken', expected, actual: answerInWords(crashed), remedy };
  }
  const notFound = answers.find(answer => (answer.status === 404 || answer.status === 410) && !isEdgesOwn(answer));
  if (notFound !== undefined) return { verdict: 'holds', actual: `${answerInWords(notFound)}, no debug page` };
  const seen = answers.map(
    answer => `${oneLine(answer.url.pathname, 80)}: ${isEdgesOwn(answer) ? EDGES_OWN : answerInWords(answer)}`,
  );
  return {
    verdict: 'not-knowable',
    why: `no 404 page can be seen: a path that does not exist ends at ${inSequence(seen)}`,
  };
}

interface BadHostFacts {
  readonly around: Surroundings;
  /** What was sent, and what came. */
  readonly visits: readonly { readonly sent: string; readonly result: WireResult }[];
}

export const debugOnBadHost = defineCheck<LeaksOptions, BadHostFacts>({
  id: 'leaks/debug-on-bad-host',
  title: 'A request with a foreign host name gets no debug page',
  why: 'Scanners ask by address and with made-up host names all day. With DEBUG = True each gets the settings in a page of 59 KB instead of 143 bytes.',
  accepts: [
    'with `Host`, and with `X-Forwarded-Host`, of another site: any answer, or none, that is not a debug page (its status is judged by https/wrong-host and https/forwarded-host-spoof)',
  ],
  remedy: `${DEBUG_OFF} List the hosts of the site: ALLOWED_HOSTS = ["obcms.example"].`,
  source:
    'Measured on Django 5.2: DisallowedHost with DEBUG answers the technical page; without it `Bad Request (400)`',
  severity: 'failure',
  async collect(site) {
    // The site itself must answer, so that silence below means the request was turned away.
    const around = await surroundings(site);
    const host = `${site.run}.wrong-host.invalid`;
    const visit = async (sent: string, headers: Readonly<Record<string, string>>) => ({
      sent,
      result: await site.attempt({ path: '/', headers }),
    });
    return {
      around,
      visits: [
        await visit(`Host: ${host}`, { Host: host }),
        // Proxies route by Host and turn the first one away themselves; this one gets through to the application.
        await visit(`X-Forwarded-Host: ${host}`, { 'X-Forwarded-Host': host }),
      ],
    };
  },
  judge: facts => onceSeen(judgeBadHost(facts), facts.around),
});

function judgeBadHost({ visits }: BadHostFacts): Judgement {
  const expected = 'no debug page';
  const seen: string[] = [];
  for (const { sent, result } of visits) {
    if (!result.ok) {
      seen.push(`${sent}: no answer (${result.failure.kind})`);
      continue;
    }
    const { status, body } = result.answer;
    const page = debugPageIn({ body });
    if (page !== undefined) return { verdict: 'broken', expected, actual: `${sent}: ${status} with ${page}` };
    seen.push(`${sent}: ${status}, ${body.length} characters`);
  }
  return { verdict: 'holds', actual: seen.join('; ') };
}

interface TracebackFacts {
  readonly around: Surroundings;
  readonly pages: readonly { readonly path: string; readonly answer: SiteAnswer }[];
}

export const traceback = defineCheck<LeaksOptions, TracebackFacts>({
  id: 'leaks/traceback',
  title: 'No page shows a traceback',
  why: 'A traceback tells file paths, versions, queries and often secrets.',
  accepts: [
    'no `Traceback (most recent call last)`, `Exception Type` or page of a debugger on any page this preset asks: the front page, a path that does not exist, the admin, the API, metrics and documentation paths',
    'the words on a page that otherwise went well are a warning: it may be an article',
  ],
  remedy: `${DEBUG_OFF} Print exceptions to the log (logging.exception), not into an answer.`,
  source:
    "Marks seen in Django 5.2's technical 500 page; in production it answers `Server Error (500)`. OWASP WSTG, stack traces",
  severity: 'failure',
  async collect(site: Site, options) {
    const given = [options.admin, options.api, ...options.metrics, ...options.docs].filter(path => path !== undefined);
    const pages = await inSmallGroups([...new Set(['/', ...given])], async path => ({
      path,
      answer: await site.page(path),
    }));
    const around = await surroundings(site);
    return { around, pages: [...pages, { path: unknownPath(site), answer: around.unknown }] };
  },
  judge: facts =>
    onceSeen(
      judgeTraceback(facts),
      facts.around,
      facts.pages.map(({ answer }) => answer),
    ),
});

function judgeTraceback({ pages }: TracebackFacts): Judgement {
  const expected = 'no traceback';
  const having = (kind: 'shown' | 'mentioned') =>
    pages
      .filter(({ answer }) => tracebackIn(answer) === kind)
      .map(({ path, answer }) => `${oneLine(path, 80)} (${answer.status})`);
  if (having('shown').length > 0) {
    return { verdict: 'broken', expected, actual: `a traceback on ${inSequence(having('shown'))}` };
  }
  if (having('mentioned').length > 0) {
    const remedy = 'If it is a text about Python, skip this check; if an error was caught and printed, log it instead.';
    return {
      verdict: 'doubtful',
      expected,
      actual: `the words of a traceback on ${inSequence(having('mentioned'))}`,
      remedy,
    };
  }
  return { verdict: 'holds', actual: `none on ${pages.length} pages` };
}
