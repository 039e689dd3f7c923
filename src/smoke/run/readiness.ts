import { type Deadline, deadlineIn } from '../../core/clock.ts';
import { abbreviate } from '../../core/commit.ts';
import { inWords, type Milliseconds } from '../../core/duration.ts';
import { UserError } from '../../core/errors.ts';
import { oneLine } from '../../core/text.ts';
import type { Wire, WireFailure } from '../../core/wire.ts';
import type { World } from '../../core/world.ts';
import type { Readiness } from '../result.ts';
import { type Probe, probeHeaders, readAnswer } from '../version-page.ts';
import type { VersionSource } from '../version-source.ts';
import { learnFrom } from './learning.ts';

export interface ReadinessOptions {
  readonly wire: Wire;
  readonly world: World;
  readonly base: URL;
  /** How long to wait for the first good answer; a row of good ones that has begun is seen to its end. */
  readonly wait: Milliseconds;
  /** The health preset's path; undefined when the run has no such preset. */
  readonly path: string | undefined;
  readonly version: VersionSource | undefined;
  /** The commit that must be live: at least 7 characters, the beginning of what the page says. */
  readonly expected: string | undefined;
  /** The health preset's secret, for pages that tell their version to who brings it only. */
  readonly secret?: string | undefined;
}

/** During a rolling swap old and new answer in turn: one answer proves nothing. */
const IN_A_ROW = 3;
const BETWEEN_GOOD: Milliseconds = 700;
const BETWEEN_BAD: Milliseconds = 1_000;
const ANSWER_TIMEOUT: Milliseconds = 10_000;
const SHORTEST_ANSWER: Milliseconds = 2_000;
const LARGEST_PAGE = 1024 * 1024;

/** What is asked when no page is known that says how the site is. */
const SOMEBODY: Probe = { kind: 'health', path: '/' };

/** Statuses of an edge that has nobody to ask (yet). */
const NOT_YET: readonly number[] = [502, 503, 504];
/** Waiting does not change these: they are how the site is set up. */
const FINAL: readonly number[] = [400, 401, 403, 404];

/**
 * Waits until the site answers as it must three times in a row, each time over a new connection. Without a page to ask for that, it only
 * waits until somebody is there: until the start page is answered with anything but "not yet", once.
 * @throws UserError when a commit is expected and nothing says where the site shows its own
 * @throws Cancelled
 */
export async function awaitReady(options: ReadinessOptions): Promise<Readiness> {
  const probe = probeOf(options);
  if (probe === undefined && options.wait === 0) return { kind: 'not-asked' };
  const { path } = probe ?? SOMEBODY;
  const enough = probe === undefined ? 1 : IN_A_ROW;
  const { clock, host, signal } = options.world;
  const began = clock.elapsed();
  const deadline = deadlineIn(clock, options.wait);
  let inARow = 0;
  let wrong: string | undefined;
  let silence = '';
  for (;;) {
    const look = await lookOnce(options, probe, deadline);
    const waited = clock.elapsed() - began;
    if (look.kind === 'good') {
      inARow += 1;
      const version = look.version === '' ? undefined : look.version;
      if (inARow >= enough) return { kind: 'ready', path, waited, version };
      host.progress(`${path} answers as it must, ${inARow} of ${enough} times in a row`);
      await clock.sleep(BETWEEN_GOOD, signal);
      continue;
    }
    inARow = 0;
    if (look.kind === 'silent') silence = look.why;
    else wrong = look.why;
    if (look.kind === 'wrong' && look.final) return { kind: 'wrong', path, waited, why: look.why, final: true };
    if (deadline.passed()) {
      return wrong === undefined
        ? { kind: 'silent', path, waited, why: silence }
        : { kind: 'wrong', path, waited, why: wrong, final: false };
    }
    host.progress(`waiting for ${path}: ${look.why} (${inWords(waited)})`);
    await clock.sleep(Math.min(BETWEEN_BAD, deadline.remaining()), signal);
  }
}

