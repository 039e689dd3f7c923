import type { Server } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './clock.ts';
import type { BuildRequest, Container, Image, ProbeAnswer, RunRequest, Runtime, Source } from './runtime.ts';
import { BuildFailure } from './runtime.ts';

export interface LightAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a commit behaves when it is built and run. Everything is optional; by default all is well. */
export interface Behaviour {
  /** `crash`: the container exits at once. `hang`: it accepts connections and never answers. */
  readonly boot?: 'ok' | 'crash' | 'hang';
  /** Connections are dropped until this long after the start. */
  readonly bootMs?: number;
  readonly buildMs?: number;
  /** True, or what the build prints last before it fails. */
  readonly buildFails?: boolean | string;
  readonly buildOutput?: readonly string[];
  /** Status of `/health/`; 200 by default. */
  readonly health?: number;
  /** What `/health/` names as its version; the commit by default. */
  readonly version?: string;
  /** Host names it answers to, as Django's ALLOWED_HOSTS; any other gets 400. All when absent. */
  readonly allowedHosts?: readonly string[];
  /** Answers by path, before anything else. */
  readonly routes?: Readonly<Record<string, LightAnswer>>;
  /** Answers to `docker exec`; exit code 0 and no output by default. */
  readonly exec?: (command: string, environment: Readonly<Record<string, string>>) => LightExec | Promise<LightExec>;
  readonly log?: readonly string[];
}

export interface LightExec {
  readonly exitCode: number;
  readonly output?: readonly string[];
}

export interface LightRuntime extends Runtime {
  /** Sets how a commit behaves from now on; containers that run already change with it (all but how they boot). */
  behave(commit: string, behaviour: Behaviour): void;
  /** Every command run inside a container, in order. */
  readonly execs: readonly { readonly container: string; readonly commit: string; readonly command: string }[];
  /** Containers that run now. */
  readonly running: readonly Container[];
  /** Every finished build, in order. */
  readonly builds: readonly { readonly commit: string; readonly environment: Readonly<Record<string, string>> }[];
}

const BUILD_MS = 40;

/** A runtime without processes: a container is a small HTTP server here, an image the name of a commit. */
export function lightRuntime(defaults: Behaviour = {}): LightRuntime {
  const behaviours = new Map<string, Behaviour>();
  const containers = new Set<LightContainer>();
  const execs: { container: string; commit: string; command: string }[] = [];
  const builds: { commit: string; environment: Readonly<Record<string, string>> }[] = [];
  const behaviourOf = (commit: string): Behaviour => ({ ...defaults, ...behaviours.get(commit) });

  return {
    behave: (commit, behaviour) => void behaviours.set(commit, behaviour),
    execs,
    builds,
    get running() {
      return [...containers].filter(each => each.state === 'running');
    },
    async build({ commit, environment, output, signal }: BuildRequest): Promise<Image> {
      const {
        buildMs = BUILD_MS,
        buildFails = false,
        buildOutput = [`Step 1/1 : FROM scratch # ${commit}`],
      } = behaviourOf(commit);
      for (const line of buildOutput) output(line);
      await pause(buildMs, signal);
      if (buildFails !== false) {
        throw new BuildFailure(
          buildFails === true ? 'process "/bin/sh -c build" did not complete: exit code: 1' : buildFails,
        );
      }
      builds.push({ commit, environment });
      return { commit, createdAt: new Date() };
    },
    async run(wanted: RunRequest): Promise<Container> {
      const { commit } = wanted.image;
      const container = new LightContainer(
        wanted,
        () => behaviourOf(commit),
        command => execs.push({ container: wanted.name, commit, command }),
      );
      await container.start();
      containers.add(container);
      return container;
    },
    async remove() {},
    async dispose() {
      await Promise.all([...containers].map(each => each.stop()));
      containers.clear();
    },
  };
}

