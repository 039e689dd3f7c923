import { pause } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { Application, ScheduledTask, TaskExecution } from '../records.ts';

/** Coolify keeps 5 MB of what a task printed. */
const LONGEST_MESSAGE = 5 * 1024 * 1024;

/** Runs a task once in the running container and keeps the execution. Exit other than 0, or no container: failed. */
export async function executeTask(instance: Instance, application: Application, task: ScheduledTask): Promise<void> {
  try {
    await pause(instance.timings.queueTickMs, instance.lifetime);
  } catch {
    return;
  }
  const execution: TaskExecution = {
    uuid: instance.newUuid(),
    status: 'running',
    message: null,
    startedAt: instance.clock.now(),
    finishedAt: null,
  };
  task.executions.push(execution);
  const verdict = await attempt(instance, application, task);
  execution.message = verdict.message.slice(0, LONGEST_MESSAGE);
  execution.status = verdict.failed ? 'failed' : 'success';
  execution.finishedAt = instance.clock.now();
}

async function attempt(
  instance: Instance,
  application: Application,
  task: ScheduledTask,
): Promise<{ readonly failed: boolean; readonly message: string }> {
  const container = application.current?.container;
  if (container === undefined || container.state !== 'running') {
    return { failed: true, message: 'ScheduledTaskJob failed: No containers running.' };
  }
  const lines: string[] = [];
  const late = pause(task.timeout * 1000, instance.lifetime).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  try {
    const result = await Promise.race([container.exec(task.command, line => lines.push(line)), late]);
    if (result === 'late')
      return { failed: true, message: `The command exceeded the timeout of ${task.timeout} seconds.` };
    return { failed: result.exitCode !== 0, message: lines.join('\n') };
  } catch (reason) {
    return { failed: true, message: reason instanceof Error ? reason.message : String(reason) };
  }
}
