import { describe, expect, jest, test } from '@jest/globals';
import { type FaultName, faultNames, type RecordedRequest } from '../../../lab/faults/index.ts';
import { damage, isLive, ownDeployments, pinsLeft, taskRuns, unprovable, untruths } from './invariants.ts';
import { inWords, pooled, printTable, tally } from './pool.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

const AT_ONCE = 40;
jest.setTimeout(600_000);

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly fault: FaultName;
}

interface Verdict {
  readonly name: string;
  readonly struck: boolean;
  readonly ended: string;
  readonly endedAgain: string;
  readonly wrong: readonly string[];
}

/** Faults that only another site than Coolify would answer with: before anything was triggered they may end the run. */
const NOT_COOLIFY: readonly FaultName[] = ['redirect', 'garbage'];

async function record(scenario: Scenario): Promise<readonly RecordedRequest[]> {
  const stage = await openStage(scenario);
  try {
    const run = await stage.run();
    expect([
      scenario.name,
      run.outputs['reason-code'],
      ...untruths(stage, run),
      ...damage(stage, 1),
      ...pinsLeft(stage),
    ]).toEqual([scenario.name, scenario.reason]);
    return [...stage.faults.requests];
  } finally {
    await stage.stop();
  }
}

async function disturb({ scenario, at, fault }: Case): Promise<Verdict> {
  const stage = await openStage(scenario);
  try {
    stage.faults.plan([{ fault, at, delayMs: 700 }]);
    const run = await stage.run();
    await stage.coolify.settled();
    const struck = stage.faults.requests.find(request => request.fault !== undefined);
    const outcome = run.outputs['outcome'] ?? '';
    const ended = `${outcome}/${run.outputs['reason-code']}`;
    const wrong = [...untruths(stage, run), ...damage(stage, 1), ...pinsLeft(stage)];
    if (outcome !== 'passed' && !mayEndSo(outcome, fault))
      wrong.push(`${ended} after one passing ${fault}: ${run.annotations[0]?.message ?? ''}`);
    const before = ownDeployments(stage).length;

    stage.faults.plan([]);
    const again = await stage.run({ post: 'skip' });
    await stage.coolify.settled();
    const further = ownDeployments(stage).length - before;
    const most = outcome === 'passed' ? unprovable(stage) : stage.applications.length;
    if (again.outputs['outcome'] !== 'passed' || !isLive(stage))
      wrong.push(
        `the second run ended ${again.outputs['outcome']}/${again.outputs['reason-code']}, live: ${isLive(stage)}`,
      );
    if (further > most) wrong.push(`${further} further deployments by the second run`);
    if (stage.scenario.taskRuns !== undefined && taskRuns(stage) !== stage.scenario.taskRuns)
      wrong.push(`the task ran ${taskRuns(stage)} times in all`);
    wrong.push(
      ...damage(stage, outcome === 'passed' && unprovable(stage) === 0 ? 1 : 2).map(
        text => `after the second run: ${text}`,
      ),
      ...pinsLeft(stage),
    );
    return {
      name: `${scenario.name}: ${fault} at ${at} (${struck?.method} ${struck?.path.replace(/[a-z0-9]{20,}/g, '…')})`,
      struck: struck !== undefined,
      ended,
      endedAgain: `${again.outputs['outcome']}/${again.outputs['reason-code']}`,
      wrong,
    };
  } finally {
    await stage.stop();
  }
}

function mayEndSo(outcome: string, fault: FaultName): boolean {
  return outcome === 'error' && NOT_COOLIFY.includes(fault);
}

describe('every request of a good run, disturbed by every fault', () => {
  test('never deploys twice or something else, tells the truth, and a second run converges', async () => {
    const recorded = await Promise.all(
      SCENARIOS.map(async scenario => ({ scenario, requests: await record(scenario) })),
    );
    const cases = recorded.flatMap(({ scenario, requests }) =>
      requests.flatMap(({ index }) => faultNames.map(fault => ({ scenario, at: index, fault }))),
    );
    const began = performance.now();
    const verdicts = await pooled(cases, AT_ONCE, disturb);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Fault sweep of redeploy', [
      ['scenario', 'requests', 'faults', 'runs'],
      ...recorded.map(({ scenario, requests }) => [
        scenario.name,
        requests.length,
        faultNames.length,
        requests.length * faultNames.length,
      ]),
      ['in all', recorded.reduce((sum, { requests }) => sum + requests.length, 0), faultNames.length, cases.length],
    ]);
    printTable('How they ended', [
      ['first run', inWords(tally(struck.map(({ ended }) => ended)))],
      ['second run', inWords(tally(struck.map(({ endedAgain }) => endedAgain)))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(cases.length).toBeGreaterThan(900);
    expect(struck.length).toBeGreaterThan(cases.length * 0.95);
  });
});
