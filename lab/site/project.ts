/** The releases of the project, built and served: one database and image a release, one gunicorn a set of variables. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createHistory, type ReleaseName } from '../app/history.ts';
import { BUILD_COMMAND, WORKER_COMMAND } from '../app/image.ts';
import { projectVariables } from '../app/variables.ts';
import { startBroker } from '../celery/broker.ts';
import { createGitSource } from '../coolify/git-source.ts';
import type { Container, Image, Runtime } from '../coolify/runtime.ts';
import { createProcessRuntime } from '../coolify/runtime-process.ts';
import type { Postgres } from '../postgres/server.ts';
import type { PythonEnvironment } from '../python/provision.ts';
import { runIn, untilItAnswers, untilItTakesTasks, WEB_COMMAND } from './app-server.ts';
import { oncePerKey } from './once-per-key.ts';

/** Nothing here has work to finish: what does not end at once is killed. */
const GRACE_MS = 1_000;

export const USER = 'smoke';

/** A port nobody may listen on without being asked, so that connections are refused at once. */
const NOBODY = '127.0.0.1:1';

/** For `environment`: the database went away after the site was deployed. */
export const DATABASE_AWAY: Readonly<Record<string, string>> = { DATABASE_URL: `postgres://obcms:gone@${NOBODY}/gone` };

/** For `environment`: Redis, the cache and the queue, went away. */
export const CACHE_AWAY: Readonly<Record<string, string>> = { REDIS_URL: `redis://${NOBODY}/0` };

export interface Project {
  readonly password: string;
  readonly metricsToken: string;
  /** The gunicorn of this release with these variables: started, or the one that runs already. */
  serve(request: ServeRequest): Promise<Container>;
  stop(): Promise<void>;
}

export interface ServeRequest {
  readonly release: ReleaseName;
  /** Beside and instead of the usual variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether somebody takes the tasks it queues. */
  readonly worker: boolean;
}

export interface ProjectParts {
  /** Everything it writes is below it. */
  readonly directory: string;
  readonly python: PythonEnvironment;
  readonly postgres: Postgres;
}

export async function createProject({ directory, python, postgres }: ProjectParts): Promise<Project> {
  const leaving = new AsyncDisposableStack();
  const history = await createHistory(join(directory, 'repository'));
  const source = createGitSource(history.directory);
  const runtime = createProcessRuntime({ directory: join(directory, 'runtime'), python, graceMs: GRACE_MS });
  const password = randomBytes(18).toString('base64url');
  // The edge tells the application the host and the port a visitor used, so that one origin is enough for all ports.
  const common = projectVariables({ origin: 'https://localhost', databaseUrl: '', broker: {}, password });

  /** Two queues: one that a worker takes tasks from, one where they stay. */
  const queue = oncePerKey(async (name: 'served' | 'unserved') => {
    const broker = await startBroker(join(directory, `queue-${name}`));
    leaving.defer(() => broker.stop());
    return broker.environment;
  });
  const release = oncePerKey(async (name: ReleaseName) => {
    const database = name.replaceAll('-', '_');
    const [variables] = await Promise.all([
      queue('served').then(broker => ({ ...common, ...broker, DATABASE_URL: postgres.url(database) })),
      postgres.createDatabase(database),
    ]);
    const image = await build(runtime, { source, commit: history.releases[name].sha, variables });
    return { image, variables };
  });
  /** Migrates and makes the account, in a container of its own: every way to break a server leaves this alone. */
  const prepared = oncePerKey(async (name: ReleaseName) => {
    const { image, variables } = await release(name);
    const request = { image, name: `prepare-${name}`, command: ['sleep', '600'], environment: variables, web: false };
    const container = await runtime.run(request);
    const manage = 'python src/manage.py';
    await runIn(container, `${manage} migrate --no-input --verbosity 0 && ${manage} ensure_user ${USER}`).finally(() =>
      container.stop(),
    );
  });
  /** One for all releases: they queue the same tasks. It is the first one's that is asked for. */
  let worker: Promise<void> | undefined;
  const startWorker = async (name: ReleaseName): Promise<void> => {
    const { image, variables } = await release(name);
    const command = WORKER_COMMAND;
    await untilItTakesTasks(await runtime.run({ image, name: 'worker', command, environment: variables, web: false }));
  };

  let servers = 0;
  const server = oncePerKey(async (key: string) => {
    const request: ServeRequest = JSON.parse(key);
    const { image, variables } = await release(request.release);
    const broker = await queue(request.worker ? 'served' : 'unserved');
    servers += 1;
    const container = await runtime.run({
      image,
      name: `web-${servers}`,
      command: WEB_COMMAND,
      environment: { ...variables, ...broker, ...request.environment },
      web: true,
    });
    if (request.worker) worker ??= startWorker(request.release);
    await Promise.all([untilItAnswers(container), prepared(request.release), request.worker ? worker : undefined]);
    return container;
  });

  return {
    password,
    metricsToken: common['METRICS_TOKEN'] ?? '',
    serve: ({ release, environment, worker }) => {
      const variables = Object.entries(environment).sort(([one], [other]) => (one < other ? -1 : 1));
      return server(JSON.stringify({ release, environment: Object.fromEntries(variables), worker }));
    },
    stop: async () => {
      await runtime.dispose();
      await leaving.disposeAsync();
    },
  };
}

interface Build {
  readonly source: ReturnType<typeof createGitSource>;
  readonly commit: string;
  readonly variables: Readonly<Record<string, string>>;
}

function build(runtime: Runtime, { source, commit, variables }: Build): Promise<Image> {
  return runtime.build({
    source,
    commit,
    environment: variables,
    buildCommand: BUILD_COMMAND,
    output: () => undefined,
    signal: new AbortController().signal,
  });
}
