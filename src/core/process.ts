import { spawn } from 'node:child_process';
import type { Milliseconds } from './duration.ts';
import { Cancelled } from './errors.ts';

export interface ProcessRequest {
  readonly command: string;
  /** Words; no shell ever sees them. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Milliseconds;
  readonly signal: AbortSignal;
}

export type ProcessResult =
  | { readonly ok: true; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** It could not be started, or did not end in time. */
  | { readonly ok: false; readonly reason: 'not-found' | 'timeout' | 'other'; readonly message: string };

/** Starts programs and waits for them. Throws `Cancelled` when the signal aborts and nothing else. */
export interface Processes {
  run(request: ProcessRequest): Promise<ProcessResult>;
}

const MOST_OUTPUT = 1024 * 1024;

export const systemProcesses: Processes = {
  run(request) {
    return new Promise((resolve, reject) => {
      const child = spawn(request.command, [...request.args], {
        cwd: request.directory,
        env: { ...request.environment },
        shell: false,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, request.timeout);
      const cancel = () => child.kill('SIGTERM');
      request.signal.addEventListener('abort', cancel, { once: true });
      if (request.signal.aborted) cancel();
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        request.signal.removeEventListener('abort', cancel);
        finish();
      };
      child.stdout.on('data', (chunk: Buffer) => {
        if (stdout.length < MOST_OUTPUT) stdout += chunk.toString('utf8');
      });
      child.stderr.on('data', (chunk: Buffer) => {
        if (stderr.length < MOST_OUTPUT) stderr += chunk.toString('utf8');
      });
      child.once('error', (thrown: NodeJS.ErrnoException) => {
        const reason = thrown.code === 'ENOENT' ? 'not-found' : 'other';
        settle(() => resolve({ ok: false, reason, message: thrown.message }));
      });
      child.once('close', code => {
        settle(() => {
          if (request.signal.aborted) reject(new Cancelled());
          else if (timedOut) resolve({ ok: false, reason: 'timeout', message: `${request.command} did not end in time` });
          else resolve({ ok: true, exitCode: code ?? -1, stdout, stderr });
        });
      });
    });
  },
};
