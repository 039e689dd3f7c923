import { checkDeploy } from '../../src/actions/check-deploy.ts';
import type { Http } from '../../src/core/http.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { RunContext } from '../../src/core/world.ts';
import { perform } from '../../src/host/perform.ts';
import { type RecordingWorld, recordingWorld } from './recording-world.ts';

export interface CheckedProject {
  readonly outcome: Outcome;
  readonly world: RecordingWorld;
  readonly outputs: Readonly<Record<string, string>>;
  /** The output `result`, parsed. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The report file. */
  readonly report: Readonly<Record<string, unknown>>;
  readonly summary: string;
  /** Everything anybody can see of the run. */
  readonly everything: string;
}

export interface CheckedOptions {
  readonly http?: Http;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files outside of the checkout, by absolute path. */
  readonly outside?: Readonly<Record<string, string>>;
  readonly context?: Partial<RunContext>;
  readonly signal?: AbortSignal;
}

/** The whole action over files that lie in memory: no disk, no program, so nothing that needs the project's Python. */
export async function checkedProject(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
  { http, environment = {}, outside = {}, context = {}, signal }: CheckedOptions = {},
): Promise<CheckedProject> {
  const checkout = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/checkout/${path}`, text]));
  const world: RecordingWorld = {
    ...recordingWorld({
      context,
      files: { ...checkout, ...outside },
      ...(http === undefined ? {} : { http }),
      ...(signal === undefined ? {} : { signal }),
    }),
    environment,
  };
  const outcome = await perform(checkDeploy, new Map(Object.entries(inputs)), world);
  const { host } = world;
  const outputs = Object.fromEntries(host.outputs);
  const shown = [host.lines, host.summaries, host.annotations, host.reports, [...host.outputs], [...world.written]];
  return {
    outcome,
    world,
    outputs,
    result: JSON.parse(outputs['result'] ?? '{}'),
    report: JSON.parse(JSON.stringify(host.reports[0] ?? {})),
    summary: host.summaries[0] ?? '',
    everything: JSON.stringify(shown),
  };
}
