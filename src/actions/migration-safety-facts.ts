import type { Json, JsonObject, Outcome } from '../core/outcome.ts';
import { cut } from '../core/text.ts';
import type { Release } from '../migrations/facts.ts';
import type { Hazard, JudgedMigration } from '../migrations/judgement.ts';
import type { PhasePlan } from '../migrations/phases/plan.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import {
  breakJson,
  entryJson,
  type FactsSize,
  findingJson,
  hazardJson,
  migrationJson,
} from './migration-safety-pieces.ts';
import { coolifyJson, placesJson, stateJson } from './migration-safety-state.ts';

export interface MigrationSafetyOutcome extends Outcome {
  /** Undefined when nothing could be judged. */
  readonly details: { readonly judged: MigrationSafetyJudged; readonly sarifPath: string } | undefined;
}

/** All of `result` has to fit into one environment variable of at most 128 kB, and the findings stand beside it: the first size that fits is taken. */
const MOST_CHARACTERS = 60_000;
const SIZES: readonly FactsSize[] = [
  { migrations: 100, hazards: 20, entries: 25, breaks: 10, text: 400 },
  { migrations: 50, hazards: 10, entries: 10, breaks: 5, text: 300 },
  { migrations: 25, hazards: 5, entries: 5, breaks: 3, text: 200 },
];
const SMALLEST: FactsSize = { migrations: 10, hazards: 2, entries: 2, breaks: 1, text: 120 };
const EVERYTHING: FactsSize = {
  migrations: Number.POSITIVE_INFINITY,
  hazards: Number.POSITIVE_INFINITY,
  entries: Number.POSITIVE_INFINITY,
  breaks: Number.POSITIVE_INFINITY,
  text: Number.POSITIVE_INFINITY,
};

/** The action's part of `result`, as much of it as an output takes. */
export function migrationFacts(judged: MigrationSafetyJudged): JsonObject {
  for (const size of SIZES) {
    const facts = factsWithin(judged, size);
    if (JSON.stringify(facts).length <= MOST_CHARACTERS) return facts;
  }
  return factsWithin(judged, SMALLEST);
}

/** In its fixed order. */
function factsWithin(judged: MigrationSafetyJudged, size: FactsSize): JsonObject {
  const { setup, facts, judgement, verdict, migrations } = judged;
  const { base, mode } = setup.request;
  const shown = migrations.slice(0, size.migrations);
  return {
    environment: setup.environment === undefined ? null : cut(setup.environment, size.text),
    verdict: verdict.verdict,
    allow: setup.allow,
    pending: migrations.length,
    'backward-compatible': judgement.plan.backwardCompatible,
    'rollback-safe': judgement.rollback.safe,
    framework: facts.framework,
    version: facts.version === undefined ? null : cut(facts.version, size.text),
    base: { ref: cut(base.ref, size.text), from: base.from, commit: facts.base.commit ?? null },
    commit: facts.head.commit ?? null,
    postgres: { major: facts.server.major, minor: facts.server.minor ?? null, from: facts.server.from },
    migrate: mode,
    applied: setup.request.applied.from,
    state: stateJson(facts, size),
    measured: facts.measured.length,
    phases: phasesJson(judgement.plan, size),
    migrations: shared(shown, size).map(({ migration, hazards }) => migrationJson(migration, hazards, size)),
    'migrations-left-out': migrations.length - shown.length,
    general: judged.general.slice(0, size.hazards).map(hazard => hazardJson(hazard, size)),
    graph: graphJson(judged, size),
    releases: releasesJson(judged, size),
    rollback: rollbackJson(judged, size),
    places: placesJson(facts, size),
    coolify: coolifyJson(setup.request.coolify, size),
    unknown: judged.unknown.slice(0, size.entries).map(({ code, about, why, remedy, place }) => ({
      code: cut(code, size.text),
      about: cut(about, size.text),
      why: cut(why, size.text),
      remedy: cut(remedy, size.text),
      file: place === undefined ? null : cut(place.file, size.text),
      line: place?.line ?? null,
    })),
    ...apartJson(judged, size),
  };
}

/** Beside it in the report: every list to its end, and every finding. */
export function migrationEvidence(judged: MigrationSafetyJudged): JsonObject {
  return { ...factsWithin(judged, EVERYTHING), findings: judged.against.fresh.map(findingJson) };
}

/** The hazards of the worst migrations first, as many as there is room for in all of them together. */
function shared(migrations: readonly JudgedMigration[], { hazards: most }: FactsSize) {
  let left = most;
  return migrations.map(migration => {
    const hazards = migration.hazards.slice(0, Math.max(left, 0));
    left -= hazards.length;
    return { migration, hazards };
  });
}

