import type { ExecutionAnswer } from '../coolify/answers.ts';
import { explain } from '../coolify/explain.ts';
import { withoutCredentials } from '../coolify/logs.ts';
import { isPassingOnceKnown, patiently } from '../coolify/patience.ts';
import { isPassing, type Problem } from '../coolify/problems.ts';
import { type Deadline, deadlineIn } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import { inWords } from '../core/duration.ts';
import { lastLines } from '../core/text.ts';
import type { ReleaseContext } from './context.ts';
import type { Failure, ResourceResult, TaskResult } from './result.ts';

export interface TasksRun {
  readonly tasks: readonly TaskResult[];
  readonly failure: Failure | undefined;
}

/**
 * Coolify lists an execution when its queue gets to it. After a lost answer nobody knows whether that will ever be, so waiting ends, and
 * what happened stays unknown.
 */
const APPEARS_WITHIN: Milliseconds = 30_000;
const LOOK_EVERY: Milliseconds = 2_000;
const LINES_KEPT = 40;

/** Runs the one-off commands of one resource in the new container, one after the other; stops at the first that fails. */
export async function runAfterTasks(result: ResourceResult, context: ReleaseContext): Promise<TasksRun> {
  const done: TaskResult[] = [];
  for (const { task } of result.facts.tasks) {
    const { name } = result.facts.resource;
    const run = await context.world.host.chapter(`${name}: task ${task.name}`, () => runTask(result, task, context));
    done.push(run.task);
    for (const line of run.task.output) context.world.host.line(line);
    if (run.failure !== undefined) return { tasks: done, failure: run.failure };
  }
  return { tasks: done, failure: undefined };
}

interface Asked {
  readonly uuid: string;
  readonly name: string;
}

async function runTask(
  result: ResourceResult,
  task: Asked,
  context: ReleaseContext,
): Promise<{ task: TaskResult; failure: Failure | undefined }> {
  const deadline = deadlineIn(context.world.clock, context.request.timeout);
  const resource = result.facts.resource.name;
  const before = await list(result, task, context, deadline);
  if (!before.ok) return unknown(resource, task, before.problem, context);
  const earlier = sinceRelease(result, before.value);
  if (earlier?.status === 'success') {
    context.world.host.line(`it ran at ${earlier.startedAt}, after this release went live`);
    return { task: { resource, task: task.name, status: 'already-run', output: [] }, failure: undefined };
  }
  const running = earlier?.status === 'running' ? earlier : undefined;
  const started =
    running ?? (await start(result, task, new Set(before.value.map(({ uuid }) => uuid)), context, deadline));
  if (!('uuid' in started)) return unknown(resource, task, started.problem, context);
  const execution = await finish(result, task, started, context, deadline);
  return conclude(result.facts.secretsKnown ? execution : { ...execution, output: '' }, resource, task, context);
}

/**
 * The newest execution that began after this release was finished, when the release itself is from an earlier run (which may have
 * been killed in between). Both times are Coolify's own, so its clock does not matter.
 */
function sinceRelease(result: ResourceResult, executions: readonly ExecutionAnswer[]): ExecutionAnswer | undefined {
  if (result.deployment?.startedBy === 'this-run') return undefined;
  const finishedAt =
    result.deployment?.finishedAt ?? result.facts.rows.find(row => row.status === 'finished')?.finishedAt;
  const released = Date.parse(finishedAt ?? '');
  if (Number.isNaN(released)) return undefined;
  return executions.find(({ startedAt, status }) => status !== 'failed' && Date.parse(startedAt) >= released);
}

type Started = ExecutionAnswer | { readonly problem: Problem | undefined };

