import { parseSha, type Sha } from '../core/commit.ts';
import type { Processes } from '../core/process.ts';
import type { Known } from './repository.ts';

export interface CheckoutOptions {
  /** Folder of the checkout, absolute. */
  readonly directory: string;
  readonly processes: Processes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const LS_REMOTE_TIMEOUT = 20_000;

/** The head of a branch on the checkout's `origin`, for repositories that are not on GitHub or when no token is given. */
export async function remoteHead(branch: string, options: CheckoutOptions): Promise<Known<Sha>> {
  const result = await options.processes.run({
    command: 'git',
    args: ['ls-remote', '--exit-code', '--', 'origin', `refs/heads/${branch}`],
    directory: options.directory,
    environment: gitEnvironment(options.environment),
    timeout: LS_REMOTE_TIMEOUT,
    signal: options.signal,
  });
  if (!result.ok) return { known: false, why: `git could not be asked: ${result.message}` };
  const sha = parseSha(result.stdout.split(/\s/)[0] ?? '');
  return sha === undefined
    ? { known: false, why: "the checkout's origin has no such branch or cannot be reached" }
    : { known: true, value: sha };
}

/** The commit that is checked out: the default of `sha` on a laptop. */
export async function checkedOutCommit(options: CheckoutOptions): Promise<Sha | undefined> {
  const result = await options.processes.run({
    command: 'git',
    args: ['rev-parse', '--verify', 'HEAD'],
    directory: options.directory,
    environment: gitEnvironment(options.environment),
    timeout: 5_000,
    signal: options.signal,
  });
  return result.ok ? parseSha(result.stdout) : undefined;
}

/** What git needs and nothing else: no token of the workflow, no prompt. */
function gitEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'SSH_AUTH_SOCK',
    'GIT_SSH_COMMAND',
    'HTTPS_PROXY',
    'https_proxy',
    'NO_PROXY',
    'no_proxy',
    'SSL_CERT_FILE',
    'SYSTEMROOT',
  ];
  const entries = kept.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]] as const]));
  return { ...Object.fromEntries(entries), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}
