import type { Place } from '../core/findings.ts';
import { SEVERITIES } from '../core/findings.ts';
import type { PendingMigration } from './facts.ts';
import { HAZARD_FAMILIES, type HazardFamily } from './hazards/families.ts';
import { type HazardHit, type HazardRule, VERDICTS, type Verdict, worstOf } from './hazards/rule.ts';
import type { Hazard, JudgedMigration, MigrationJudgement } from './judgement.ts';
import type { MigrateMode, PhasedMigration } from './phases/plan.ts';
import { planOf } from './phases/planned.ts';
import type { Played } from './played.ts';
import { answerRollback } from './rollback.ts';

export interface JudgeOptions {
  readonly mode: MigrateMode;
  /** Hazards that somebody accepts, with a reason written down elsewhere: they are not in the judgement, and decide no verdict. */
  readonly accepts?: (hazard: Hazard) => boolean;
}

/**
 * Asks every rule, gives each hazard its place and each migration its verdict. Pure: the same migrations always give the same judgement, in the
 * same order.
 */
export function judge(
  given: Played,
  rules: readonly HazardRule[],
  { mode, accepts = () => false }: JudgeOptions,
): MigrationJudgement {
  const played: Played = { ...given, mode };
  const plan = planOf(played);
  const found = once(rules.flatMap(rule => rule.judge(played).map(hit => hazardOf(rule, hit))));
  const hazards = found.filter(hazard => !accepts(hazard)).sort(byWeight);
  const general = hazards.filter(({ migration }) => migration === undefined);
  const byMigration = Map.groupBy(hazards, ({ migration }) => migration);
  const migrations = plan.migrations.map(phased => judged(phased, byMigration.get(phased.migration.id) ?? []));
  const unread: Verdict = played.facts.unknown.length > 0 ? 'review' : 'safe';
  return {
    verdict: worstOf([...migrations.map(({ verdict }) => verdict), ...general.map(({ verdict }) => verdict), unread]),
    migrations,
    general,
    plan,
    rollback: answerRollback(played, plan),
  };
}

function judged({ migration, phase }: PhasedMigration, hazards: readonly Hazard[]): JudgedMigration {
  return {
    migration,
    verdict: worstOf(hazards.map(({ verdict }) => verdict)),
    phase,
    reversible: migration.operations.every(({ reverse }) => reverse !== 'none'),
    hazards,
  };
}

function hazardOf(rule: HazardRule, hit: HazardHit): Hazard {
  const { migration, operation, statement } = hit;
  const place = placeOf(hit);
  const sql = statement === undefined || statement.by === 'code' ? undefined : statement.text;
  return {
    rule: rule.id,
    severity: hit.severity ?? rule.severity,
    subject: hit.subject,
    ...(place === undefined ? {} : { place }),
    message: hit.message,
    evidence: statement?.text ?? operation?.text ?? '',
    remedy: hit.remedy ?? rule.remedy,
    source: rule.source,
    verdict: hit.verdict ?? rule.verdict,
    migration: migration?.id,
    operation: (operation ?? statement?.operation)?.kind,
    sql,
    table: hit.table,
    column: hit.column,
    lock: hit.lock,
    rewrite: hit.rewrite ?? false,
    scan: hit.scan ?? false,
    blocks: hit.blocks ?? 'nobody',
    breaks: hit.breaks ?? [],
    since: hit.since,
    until: hit.until,
    how: statement?.measured === undefined ? 'predicted' : 'measured',
  };
}

/** The operation's line, else the migration's; nothing for a file outside of the checkout, where nobody can be shown a line. */
function placeOf({ place, migration, operation, statement }: HazardHit): Place | undefined {
  if (place !== undefined) return place;
  if (migration === undefined) return undefined;
  const file = fileOf(migration);
  if (file === undefined) return undefined;
  return { file, line: (operation ?? statement?.operation)?.line ?? migration.line };
}

function fileOf({ file }: PendingMigration): string | undefined {
  return file === undefined || file.startsWith('/') ? undefined : file;
}

/** Two rules' lists, or two statements of one operation, may show the same fault: that is one hazard, the worse of both. */
function once(hazards: readonly Hazard[]): Hazard[] {
  const seen = new Map<string, Hazard>();
  for (const hazard of hazards) {
    const { rule, migration, place, subject, message } = hazard;
    const key = JSON.stringify([rule, migration, place?.file, place?.line, subject, message]);
    const known = seen.get(key);
    if (known === undefined || VERDICTS.indexOf(hazard.verdict) > VERDICTS.indexOf(known.verdict))
      seen.set(key, hazard);
  }
  return [...seen.values()];
}

function byWeight(a: Hazard, b: Hazard): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    HAZARD_FAMILIES.indexOf(familyOf(a)) - HAZARD_FAMILIES.indexOf(familyOf(b)) ||
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.subject, b.subject)
  );
}

/** @throws Error for an id without a family: a bug of ours */
export function familyOf({ rule }: Pick<Hazard, 'rule'>): HazardFamily {
  const name = rule.slice(0, rule.indexOf('/'));
  const family = HAZARD_FAMILIES.find(known => known === name);
  if (family === undefined) throw new Error(`"${rule}" belongs to no family`);
  return family;
}

/** By code unit: an order that no machine's language changes. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
