import { inSequence, oneLine } from '../../../core/text.ts';
import { answerInWords, isHtml, jsonOf, mediaType, redirectTarget } from '../answer-words.ts';
import { leadsToSignIn } from '../leaks/closed.ts';
import type { HealthOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { healthPage, healthQuestion, readyPage } from './pages.ts';
import { overallVerdict } from './status-words.ts';

export const answers = defineCheck<HealthOptions, SiteAnswer>({
  id: 'health/answers',
  title: 'The health page answers anybody with 200 and says that it is well',
  why: 'Coolify, the edge and monitors ask it without signing in and do not follow redirects. A redirect counts as healthy for curl, although no view has run.',
  accepts: [
    '200 with JSON or text, without a sign-in and without a redirect',
    'JSON whose status says that it is not well fails, whatever its status line says; an empty body is a warning',
  ],
  remedy:
    'Serve a page without login_required at the path of `health: { path: /health/ }`: JsonResponse({"status": "healthy", "version": ...}).',
  source: 'OBCMS runbook: GET over HTTPS, 200 JSON, no redirect followed, no authentication',
  severity: 'failure',
  collect: healthPage,
  judge: (answer, options) => judgeAnswers(answer, options),
});

function judgeAnswers(answer: SiteAnswer, { path }: HealthOptions): Judgement {
  const expected = '200 with JSON or text';
  const broken = (remedy: string, actual = answerInWords(answer)): Judgement => ({
    verdict: 'broken',
    expected,
    actual: `${oneLine(path, 80)}: ${actual}`,
    remedy,
  });
  const target = redirectTarget(answer);
  if (target !== undefined) return broken(redirectRemedy(target, answer.url));
  if (answer.status === 401 || answer.status === 403) {
    return broken(
      'It asks for a sign-in. Exempt its path from LoginRequiredMiddleware (@login_not_required) or from the access rules of the edge.',
    );
  }
  if (answer.status === 404) return broken('Name the right path: `health: { path: /healthz/ }`.');
  if (answer.status === 400)
    return broken('Django answers 400 to a host it does not know: add the host to ALLOWED_HOSTS.');
  if (answer.status !== 200) return broken('Look into the log of the web resource.');
  if (isHtml(answer)) {
    return broken(
      'This is a page for people, often that of a front end which answers every path. Name the path of the application itself: `health: { path: /api/health/ }`.',
    );
  }
  const json = jsonOf(answer);
  if (/\bjson\b/.test(mediaType(answer)) && json === undefined)
    return broken('Its type says JSON, and its body is none.');
  if (overallVerdict(json ?? answer.body.trim()) === false) {
    return broken(
      'It says itself that it is not well. Answer 503 then, so that Coolify and monitors see it.',
      `200, ${oneLine(answer.body, 120)}`,
    );
  }
  if (answer.body.trim() === '') {
    return {
      verdict: 'doubtful',
      expected,
      actual: '200 with an empty body',
      remedy: 'Say something that only this page says: {"status": "healthy"}.',
    };
  }
  return { verdict: 'holds', actual: answerInWords(answer) };
}

function redirectRemedy(target: URL, from: URL): string {
  if (target.protocol === 'https:' && from.protocol === 'https:' && target.href === from.href) {
    return 'It redirects to itself: Django does not see that the visitor came by HTTPS. Set SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").';
  }
  if (`${from.pathname}/` === target.pathname)
    return `Name the path with its slash: \`health: { path: ${target.pathname} }\`.`;
  if (leadsToSignIn(target)) return 'It asks for a sign-in. Exempt the view: @login_not_required.';
  return 'Answer there instead of redirecting; SECURE_REDIRECT_EXEMPT = [r"^health/"] exempts the path from the redirect to HTTPS.';
}

const VERSION_KEYS =
  /^(?:app_?|git_?|build_?|image_?)?(?:version|commit|commit_?sha|sha|revision|release|release_?id|build)$/i;
const NO_VERSION =
  /^(?:|unknown|none|null|undefined|dev|development|local|latest|head|main|master|0\.0\.0|n\/?a|\$\{?\w+\}?)$/i;

export const version = defineCheck<HealthOptions, SiteAnswer>({
  id: 'health/version',
  title: 'The health page says which version answers',
  why: 'Without it nobody can tell from outside whether a deployment, or a rollback, has arrived.',
  accepts: [
    'JSON with a version, commit, sha, revision, release or build that is not a placeholder such as `unknown` or `latest`',
  ],
  remedy:
    'Build the image with the commit (`ARG SOURCE_COMMIT`, `ENV APP_VERSION=$SOURCE_COMMIT`) and answer {"version": settings.VERSION}.',
  source: 'OBCMS runbook: liveness answers status and version',
  severity: 'warning',
  collect: healthPage,
  judge: judgeVersion,
});

function judgeVersion(answer: SiteAnswer): Judgement {
  if (answer.status !== 200) return { verdict: 'not-knowable', why: `the health page answers ${answer.status}` };
  const json = jsonOf(answer);
  const entries = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  const said = entries.filter(([key, value]) => VERSION_KEYS.test(key) && ['string', 'number'].includes(typeof value));
  const real = said.find(([, value]) => !NO_VERSION.test(String(value).trim()));
  if (real !== undefined) return { verdict: 'holds', actual: oneLine(`${real[0]}: ${real[1]}`, 120) };
  const placeholder = said[0];
  return {
    verdict: 'broken',
    expected: 'a version in the JSON',
    actual: placeholder === undefined ? 'none' : oneLine(`${placeholder[0]}: "${placeholder[1]}"`, 120),
  };
}

interface CachingFacts {
  readonly health: SiteAnswer;
  readonly ready: SiteAnswer | undefined;
}

export const notCached = defineCheck<HealthOptions, CachingFacts>({
  id: 'health/not-cached',
  title: 'Health and readiness pages are never cached',
  why: 'A cached "healthy" goes on after the application is gone.',
  accepts: [
    '`Cache-Control` with `no-store` or `no-cache`, and no sign that a cache has answered (`Age` above 0, `X-Cache` or `CF-Cache-Status` with HIT)',
    '`max-age=0` alone is a warning; an `ETag` instead of Cache-Control is not accepted',
  ],
  remedy:
    'Put @never_cache (django.views.decorators.cache) on both views; in FastAPI: response.headers["Cache-Control"] = "no-store".',
  source: 'OBCMS runbook: GET only, never cached; RFC 9111 5.2.2',
  severity: 'failure',
  collect: async (site, options) => ({
    health: await healthPage(site, options),
    ready: await readyPage(site, options),
  }),
  judge: judgeCaching,
});

function judgeCaching({ health, ready }: CachingFacts): Judgement {
  const judgements: Judgement[] = [];
  if (health.status === 200) judgements.push(cachingOf(health));
  if (ready !== undefined && (ready.status === 200 || ready.status === 503)) judgements.push(cachingOf(ready));
  const [first] = judgements;
  if (first === undefined) return { verdict: 'not-knowable', why: `the health page answers ${health.status}` };
  const worst = (verdict: Judgement['verdict']) => judgements.find(judgement => judgement.verdict === verdict);
  return worst('broken') ?? worst('doubtful') ?? first;
}

function cachingOf(answer: SiteAnswer): Judgement {
  const expected = 'Cache-Control: no-store (or no-cache)';
  const path = oneLine(answer.url.pathname, 80);
  const control = answer.header('cache-control');
  const directives = (control ?? '')
    .toLowerCase()
    .split(',')
    .map(directive => directive.trim());
  const served = ['x-cache', 'cf-cache-status', 'x-proxy-cache'].find(name =>
    /\bhit\b/i.test(answer.header(name) ?? ''),
  );
  const age = Number(answer.header('age') ?? 0);
  if (served !== undefined || age > 0) {
    const actual = served === undefined ? `Age: ${age}` : `${served}: ${oneLine(answer.header(served) ?? '', 40)}`;
    return {
      verdict: 'broken',
      expected: 'an answer of the application',
      actual: `${path} came from a cache (${actual})`,
    };
  }
  const shown =
    control === undefined
      ? `no Cache-Control${answer.header('etag') === undefined ? '' : ', only an ETag'}`
      : oneLine(control, 120);
  if (directives.includes('no-store') || directives.includes('no-cache')) return { verdict: 'holds', actual: shown };
  const verdict = directives.includes('max-age=0') ? 'doubtful' : 'broken';
  return { verdict, expected, actual: `${path}: ${shown}` };
}

export const readOnly = defineCheck<HealthOptions, { readonly get: SiteAnswer; readonly post: SiteAnswer }>({
  id: 'health/read-only',
  title: 'The health page refuses POST',
  why: 'A page that takes any method is often a catch-all, and not the view that was meant.',
  accepts: ['405, or 403 from the CSRF protection; 401 and 501 are refusals as well'],
  remedy: 'Put @require_safe (or @require_GET) on the view; in FastAPI declare it with @app.get alone.',
  source: 'OBCMS runbook: GET only, POST gives 405',
  severity: 'failure',
  async collect(site, options) {
    const { path, headers = {} } = healthQuestion(options.path);
    return { get: await healthPage(site, options), post: await site.ask({ method: 'POST', path, headers, body: '' }) };
  },
  judge({ get, post }) {
    if (get.status !== 200) return { verdict: 'not-knowable', why: `the health page answers ${get.status} to GET` };
    if ([401, 403, 405, 501].includes(post.status)) return { verdict: 'holds', actual: `POST: ${post.status}` };
    if (post.status === 429) return { verdict: 'not-knowable', why: 'POST is answered 429: too many requests' };
    return { verdict: 'broken', expected: '405 or 403 to POST', actual: answerInWords(post) };
  },
});

/** Enough to meet each of a few workers or replicas, few enough for a small server. */
const SAMPLES = 5;

export const steady = defineCheck<HealthOptions, { readonly path: string; readonly statuses: readonly number[] }>({
  id: 'health/steady',
  title: `${SAMPLES} questions in a row are all answered well`,
  why: 'One dead worker, replica or database connection among several shows as an error now and then.',
  accepts: [
    `200 from the readiness page, or the health page when there is none or it is closed, ${SAMPLES} times of ${SAMPLES}`,
  ],
  remedy:
    'Look into the log of the web resource for connection errors, worker timeouts and restarts; compare the replicas with each other.',
  source: 'OBCMS runbook, database troubles: readiness in repeated samples, 0 of N fail; gunicorn troubles: no 502',
  severity: 'failure',
  async collect(site, options) {
    const ready = await readyPage(site, options);
    const path = options.ready !== undefined && ready?.status === 200 ? options.ready : options.path;
    const statuses: number[] = [];
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      // A query of its own, because equal questions are sent once.
      const query = `${path.includes('?') ? '&' : '?'}smoke=${site.run}-${sample}`;
      statuses.push((await site.ask(healthQuestion(`${path}${query}`))).status);
    }
    return { path, statuses };
  },
  judge({ path, statuses }) {
    const wrong = statuses.filter(status => status !== 200);
    const shown = oneLine(path, 80);
    if (wrong.length === 0) return { verdict: 'holds', actual: `${shown}: ${statuses.length} of ${statuses.length}` };
    if (wrong.every(status => status === 429)) {
      return { verdict: 'not-knowable', why: `${shown} answers 429: too many requests` };
    }
    return {
      verdict: 'broken',
      expected: `200 each time from ${shown}`,
      actual: `${wrong.length} of ${statuses.length} failed: ${inSequence([...new Set(wrong)].map(String))}`,
    };
  },
});

const SLOW_MS = 2_000;

export const fast = defineCheck<HealthOptions, { readonly ms: number }>({
  id: 'health/fast',
  title: 'The health page answers in less than 2 seconds',
  why: 'Probes give up after a few seconds, and a restart follows; a page that needs two has no reserve.',
  accepts: ['less than 2 s from the look-up of the name to the last byte'],
  remedy: 'Ask nothing in the health page; what asks the database belongs on the readiness page.',
  source: 'OBCMS runbook: health time-outs set and tested; Coolify 4 gives a health check 5 s by default',
  severity: 'warning',
  async collect(site, { path }) {
    const question = healthQuestion(path);
    const result = await site.attempt(question);
    if (result.ok) return { ms: result.answer.timings.total };
    // Throws, as for every check that gets no answer.
    await site.ask(question);
    return { ms: Number.POSITIVE_INFINITY };
  },
  judge({ ms }) {
    const shown = `${Math.round(ms)} ms`;
    if (ms < SLOW_MS) return { verdict: 'holds', actual: shown };
    return { verdict: 'broken', expected: `less than ${SLOW_MS} ms`, actual: shown };
  },
});
