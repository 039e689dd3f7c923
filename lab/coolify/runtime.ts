/**
 * What the lab's Coolify engine needs from a container runtime: images made of commits, containers made of images.
 *
 * Two implementations: `runtime-process.ts` checks a commit out and runs it for real (virtualenv, gunicorn, Celery);
 * `runtime-light.ts` answers HTTP from this process, for sweeps that need hundreds of deployments.
 */

/** Where the commits of an application come from. */
export interface Source {
  /** The commit a branch points at now (40 hex). Throws when the branch does not exist. */
  head(branch: string): Promise<string>;
  /** Whether this source has the commit. */
  has(commit: string): Promise<boolean>;
}

export interface BuildRequest {
  readonly source: Source;
  /** 40 hex; for docker images the tag. */
  readonly commit: string;
  /** Environment of the build (the application's build-time variables). */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs in the checkout, as `RUN` would in a Dockerfile; empty for none. Split into words, never given to a shell. */
  readonly buildCommand: readonly string[];
  /** Called once per line of output. */
  readonly output: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A built release, kept until the engine removes it. */
export interface Image {
  readonly commit: string;
  readonly createdAt: Date;
}

/** Thrown by `build`; its message is what the deployment's log shows. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
}

export interface RunRequest {
  readonly image: Image;
  /** Unique name of the container, for its log and its folder. */
  readonly name: string;
  /** The process to run, in words. Empty: what the image runs by default. */
  readonly command: readonly string[];
  /** Everything the process may see. The runtime adds `PORT` for `web: true`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the process is a web server that gets a port. */
  readonly web: boolean;
}

export type ProbeAnswer = { readonly status: number; readonly body: string } | { readonly error: string };

export interface Container {
  readonly name: string;
  readonly image: Image;
  /** On 127.0.0.1; undefined for a worker. */
  readonly port: number | undefined;
  readonly startedAt: Date;
  readonly state: 'running' | 'exited';
  /** One request from inside the container, as Docker's health check makes it. Never follows a redirect. */
  probe(
    path: string,
    options: { readonly method: string; readonly host: string; readonly timeoutMs: number },
  ): Promise<ProbeAnswer>;
  /** `docker exec <name> sh -c command`: the container's environment and folder. */
  exec(command: string, output: (line: string) => void): Promise<{ readonly exitCode: number }>;
  /** The last lines of stdout and stderr together. */
  logs(lines: number): string;
  /** TERM, then KILL; resolves when the process tree is gone. */
  stop(): Promise<void>;
}

export interface Runtime {
  build(request: BuildRequest): Promise<Image>;
  run(request: RunRequest): Promise<Container>;
  remove(image: Image): Promise<void>;
  /** Stops every container and frees every port. */
  dispose(): Promise<void>;
}
