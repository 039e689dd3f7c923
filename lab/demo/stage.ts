/** Where the story is played: runs jobs, looks at what is true afterwards, tells both and keeps both for the report. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ReleaseName } from '../app/history.ts';
import type { RunResult } from '../runner/index.ts';
import { check as checkRelease } from './check.ts';
import { type Chapter, type Check, type LiveRelease, type Run, storyOf } from './chronicle.ts';
import { compare as compareReleases } from './compare.ts';
import { asInContainer } from './container-paths.ts';
import { deploy } from './deployment.ts';
import { ENVIRONMENTS, type EnvironmentName, ROLES } from './environment.ts';
import type { JobOptions } from './job.ts';
import type { Telling } from './telling.ts';
import { visit } from './visit.ts';
import { crowd, type Visitor, visitor } from './visitor.ts';
import { SUITES } from './workspace.ts';
import type { World } from './world.ts';

export interface Stage {
  readonly world: World;
  readonly chapters: readonly Chapter[];
  chapter(title: string, why: string): void;
  /** Pushes a release to the branch of an environment and runs `redeploy` for it, visitors looking on. */
  deploy(environment: EnvironmentName, release: ReleaseName, options?: DeployOptions): Promise<RunResult>;
  /** Runs the environment's smoke suite, as the next step of the same job would. */
  visit(environment: EnvironmentName, release: ReleaseName, inputs?: JobOptions['inputs']): Promise<RunResult>;
  /** Judges a release with `check-deploy`, as the workflow of its pull request would. */
  check(environment: EnvironmentName, release: ReleaseName): Promise<RunResult>;
  /** Judges the migrations between two releases with `migration-safety`, as the same workflow would. */
  compare(environment: EnvironmentName, running: ReleaseName, next: ReleaseName): Promise<RunResult>;
  /** Looks whether something is as the story says. A look that throws is a deviation, not an end. */
  expect(text: string, wanted: unknown, look: () => unknown): Promise<void>;
  /** Somebody at the environment's site; the same person, signed in or not, each time. */
  person(environment: EnvironmentName): Visitor;
  /** What is live where, now. */
  live(): readonly LiveRelease[];
}

export interface DeployOptions {
  readonly inputs?: JobOptions['inputs'];
  /** Whether visitors see a broken site because of it. Default false: none may see a failure. */
  readonly harms?: boolean;
}

/** Of a visit the terminal tells what does not hold; the rest is in the log. */
const WORTH_TELLING = /^(?:::group::|FAILED )/;
/** Of a judgement what makes a release unfit. */
const WORTH_KNOWING = /^(?:CRITICAL|HIGH) /;
/** Of a comparison each migration, and what blocks it. */
const WORTH_WEIGHING = /^(?:BLOCKED|review|safe {3}) .*(?:\): |:\d+ )/;

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
    async deploy(name, release, { inputs = {}, harms = false } = {}) {
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
      const visitsOf = visits && { requests: visits.requests, failures: visits.failures.length };
      const deployments = deploymentsSince(world, before);
      ended(run, {
        action: 'redeploy',
        environment: name,
        sha,
        title,
        startedAt,
        endedAt,
        deployments,
        visits: visitsOf,
      });
      if (visits === undefined) return run;
      if (harms) {
        await expectation(`Visitors of ${name} see it at once`, true, () => visits.failures.length > 0);
      } else {
        await expectation(`No visitor of ${name} saw a failure`, [], () => visits.failures);
      }
      return run;
    },
    async visit(name, release, inputs = {}) {
      signal.throwIfAborted();
      const { sha, title } = world.history.releases[release];
      telling.begin(`${sha.slice(0, 7)} on ${name} is visited (${SUITES[name]})`);
      const onLine = (line: string): void => {
        if (!signal.aborted && WORTH_TELLING.test(line)) telling.actionLine(presentable(line));
      };
      const startedAt = Date.now();
      const run = await visit(world, name, release, { onLine, cancel: signal, inputs });
      const endedAt = Date.now();
      signal.throwIfAborted();
      ended(run, {
        action: 'smoke-test',
        environment: name,
        sha,
        title,
        startedAt,
        endedAt,
        deployments: [],
        visits: undefined,
      });
      return run;
    },
    async check(name, release) {
      signal.throwIfAborted();
      const { sha, title } = world.history.releases[release];
      telling.begin(`${sha.slice(0, 7)} "${title}" is judged for ${name}`);
      const onLine = (line: string): void => {
        if (!signal.aborted && WORTH_KNOWING.test(line)) telling.actionLine(presentable(line));
      };
      const startedAt = Date.now();
      const run = await checkRelease(world, name, release, { onLine, cancel: signal });
      const endedAt = Date.now();
      signal.throwIfAborted();
      const known = { action: 'check-deploy', environment: name, sha, title, startedAt, endedAt } as const;
      ended(run, { ...known, deployments: [], visits: undefined });
      return run;
    },
    async compare(name, running, next) {
      signal.throwIfAborted();
      const { sha, title } = world.history.releases[next];
      telling.begin(`The migrations of ${sha.slice(0, 7)} "${title}" are judged for ${name}`);
      const onLine = (line: string): void => {
        if (!signal.aborted && WORTH_WEIGHING.test(line)) telling.actionLine(presentable(line));
      };
      const startedAt = Date.now();
      const run = await compareReleases(world, name, { running, next }, { onLine, cancel: signal });
      const endedAt = Date.now();
      signal.throwIfAborted();
      const known = { action: 'migration-safety', environment: name, sha, title, startedAt, endedAt } as const;
      ended(run, { ...known, deployments: [], visits: undefined });
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

  function ended(run: RunResult, known: Omit<Run, 'kind' | 'checks' | 'summary' | 'log' | keyof Result>): void {
    const result = readResult(run);
    const text = { summary: presentable(run.summary), log: presentable(run.log) };
    const told: Run = { kind: 'run', ...known, ...result, ...text, checks: checksOf(known.action, run) };
    part(told);
    telling.ended(told);
  }

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

type Result = Pick<Run, 'outcome' | 'reasonCode' | 'headline'>;

function readResult(run: RunResult): Result {
  const result: unknown = JSON.parse(run.outputs['result'] ?? '{}');
  const headline = typeof result === 'object' && result !== null && 'headline' in result ? String(result.headline) : '';
  return {
    outcome: run.outputs['outcome'] ?? `no outcome, exit code ${run.exitCode}`,
    reasonCode: run.outputs['reason-code'] ?? 'none',
    headline,
  };
}

function checksOf(action: Run['action'], { outputs }: RunResult): Run['checks'] {
  if (action !== 'smoke-test') return undefined;
  const amount = (name: string): number => Number(outputs[name] ?? 0);
  return { passed: amount('passed'), failed: amount('failed'), skipped: amount('skipped') };
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
