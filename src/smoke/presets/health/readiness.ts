import { inSequence, oneLine } from '../../../core/text.ts';
import { answerInWords, jsonOf } from '../answer-words.ts';
import type { HealthOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { NO_READY_PAGE, readyPage, readyPageInFull, secretOf } from './pages.ts';
import { namedChecks, overallVerdict } from './status-words.ts';

export const ready = defineCheck<HealthOptions, SiteAnswer | undefined>({
  id: 'health/ready',
  title: 'The readiness page answers 200, and everything it names is there',
  why: 'The site may be up while its database, cache or queue is not: then the first page that needs them fails.',
  accepts: [
    '200 with JSON that names its checks, all of them good; asked with `health: { secret: $HEALTH_CHECK_SECRET }` when there is one',
    'not knowable from outside when it answers 401 or 403 and the suite gives no secret: it is closed on purpose',
  ],
  remedy:
    'See which check is not good, and look at that resource in Coolify: is it running, and is its address in DATABASE_URL or REDIS_URL the current one?',
  source: 'OBCMS runbook: readiness covers database and cache; 503 when bad; status=ready, checks{}',
  severity: 'failure',
  collect: readyPageInFull,
  judge: (answer, options) => judgeReady(answer, options),
});

function judgeReady(answer: SiteAnswer | undefined, options: HealthOptions): Judgement {
  if (answer === undefined) return { verdict: 'not-knowable', why: NO_READY_PAGE };
  const path = oneLine(options.ready ?? '', 80);
  if (answer.status === 401 || answer.status === 403) {
    if (secretOf(options) !== undefined) {
      const remedy = 'The page refuses the secret: is HEALTH_CHECK_SECRET of the site the one the suite has?';
      return {
        verdict: 'broken',
        expected: '200 to who brings the secret',
        actual: `${path}: ${answer.status}`,
        remedy,
      };
    }
    const why = `${path} answers ${answer.status}: it is closed to visitors. Give the secret: \`health: { secret: $HEALTH_CHECK_SECRET }\``;
    return { verdict: 'not-knowable', why };
  }
  const expected = '200, JSON with named checks, all good';
  const broken = (actual: string, remedy?: string): Judgement => ({
    verdict: 'broken',
    expected,
    actual: `${path}: ${actual}`,
    ...(remedy === undefined ? {} : { remedy }),
  });
  if (answer.status === 404) {
    return broken(
      '404',
      'Name the right path with `health: { ready: /readyz/ }`, or say that there is none: `health: { ready: false }`.',
    );
  }
  const json = jsonOf(answer);
  const checks = namedChecks(json);
  const bad = checks.filter(({ good }) => !good).map(({ name }) => name);
  if (bad.length > 0) return broken(oneLine(`${answer.status}, not good: ${inSequence(bad)}`, 200));
  if (answer.status !== 200) return broken(answerInWords(answer));
  if (typeof json !== 'object' || json === null) {
    return broken(
      `${answerInWords(answer)}: no JSON`,
      'Answer JSON that names what was asked: {"status": "ready", "checks": {"database": true, "cache": true}}.',
    );
  }
  if (overallVerdict(json) === false)
    return broken(`200, ${oneLine(answer.body, 120)}`, 'Answer 503 when it is not ready.');
  if (checks.length === 0) {
    return broken(
      `200, and no check is named`,
      'Name what was asked: {"status": "ready", "checks": {"database": true, "cache": true}}. If it names them to who brings a secret: `health: { secret: $HEALTH_CHECK_SECRET }`.',
    );
  }
  return { verdict: 'holds', actual: oneLine(`good: ${inSequence(checks.map(({ name }) => name))}`, 200) };
}

/** What a readiness page must not tell the world. */
const DETAILS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a traceback', /Traceback \(most recent call last\)/],
  ['an address with credentials', /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'/@]{0,200}:[^\s"'/@]{0,200}@/i],
  [
    'the address of a database or broker',
    /\b(?:postgres(?:ql)?|postgis|psql|mysql|mariadb|mongodb|rediss?|valkey|amqps?|memcached?)(?:\+\w+)?:\/\//i,
  ],
  ['an exception', /\b[A-Z][A-Za-z]{0,60}(?:Error|Exception|DoesNotExist|Timeout)\b/],
  [
    'the text of an error',
    /could not (?:connect|translate)|connection (?:refused|reset|timed out)|password authentication failed|name or service not known|no such host|ECONNREFUSED|ENOTFOUND|WRONGPASS|NOAUTH/i,
  ],
  [
    'an address of the network inside',
    /\b(?:10\.\d{1,3}|127\.0|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/,
  ],
  ['a host and port', /\b[a-z][a-z0-9.-]{0,100}:(?:5432|6432|3306|6379|5672|27017|11211)\b/i],
  ['a host name', /"(?:host|hostname|host_?name|server|node|pod|container)"\s*:\s*"[^"]+"/i],
  [
    'a path on the server',
    /\/(?:app|srv|opt|home|usr\/lib|usr\/local)\/(?:[\w-]{1,80}\/){0,10}[\w-]{1,80}\.py\b|site-packages/,
  ],
  [
    'the version of a product',
    /\b(?:PostgreSQL|Redis|Valkey|MySQL|MariaDB|Django|Python|nginx|gunicorn|uvicorn|Celery)(?:_version)?["']?[\s:/]+["']?v?\d+\.\d+/i,
  ],
];

export const readyDetails = defineCheck<HealthOptions, SiteAnswer | undefined>({
  id: 'health/ready-details',
  title: 'The readiness page tells visitors no more than yes or no',
  why: 'Exceptions name hosts, users and versions: a map of the network for whoever asks while something is down.',
  accepts: [
    'no exception, text of an error, address with credentials, address of a database or broker, host name, internal address, path, or version of a product',
    "the application's own version is fine",
  ],
  remedy:
    'Answer booleans and write the exception to the log: `except Exception: logger.exception("Readiness: database"); checks["database"] = False`. With django-health-check, keep the page behind a secret.',
  source: 'OBCMS hardening guide: /ready/ must not print exceptions; details need HEALTH_CHECK_SECRET',
  severity: 'failure',
  collect: readyPage,
  judge: judgeDetails,
});

const LOOKED_AT = 64 * 1024;

function judgeDetails(answer: SiteAnswer | undefined): Judgement {
  if (answer === undefined) return { verdict: 'not-knowable', why: NO_READY_PAGE };
  if (answer.status === 404 || (answer.status >= 300 && answer.status < 400)) {
    return { verdict: 'not-knowable', why: `the readiness page answers ${answer.status}` };
  }
  const body = answer.body.slice(0, LOOKED_AT);
  const found = DETAILS.filter(([, pattern]) => pattern.test(body)).map(([what]) => what);
  if (found.length === 0) return { verdict: 'holds', actual: `${answerInWords(answer)}, no details` };
  // What was found is named and not shown: the report would spread it.
  return { verdict: 'broken', expected: 'no details', actual: `${answer.status} with ${inSequence(found)}` };
}

interface SecretFacts {
  readonly told: SiteAnswer;
  readonly anybody: SiteAnswer;
}

export const readySecret = defineCheck<HealthOptions, SecretFacts | undefined>({
  id: 'health/ready-secret',
  title: 'What the readiness page tells for its secret, it tells for nothing else',
  why: 'A secret that is not asked for protects nothing, and nobody notices: the page looks the same with it.',
  accepts: [
    '401 or 403 without the secret, or an answer that names none of the checks it names with it',
    'not knowable without `health: { secret: $HEALTH_CHECK_SECRET }`',
  ],
  remedy:
    'Set HEALTH_CHECK_SECRET in the environment of the web resource, and compare with hmac.compare_digest before naming checks.',
  source: 'OBCMS runbook: an optional secret for the deep check, 401 without it',
  severity: 'failure',
  async collect(site, options) {
    const anybody = await readyPage(site, options);
    const told = secretOf(options) === undefined ? undefined : await readyPageInFull(site, options);
    return anybody === undefined || told === undefined ? undefined : { told, anybody };
  },
  judge: judgeSecret,
});

function judgeSecret(facts: SecretFacts | undefined): Judgement {
  if (facts === undefined) {
    return { verdict: 'not-knowable', why: 'the suite gives no secret (`health: { secret: $HEALTH_CHECK_SECRET }`)' };
  }
  const { told, anybody } = facts;
  const names = namedChecks(jsonOf(told)).map(({ name }) => name);
  if (names.length === 0) {
    return {
      verdict: 'not-knowable',
      why: `the readiness page names no check to who brings the secret (${told.status})`,
    };
  }
  const open = namedChecks(jsonOf(anybody)).map(({ name }) => name);
  if (open.length === 0) return { verdict: 'holds', actual: `${anybody.status} without it, and no check is named` };
  const actual = oneLine(`${anybody.status} without it, with ${inSequence(open)}`, 200);
  return { verdict: 'broken', expected: '401, or an answer without names', actual };
}
