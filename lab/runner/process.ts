/**
 * One process under the runner's hand: its lines, its end, and the way it is cancelled.
 *
 * Source: actions/runner, ProcessInvoker: SIGINT to the process alone, 7.5 s later SIGTERM to the process alone, 2.5 s
 * later SIGKILL to the whole tree. After its exit, output that an orphan keeps open is waited for 5 s.
 */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { descendants, kill } from './process-tree.ts';

export interface ProgramRun {
  readonly program: string;
  readonly words: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly line: (text: string) => void;
  /** Aborting it starts the ladder of signals. */
  readonly cancel: AbortSignal;
  /** Aborting it is a kill -9 of the process alone: the crash of an action. */
  readonly kill: AbortSignal;
}

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Signals the runner sent, with the time since the first in milliseconds. */
  readonly signalsSent: readonly { readonly signal: string; readonly afterMs: number }[];
  /** An orphan kept the output open for longer than the runner waits. */
  readonly outputStayedOpen: boolean;
}

export interface Patience {
  readonly sigintMs: number;
  readonly sigtermMs: number;
  readonly outputMs: number;
}

export const runnerPatience: Patience = { sigintMs: 7500, sigtermMs: 2500, outputMs: 5000 };

export function runProgram(run: ProgramRun, patience: Patience = runnerPatience): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.program, [...run.words], {
      cwd: run.directory,
      env: run.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const signalsSent: { signal: string; afterMs: number }[] = [];
    const timers: NodeJS.Timeout[] = [];
    let firstSignalAt = 0;
    const send = (signal: NodeJS.Signals) => {
      firstSignalAt ||= performance.now();
      signalsSent.push({ signal, afterMs: Math.round(performance.now() - firstSignalAt) });
      child.kill(signal);
    };
    const killTree = () => {
      const tree = child.pid === undefined ? [] : descendants(child.pid);
      send('SIGKILL');
      for (const pid of tree) kill(pid);
    };

    const cancel = () => {
      send('SIGINT');
      timers.push(setTimeout(() => send('SIGTERM'), patience.sigintMs));
      timers.push(setTimeout(killTree, patience.sigintMs + patience.sigtermMs));
    };
    const crash = () => void child.kill('SIGKILL');
    onAbort(run.cancel, cancel);
    onAbort(run.kill, crash);

    const readers = [readLines(child.stdout, run.line), readLines(child.stderr, run.line)];
    let outputStayedOpen = false;
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      for (const timer of timers) clearTimeout(timer);
      run.cancel.removeEventListener('abort', cancel);
      run.kill.removeEventListener('abort', crash);
      const giveUp = setTimeout(() => {
        outputStayedOpen = true;
        child.stdout.destroy();
        child.stderr.destroy();
      }, patience.outputMs);
      void Promise.all(readers).then(() => {
        clearTimeout(giveUp);
        resolve({ exitCode, signal, signalsSent, outputStayedOpen });
      });
    });
  });
}

function onAbort(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
}

/** Lines end at LF, CR or CRLF, as .NET's reader has it: a lone CR in a text starts a new line, and so maybe a command. */
function readLines(stream: Readable, line: (text: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string, atEnd: boolean) => {
    rest += text;
    // A CR at the very end may be the first half of a CRLF.
    const whole = !atEnd && rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const parts = whole.split(/\r\n|\r|\n/);
    rest = (parts.pop() ?? '') + rest.slice(whole.length);
    for (const part of parts) line(part);
    if (atEnd && rest !== '') line(rest);
  };
  return new Promise(resolve => {
    stream.on('data', (chunk: Buffer) => take(decoder.write(chunk), false));
    stream.once('close', () => {
      take(decoder.end(), true);
      resolve();
    });
  });
}
