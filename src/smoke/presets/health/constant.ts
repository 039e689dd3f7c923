import { inSequence, oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, jsonOf } from '../answer-words.ts';
import type { HealthOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { samePage } from '../unknown-path.ts';
import { healthPage, healthQuestion, NO_READY_PAGE, readyPageInFull } from './pages.ts';
import { namedChecks } from './status-words.ts';

interface HealthFacts {
  readonly health: SiteAnswer;
  /** A path that means nothing, in the folder of the health page. */
  readonly beside: SiteAnswer;
}

export const constantHealth = defineCheck<HealthOptions, HealthFacts>({
  id: 'health/constant-health',
  title: 'The health page is no file, and no page that every path gets',
  why: 'A proxy that answers "ok" by itself, a file in the document root, or a front end that answers every path stays green while the application is dead.',
  accepts: [
    'another answer than a path without meaning gets beside it',
    'no file: not `Last-Modified` together with `ETag` or `Accept-Ranges`, from before the answer',
    'no HTML page',
  ],
  remedy:
    'Route the health path to the application, before the rule that gives the front end for every path; remove the file or the fixed answer (`return 200 "ok"`) from the web server.',
  source: 'Field habit: a HEALTHCHECK on a static file; OBCMS runbook: a constant 200 is flagged',
  severity: 'failure',
  async collect(site, options) {
    const bare = options.path.split('?')[0] ?? options.path;
    const slash = bare.endsWith('/') ? '/' : '';
    const folder = bare.replace(/[^/]*\/?$/, '');
    const beside = `${folder === '' ? '/' : folder}smoke-${site.run}-nothing-here${slash}`;
    return { health: await healthPage(site, options), beside: await site.ask(healthQuestion(beside)) };
  },
  judge: judgeConstantHealth,
});

function judgeConstantHealth({ health, beside }: HealthFacts): Judgement {
  if (health.status !== 200) return { verdict: 'not-knowable', why: `the health page answers ${health.status}` };
  const expected = 'an answer that only the application gives';
  const broken = (actual: string): Judgement => ({ verdict: 'broken', expected, actual });
  if (samePage(health, beside)) {
    return broken(
      `the same answer as ${oneLine(beside.url.pathname, 100)}, a path that does not exist: ${answerInWords(beside)}`,
    );
  }
  const file = fileSign(health);
  if (file !== undefined) return broken(`a file, by its headers: ${file}`);
  if (isHtml(health)) return broken(`an HTML page: ${answerInWords(health)}`);
  return { verdict: 'holds', actual: `a path beside it answers ${beside.status}` };
}

/** Web servers know when a file was changed; a view that is asked now does not, or says now. */
function fileSign(answer: SiteAnswer): string | undefined {
  const modified = answer.header('last-modified');
  const other = ['etag', 'accept-ranges'].find(name => !/^(?:none)?$/.test(answer.header(name) ?? ''));
  if (modified === undefined || other === undefined) return undefined;
  const then = Date.parse(modified);
  const now = Date.parse(answer.header('date') ?? '');
  if (Number.isFinite(then) && Number.isFinite(now) && now - then < JUST_NOW_MS) return undefined;
  return `Last-Modified: ${oneLine(modified, 60)} and ${other}: ${oneLine(answer.header(other) ?? '', 60)}`;
}

const JUST_NOW_MS = 10_000;

interface ReadyFacts {
  readonly ready: SiteAnswer;
  readonly health: SiteAnswer;
}

export const constantReadiness = defineCheck<HealthOptions, ReadyFacts | undefined>({
  id: 'health/constant-readiness',
  title: 'The readiness page names what it has asked, the database and the cache among it',
  why: 'A page that asks nothing cannot fail: it says "ready" while every page that needs the database answers 500.',
  accepts: [
    'JSON with checks by name, such as {"checks": {"database": true, "cache": true}}',
    'the health page under a second path is not accepted, nor a status word alone',
    'names without a database or without a cache are a warning: a site may have neither',
  ],
  remedy:
    'Ask the database (SELECT 1) and the cache (set and get) in the view and answer {"status": "ready", "checks": {"database": true, "cache": true}}, with 503 when one does not answer. If the names are for who brings a secret: `health: { secret: $HEALTH_CHECK_SECRET }`.',
  source:
    'OBCMS runbook: readiness covers database and cache, 503 when bad; checks.database and checks.cache are booleans',
  severity: 'failure',
  async collect(site, options) {
    const ready = await readyPageInFull(site, options);
    return ready === undefined ? undefined : { ready, health: await healthPage(site, options) };
  },
  judge: judgeConstantReadiness,
});

const DATABASE = /database|(?:^|[._-])db(?:s|$|[._-])|postgres|mysql|mariadb|(?:^|[._-])sql|mongo|orm/i;
const CACHE = /cache|redis|valkey|memcache/i;

function judgeConstantReadiness(facts: ReadyFacts | undefined): Judgement {
  if (facts === undefined) return { verdict: 'not-knowable', why: NO_READY_PAGE };
  const { ready, health } = facts;
  if (ready.status !== 200 && ready.status !== 503) {
    return { verdict: 'not-knowable', why: `the readiness page answers ${ready.status}` };
  }
  const expected = 'checks by name, of the database and the cache';
  const names = namedChecks(jsonOf(ready)).map(({ name }) => name);
  if (names.length === 0) {
    const same = samePage(ready, health) ? 'the same text as the health page, ' : '';
    return { verdict: 'broken', expected, actual: `${same}no check by name: ${oneLine(ready.body, 120)}` };
  }
  const missing = [DATABASE, CACHE].flatMap((pattern, index) =>
    names.some(name => pattern.test(name)) ? [] : [['database', 'cache'][index] ?? ''],
  );
  const shown = oneLine(inSequence(names), 160);
  if (missing.length === 0) return { verdict: 'holds', actual: shown };
  return {
    verdict: 'doubtful',
    expected,
    actual: `${shown}: no ${inSequence(missing, 'or')}`,
    remedy: `If the site uses a ${inSequence(missing, 'or')}, ask it in the readiness page; if not, skip health/constant-readiness.`,
  };
}
