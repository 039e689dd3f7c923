import { describe, expect, jest, test } from '@jest/globals';
import type { RunResult } from '../../../lab/runner/index.ts';
import { resultOf } from '../scene.ts';
import { interrupt, type Moment, recordRequests, slowly, withoutIds } from './interruption.ts';
import { damage, isLive, ownDeployments, pinsLeft, taskRuns, unprovable } from './invariants.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from './pool.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';

const AT_ONCE = 40;
/** Still under way when the next run looks. */
const BUILD = 5_000;
jest.setTimeout(LIMIT_MS);

interface Case {
  readonly scenario: Scenario;
  readonly at: number;
  readonly moment: Moment;
  /** `lost`: the machine went with the process, so the post step never ran. */
  readonly machine: 'kept' | 'lost';
}

interface Verdict {
  readonly name: string;
  readonly struck: boolean;
  readonly followed: boolean;
  readonly endedAgain: string;
  readonly wrong: readonly string[];
}

async function crash({ scenario, at, moment, machine }: Case): Promise<Verdict> {
  const stage = await openStage(scenario);
  try {
    const killed = new AbortController();
    const place = interrupt(stage, at, moment, () => killed.abort());
    const run = await stage.run({ kill: killed.signal, post: machine === 'kept' ? 'run' : 'skip' });
    const struck = run.signal === 'SIGKILL';
    const wrong = [...damage(stage, 1), ...(machine === 'kept' ? pinsLeft(stage) : [])];
    if (run.post !== undefined && run.post.conclusion !== 'success') wrong.push(`post ended as ${run.post.conclusion}`);

    stage.faults.plan([]);
    stage.faults.onRequest = undefined;
    const before = new Set(ownDeployments(stage).map(({ uuid }) => uuid));
    const again = await stage.run();
    await stage.coolify.settled();
    wrong.push(
      ...afterwards(stage, again),
      ...damage(stage, unprovable(stage) > 0 ? 2 : 1).map(text => `after the second run: ${text}`),
    );
    if (machine === 'kept') wrong.push(...pinsLeft(stage));
    else if (pinsLeft(stage).length > 0 && !tellsOfPin(again)) wrong.push('the pin that was left is not told');
    return {
      name: `${scenario.name}: killed ${moment} request ${at} (${withoutIds(place())}), machine ${machine}`,
      struck,
      followed: again.outputs['reason-code'] === 'deployed' && before.has(again.outputs['deployment-uuid'] ?? ''),
      endedAgain: `${again.outputs['outcome']}/${again.outputs['reason-code']}`,
      wrong,
    };
  } finally {
    await stage.stop();
  }
}

function afterwards(stage: Stage, again: RunResult): readonly string[] {
  const wrong: string[] = [];
  const ended = `${again.outputs['outcome']}/${again.outputs['reason-code']}`;
  if (again.outputs['outcome'] !== 'passed')
    wrong.push(`the second run ended ${ended}: ${again.annotations[0]?.message ?? ''}`);
  if (!isLive(stage)) wrong.push(`${ended}, but the commit is not live`);
  const { taskRuns: wanted } = stage.scenario;
  if (wanted !== undefined && taskRuns(stage) !== wanted) wrong.push(`the task ran ${taskRuns(stage)} times in all`);
  return wrong;
}

/** `SWEEPS=full`: all of them. Else both moments of each request, once with the machine kept and once with it lost. */
function isChosen({ at, moment, machine }: Case): boolean {
  return process.env['SWEEPS'] === 'full' || (moment === 'before') === ((machine === 'lost') === (at % 2 === 0));
}

function tellsOfPin(run: RunResult): boolean {
  const { findings } = resultOf(run);
  return (
    Array.isArray(findings) &&
    findings.some((finding: unknown) => JSON.stringify(finding).includes('redeploy/pinned-before'))
  );
}

describe('a run that is killed at any of its requests', () => {
  test('loses nothing, doubles nothing, and the next run converges', async () => {
    const recorded = await Promise.all(
      SCENARIOS.map(scenario => slowly(scenario, BUILD)).map(async scenario => ({
        scenario,
        requests: await recordRequests(scenario),
      })),
    );
    const cases: Case[] = recorded
      .flatMap(({ scenario, requests }) =>
        requests.flatMap(({ index: at }) =>
          (['before', 'after'] as const).flatMap(moment =>
            (['kept', 'lost'] as const).map(machine => ({ scenario, at, moment, machine })),
          ),
        ),
      )
      .filter(isChosen);
    const began = performance.now();
    const verdicts = await pooled(cases, AT_ONCE, crash);
    const struck = verdicts.filter(verdict => verdict.struck);
    printTable('Crash sweep of redeploy', [
      ['scenario', 'requests', 'kills'],
      ...recorded.map(({ scenario, requests }) => [
        scenario.name,
        requests.length,
        cases.filter(each => each.scenario === scenario).length,
      ]),
      ['in all', recorded.reduce((sum, { requests }) => sum + requests.length, 0), cases.length],
    ]);
    printTable('How they ended', [
      ['second run', inWords(tally(struck.map(({ endedAgain }) => endedAgain)))],
      ['it followed a deployment of the killed run', struck.filter(({ followed }) => followed).length],
      ['not struck', verdicts.length - struck.length],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(struck.filter(({ followed }) => followed).length).toBeGreaterThan(0);
    expect(cases.length).toBeGreaterThan(150);
    expect(struck.length).toBeGreaterThan(cases.length * 0.9);
  });
});
