import type { Application, ApplicationSpec, Coolify, Version } from '../../../lab/coolify/index.ts';
import type { LightRuntime, LightSource } from '../../../lab/coolify/runtime-light.ts';
import { HEALTHY } from '../scene.ts';
import type { Commits, Stage } from './stage.ts';

/** A good run of `redeploy` whose every request is worth disturbing. */
export interface Scenario {
  readonly name: string;
  readonly version: Version;
  readonly applications: readonly Omit<ApplicationSpec, 'source' | 'domain'>[];
  readonly inputs: Readonly<Record<string, string>>;
  /** What the good run ends with. */
  readonly reason: 'deployed' | 'already-live';
  /** How often each after-task has to run in all; undefined when there is none. */
  readonly taskRuns?: number;
  prepare?(
    ready: Pick<Stage, 'source' | 'runtime' | 'applications' | 'coolify'> & { readonly commits: Commits },
  ): Promise<void> | void;
}

interface Ready {
  readonly commits: Commits;
  readonly source: LightSource;
  readonly runtime: LightRuntime;
  readonly applications: readonly Application[];
  readonly coolify: Coolify;
}

/** Asked at once and for long: a busy machine must not look like an unhealthy release. */
export const PATIENT_HEALTH = {
  ...HEALTHY,
  health_check_start_period: 0,
  health_check_interval: 1,
  health_check_timeout: 100,
  health_check_retries: 300,
} as const;
const WEB = { name: 'web', health: PATIENT_HEALTH } as const;
const WORKER = { name: 'worker', web: false } as const;
export const NEW_TAG = '2026-11-20.1';
export const OLD_TAG = '2026-11-19.4';
export const TASK = { name: 'contract', command: 'python manage.py migrate' } as const;

/** The branch has moved on already, so only a pin can guarantee the commit. */
const headMovedOn = ({ source, commits }: Ready): void => source.move('main', commits.later);
const headIsNext = ({ source, commits }: Ready): void => source.move('main', commits.next);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'pinned, 4.3.10',
    version: '4.3.10',
    applications: [WEB],
    inputs: {},
    reason: 'deployed',
    prepare: headMovedOn,
  },
  {
    name: 'branch head, 4.1.2',
    version: '4.1.2',
    applications: [WEB],
    inputs: {},
    reason: 'deployed',
    prepare: headIsNext,
  },
  {
    name: 'docker image, new tag',
    version: '4.3.10',
    applications: [{ ...WEB, buildPack: 'dockerimage', imageName: 'registry.example/org/app', imageTag: OLD_TAG }],
    inputs: { 'image-tag': NEW_TAG, sha: '' },
    reason: 'deployed',
  },
  {
    name: 'two together',
    version: '4.3.10',
    applications: [WEB, WORKER],
    inputs: {},
    reason: 'deployed',
    prepare: headMovedOn,
  },
  {
    name: 'already live',
    version: '4.3.10',
    applications: [WEB],
    inputs: {},
    reason: 'already-live',
    async prepare(ready) {
      headIsNext(ready);
      for (const application of ready.applications) await ready.coolify.deploy(application);
      headMovedOn(ready);
    },
  },
  {
    name: 'with an after-task',
    version: '4.3.10',
    applications: [{ ...WEB, tasks: [TASK] }],
    inputs: { 'after-tasks': `web: ${TASK.name}` },
    reason: 'deployed',
    taskRuns: 1,
    prepare: headMovedOn,
  },
];

/** What has to be live in the end: a commit, or an image's tag. */
export function wantedOf(stage: Stage): string {
  return stage.scenario.inputs['image-tag'] ?? stage.commits.next;
}
