/**
 * Everything a deployment touches, on this machine and for real: git, Coolify with real processes, PostgreSQL, TLS.
 * GitHub and Coolify's engine are the lab's; what they deploy (Django, gunicorn, Celery) and where it writes are not.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistory, type History } from '../app/history.ts';
import { type Broker, startBroker } from '../celery/broker.ts';
import { createGitSource } from '../coolify/git-source.ts';
import { type Coolify, startCoolify } from '../coolify/index.ts';
import { createProcessRuntime } from '../coolify/runtime-process.ts';
import { supervise } from '../coolify/runtime-process-supervised.ts';
import { type Edge, startEdge } from '../edge/index.ts';
import { type Github, startGithub } from '../github/index.ts';
import { type Postgres, startPostgres } from '../postgres/server.ts';
import type { PythonEnvironment } from '../python/provision.ts';
import { createEnvironment, type Environment, type EnvironmentName } from './environment.ts';

export const REPOSITORY = 'org/obcms';
export const COOLIFY_VERSION = '4.3.10';

/** Celery on a folder as its queue needs nearly five seconds to say goodbye; an idle one loses nothing when killed. */
const GRACE_MS = 1_200;
/** Half a second of ours is a second of Coolify's health checks: fast enough to watch, slow enough for two cores. */
const SECOND_MS = 500;

export interface World {
  readonly directory: string;
  readonly history: History;
  readonly coolify: Coolify;
  /** A Coolify API token that may deploy, read (logs too) and pin. */
  readonly coolifyToken: string;
  readonly github: Github;
  readonly edge: Edge;
  readonly postgres: Postgres;
  readonly python: PythonEnvironment;
  readonly environments: Readonly<Record<EnvironmentName, Environment>>;
  /** Ends every process, closes every port and removes every folder. May be called again. */
  stop(): Promise<void>;
}

/** Starts it all in about two seconds. Whatever fails or is interrupted in between, nothing is left behind. */
export async function startWorld(python: PythonEnvironment, signal?: AbortSignal): Promise<World> {
  const leaving = new AsyncDisposableStack();
  try {
    const directory = await mkdtemp(join(tmpdir(), 'obcms-demo-'));
    leaving.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
    leaving.defer(keepWatch(directory));

    const postgres = await startPostgres();
    leaving.defer(() => postgres.stop());
    const brokerOf = async (name: EnvironmentName): Promise<Broker> => {
      const broker = await startBroker(join(directory, `${name}-queue`));
      leaving.defer(() => broker.stop());
      return broker;
    };
    const brokers = { staging: await brokerOf('staging'), production: await brokerOf('production') };
    signal?.throwIfAborted();

    const history = await createHistory(join(directory, 'repository'));
    const github = await startGithub({ repository: REPOSITORY, git: history.directory });
    leaving.defer(() => github.stop());
    const edge = await startEdge();
    leaving.defer(() => edge.stop());
    signal?.throwIfAborted();

    const environments = new Map<string, Environment>();
    const coolify = await startCoolify({
      version: COOLIFY_VERSION,
      runtime: createProcessRuntime({ directory: join(directory, 'runtime'), python, graceMs: GRACE_MS }),
      timings: { secondMs: SECOND_MS },
      publish: (_host, port, application) => environments.get(application)?.site.target(port),
    });
    leaving.defer(() => coolify.stop());

    const parts = { coolify, edge, postgres, source: createGitSource(history.directory) };
    const staging = await createEnvironment('staging', { ...parts, broker: brokers.staging });
    const production = await createEnvironment('production', { ...parts, broker: brokers.production });
    for (const environment of [staging, production]) {
      environments.set(environment.applications.web.uuid, environment);
    }
    signal?.throwIfAborted();
    return {
      directory,
      history,
      coolify,
      coolifyToken: coolify.token({ abilities: ['read', 'read:sensitive', 'write', 'deploy'] }),
      github,
      edge,
      postgres,
      python,
      environments: { staging, production },
      stop: () => leaving.disposeAsync(),
    };
  } catch (error) {
    await leaving.disposeAsync();
    throw error;
  }
}

/** Removes the folder also when this process is killed in a way that leaves it no time to. */
function keepWatch(directory: string): () => Promise<void> {
  const watcher = supervise({
    command: ['tail', '-f', '/dev/null'],
    directory: tmpdir(),
    environment: { PATH: process.env['PATH'] ?? '' },
    output: () => undefined,
    removeAtEnd: directory,
  });
  return () => watcher.stop();
}
