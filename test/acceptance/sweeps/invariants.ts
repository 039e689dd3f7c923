import type { RunResult } from '../../../lab/runner/index.ts';
import { resultOf } from '../scene.ts';
import { TASK, wantedOf } from './scenarios.ts';
import type { Stage } from './stage.ts';

const OUTPUTS = [
  'outcome',
  'reason-code',
  'result',
  'report-path',
  'deployment-uuid',
  'deployments',
  'deployed-sha',
  'deployed-image',
  'coolify-version',
  'url',
  'duration-seconds',
];
const OUTCOMES = ['passed', 'failed', 'inconclusive', 'error'];

/** What is wrong with a run that was allowed to end by itself: empty when nothing is. */
export function untruths(stage: Stage, run: RunResult): readonly string[] {
  const wrong: string[] = [];
  const outcome = run.outputs['outcome'] ?? '';
  const reason = run.outputs['reason-code'] ?? '';
  for (const name of OUTPUTS) if (!(name in run.outputs)) wrong.push(`output ${name} is missing`);
  if (!OUTCOMES.includes(outcome)) wrong.push(`outcome is "${outcome}"`);
  if (reason === '' || reason === 'internal-error') wrong.push(`reason is "${reason}": ${run.log.slice(-600)}`);
  if (resultOf(run)['reason-code'] !== reason) wrong.push('result and reason-code differ');
  if (run.summary === '') wrong.push('no summary');
  if (run.post !== undefined && run.post.conclusion !== 'success') wrong.push(`post ended as ${run.post.conclusion}`);
  if (run.orphans.length > 0) wrong.push(`${run.orphans.length} processes were left`);
  if (outcome === 'passed' && !isLive(stage)) wrong.push('passed, but the commit is not live');
  if (outcome === 'error' && ownDeployments(stage).length > 0) wrong.push('error although something was triggered');
  if (outcome === 'failed') wrong.push(`failed (${reason}) although all is well`);
  return wrong;
}

/** What must hold of Coolify after any run and its post step, however it ended. */
export function damage(stage: Stage, mostDeployments: number): readonly string[] {
  const wrong: string[] = [];
  for (const application of stage.applications) {
    const own = ownDeployments(stage).filter(deployment => deployment.application === application);
    if (own.length > mostDeployments)
      wrong.push(`${application.columns.name}: ${own.length} deployments of one request`);
    const foreign = own.filter(
      ({ commit, status }) => status === 'finished' && !isImage(stage) && commit !== stage.commits.next,
    );
    if (foreign.length > 0) wrong.push(`${application.columns.name}: another commit was deployed`);
  }
  const runs = taskRuns(stage);
  if (runs > (stage.scenario.taskRuns ?? 0)) wrong.push(`the task ran ${runs} times`);
  return [...wrong, ...leaks(stage)];
}

export function pinsLeft(stage: Stage): readonly string[] {
  return stage.applications
    .filter(({ columns }) => columns.git_commit_sha !== 'HEAD')
    .map(({ columns }) => `${columns.name}: still pinned to ${columns.git_commit_sha}`);
}

export function isLive(stage: Stage): boolean {
  return stage.applications.every(({ current }) => current?.tag === wantedOf(stage));
}

/** Applications without a page that tells their version: when the site of the others is not yet new, a later run deploys them anew. */
export function unprovable(stage: Stage): number {
  return stage.scenario.applications.filter(({ web }) => web === false).length;
}

export function isImage(stage: Stage): boolean {
  return stage.scenario.inputs['image-tag'] !== undefined;
}

export function ownDeployments(stage: Stage) {
  return stage.coolify.deployments.filter(({ isApi }) => isApi);
}

export function taskRuns(stage: Stage): number {
  return stage.runtime.execs.filter(({ command }) => command === TASK.command).length;
}

/** The token has no business on any host but Coolify's own. */
function leaks(stage: Stage): readonly string[] {
  const secret = stage.token.split('|')[1] ?? stage.token;
  return stage.faults.foreignRequests
    .filter(
      ({ path, headers, body }) =>
        JSON.stringify([path, headers, body]).includes(secret) || headers['authorization'] !== undefined,
    )
    .map(({ method, path }) => `the token went to a foreign host with ${method} ${path}`);
}
