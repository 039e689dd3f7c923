/** Git without this machine's habits: no global or system configuration, no hooks of templates, no pager, no prompt. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
} as const;

export interface GitOptions {
  /** Where git runs. */
  readonly directory: string;
  /** What git reads from its standard input. */
  readonly input?: Uint8Array;
  /** Variables beside the fixed ones, such as GIT_INDEX_FILE. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type GitAnswer = { readonly exitCode: number; readonly output: string; readonly complaint: string };

/** Runs git and gives its trimmed output. Throws with git's own words when it fails. */
export async function git(words: readonly string[], options: GitOptions): Promise<string> {
  const answer = await tryGit(words, options);
  if (answer.exitCode !== 0) throw new Error(`git ${words.join(' ')} failed: ${answer.complaint || answer.output}`);
  return answer.output;
}

/** Runs git where failing is an answer too. */
export async function tryGit(words: readonly string[], options: GitOptions): Promise<GitAnswer> {
  const child = spawn('git', words, {
    cwd: options.directory,
    env: { PATH: process.env['PATH'], ...ENVIRONMENT, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
  // Git may end without having read everything; its exit code says what came of it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [output, complaint, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, output: output.trim(), complaint: complaint.trim() };
}
