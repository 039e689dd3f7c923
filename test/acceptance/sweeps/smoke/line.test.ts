import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { type Hall, openHall } from './hall.ts';
import { isAskedAgain } from './harmless.ts';
import { type LineFault, lineFaults } from './line.ts';
import { API, PAGES, type Scenario } from './scenarios.ts';
import { complaints, silentLeftovers, untruths } from './truth.ts';
import { goodRun, newTag, visit } from './visit.ts';

const AT_ONCE = 8;
jest.setTimeout(LIMIT_MS);

let hall: Hall;
beforeAll(async () => {
  hall = await openHall();
});
afterAll(() => hall?.stop());

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly fault: LineFault;
}

interface Verdict {
  readonly name: string;
  readonly struck: boolean;
  readonly ended: string;
  readonly wrong: readonly string[];
}

async function disturb({ scenario, at, fault }: Case): Promise<Verdict> {
  const way = await hall.way();
  const tag = newTag();
  try {
    way.line.plan(fault, at);
    const trial = await visit(hall, way, scenario, { origin: way.lineOrigin, tag });
    const { struck } = way.line;
    const wrong = [...untruths(trial), ...(await silentLeftovers(hall, tag, trial))];
    const lost = (trial.report.exchanges ?? [])
      .filter(({ status }) => status === null)
      .map(({ method, target }) => `${method} ${target}`);
    if (trial.result.outcome === 'passed' && !lost.every(isAskedAgain))
      wrong.push(`passed, although there was no answer to ${lost.join(', ')}`);
    if (trial.result.outcome !== 'passed' && (!struck || fault === 'hold'))
      wrong.push(`${trial.ended}, although nothing was wrong: ${complaints(trial)}`);
    if (trial.result.outcome === 'inconclusive') wrong.push(`${trial.ended} although all but one connection worked`);
    return {
      name: `${scenario.name}: ${fault} of connection ${at}, ${trial.ended}`,
      struck,
      ended: trial.ended,
      wrong,
    };
  } finally {
    await way.stop();
  }
}

describe('every connection of a good run of smoke-test, disturbed before the edge', () => {
  test('never passes what was not answered, and cleans up or says what is left', async () => {
    const recorded = await Promise.all(
      [PAGES, API].map(async scenario => ({ scenario, ...(await goodRun(hall, scenario, 'line')) })),
    );
    const every = recorded.flatMap(({ scenario, connections }) =>
      Array.from({ length: connections }, (_, at) => at).flatMap(at =>
        lineFaults.map((fault): Case => ({ scenario, at, fault })),
      ),
    );
    const chosen = every.filter(
      ({ scenario, at }, index) =>
        process.env['SWEEPS'] === 'full' || scenario === API || (at > 2 ? index % 3 === 0 : index % 7 === 0),
    );
    const verdicts = await pooled(chosen, AT_ONCE, disturb);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Line sweep of smoke-test', [
      ['connections', every.length / lineFaults.length],
      ['faults', lineFaults.length],
      ['runs', chosen.length],
      ['ended', inWords(tally(struck.map(({ ended }) => ended)))],
      ['not struck', verdicts.length - struck.length],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(struck.length).toBeGreaterThan(chosen.length * 0.7);
    expect(struck.some(({ ended }) => ended.startsWith('failed'))).toBe(true);
  });
});
