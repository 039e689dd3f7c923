import type { WireResult } from '../../../../src/core/wire.ts';
import { type Plan, planOf, type Selection } from '../../../../src/smoke/plan.ts';
import type { Preset } from '../../../../src/smoke/presets/preset.ts';
import type { CheckResult, SmokeRun } from '../../../../src/smoke/result.ts';
import { type RunOptions, runSuite } from '../../../../src/smoke/run/run.ts';
import { loadSuite } from '../../../../src/smoke/suite/load.ts';
import type { Suite } from '../../../../src/smoke/suite/suite.ts';
import { type RecordingWorld, recordingWorld } from '../../../support/recording-world.ts';
import { type ScriptedSite, type ScriptedWire, scriptedWire, type Visit } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

export const BASE = new URL('https://site.example/');
export const SECRETS: Readonly<Record<string, string>> = {
  SMOKE_USER: 'smoke-visitor',
  SMOKE_PASSWORD: 'Passw0rd!longer',
  METRICS_TOKEN: 'metrics-token-123456',
};

export function suiteOf(yaml: string, variables: ReadonlyMap<string, string> = new Map()): Promise<Suite> {
  return loadSuite(
    `version: 1\n${yaml}`,
    { file: 'smoke.yml' },
    {
      variables,
      secrets: name => SECRETS[name],
      readFile: async () => undefined,
      knownChecks: [],
    },
  );
}

export interface SceneParts {
  readonly suite: string;
  readonly site: ScriptedSite | ScriptedSite['answer'];
  readonly presets?: Readonly<Record<string, Preset>>;
  readonly selection?: Partial<Selection>;
  readonly options?: Partial<RunOptions>;
  /** Cancels the run at this moment. */
  readonly cancelAt?: number;
  readonly clock?: VirtualClock;
}

export interface Scene {
  readonly run: SmokeRun;
  readonly wire: ScriptedWire;
  readonly world: RecordingWorld;
  readonly plan: Plan;
  result(id: string): CheckResult;
  /** `id: state` of every result, in order. */
  readonly states: readonly string[];
}

/** Runs a suite against a scripted site. */
export async function scene(parts: SceneParts): Promise<Scene> {
  const prepared = await prepare(parts);
  const { plan, options, wire, world } = prepared;
  const run = await runSuite(plan, options);
  return {
    run,
    wire,
    world,
    plan,
    result: id => {
      const found = run.results.find(result => result.id === id);
      if (found === undefined) throw new Error(`no result ${id} among ${run.results.map(each => each.id).join(', ')}`);
      return found;
    },
    states: run.results.map(({ id, state }) => `${id}: ${state}`),
  };
}

export async function prepare(parts: SceneParts) {
  const clock = parts.clock ?? new VirtualClock();
  const cancel = new AbortController();
  const suite = await suiteOf(parts.suite, parts.options?.variables);
  // What is loaded lazily is loaded now: a virtual clock would not wait for it.
  await Promise.all([
    import('json-p3'),
    import('ajv'),
    import('ajv/dist/2020.js'),
    import('../../../../src/smoke/run/load.ts'),
  ]);
  const world: RecordingWorld = {
    ...recordingWorld({ clock, signal: cancel.signal }),
    environment: SECRETS,
  };
  const wire = scriptedWire(clock, parts.site);
  const plan = planOf(suite, parts.presets ?? {}, {
    profile: 'other',
    presets: [],
    only: [],
    skip: [],
    ...parts.selection,
  });
  const options: RunOptions = {
    wire,
    world,
    base: BASE,
    plain: undefined,
    concurrency: 8,
    timeout: 600_000,
    waitReady: 0,
    version: undefined,
    expected: undefined,
    variables: new Map(),
    ...parts.options,
  };
  if (parts.cancelAt !== undefined) clock.at(parts.cancelAt, () => cancel.abort());
  return { plan, options, wire, world, clock };
}

/** A site from a table `METHOD /path` or `/path`; 404 for everything else. */
export function table(
  answers: Readonly<Record<string, WireResult | ((visit: Visit) => WireResult | Promise<WireResult>)>>,
  otherwise: WireResult,
): ScriptedSite['answer'] {
  return visit => {
    const { pathname } = visit.request.url;
    const found = answers[`${visit.method} ${pathname}`] ?? answers[pathname] ?? otherwise;
    return typeof found === 'function' ? found(visit) : found;
  };
}