/** Ids by phase; those better done by a person stand in `by-hand` as well. */
function phasesJson({ migrations, ordered }: PhasePlan, { migrations: most, text }: FactsSize): JsonObject {
  const ids = (chosen: PhasePlan['migrations']) =>
    chosen.slice(0, most).map(({ migration }) => cut(migration.id, text));
  return {
    'before-deploy': ids(migrations.filter(({ phase }) => phase === 'before-deploy')),
    'after-deploy': ids(migrations.filter(({ phase }) => phase === 'after-deploy')),
    split: ids(migrations.filter(({ phase }) => phase === 'split')),
    'by-hand': ids(migrations.filter(({ byHand }) => byHand)),
    'out-of-order': ordered
      .slice(0, most)
      .map(({ migration, needs }) => ({ migration: cut(migration, text), needs: cut(needs, text) })),
  };
}

function graphJson({ facts, judgement }: MigrationSafetyJudged, { entries, text }: FactsSize): JsonObject {
  const hazards = [...judgement.general, ...judgement.migrations.flatMap(each => each.hazards)];
  const named = (rule: Hazard['rule']) =>
    [...new Set(hazards.filter(hazard => hazard.rule === rule).map(({ subject }) => cut(subject, text)))].slice(
      0,
      entries,
    );
  return {
    conflicts: facts.head.conflicts.slice(0, entries).map(({ app, leaves }) => ({
      app: cut(app, text),
      leaves: leaves.slice(0, entries).map(leaf => cut(leaf, text)),
    })),
    'unknown-nodes': facts.head.dangling.slice(0, entries).map(({ id, needs }) => ({
      migration: cut(id, text),
      needs: cut(needs, text),
    })),
    edited: named('order/edited'),
    deleted: named('order/deleted'),
    inserted: named('order/inserted'),
    drift: facts.drift.slice(0, entries).map(each => ({
      app: cut(each.app, text),
      text: cut(each.text, text),
      operation: cut(each.operation, text),
      file: each.place === undefined ? null : cut(each.place.file, text),
      line: each.place?.line ?? null,
    })),
  };
}

function releasesJson({ facts, judgement }: MigrationSafetyJudged, size: FactsSize): JsonObject {
  const { migrations } = judgement.plan;
  const breaks = (side: 'old' | 'new') =>
    migrations
      .flatMap(phased =>
        phased[side].map(each => ({
          migration: cut(phased.migration.id, size.text),
          ...breakJson(each, size),
        })),
      )
      .slice(0, size.entries);
  return {
    running: { ...releaseJson(facts.base), breaks: breaks('old') },
    new: { ...releaseJson(facts.head), breaks: breaks('new') },
  };
}

function releaseJson({ commit, nodes, models }: Release): JsonObject & { readonly [key: string]: Json } {
  return { commit: commit ?? null, migrations: nodes.length, models: models.length };
}

function rollbackJson({ judgement }: MigrationSafetyJudged, { entries, text }: FactsSize): JsonObject {
  const { safe, until, why, lost, irreversible } = judgement.rollback;
  return {
    safe,
    until: until === undefined ? null : cut(until, text),
    why: cut(why, text),
    lost: lost
      .slice(0, entries)
      .map(({ migration, what }) => ({ migration: cut(migration, text), what: cut(what, text) })),
    irreversible: irreversible.slice(0, entries).map(id => cut(id, text)),
  };
}

function apartJson(
  { setup, ignoring, against, acceptedUnknown, stale }: MigrationSafetyJudged,
  size: FactsSize,
): JsonObject {
  const first = <Item>(items: readonly Item[], json: (item: Item) => Json) => items.slice(0, size.entries).map(json);
  return {
    ignored: [
      ...first(ignoring.ignored, ({ finding, line }) => ({
        ...entryJson(finding, size),
        reason: cut(line.reason, size.text),
      })),
      ...first(acceptedUnknown, ({ unread, line }) => ({
        rule: cut(`unknown/${unread.code}`, size.text),
        severity: 'medium',
        subject: cut(unread.about, size.text),
        migration: null,
        file: unread.place === undefined ? null : cut(unread.place.file, size.text),
        line: unread.place?.line ?? null,
        reason: cut(line.reason, size.text),
      })),
    ],
    'stale-ignores': first(stale, ({ text }) => cut(text, size.text)),
    known: first(against.known, finding => entryJson(finding, size)),
    baseline:
      setup.baseline === undefined
        ? null
        : {
            file: cut(setup.baseline.file, size.text),
            known: against.known.length,
            gone: first(against.gone, ({ rule, severity, subject, file }) => ({
              rule,
              severity,
              subject: cut(subject, size.text),
              file: file === undefined ? null : cut(file, size.text),
            })),
          },
  };
}

/** The action's own outputs. */
export function outputsOf(details: MigrationSafetyOutcome['details']): Readonly<Record<string, string>> {
  if (details === undefined) return {};
  const { judgement, migrations, verdict } = details.judged;
  return {
    verdict: verdict.verdict,
    pending: String(migrations.length),
    'backward-compatible': judgement.plan.backwardCompatible,
    'rollback-safe': judgement.rollback.safe,
    phases: JSON.stringify(phasesJson(judgement.plan, PHASES)),
    'sarif-path': details.sarifPath,
  };
}

/** An output is handed on in an environment variable as well. */
const PHASES: FactsSize = { ...SMALLEST, migrations: 400, text: 120 };