/**
 * Whether the site still shows the commit that was seen before the checks: what they said is true of no other. Asked once more for each
 * answer that is none.
 * @returns why not, in words; undefined when it does
 * @throws Cancelled
 */
export async function noLongerShown(options: ReadinessOptions): Promise<string | undefined> {
  const probe = probeOf(options);
  if (probe === undefined || options.expected === undefined) return undefined;
  const { clock, signal } = options.world;
  const deadline = deadlineIn(clock, IN_A_ROW * ANSWER_TIMEOUT);
  for (let times = 1; ; times += 1) {
    const look = await lookOnce(options, probe, deadline);
    if (look.kind === 'good') return undefined;
    if (times === IN_A_ROW) return look.why;
    await clock.sleep(BETWEEN_GOOD, signal);
  }
}

function probeOf({ path, version, expected }: ReadinessOptions): Probe | undefined {
  if (expected !== undefined) {
    if (version !== undefined) return version;
    throw new UserError('A commit is expected, but nothing says where the site shows the one that it runs.', {
      reasonCode: 'invalid-input',
      remedy: "Name the page in the suite:\npresets:\n  - health: { version: '/health/#$.version' }",
    });
  }
  return path === undefined ? version : { kind: 'health', path };
}

type Look =
  | { readonly kind: 'good'; readonly version: string }
  | { readonly kind: 'wrong'; readonly why: string; readonly final: boolean }
  | { readonly kind: 'silent'; readonly why: string };

/** @param probe undefined: any answer will do that is not "not yet" */
async function lookOnce(options: ReadinessOptions, probe: Probe | undefined, deadline: Deadline): Promise<Look> {
  const { wire, world, base, expected } = options;
  const result = await wire.exchange({
    method: 'GET',
    url: new URL((probe ?? SOMEBODY).path, base),
    headers: {
      ...probeHeaders(probe ?? SOMEBODY),
      ...(options.secret === undefined ? {} : { Authorization: `Bearer ${options.secret}` }),
    },
    timeout: Math.min(ANSWER_TIMEOUT, Math.max(deadline.remaining(), SHORTEST_ANSWER)),
    maxBytes: LARGEST_PAGE,
    signal: world.signal,
    // The one look that asks for no page of its own leaves its connection to the checks.
    fresh: probe !== undefined,
  });
  if (!result.ok) return silenceOf(result.failure);
  const { answer } = result;
  learnFrom(answer, secret => world.host.mask(secret));
  const { status } = answer;
  if (NOT_YET.includes(status)) return { kind: 'wrong', why: `it answers ${status}`, final: false };
  if (probe === undefined) return { kind: 'good', version: '' };
  const reading = await readAnswer(answer, probe);
  if (reading.kind === 'wrong-answer') return { kind: 'wrong', why: reading.why, final: FINAL.includes(status) };
  const version = reading.kind === 'answered' ? reading.value : '';
  if (expected === undefined || startsWith(version, expected)) return { kind: 'good', version };
  const shown = oneLine(abbreviate(version), 60) || 'no version';
  return { kind: 'wrong', why: `it shows ${shown} instead of ${abbreviate(expected)}`, final: false };
}

/** Nobody would get further by trying again when the certificate is refused. */
function silenceOf({ kind, message }: WireFailure): Look {
  const why = oneLine(message, 300);
  return kind === 'tls' ? { kind: 'wrong', why, final: true } : { kind: 'silent', why };
}

const SHORTEST_COMMIT = 7;

/** Either may be the abbreviation: applications often show `git rev-parse --short`. */
function startsWith(shown: string, expected: string): boolean {
  const [a, b] = [shown.trim().toLowerCase(), expected.trim().toLowerCase()];
  if (a.length < SHORTEST_COMMIT || b.length < SHORTEST_COMMIT) return false;
  return a.startsWith(b) || (/^[0-9a-f]+$/.test(a) && b.startsWith(a));
}
