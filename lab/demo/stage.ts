/** Where the story is played: runs jobs, looks at what is true afterwards, tells both and keeps both for the report. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ReleaseName } from '../app/history.ts';
import type { RunResult } from '../runner/index.ts';
import { type Chapter, type Check, type LiveRelease, type Run, storyOf } from './chronicle.ts';
import { asInContainer } from './container-paths.ts';
import { deploy, type JobOptions } from './deployment.ts';
import { ENVIRONMENTS, type EnvironmentName, ROLES } from './environment.ts';
import type { Telling } from './telling.ts';
import { crowd, type Visitor, visitor } from './visitor.ts';
import type { World } from './world.ts';

export interface Stage {
  readonly world: World;
  readonly chapters: readonly Chapter[];
  chapter(title: string, why: string): void;
  /** Pushes a release to the branch of an environment and runs the action for it, visitors looking on. */
  deploy(environment: EnvironmentName, release: ReleaseName, inputs?: JobOptions['inputs']): Promise<RunResult>;
  /** Looks whether something is as the story says. A look that throws is a deviation, not an end. */
  expect(text: string, wanted: unknown, look: () => unknown): Promise<void>;
  /** Somebody at the environment's site; the same person, signed in or not, each time. */
  person(environment: EnvironmentName): Visitor;
  /** What is live where, now. */
  live(): readonly LiveRelease[];
}

export function openStage(world: World, telling: Telling, signal: AbortSignal): Stage {
  const chapters: (Chapter & { readonly parts: (Run | Check)[] })[] = [];
  const part = (told: Run | Check): void => {
    chapters.at(-1)?.parts.push(told);
  };
  const origin = (name: EnvironmentName): string => world.environments[name].site.origin;
  const persons = {
    staging: visitor(origin('staging'), world.edge.ca),
    production: visitor(origin('production'), world.edge.ca),
  };
  const presentable = asInContainer(world);
  const releases = Object.values(world.history.releases);
  const titleOf = (sha: string): string => releases.find(release => release.sha === sha)?.title ?? '';

  return {
    world,
    chapters,
    chapter(title, why) {
      chapters.push({ title, why, parts: [] });
      telling.chapter(chapters.length, title, why);
    },
    async deploy(name, release, inputs = {}) {
      signal.throwIfAborted();
      const { sha, title } = world.history.releases[release];
      telling.begin(`${sha.slice(0, 7)} "${title}" goes to ${name}`);
      const before = world.coolify.deployments.length;
      const { site } = world.environments[name];
      const visitors = site.port === undefined ? undefined : crowd(site.origin, world.edge.ca);
      const onLine = (line: string): void => {
        // What a cancelled action still says would bury the word that it was interrupted.
        if (!signal.aborted) telling.actionLine(presentable(line));
      };
      const startedAt = Date.now();
      const run = await deploy(world, name, release, { onLine, cancel: signal, inputs }).finally(() =>
        visitors?.stop(),
      );
      const endedAt = Date.now();
      const visits = await visitors?.stop();
      signal.throwIfAborted();
      const result = readResult(run);
      const told: Run = {
        kind: 'run',
        environment: name,
        sha,
        title,
        ...result,
        summary: presentable(run.summary),
        log: presentable(run.log),
        startedAt,
        endedAt,
        deployments: deploymentsSince(world, before),
        visits: visits === undefined ? undefined : { requests: visits.requests, failures: visits.failures.length },
      };
      part(told);
      telling.ended(told);
      if (visits !== undefined) await expectation(`No visitor of ${name} saw a failure`, [], () => visits.failures);
      return run;
    },
    expect: expectation,
    person: name => persons[name],
    live: () =>
      ENVIRONMENTS.flatMap(environment =>
        ROLES.map(role => {
          const { columns, current, status } = world.environments[environment].applications[role];
          const sha = current?.tag ?? '';
          const since = current?.container.startedAt.getTime() ?? 0;
          return { environment, role, application: columns.name, sha, title: titleOf(sha), status, since };
        }),
      ),
  };

  async function expectation(text: string, wanted: unknown, look: () => unknown): Promise<void> {
    signal.throwIfAborted();
    const found = await patiently(wanted, look);
    signal.throwIfAborted();
    const held = same(found, wanted);
    const check: Check = { kind: 'check', text: `${text}.`, held, found: held ? '' : shown(found) };
    part(check);
    telling.check(check);
  }
}

/** The edge and Coolify's scan take a moment; a fact that is true within two seconds is true. */
const PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 200;

async function patiently(wanted: unknown, look: () => unknown): Promise<unknown> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await wait(LOOK_AGAIN_MS)) {
    const found = await Promise.resolve()
      .then(look)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (same(found, wanted) || Date.now() > deadline) return found;
  }
}

function same(found: unknown, wanted: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(wanted);
}

function shown(found: unknown): string {
  return found instanceof Error ? found.message : (JSON.stringify(found) ?? 'nothing');
}

function readResult(run: RunResult): Pick<Run, 'outcome' | 'reasonCode' | 'headline'> {
  const result: unknown = JSON.parse(run.outputs['result'] ?? '{}');
  const headline = typeof result === 'object' && result !== null && 'headline' in result ? String(result.headline) : '';
  return {
    outcome: run.outputs['outcome'] ?? `no outcome, exit code ${run.exitCode}`,
    reasonCode: run.outputs['reason-code'] ?? 'none',
    headline,
  };
}

function deploymentsSince(world: World, before: number): Run['deployments'] {
  return world.coolify.deployments
    .slice(before)
    .flatMap(deployment =>
      ENVIRONMENTS.flatMap(environment =>
        ROLES.filter(role => world.environments[environment].applications[role] === deployment.application).map(role =>
          storyOf(deployment, environment, role),
        ),
      ),
    );
}
