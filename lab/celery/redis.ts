/** A Redis for one run of the lab: its own port on 127.0.0.1, its own password, in memory only, gone when we are gone. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../coolify/runtime-process-port.ts';
import { type Supervised, supervise } from '../coolify/runtime-process-supervised.ts';

const START_LIMIT_MS = 10_000;
const ASK_AGAIN_MS = 25;
const ANSWER_LIMIT_MS = 1_000;
const LOG_LINES_KEPT = 100;
/** With nothing to save it ends in milliseconds. */
const GRACE_MS = 2_000;

export interface Redis {
  /** `redis://:<password>@127.0.0.1:<port>/0` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the program in the folder and waits until it answers PING. Throws with its log when it ends before, or says
 * nothing for ten seconds.
 *
 * @param path the `PATH` it sees, and the only variable
 */
export async function startRedis(program: string, folder: string, path: string): Promise<Redis> {
  const port = await freePort();
  // Whoever was faster to take the port does not know it, so that nobody else's server is taken for ours.
  const password = randomBytes(18).toString('hex');
  const configuration = join(folder, 'redis.conf');
  // In a file and not among the arguments, which everybody on the machine can read.
  await writeFile(configuration, settings(port, password), { mode: 0o600 });
  const log: string[] = [];
  const server = supervise({
    command: [program, configuration],
    directory: folder,
    environment: { PATH: path },
    graceMs: GRACE_MS,
    output: line => {
      log.push(line);
      if (log.length > LOG_LINES_KEPT) log.shift();
    },
  });
  try {
    await untilItAnswers(server, port, password);
  } catch (error) {
    await server.stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Redis did not start (${why}):\n${log.join('\n')}`, { cause: error });
  }
  return { url: `redis://:${password}@127.0.0.1:${port}/0`, stop: () => server.stop() };
}

function settings(port: number, password: string): string {
  const lines = ['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, 'save ""', 'appendonly no'];
  return lines.map(line => `${line}\n`).join('');
}

async function untilItAnswers(server: Supervised, port: number, password: string): Promise<void> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await wait(ASK_AGAIN_MS)) {
    if (!server.running) throw new Error(`ended with code ${await server.exited}`);
    if (await answersPing(port, password)) return;
  }
  throw new Error('took too long');
}

/** Whether the server at the port takes the password and answers PING. */
export function answersPing(port: number, password: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let said = '';
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setEncoding('utf8').setTimeout(ANSWER_LIMIT_MS, () => end(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.once('error', () => end(false)).once('close', () => end(false));
    socket.on('data', (text: string) => {
      said += text;
      const [first, second] = said.split('\r\n');
      // An error, or something that is no Redis, is an answer too: no use to wait for more.
      if (said.includes('\r\n') && first !== '+OK') end(false);
      else if (second === '+PONG') end(true);
    });
  });
}
