import { describe, expect, jest, test } from '@jest/globals';
import { type FaultName, faultNames, faultsThatAct, type RecordedRequest } from '../../../lab/faults/index.ts';
import { withoutIds } from './interruption.ts';
import { damage, isLive, ownDeployments, pinsLeft, taskRuns, untruths } from './invariants.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from './pool.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

const AT_ONCE = 40;
jest.setTimeout(LIMIT_MS);

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly fault: FaultName;
}

interface Verdict {
  readonly name: string;
  readonly struck: boolean;
  readonly ended: string;
  /** Undefined when Coolify was left exactly as after runs whose second run is known. */
  readonly endedAgain: string | undefined;
  readonly wrong: readonly string[];
}

/** Faults that only another site than Coolify would answer with: before anything was triggered they may end the run. */
const NOT_COOLIFY: readonly FaultName[] = ['redirect', 'garbage'];

/** How often each state of Coolify was the end of a run that passed. */
const endsOf = new Map<string, number>();
/** A second run sees nothing but that state: from one state, so many of them tell enough. */
const SECOND_RUNS = 4;

/** All that a later run could see of the earlier one, ids and times aside. */
function stateOf({ scenario, applications, coolify, commits, runtime }: Stage): string {
  const rows = coolify.deployments.map(({ application, commit, status, isApi }) => [
    application.columns.name,
    commit === commits.next || commit,
    status,
    isApi,
  ]);
  const now = applications.map(({ columns, current, status, tasks }) => [
    columns.git_commit_sha,
    columns.docker_registry_image_tag,
    current?.tag === commits.next || current?.tag,
    status,
    tasks.flatMap(({ executions }) => executions.map(execution => execution.status)),
  ]);
  return JSON.stringify([scenario.name, rows, now, runtime.execs.length])
    .replaceAll(commits.old, 'old')
    .replaceAll(commits.later, 'later');
}

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
    const state = stateOf(stage);
    const knownEnds = (endsOf.get(state) ?? 0) + 1;
    endsOf.set(state, knownEnds);
    if (outcome !== 'passed' && !mayEndSo(outcome, fault, struck?.path ?? ''))
      wrong.push(`${ended} after one passing ${fault}: ${run.annotations[0]?.message ?? ''}`);
    const name = `${scenario.name}: ${fault} at ${at} (${withoutIds(struck)})`;
    if (outcome === 'passed' && knownEnds > SECOND_RUNS)
      return { name, struck: struck !== undefined, ended, endedAgain: undefined, wrong };

    const before = ownDeployments(stage).length;
    stage.faults.plan([]);
    const again = await stage.run({ post: 'skip' });
    await stage.coolify.settled();
    const further = ownDeployments(stage).length - before;
    const most = outcome === 'passed' ? 0 : stage.applications.length;
    if (again.outputs['outcome'] !== 'passed' || !isLive(stage))
      wrong.push(
        `the second run ended ${again.outputs['outcome']}/${again.outputs['reason-code']}, live: ${isLive(stage)}`,
      );
    if (further > most) wrong.push(`${further} further deployments by the second run`);
    if (stage.scenario.taskRuns !== undefined && taskRuns(stage) !== stage.scenario.taskRuns)
      wrong.push(`the task ran ${taskRuns(stage)} times in all`);
    wrong.push(
      ...damage(stage, outcome === 'passed' ? 1 : 2).map(text => `after the second run: ${text}`),
      ...pinsLeft(stage),
    );
    return {
      name,
      struck: struck !== undefined,
      ended,
      endedAgain: `${again.outputs['outcome']}/${again.outputs['reason-code']}`,
      wrong,
    };
  } finally {
    await stage.stop();
  }
}

/** `SWEEPS=full`: all pairs. Else all of the first scenario, and of the others every eighth pair, shifted from scenario to scenario. */
function isChosen({ scenario, at, fault }: Case): boolean {
  if (process.env['SWEEPS'] === 'full' || scenario === SCENARIOS[0]) return true;
  return (SCENARIOS.indexOf(scenario) + at + faultNames.indexOf(fault)) % 8 === 0;
}

/** What a run may end as that met one fault and did not pass. */
function mayEndSo(outcome: string, fault: FaultName, path: string): boolean {
  // A one-off command whose request got lost is never asked for again: it might run twice.
  if (path.endsWith('/execute')) return outcome === 'inconclusive' && !faultsThatAct.has(fault);
  return outcome === 'error' && NOT_COOLIFY.includes(fault);
}

describe('every request of a good run, disturbed by every fault', () => {
  test('never deploys twice or something else, tells the truth, and a second run converges', async () => {
    const recorded = await Promise.all(
      SCENARIOS.map(async scenario => ({ scenario, requests: await record(scenario) })),
    );
    const every = recorded.flatMap(({ scenario, requests }) =>
      requests.flatMap(({ index }) => faultNames.map(fault => ({ scenario, at: index, fault }))),
    );
    const cases = every.filter(isChosen);
    const began = performance.now();
    const verdicts = await pooled(cases, AT_ONCE, disturb);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Fault sweep of redeploy', [
      ['scenario', 'requests', 'faults', 'pairs', 'runs'],
      ...recorded.map(({ scenario, requests }) => [
        scenario.name,
        requests.length,
        faultNames.length,
        requests.length * faultNames.length,
        cases.filter(each => each.scenario === scenario).length,
      ]),
      ['in all', every.length / faultNames.length, faultNames.length, every.length, cases.length],
    ]);
    printTable('How they ended', [
      ['first run', inWords(tally(struck.map(({ ended }) => ended)))],
      ['second run', inWords(tally(struck.flatMap(({ endedAgain }) => endedAgain ?? [])))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
    expect(struck.length).toBeGreaterThan(cases.length * 0.95);
  });
});
