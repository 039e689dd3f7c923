/** A process tree that ends when we stop it, when its first process ends, or when we are gone, even by SIGKILL. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SUPERVISOR = fileURLToPath(new URL('runtime-process-supervisor.mjs', import.meta.url));
const DEFAULT_GRACE_MS = 5_000;
/** A process that left its group may hold the pipes open; its output is not waited for any longer. */
const DRAIN_LIMIT_MS = 500;

export interface SuperviseOptions {
  /** The program and its arguments; a relative path is looked up in `directory`. */
  readonly command: readonly string[];
  readonly directory: string;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Called once per line of stdout and stderr. */
  readonly output: (line: string) => void;
  /** What asks the first process to end. Default: SIGTERM. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  /** How long it may take to end before the whole group gets SIGKILL. Default: 5,000. */
  readonly graceMs?: number;
  /** A folder to remove when the group is gone, also when nobody is left to do it. */
  readonly removeAtEnd?: string;
  /** Run as somebody else; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface Supervised {
  /** The exit code once the whole group is gone: 128 + n after signal n, 127 when the program does not exist. */
  readonly exited: Promise<number>;
  readonly running: boolean;
  /** Asks, waits for the grace period, kills. Resolves when the whole group is gone; may be called again. */
  stop(): Promise<void>;
}

export function supervise(options: SuperviseOptions): Supervised {
  const plan = {
    command: options.command,
    signal: options.stopSignal ?? 'SIGTERM',
    graceMs: options.graceMs ?? DEFAULT_GRACE_MS,
    removeAtEnd: options.removeAtEnd,
    ...options.user,
  };
  const child = spawn(process.execPath, [SUPERVISOR, JSON.stringify(plan)], {
    cwd: options.directory,
    env: { ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let running = true;
  child.stdin.on('error', () => undefined);
  const drained = Promise.all([eachLine(child.stdout, options.output), eachLine(child.stderr, options.output)]);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 137)));
  });
  const exited = ended
    .then(async code => {
      await Promise.race([drained, wait(DRAIN_LIMIT_MS, undefined, { ref: false })]);
      return code;
    })
    .finally(() => {
      running = false;
    });
  // Whoever never asks how it ended must not be told by an unhandled rejection.
  exited.catch(() => undefined);

  return {
    exited,
    get running() {
      return running;
    },
    stop: async () => {
      child.stdin.end();
      await exited.catch(() => undefined);
    },
  };
}

async function eachLine(stream: Readable, output: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) output(line);
}
