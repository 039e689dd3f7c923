/** A runtime with the project's history, a virtualenv and a PostgreSQL server: what the tests here stand on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createHistory, type History, type ReleaseName } from '../../../../lab/app/history.ts';
import { BUILD_COMMAND } from '../../../../lab/app/image.ts';
import { type Broker, startBroker } from '../../../../lab/celery/broker.ts';
import { createGitSource, type GitSource } from '../../../../lab/coolify/git-source.ts';
import type { Container, Image, Runtime } from '../../../../lab/coolify/runtime.ts';
import { createProcessRuntime } from '../../../../lab/coolify/runtime-process.ts';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { provisionPython } from '../../../../lab/python/provision.ts';
import { HOST } from './visitor.ts';

export interface World {
  readonly directory: string;
  readonly history: History;
  readonly source: GitSource;
  readonly runtime: Runtime;
  readonly postgres: Postgres;
  /** The variables of one environment, with a new database and a broker of its own. */
  environment(name: string): Promise<Record<string, string>>;
  build(release: ReleaseName, environment: Record<string, string>, output?: (line: string) => void): Promise<Image>;
  dispose(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'obcms-runtime-'));
  const [python, postgres, history] = await Promise.all([
    provisionPython(),
    startPostgres(),
    createHistory(join(directory, 'repository')),
  ]);
  const runtime = createProcessRuntime({ directory: join(directory, 'runtime'), python, graceMs: 2_000 });
  const source = createGitSource(history.directory);
  const brokers: Broker[] = [];
  return {
    directory,
    history,
    source,
    runtime,
    postgres,
    environment: async name => {
      await postgres.createDatabase(name);
      const broker = await startBroker(join(directory, `${name}-queue`));
      brokers.push(broker);
      return {
        SECRET_KEY: 'k3yF0rTh3LabAndN0where3lse-'.repeat(4),
        ALLOWED_HOSTS: HOST,
        CSRF_TRUSTED_ORIGINS: `https://${HOST}`,
        DATABASE_URL: postgres.url(name),
        ...broker.environment,
        SMOKE_PASSWORD: 'a smoke test signs in',
        METRICS_TOKEN: 'metrics-token',
        WEB_CONCURRENCY: '1',
        CELERY_CONCURRENCY: '1',
      };
    },
    build: (release, environment, output = () => undefined) =>
      runtime.build({
        source,
        commit: history.releases[release].sha,
        environment,
        buildCommand: BUILD_COMMAND,
        output,
        signal: new AbortController().signal,
      }),
    dispose: async () => {
      await runtime.dispose();
      await Promise.all(brokers.map(broker => broker.stop()));
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Asks /health/ as Docker's health check does, until it answers 200; gives the milliseconds that took. */
export async function untilHealthy(container: Container, limitMs = 15_000): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await container.probe('/health/', { method: 'GET', host: 'localhost', timeoutMs: 1_000 });
    if ('status' in answer && answer.status === 200) return performance.now() - started;
    if (container.state === 'exited' || performance.now() - started > limitMs) {
      throw new Error(`${container.name} did not become healthy:\n${container.logs(50)}`);
    }
    await wait(100);
  }
}

/** Runs a command in the container and gives what it printed; fails when the command does. */
export async function printed(container: Container, command: string): Promise<string> {
  const lines: string[] = [];
  const { exitCode } = await container.exec(command, line => lines.push(line));
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}:\n${lines.join('\n')}`);
  return lines.join('\n');
}