async function start(
  result: ResourceResult,
  task: Asked,
  known: ReadonlySet<string>,
  context: ReleaseContext,
  deadline: Deadline,
): Promise<Started> {
  const { client, world } = context;
  const reply = await patiently(() => client.execute(result.facts.resource.uuid, task.uuid, world.signal), {
    ...world,
    deadline,
    // Only what certainly never arrived is asked for again: a command that runs twice may do harm.
    again: problem => isPassing(problem) && problem.acted === 'no',
  });
  if (!reply.ok && reply.problem.acted === 'no') return { problem: reply.problem };
  const appears = reply.ok ? deadline : deadlineIn(world.clock, Math.min(APPEARS_WITHIN, deadline.remaining()));
  for (;;) {
    const now = await list(result, task, context, deadline);
    if (!now.ok) return { problem: now.problem };
    const fresh = now.value.find(({ uuid }) => !known.has(uuid));
    if (fresh !== undefined) return fresh;
    if (appears.passed()) return { problem: reply.ok ? undefined : reply.problem };
    await world.clock.sleep(LOOK_EVERY, world.signal);
  }
}

async function finish(
  result: ResourceResult,
  task: Asked,
  started: ExecutionAnswer,
  context: ReleaseContext,
  deadline: Deadline,
): Promise<ExecutionAnswer> {
  const { world } = context;
  const began = world.clock.elapsed();
  let execution = started;
  while (execution.status === 'running' && !deadline.passed()) {
    world.host.progress(`running, ${inWords(world.clock.elapsed() - began)}`);
    await world.clock.sleep(LOOK_EVERY, world.signal);
    const now = await list(result, task, context, deadline);
    if (now.ok) execution = now.value.find(({ uuid }) => uuid === started.uuid) ?? execution;
  }
  return execution;
}

function list(result: ResourceResult, task: Asked, context: ReleaseContext, deadline: Deadline) {
  const { client, world } = context;
  return patiently(() => client.executions(result.facts.resource.uuid, task.uuid, world.signal), {
    ...world,
    deadline,
    again: isPassingOnceKnown,
  });
}

function conclude(
  execution: ExecutionAnswer,
  resource: string,
  task: Asked,
  context: ReleaseContext,
): { task: TaskResult; failure: Failure | undefined } {
  const output = lastLines(execution.output, LINES_KEPT).map(withoutCredentials);
  if (execution.status === 'success')
    return { task: { resource, task: task.name, status: 'success', output }, failure: undefined };
  if (execution.status === 'failed') {
    return {
      task: { resource, task: task.name, status: 'failed', output },
      failure: {
        reasonCode: 'after-task-failed',
        headline: `${resource} is deployed, but the task "${task.name}" failed.`,
        remedy:
          'Its output is in the summary. The new release stays live; mend the cause and run the job again, which runs the task again.',
      },
    };
  }
  return {
    task: { resource, task: task.name, status: 'unknown', output },
    failure: {
      reasonCode: 'timed-out',
      headline: `${resource} is deployed, but the task "${task.name}" was still running after ${inWords(context.request.timeout)}. It was left running.`,
      remedy: 'Look in Coolify under Scheduled Tasks, or give it more time:\nwith:\n  timeout: 45m',
    },
  };
}

function unknown(
  resource: string,
  task: Asked,
  problem: Problem | undefined,
  context: ReleaseContext,
): { task: TaskResult; failure: Failure } {
  const doing = `run the task "${task.name}" of ${resource}`;
  const explained = problem === undefined ? undefined : explain(problem, { doing, home: context.request.coolify.home });
  const unseen = { resource, task: task.name, status: 'unknown', output: [] } as const;
  if (problem !== undefined && explained !== undefined && problem.acted === 'no' && !isPassing(problem)) {
    const headline = `${resource} is deployed, but the task "${task.name}" was not run. ${explained.message}`;
    return { task: unseen, failure: { reasonCode: explained.reasonCode, headline, remedy: explained.remedy } };
  }
  return {
    task: unseen,
    failure: {
      reasonCode: 'state-unreadable',
      headline: `${resource} is deployed, but whether the task "${task.name}" ran is not known: the answer to the request was lost, and no execution of it was listed. It was not asked for again, because a command that runs twice may do harm.`,
      remedy:
        'Look in Coolify under Scheduled Tasks. Running the job again runs the task, unless it has succeeded since this release went live.',
    },
  };
}
