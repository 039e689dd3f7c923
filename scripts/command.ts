import { spawn } from 'node:child_process';
import { ROOT } from './root.ts';

export interface Ended {
  /** Exit status; 1 when a signal ended it. */
  readonly status: number;
  /** What it printed, on both streams, in the order it arrived. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Instead of this process's environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** Shows the output while it comes instead of keeping it. */
  readonly show?: boolean;
}

/**
 * Runs a program to its end, without a shell and without stdin.
 * @throws Error when it cannot be started
 */
export function command(program: string, words: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const stream = options.show === true ? 'inherit' : 'pipe';
    const child = spawn(program, [...words], {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: ['ignore', stream, stream],
    });
    const parts: Buffer[] = [];
    for (const each of [child.stdout, child.stderr]) each?.on('data', (part: Buffer) => void parts.push(part));
    child.on('error', thrown => reject(new Error(`${program} does not start: ${thrown.message}`)));
    child.on('close', status => resolve({ status: status ?? 1, output: Buffer.concat(parts).toString('utf8') }));
  });
}

/**
 * The same, for programs that have to succeed.
 * @throws Error with what it printed when it does not
 */
export async function succeed(
  program: string,
  words: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { status, output } = await command(program, words, options);
  if (status === 0) return output;
  throw new Error(`${program} ${words.join(' ')} ended with status ${status}\n${output}`);
}
