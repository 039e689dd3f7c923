import type { Json, JsonObject } from '../core/outcome.ts';
import { cut } from '../core/text.ts';
import type { Break } from '../migrations/hazards/rule.ts';
import type { Hazard, JudgedMigration } from '../migrations/judgement.ts';

/** The parts of `result` that are lists: a migration, a hazard, a statement that breaks, a name of something set apart. */

/** How much is in it. */
export interface FactsSize {
  readonly migrations: number;
  readonly hazards: number;
  /** Of every other list. */
  readonly entries: number;
  /** Of the statements that one hazard breaks. */
  readonly breaks: number;
  /** Characters of one text. */
  readonly text: number;
}

export function migrationJson(judged: JudgedMigration, shown: readonly Hazard[], size: FactsSize): JsonObject {
  const { migration, verdict, phase, reversible, hazards } = judged;
  return {
    app: cut(migration.app, size.text),
    name: cut(migration.name, size.text),
    file: migration.file === undefined ? null : cut(migration.file, size.text),
    verdict,
    phase,
    atomic: migration.atomic,
    reversible,
    hazards: shown.map(hazard => hazardJson(hazard, size)),
    'hazards-left-out': hazards.length - shown.length,
  };
}

export function hazardJson(hazard: Hazard, size: FactsSize): JsonObject {
  const { sql, breaks, table, column, lock, since, until } = hazard;
  return {
    rule: hazard.rule,
    verdict: hazard.verdict,
    severity: hazard.severity,
    subject: cut(hazard.subject, size.text),
    line: hazard.place?.line ?? null,
    operation: hazard.operation ?? null,
    sql: sql === undefined ? null : cut(sql, size.text),
    table: table === undefined ? null : cut(table, size.text),
    column: column === undefined ? null : cut(column, size.text),
    lock: lock ?? null,
    rewrite: hazard.rewrite,
    scan: hazard.scan,
    blocks: hazard.blocks,
    breaks: breaks.slice(0, size.breaks).map(each => breakJson(each, size)),
    since: since ?? null,
    until: until ?? null,
    evidence: hazard.how,
    message: cut(hazard.message, size.text),
    remedy: cut(hazard.remedy, size.text),
  };
}

export function breakJson(each: Break, { text }: FactsSize): JsonObject {
  return {
    release: each.release,
    model: cut(each.model, text),
    table: cut(each.table, text),
    column: each.column === undefined ? null : cut(each.column, text),
    statement: each.statement,
    certain: each.certain,
    why: cut(each.why, text),
  };
}

export function entryJson(hazard: Hazard, { text }: FactsSize): JsonObject & { readonly [key: string]: Json } {
  const { rule, severity, subject, migration, place } = hazard;
  return {
    rule,
    severity,
    subject: cut(subject, text),
    migration: migration === undefined ? null : cut(migration, text),
    file: place === undefined ? null : cut(place.file, text),
    line: place?.line ?? null,
  };
}

export function findingJson(hazard: Hazard): JsonObject {
  const { rule, severity, subject, place, message, evidence, remedy, source } = hazard;
  return {
    rule,
    severity,
    subject,
    file: place?.file ?? null,
    line: place?.line ?? null,
    message,
    evidence,
    remedy,
    source: [...(source ?? [])],
  };
}
