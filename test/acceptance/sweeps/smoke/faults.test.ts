import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type FaultName, faultNames } from '../../../../lab/faults/index.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { type Hall, openHall } from './hall.ts';
import { mayPass } from './harmless.ts';
import { API, PAGES, PRESETS, SCENARIOS, type Scenario } from './scenarios.ts';
import { complaints, saidSo, silentLeftovers, untruths } from './truth.ts';
import { goodRun, newTag, visit } from './visit.ts';

const AT_ONCE = 10;
const LATE_MS = 700;
jest.setTimeout(LIMIT_MS);

let hall: Hall;
beforeAll(async () => {
  hall = await openHall();
});
afterAll(() => hall?.stop());

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly fault: FaultName;
}

interface Verdict {
  readonly scenario: Scenario;
  readonly name: string;
  readonly struck: boolean;
  readonly ended: string;
  readonly wrong: readonly string[];
}

async function disturb({ scenario, at, fault }: Case): Promise<Verdict> {
  const way = await hall.way();
  const tag = newTag();
  try {
    // With a pattern the head of the request is read first, so that it is known which one was refused.
    way.faults.plan([{ fault, at, delayMs: LATE_MS, match: { path: /^/ } }]);
    const trial = await visit(hall, way, scenario, { origin: way.origin, tag });
    const struck = way.faults.requests.find(request => request.fault !== undefined);
    const wrong = [...untruths(trial), ...(await silentLeftovers(hall, tag, trial))];
    const isLate = fault === 'delay' || fault === 'delay-answer';
    const mattered = struck !== undefined && !isLate && !mayPass(scenario, struck) && !saidSo(trial, struck);
    if (trial.result.outcome === 'passed' && mattered)
      wrong.push(`passed, although ${fault} took the answer to ${struck.method} ${struck.path}`);
    if (trial.result.outcome !== 'passed' && (isLate || struck === undefined))
      wrong.push(`${trial.ended}, although nothing was wrong: ${complaints(trial)}`);
    if (trial.result.outcome === 'inconclusive') wrong.push(`${trial.ended} although all but one was answered`);
    if (way.faults.foreignRequests.length > 0) wrong.push('followed a redirect to a foreign host');

    way.faults.clear();
    if (trial.result.outcome !== 'passed' && isRepeated(scenario)) {
      const again = await visit(hall, way, scenario, { origin: way.origin, tag: newTag() });
      if (again.ended !== 'passed/works') wrong.push(`the second run: ${again.ended}, ${complaints(again)}`);
    }
    const name = `${scenario.name}: ${fault} at ${at} (${struck?.method} ${struck?.path}), ${trial.ended}`;
    return { scenario, name, struck: struck !== undefined, ended: trial.ended, wrong };
  } finally {
    await way.stop();
  }
}

/** A second run meets the database as the first left it, and nothing else of it: where nothing is written it cannot differ. */
let repeated = 0;
function isRepeated({ writes }: Scenario): boolean {
  if (!writes) return false;
  repeated += 1;
  return process.env['SWEEPS'] === 'full' || repeated % 4 === 1;
}

/** `SWEEPS=full`: all pairs. Else every fifth of the API, every seventeenth of the pages, and every sixty-first of what only looks. */
function isChosen({ scenario, at, fault }: Case): boolean {
  if (process.env['SWEEPS'] === 'full') return true;
  const pair = at * faultNames.length + faultNames.indexOf(fault);
  return pair % (scenario === API ? 5 : scenario === PAGES ? 17 : 61) === 0;
}

describe('every request of a good run of smoke-test, disturbed by every fault', () => {
  test('never passes what was not answered, cleans up or says what is left, and a second run passes', async () => {
    const recorded = await Promise.all(
      SCENARIOS.map(async scenario => ({ scenario, ...(await goodRun(hall, scenario)) })),
    );
    const every = recorded.flatMap(({ scenario, requests }) =>
      requests.flatMap(({ index }) => faultNames.map(fault => ({ scenario, at: index, fault }))),
    );
    const chosen = every.filter(isChosen);
    const began = performance.now();
    const verdicts = await pooled(chosen, AT_ONCE, disturb);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Fault sweep of smoke-test', [
      ['scenario', 'requests', 'faults', 'pairs', 'runs', 'ended'],
      ...recorded.map(({ scenario, requests }) => [
        scenario.name,
        requests.length,
        faultNames.length,
        requests.length * faultNames.length,
        chosen.filter(each => each.scenario === scenario).length,
        inWords(tally(struck.filter(each => each.scenario === scenario).map(({ ended }) => ended))),
      ]),
      ['in all', every.length / faultNames.length, faultNames.length, every.length, chosen.length, ''],
      ['seconds', Math.round((performance.now() - began) / 1_000), '', '', '', ''],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(recorded.find(({ scenario }) => scenario === PRESETS)?.requests.length).toBeGreaterThan(50);
    expect(struck.length).toBeGreaterThan(chosen.length * 0.9);
  });
});
