/** One running process of the project: gunicorn under its own configuration, or Celery's worker. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Container } from '../coolify/runtime.ts';

/** `slow-start` serves nothing for eight seconds; a busy machine needs its time too. */
const START_LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 40;
const ANSWER_LIMIT_MS = 5_000;
const LOG_LINES_SHOWN = 60;

/**
 * Without the migrations that the image's entrypoint runs first: a release whose database is away has to start here, as
 * one does whose database went away later.
 */
export const WEB_COMMAND: readonly string[] = ['gunicorn', '--config', 'gunicorn.conf.py'];

/** Waits until the server answers at all, with whatever status. Throws with its log when it ends before. */
export async function untilItAnswers(container: Container): Promise<void> {
  await until(container, async () => {
    const answer = await container.probe('/health/', { method: 'GET', host: 'localhost', timeoutMs: ANSWER_LIMIT_MS });
    return 'status' in answer;
  });
}

/** Waits until Celery's worker takes tasks. */
export async function untilItTakesTasks(container: Container): Promise<void> {
  await until(container, () => Promise.resolve(/celery@\S+ ready\./.test(container.logs(LOG_LINES_SHOWN))));
}

async function until(container: Container, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + START_LIMIT_MS; !(await holds()); await wait(ASK_AGAIN_MS)) {
    const why = container.state === 'exited' ? 'ended' : Date.now() > deadline ? 'did not get ready' : undefined;
    if (why === undefined) continue;
    const log = container.logs(LOG_LINES_SHOWN);
    await container.stop();
    throw new Error(`${container.name} ${why}:\n${log}`);
  }
}

/** Runs a command in the folder and environment of a container. Throws with what it printed when it fails. */
export async function runIn(container: Container, command: string): Promise<void> {
  const said: string[] = [];
  const { exitCode } = await container.exec(command, line => said.push(line));
  if (exitCode !== 0) throw new Error(`${command} ended with code ${exitCode}:\n${said.join('\n')}`);
}
