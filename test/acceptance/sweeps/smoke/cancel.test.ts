import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { type Hall, openHall, type Way } from './hall.ts';
import { API, PAGES, PRESETS, SCENARIOS, type Scenario } from './scenarios.ts';
import type { Trial } from './trial.ts';
import { complaints, silentLeftovers, untruths } from './truth.ts';
import { goodRun, newTag, visit } from './visit.ts';

const AT_ONCE = 8;
/** The runner sends SIGTERM after 7.5 s. */
const ENDS_WITHIN = 7_000;
/** An answer that comes long after the signal. */
const HELD_BACK_MS = 2_000;
const LOOK_EVERY_MS = 2;
jest.setTimeout(LIMIT_MS);

let hall: Hall;
beforeAll(async () => {
  hall = await openHall();
});
afterAll(() => hall?.stop());

/** When a request has arrived; or when the application has acted and nobody has heard of it yet. */
type Moment = 'asked' | 'acted';

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly moment: Moment;
  readonly by: 'cancel' | 'kill';
}

interface Verdict {
  readonly name: string;
  readonly by: Case['by'];
  readonly struck: boolean;
  readonly ended: string;
  readonly latency: number;
  readonly wrong: readonly string[];
}

/** Calls `strike` at that moment of the `at`-th request. */
function interrupt({ faults }: Way, { at, moment }: Case, strike: () => void): void {
  if (moment === 'acted') faults.plan([{ fault: 'delay-answer', at, delayMs: HELD_BACK_MS }]);
  faults.onRequest = request => {
    if (request.index !== at) return;
    if (moment === 'asked') return strike();
    const looking = setInterval(() => {
      if (request.serverStatus === undefined) return;
      clearInterval(looking);
      strike();
    }, LOOK_EVERY_MS);
    looking.unref();
  };
}

async function end(item: Case): Promise<Verdict> {
  const { scenario, at, moment, by } = item;
  const way = await hall.way();
  const tag = newTag();
  try {
    const striking = new AbortController();
    let struckAt: number | undefined;
    interrupt(way, item, () => {
      struckAt ??= performance.now();
      striking.abort();
    });
    const calledAt = performance.now();
    const trial = await visit(hall, way, scenario, { origin: way.origin, tag, options: { [by]: striking.signal } });
    const struck =
      struckAt !== undefined && (by === 'kill' ? trial.run.signal !== null : trial.run.signalsSent.length > 0);
    const latency = struck ? Math.round(trial.run.durationMs - ((struckAt ?? 0) - calledAt)) : 0;
    way.faults.clear();
    way.faults.onRequest = undefined;
    const wrong: string[] = [];
    if (by === 'cancel')
      wrong.push(...ofCancelled(trial, latency, struck), ...(await silentLeftovers(hall, tag, trial)));
    else {
      // What a killed run leaves is nobody's fault; it must not be in the way of the next one, whose names are others.
      const again = await visit(hall, way, scenario, { origin: way.origin, tag: newTag() });
      if (again.ended !== 'passed/works') wrong.push(`the run after it ended ${again.ended}: ${complaints(again)}`);
      await hall.communities.remove(tag);
    }
    const request = way.faults.requests[at];
    const name = `${scenario.name}: ${by} when request ${at} was ${moment} (${request?.method} ${request?.path}), ${trial.ended}`;
    return { name, by, struck, ended: trial.ended, latency, wrong };
  } finally {
    await way.stop();
  }
}

function ofCancelled(trial: Trial, latency: number, struck: boolean): readonly string[] {
  const { run, result, ended, broken } = trial;
  if (!struck) return untruths(trial);
  const wrong = [...broken];
  if (latency > ENDS_WITHIN) wrong.push(`took ${latency} ms to end`);
  if (run.signal !== null || run.signalsSent.length > 1)
    wrong.push(`needed ${run.signalsSent.map(({ signal }) => signal).join(', ')}`);
  const unfinished = (result.checks ?? []).filter(({ state }) => state === 'unfinished').length;
  const isTrue = ended === 'inconclusive/cancelled' || (ended === 'passed/works' && unfinished === 0);
  if (!isTrue) wrong.push(`ended ${ended}: ${complaints(trial)}`);
  if (ended === 'inconclusive/cancelled' && result['cut-short'] !== 'cancelled')
    wrong.push('does not say that it was cut short');
  return wrong;
}

/** `SWEEPS=full`: all. Else each request that may write at both moments, and every so many of the others. */
function isChosen({ scenario, at, moment, by }: Case): boolean {
  if (process.env['SWEEPS'] === 'full') return true;
  if (by === 'kill') return scenario === API && at >= 1 && moment === 'acted';
  if (scenario === API) return true;
  const turn = at * 2 + (moment === 'acted' ? 1 : 0);
  return scenario === PAGES ? turn % 3 !== 0 : turn % 31 === 0;
}

describe('a run of smoke-test that is ended at any of its requests', () => {
  test('cleans up, tells the truth in time, and leaves nothing that is in the way of the next', async () => {
    const recorded = await Promise.all(
      SCENARIOS.map(async scenario => ({ scenario, ...(await goodRun(hall, scenario)) })),
    );
    const every: readonly Case[] = recorded.flatMap(({ scenario, requests }) =>
      requests.flatMap(({ index: at }) =>
        (['asked', 'acted'] as const).flatMap(moment => [
          { scenario, at, moment, by: 'cancel' } as const,
          // Without a word of its own a killed run differs by what the application did.
          ...(scenario === PRESETS ? [] : [{ scenario, at, moment, by: 'kill' } as const]),
        ]),
      ),
    );
    const chosen = every.filter(isChosen);
    const began = performance.now();
    const together = await pooled(chosen, AT_ONCE, end);
    // Whether it was the action or the crowd that was slow, the action alone can tell.
    const isSlow = (verdict: Verdict | undefined): boolean => (verdict?.latency ?? 0) > ENDS_WITHIN;
    const slow = chosen.filter((_, index) => isSlow(together[index]));
    const verdicts = [...together.filter(verdict => !isSlow(verdict)), ...(await pooled(slow, 1, end))];
    const struck = verdicts.filter(verdict => verdict.struck);
    const cancelled = struck.filter(({ by }) => by === 'cancel');
    printTable('Cancel sweep of smoke-test', [
      ['cases', every.length],
      ['runs', chosen.length],
      ['cancelled', inWords(tally(cancelled.map(({ ended }) => ended)))],
      ['killed', struck.length - cancelled.length],
      ['longest until the end, ms', Math.max(...cancelled.map(({ latency }) => latency))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(cancelled.length).toBeGreaterThan(25);
    expect(struck.length).toBeGreaterThan(chosen.length * 0.85);
  });
});
