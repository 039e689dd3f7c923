import { describe, expect, jest, test } from '@jest/globals';
import type { RunResult } from '../../../lab/runner/index.ts';
import { interrupt, recordRequests, slowly, withoutIds } from './interruption.ts';
import { damage, isLive, ownDeployments, pinsLeft, taskRuns, unprovable } from './invariants.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from './pool.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

const AT_ONCE = 30;
/** Under way when the cancel comes. */
const BUILD = 1_500;
/** The runner sends SIGTERM after 7.5 s. */
const ENDS_WITHIN = 7_000;
jest.setTimeout(LIMIT_MS);

type Policy = 'leave' | 'cancel';

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly policy: Policy;
}

interface Verdict {
  readonly name: string;
  readonly struck: boolean;
  readonly ended: string;
  readonly latency: number;
  readonly wrong: readonly string[];
}

async function cancel({ scenario, at, policy }: Case): Promise<Verdict> {
  const stage = await openStage(scenario);
  try {
    const cancelled = new AbortController();
    let cancelledAt = 0;
    const place = interrupt(stage, at, 'after', () => {
      cancelledAt = performance.now();
      cancelled.abort();
    });
    const calledAt = performance.now();
    const run = await stage.run({ cancel: cancelled.signal }, { 'on-cancel': policy });
    const struck = run.signalsSent.length > 0;
    const latency = struck ? Math.round(run.durationMs - (cancelledAt - calledAt)) : 0;
    const wrong = struck ? [...ofCancelled(stage, run, policy, latency), ...damage(stage, 1), ...pinsLeft(stage)] : [];
    await stage.coolify.settled();

    stage.faults.plan([]);
    stage.faults.onRequest = undefined;
    const again = await stage.run({ post: 'skip' });
    await stage.coolify.settled();
    if (again.outputs['outcome'] !== 'passed' || !isLive(stage))
      wrong.push(`the second run ended ${again.outputs['outcome']}/${again.outputs['reason-code']}`);
    wrong.push(
      ...damage(stage, policy === 'cancel' || unprovable(stage) > 0 ? 2 : 1).map(
        text => `after the second run: ${text}`,
      ),
    );
    if (stage.scenario.taskRuns !== undefined && taskRuns(stage) !== stage.scenario.taskRuns)
      wrong.push(`the task ran ${taskRuns(stage)} times in all`);
    return {
      name: `${scenario.name}: cancelled at request ${at} (${withoutIds(place())}), on-cancel ${policy}`,
      struck,
      ended: `${run.outputs['outcome']}/${run.outputs['reason-code']}`,
      latency,
      wrong,
    };
  } finally {
    await stage.stop();
  }
}

function ofCancelled(stage: Stage, run: RunResult, policy: Policy, latency: number): readonly string[] {
  const wrong: string[] = [];
  const outcome = run.outputs['outcome'];
  const reason = run.outputs['reason-code'];
  const headline = JSON.stringify(run.outputs['result'] ?? '');
  if (latency > ENDS_WITHIN) wrong.push(`took ${latency} ms to end`);
  if (run.signal !== null || run.signalsSent.length > 1)
    wrong.push(`needed ${run.signalsSent.map(({ signal }) => signal).join(', ')}`);
  for (const name of ['outcome', 'reason-code', 'result', 'report-path', 'deployments'])
    if (!(name in run.outputs)) wrong.push(`output ${name} is missing`);
  const trueEnd = outcome === 'passed' && isLive(stage);
  if (!trueEnd && !(outcome === 'inconclusive' && reason === 'cancelled')) wrong.push(`ended ${outcome}/${reason}`);
  const own = ownDeployments(stage);
  const untouched = /while (\S+) was being deployed\. Nothing was triggered/.exec(headline)?.[1];
  if (own.some(({ application }) => application.columns.name === untouched))
    wrong.push(`says that nothing was triggered on ${untouched}, although a deployment was`);
  if (own.length > 0 && headline.includes('before anything was changed'))
    wrong.push('says that nothing was changed, although a deployment was triggered');
  const open = own.filter(({ status }) => status === 'queued' || status === 'in_progress');
  if (policy === 'cancel' && open.length > 0) wrong.push(`${open.length} deployments were not cancelled`);
  if (policy === 'leave' && own.some(({ status }) => status === 'cancelled-by-user'))
    wrong.push('cancelled what it was to leave');
  return wrong;
}

/** `SWEEPS=full`: all of them. Else each request of a scenario with one of the policies, in turn. */
function isChosen({ at, policy }: Case): boolean {
  return process.env['SWEEPS'] === 'full' || (policy === 'cancel') === (at % 2 === 0);
}

describe('a run that is cancelled at any of its requests', () => {
  test('ends in time, says what it left, and takes back what it has to', async () => {
    const scenarios = SCENARIOS.map(scenario => slowly(scenario, BUILD));
    const recorded = await Promise.all(
      scenarios.map(async scenario => ({ scenario, requests: await recordRequests(scenario) })),
    );
    const cases: Case[] = recorded
      .flatMap(({ scenario, requests }) =>
        requests.flatMap(({ index: at }) => (['leave', 'cancel'] as const).map(policy => ({ scenario, at, policy }))),
      )
      .filter(isChosen);
    const began = performance.now();
    const together = await pooled(cases, AT_ONCE, cancel);
    // Whether it was the action or the crowd that was slow, the action alone can tell.
    const isSlow = (verdict: Verdict | undefined): boolean => (verdict?.latency ?? 0) > ENDS_WITHIN;
    const slow = cases.filter((_, index) => isSlow(together[index]));
    const alone = await pooled(slow, 1, cancel);
    const verdicts = [...together.filter(verdict => !isSlow(verdict)), ...alone];
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Cancel sweep of redeploy', [
      ['scenario', 'requests', 'cancels'],
      ...recorded.map(({ scenario, requests }) => [
        scenario.name,
        requests.length,
        cases.filter(each => each.scenario === scenario).length,
      ]),
      ['in all', recorded.reduce((sum, { requests }) => sum + requests.length, 0), cases.length],
    ]);
    printTable('How they ended', [
      ['cancelled run', inWords(tally(struck.map(({ ended }) => ended)))],
      ['longest until the end, ms', Math.max(...struck.map(({ latency }) => latency))],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(cases.length).toBeGreaterThan(70);
    expect(struck.length).toBeGreaterThan(cases.length * 0.9);
  });
});
