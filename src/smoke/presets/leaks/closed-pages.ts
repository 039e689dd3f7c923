import { inSequence, oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, mediaType, redirectTarget } from '../answer-words.ts';
import { onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import type { LeaksOptions } from '../options.ts';
import { defineCheck, type Judgement, type Site, type SiteAnswer } from '../preset.ts';
import { samePage } from '../unknown-path.ts';
import { type ClosedFacts, judgeClosed, leadsToSignIn, lookAt } from './closed.ts';
import { docsIn, drfPageIn, metricsIn, toolbarIn } from './open-signs.ts';

export const apiDocs = defineCheck<LeaksOptions, ClosedFacts | undefined>({
  id: 'leaks/api-docs',
  title: 'The documentation of the API is not open to everybody',
  why: 'Documentation lists every endpoint, parameter and field, those that nobody was meant to find included.',
  accepts: [
    '401, 403 or 404 (405, 406, 410 and 451 are refusals as well), or a redirect to a sign-in page, on each documentation path',
    'a front end that gives one page for every path is not documentation; another page without signs of documentation is a warning',
  ],
  remedy:
    'Route the documentation only in development: `if settings.DEBUG: urlpatterns += [...]`; with drf-spectacular SERVE_PERMISSIONS = ["rest_framework.permissions.IsAdminUser"]; with FastAPI(docs_url=None, redoc_url=None, openapi_url=None). Public on purpose: skip leaks/api-docs.',
  source:
    'OBCMS hardening guide: API documentation only in debug; OWASP API Security Top 10, API9 (improper inventory)',
  severity: 'failure',
  collect: async (site, { docs }) => (docs.length === 0 ? undefined : await lookAt(site, docs)),
  judge: facts => judgeApiDocs(facts),
});

function judgeApiDocs(facts: ClosedFacts | undefined): Judgement {
  if (facts === undefined)
    return { verdict: 'not-knowable', why: 'the suite gives an empty list of documentation paths' };
  return judgeClosed(facts, docsIn, {
    expected: '401, 403, 404 or a sign-in page',
    unclear:
      'It does not look like documentation of an API, and is a page of its own. Look at it; when it is public on purpose, skip leaks/api-docs or give `docs` without it.',
  });
}

export const metrics = defineCheck<LeaksOptions, ClosedFacts | undefined>({
  id: 'leaks/metrics',
  title: 'Metrics are closed to visitors',
  why: 'Metrics tell how many people use what, which versions run and where it hurts; some carry paths and names.',
  accepts: [
    '401, 403 or 404 (or another refusal), or a redirect to a sign-in page, on each metrics path',
    'a page without metrics in it is a warning, unless it is the one that every path gets',
  ],
  remedy:
    'Answer 401 without `Authorization: Bearer <METRICS_TOKEN>`, or keep the path off the public router: traefik.http.routers.web.rule=Host(`obcms.example`) && !PathPrefix(`/metrics`).',
  source: 'OBCMS hardening guide: metrics 401 or 403 from outside',
  severity: 'failure',
  collect: async (site, options) => (options.metrics.length === 0 ? undefined : await lookAt(site, options.metrics)),
  judge(facts) {
    if (facts === undefined) return { verdict: 'not-knowable', why: 'the suite gives an empty list of metrics paths' };
    return judgeClosed(facts, metricsIn, {
      expected: '401, 403, 404 or a sign-in page',
      unclear:
        'There is a page, and no metrics are seen in it. Look at it; when it is public on purpose, skip leaks/metrics.',
    });
  },
});

/** Panels answer only while the toolbar is on; Silk and the reload socket stand at the paths their manuals give. */
const TOOLBARS = ['/__debug__/render_panel/?store_id=0&panel_id=VersionsPanel', '/silk/', '/console'];

export const debugToolbar = defineCheck<LeaksOptions, ClosedFacts>({
  id: 'leaks/debug-toolbar',
  title: 'The debug toolbar, profilers and consoles are not there',
  why: 'The toolbar shows settings, SQL and request data; a console runs any Python a visitor types.',
  accepts: [
    '404 (or another refusal) at django-debug-toolbar, Silk and Werkzeug console paths, and no toolbar in the front page',
    'a page without their marks is a page of the site, and accepted',
  ],
  remedy:
    'Keep `debug_toolbar` and `silk` out of INSTALLED_APPS, MIDDLEWARE and urls of production, and run the site with gunicorn or uvicorn, not `runserver_plus`.',
  source: 'django-debug-toolbar, Silk and Werkzeug manuals: not for production',
  severity: 'failure',
  collect: site => lookAt(site, TOOLBARS),
  judge: judgeToolbar,
});

function judgeToolbar({ looks, around }: ClosedFacts): Judgement {
  const pages = [...looks, { path: '/', answer: around.front }];
  const found = pages.flatMap(({ path, answer }) => {
    const sign = toolbarIn(answer);
    return sign === undefined ? [] : [`${sign} at ${oneLine(path.split('?')[0] ?? path, 80)}`];
  });
  if (found.length > 0) return { verdict: 'broken', expected: 'none of them', actual: inSequence(found) };
  const actual = looks.map(({ path, answer }) => `${path.split('?')[0]}: ${answer.status}`).join(', ');
  return onceSeen({ verdict: 'holds', actual }, around);
}

interface BrowsableFacts {
  readonly path: string;
  readonly answer: SiteAnswer;
  readonly around: Surroundings;
}

export const browsableApi = defineCheck<LeaksOptions, BrowsableFacts | undefined>({
  id: 'leaks/browsable-api',
  title: 'The API gives no browsable HTML pages',
  why: 'The browsable API is documentation with forms: it lists fields, and its pages cost queries that the API itself does not.',
  accepts: [
    'asked with `Accept: text/html`, the path of the API answers something that is not HTML, refuses with 401, 403 or 406 without the browsable page, or leads to a sign-in page',
    "also a refusal counts as open when Django REST framework's own page carries it",
  ],
  remedy:
    'REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]} in the settings of production.',
  source: 'OBCMS hardening guide: browsable renderer off in production; Django REST framework manual, renderers',
  severity: 'failure',
  async collect(site, { api }) {
    if (api === undefined) return undefined;
    return { path: api, answer: await asBrowser(site, api), around: await surroundings(site) };
  },
  judge: facts =>
    facts === undefined ? judgeBrowsable(facts) : onceSeen(judgeBrowsable(facts), facts.around, [facts.answer]),
});

function judgeBrowsable(facts: BrowsableFacts | undefined): Judgement {
  if (facts === undefined) {
    return {
      verdict: 'not-knowable',
      why: 'the suite names no path of an API; name it with `leaks: { api: /api/v1/ }`',
    };
  }
  const { answer, around } = facts;
  const path = oneLine(facts.path, 80);
  const expected = 'no HTML for Accept: text/html';
  const actual = `${path}: ${answerInWords(answer)}`;
  const browsable = drfPageIn(answer);
  if (browsable !== undefined) return { verdict: 'broken', expected, actual: `${actual}, ${browsable}` };
  const target = redirectTarget(answer);
  if (target !== undefined) {
    return leadsToSignIn(target)
      ? { verdict: 'holds', actual }
      : {
          verdict: 'not-knowable',
          why: `${actual}: name the path where the API itself answers, \`leaks: { api: ... }\``,
        };
  }
  if (answer.status === 404)
    return { verdict: 'not-knowable', why: `there is nothing at ${path} (404); name a path of the API` };
  if (answer.status >= 500 || answer.status === 429) return { verdict: 'broken', expected, actual };
  if (!isHtml(answer))
    return { verdict: 'holds', actual: `${path}: ${answer.status}, ${mediaType(answer) || 'no content type'}` };
  if (answer.status >= 400) return { verdict: 'not-knowable', why: `${actual}: a page in front of the API refuses` };
  if (samePage(answer, around.unknown)) {
    return { verdict: 'not-knowable', why: `${path} gets the same page as any other path; name a path of the API` };
  }
  return { verdict: 'broken', expected, actual };
}

/** One redirect on this host is followed: the slash at the end. A redirect to a sign-in page is the answer. */
async function asBrowser(site: Site, path: string): Promise<SiteAnswer> {
  const headers = { Accept: 'text/html' };
  const answer = await site.ask({ path, headers });
  const target = redirectTarget(answer);
  if (target === undefined || target.origin !== site.base.origin || leadsToSignIn(target)) return answer;
  return site.ask({ path: `${target.pathname}${target.search}`, headers });
}
