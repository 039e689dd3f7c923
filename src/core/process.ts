import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Milliseconds } from './duration.ts';
import { Cancelled, messageOf } from './errors.ts';

export interface ProcessRequest {
  readonly command: string;
  /** Words; no shell ever sees them. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Milliseconds;
  readonly signal: AbortSignal;
  /** Bytes of stdout that are kept; default: one megabyte. */
  readonly mostOutput?: number;
  /** Text for its standard input; without it, that is empty. What is promised comes later; if it never comes, the program is ended. */
  readonly input?: string | Promise<string>;
  /** It answers on descriptor 3, which no `print` of anybody reaches: at most so many bytes. */
  readonly answer?: { readonly bytes: number };
}

export type ProcessResult =
  | {
      readonly ok: true;
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
      /** What came on descriptor 3; undefined when no answer was asked for, or it was longer than allowed. */
      readonly answer?: string;
    }
  /** It could not be started, or did not end in time. */
  | { readonly ok: false; readonly reason: 'not-found' | 'timeout' | 'other'; readonly message: string };

/** Starts programs and waits for them. Throws `Cancelled` when the signal aborts and nothing else. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessResult>;
}

const MOST_OUTPUT = 1024 * 1024;

function start(request: ProcessRequest) {
  // Here and not above: it takes 3 ms to load, and most runs start nothing.
  const { spawn } = process.getBuiltinModule('node:child_process');
  return spawn(request.command, [...request.args], {
    cwd: request.directory,
    env: { ...request.environment },
    shell: false,
    stdio: [
      request.input === undefined ? 'ignore' : 'pipe',
      'pipe',
      'pipe',
      ...(request.answer === undefined ? [] : (['pipe'] as const)),
    ],
    // A group of its own, so that what it starts (git starts ssh and helpers) can be ended with it.
    detached: process.platform !== 'win32',
  });
}

export const systemProcesses: Processes = {
  run(request) {
    return new Promise((resolve, reject) => {
      if (request.signal.aborted) return reject(new Cancelled());
      let child: ReturnType<typeof start>;
      try {
        child = start(request);
      } catch (thrown) {
        // Words that no program can be given, such as one with a NUL in it.
        return resolve({ ok: false, reason: 'other', message: messageOf(thrown) });
      }
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        request.signal.removeEventListener('abort', cancel);
        finish();
      };
      // Neither waits for 'close', which a helper that keeps the pipes open would put off.
      const cancel = () => {
        end(child);
        settle(() => reject(new Cancelled()));
      };
      const timer = setTimeout(() => {
        end(child);
        settle(() =>
          resolve({
            ok: false,
            reason: 'timeout',
            message: `${request.command} did not end within ${request.timeout / 1_000} s`,
          }),
        );
      }, request.timeout);
      request.signal.addEventListener('abort', cancel, { once: true });
      const stdout = collect(child.stdout, request.mostOutput);
      const stderr = collect(child.stderr);
      const answer = answerOf(child, request);
      give(child, request.input);
      child.once('error', (thrown: NodeJS.ErrnoException) => {
        const reason = thrown.code === 'ENOENT' ? 'not-found' : 'other';
        settle(() => resolve({ ok: false, reason, message: thrown.message }));
      });
      child.once('close', code => {
        const told = answer();
        settle(() =>
          resolve({
            ok: true,
            exitCode: code ?? -1,
            stdout: stdout(),
            stderr: stderr(),
            ...(told === undefined ? {} : { answer: told }),
          }),
        );
      });
    });
  },
};

/** The beginning of a stream, as text when it is asked for: a character may be split between two chunks. */
function collect(stream: Readable | null, most: number = MOST_OUTPUT): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (size < most) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Cut short it would be no JSON any more, so all of it or nothing. */
function answerOf(child: ChildProcess, { answer }: ProcessRequest): () => string | undefined {
  const stream = child.stdio[ANSWER];
  if (answer === undefined || !isReadable(stream)) return () => undefined;
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  const text = collect(stream, answer.bytes);
  return () => (size <= answer.bytes ? text() : undefined);
}

const ANSWER = 3;

function isReadable(stream: Readable | Writable | null | undefined): stream is Readable {
  return stream !== null && stream !== undefined && 'read' in stream;
}

function give(child: ChildProcess, input: ProcessRequest['input']): void {
  const { stdin } = child;
  if (stdin === null || input === undefined) return;
  // It may end without having read all of it; how it ended says more than a broken pipe.
  stdin.on('error', () => undefined);
  if (typeof input === 'string') stdin.end(input);
  else
    input.then(
      text => stdin.end(text),
      () => end(child),
    );
}

function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  const answer = child.stdio[ANSWER];
  if (isReadable(answer)) answer.destroy();
}
