import type { Place } from '../../core/findings.ts';
import type {
  CodeAnswer,
  FieldAnswer,
  MigrationsAnswer,
  ModelAnswer,
  NodeAnswer,
  OperationAnswer,
  PendingAnswer,
  StepAnswer,
  UnreadAnswer,
} from '../../django/migrations-answer.ts';
import type { ProbePlace } from '../../django/probe-place.ts';
import type {
  CodeFacts,
  Drift,
  FieldFacts,
  MigrationNode,
  Operation,
  PendingMigration,
  Release,
  Step,
  Unread,
  UsedModel,
} from '../facts.ts';

/** What the project's Python said of one release, as facts. */
export function releaseOf(
  side: Release['side'],
  commit: string | undefined,
  { nodes, conflicts, dangling, models, upserts }: MigrationsAnswer,
): Release {
  return {
    side,
    commit,
    nodes: nodes.map(nodeOf),
    conflicts,
    dangling: dangling.map(one => ({ ...one, place: placeOf(one.place) })),
    models: models.map(modelOf),
    upserts,
  };
}

/** A release of which nothing is known but which it is. */
export function unreadRelease(side: Release['side'], commit: string | undefined): Release {
  return { side, commit, nodes: [], conflicts: [], dangling: [], models: [], upserts: [] };
}

export function pendingOf(answer: PendingAnswer): PendingMigration {
  const { file, distribution, mark, operations, steps, backwards } = answer;
  return {
    ...answer,
    file: file ?? undefined,
    distribution: distribution ?? undefined,
    mark: mark === null ? undefined : { when: mark.when, place: placeOf(mark.place) },
    operations: operations.map(operationOf),
    steps: steps.map(stepOf),
    backwards: backwards ?? undefined,
  };
}

export function driftOf(drift: MigrationsAnswer['drift']): readonly Drift[] {
  return drift.map(one => ({ ...one, place: placeOf(one.place) }));
}

export function unreadOf({ code, about, why, remedy, place }: UnreadAnswer): Unread {
  return { code, about, why, remedy, ...(place === null || place === undefined ? {} : { place }) };
}

function nodeOf(answer: NodeAnswer): MigrationNode {
  const { file, digest, distribution } = answer;
  return {
    ...answer,
    file: file ?? undefined,
    digest: digest ?? undefined,
    distribution: distribution ?? undefined,
  };
}

function modelOf(answer: ModelAnswer): UsedModel {
  return {
    ...answer,
    columns: answer.columns.map(column => ({ ...column, references: column.references ?? undefined })),
  };
}

function operationOf(answer: OperationAnswer): Operation {
  const { model, field, before, after, code } = answer;
  return {
    ...answer,
    model: model ?? undefined,
    field: field ?? undefined,
    before: fieldOf(before),
    after: fieldOf(after),
    code: codeOf(code),
  };
}

function fieldOf(answer: FieldAnswer | null): FieldFacts | undefined {
  if (answer === null) return undefined;
  const { type, column, default: initial, dbDefault, references } = answer;
  return {
    ...answer,
    type: type ?? undefined,
    column: column ?? undefined,
    default: initial ?? undefined,
    dbDefault: dbDefault ?? undefined,
    references: references ?? undefined,
  };
}

function codeOf(answer: CodeAnswer | null): CodeFacts | undefined {
  if (answer === null) return undefined;
  return { ...answer, place: placeOf(answer.place), live: answer.live ?? undefined };
}

function stepOf(answer: StepAnswer): Step {
  if (answer.step === 'code') return answer;
  return { ...answer, operation: answer.operation ?? undefined };
}

function placeOf(place: ProbePlace | null): Place | undefined {
  return place ?? undefined;
}
