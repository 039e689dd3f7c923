/** Many steps seen as the one step of the workflow that they are. */
import type { StepResult } from './composite.ts';
import type { Status } from './job.ts';
import type { Masks } from './masks.ts';
import type { PhaseResult } from './phase.ts';
import { type Annotation, annotationsPerLevel, type StepLog } from './step-log.ts';

const RANK: Readonly<Record<Status, number>> = { success: 0, failure: 1, cancelled: 2 };

/** actions/runner, TaskResultUtil.MergeTaskResults: cancelled over failed over succeeded. */
export function worst(one: Status, other: Status): Status {
  return RANK[other] > RANK[one] ? other : one;
}

export interface Parts {
  /** What the composite itself printed, before its steps. */
  readonly log: StepLog;
  readonly steps: readonly StepResult[];
  readonly status: Status;
  readonly outputs: Readonly<Record<string, string>>;
  readonly masks: Masks;
}

export function merged({ log, steps, status, outputs, masks }: Parts): PhaseResult {
  const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  const failed = steps.find(({ conclusion }) => conclusion === 'failure' || conclusion === 'cancelled')?.run;
  const decisive = failed ?? runs.at(-1);
  const lines = (own: readonly string[], text: (run: PhaseResult) => string) =>
    [own.join('\n'), ...runs.map(text)].filter(part => part !== '').join('\n');
  return {
    exitCode: decisive?.exitCode ?? null,
    signal: decisive?.signal ?? null,
    conclusion: status,
    outputs,
    summary: runs.map(run => run.summary).join(''),
    rawSummary: runs.map(run => run.rawSummary).join(''),
    annotations: firstTen([...log.annotations, ...runs.flatMap(run => run.annotations)]),
    log: lines(log.lines, run => run.log),
    rawLog: lines(log.rawLines, run => run.rawLog),
    commands: runs.flatMap(run => run.commands),
    masks: [...masks.values],
    state: {},
    exportedEnv: Object.assign({}, ...runs.map(run => run.exportedEnv)),
    addedPath: runs.flatMap(run => run.addedPath.toReversed()).reverse(),
    signalsSent: runs.flatMap(run => run.signalsSent),
    durationMs: runs.reduce((sum, run) => sum + run.durationMs, 0),
    steps,
  };
}

/** The steps of a composite share the annotations that one step of the workflow may have. */
function firstTen(annotations: readonly Annotation[]): readonly Annotation[] {
  const counts = new Map<Annotation['level'], number>();
  return annotations.filter(({ level }) => {
    const count = (counts.get(level) ?? 0) + 1;
    counts.set(level, count);
    return count <= annotationsPerLevel;
  });
}
