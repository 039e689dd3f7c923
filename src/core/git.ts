import type { Milliseconds } from './duration.ts';
import type { World } from './world.ts';

export type GitWorld = Pick<World, 'processes' | 'environment' | 'signal'>;

export interface GitOptions {
  /** Absolute: where git runs. */
  readonly directory: string;
  readonly timeout: Milliseconds;
  /** Bytes of the answer that are kept; default: one megabyte. */
  readonly mostOutput?: number;
  readonly input?: string;
  /** Beside what git needs, such as `GIT_INDEX_FILE`. */
  readonly variables?: Readonly<Record<string, string>>;
}

export type GitAnswer =
  | { readonly ok: true; readonly stdout: string }
  /** `refused`: git ran and said no, in its own words. `absent`: git could not be started, or did not end. */
  | { readonly ok: false; readonly reason: 'refused' | 'absent'; readonly message: string };

/** Asks git. Nothing that lies in the checkout runs: no hook, no file-system monitor. */
export async function askGit(args: readonly string[], options: GitOptions, world: GitWorld): Promise<GitAnswer> {
  const result = await world.processes.run({
    command: 'git',
    // A checkout in a container belongs to somebody else.
    args: [
      '-c',
      `safe.directory=${options.directory}`,
      '-c',
      'core.fsmonitor=false',
      '-c',
      'core.hooksPath=/dev/null',
      ...args,
    ],
    directory: options.directory,
    environment: { ...gitEnvironment(world.environment), ...options.variables },
    timeout: options.timeout,
    signal: world.signal,
    ...(options.mostOutput === undefined ? {} : { mostOutput: options.mostOutput }),
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (!result.ok) return { ok: false, reason: 'absent', message: result.message };
  if (result.exitCode === 0) return { ok: true, stdout: result.stdout };
  return { ok: false, reason: 'refused', message: result.stderr.trim() };
}

/** What git needs and nothing else: no token of the workflow, no prompt. */
const NEEDED = [
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

function gitEnvironment(environment: World['environment']): Record<string, string> {
  const entries = NEEDED.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]] as const]));
  return { ...Object.fromEntries(entries), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}