class LightContainer implements Container {
  readonly name: string;
  readonly image: Image;
  readonly startedAt = new Date();
  state: 'running' | 'exited' = 'running';
  port: number | undefined;
  readonly #behaviour: () => Behaviour;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #onExec: (command: string) => void;
  readonly #lines: string[];
  #server: Server | undefined;
  readonly #web: boolean;

  constructor(wanted: RunRequest, behaviour: () => Behaviour, onExec: (command: string) => void) {
    this.name = wanted.name;
    this.image = wanted.image;
    this.#web = wanted.web;
    this.#behaviour = behaviour;
    this.#environment = wanted.environment;
    this.#onExec = onExec;
    this.#lines = [`${wanted.name} boots ${wanted.image.commit}`, ...(behaviour().log ?? [])];
  }

  async start(): Promise<void> {
    if (this.#web) await this.#listen();
    if (this.#behaviour().boot !== 'crash') return;
    this.#lines.push('Traceback (most recent call last): the application cannot start');
    await this.stop();
  }

  async #listen(): Promise<void> {
    const { boot = 'ok', bootMs = 0 } = this.#behaviour();
    const opensAt = this.startedAt.getTime() + bootMs;
    const server = createServer((incoming, outgoing) => {
      if (Date.now() < opensAt) {
        incoming.socket.destroy();
        return;
      }
      if (boot === 'hang') return;
      const path = (incoming.url ?? '/').split('?')[0] ?? '/';
      const { status, body = '', headers = {} } = this.#answer(path, incoming.headers.host ?? '');
      this.#lines.push(`"${incoming.method} ${path}" ${status}`);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      outgoing.end(body);
    });
    this.#server = server;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    this.port = (server.address() as AddressInfo).port;
  }

  #answer(path: string, host: string): LightAnswer {
    const { routes = {}, health = 200, version = this.image.commit, allowedHosts } = this.#behaviour();
    if (allowedHosts?.includes(host.replace(/:\d+$/, '')) === false) return { status: 400, body: '{"error":"host"}' };
    const scripted = routes[path];
    if (scripted !== undefined) return scripted;
    if (path !== '/health/') return { status: 200, body: JSON.stringify({ version }) };
    return { status: health, body: JSON.stringify({ status: health < 400 ? 'ok' : 'error', version }) };
  }

  probe(
    path: string,
    options: { readonly method: string; readonly host: string; readonly timeoutMs: number },
  ): Promise<ProbeAnswer> {
    const { port } = this;
    if (this.state === 'exited' || port === undefined) return Promise.resolve({ error: 'connection refused' });
    return new Promise(resolve => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method: options.method,
          headers: { host: options.host },
          timeout: options.timeoutMs,
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
          });
          incoming.on('error', reason => resolve({ error: reason.message }));
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')));
      outgoing.on('error', reason => resolve({ error: reason.message }));
      outgoing.end();
    });
  }

  async exec(command: string, output: (line: string) => void): Promise<{ readonly exitCode: number }> {
    if (this.state === 'exited') throw new Error(`container ${this.name} is not running`);
    this.#onExec(command);
    const result = await this.#behaviour().exec?.(command, this.#environment);
    for (const line of result?.output ?? []) output(line);
    return { exitCode: result?.exitCode ?? 0 };
  }

  logs(lines: number): string {
    return this.#lines.slice(-lines).join('\n');
  }

  async stop(): Promise<void> {
    this.state = 'exited';
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>(resolve => server.close(() => resolve()));
  }
}

export interface LightSource extends Source {
  /** Points a branch at a commit, creating either. */
  move(branch: string, commit: string): void;
}

/** A repository as a table of branches; every commit a branch ever pointed at stays. */
export function lightSource(branches: Readonly<Record<string, string>>): LightSource {
  const heads = new Map(Object.entries(branches));
  const commits = new Set(heads.values());
  return {
    move(branch, commit) {
      heads.set(branch, commit);
      commits.add(commit);
    },
    async head(branch) {
      const commit = heads.get(branch);
      if (commit === undefined) throw new Error(`no branch ${branch}`);
      return commit;
    },
    has: async commit => commits.has(commit),
  };
}
