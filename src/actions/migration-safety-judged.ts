import { SEVERITIES } from '../core/findings.ts';
import type { Host } from '../core/world.ts';
import type { MigrationFacts, Unread } from '../migrations/facts.ts';
import { VERDICTS, worstOf } from '../migrations/hazards/rule.ts';
import type { Hazard, JudgedMigration, MigrationJudgement } from '../migrations/judgement.ts';
import { type MigrationVerdict, migrationVerdict } from '../migrations/verdict.ts';
import { type AgainstBaseline, againstBaseline } from '../report/baseline.ts';
import { type AfterIgnoring, applyIgnore, type IgnoreLine } from '../report/ignore.ts';
import { type MigrationSafetySetup, UNKNOWN_FAMILY } from './migration-safety-setup.ts';
import { redactedFinding } from './redacted-finding.ts';

/** Two releases that were compared, and what became of the hazards. */
export interface MigrationSafetyJudged {
  readonly setup: MigrationSafetySetup;
  readonly facts: MigrationFacts;
  readonly judgement: MigrationJudgement;
  readonly ignoring: AfterIgnoring<Hazard>;
  readonly against: AgainstBaseline<Hazard>;
  /** With the hazards that count, and the verdicts that follow from them. */
  readonly migrations: readonly JudgedMigration[];
  /** Hazards that count and are about no single migration. */
  readonly general: readonly Hazard[];
  /** What could not be known and is not accepted. */
  readonly unknown: readonly Unread[];
  readonly acceptedUnknown: readonly { readonly unread: Unread; readonly line: IgnoreLine }[];
  /** Lines of `ignore` that accept nothing any more. */
  readonly stale: readonly IgnoreLine[];
  readonly verdict: MigrationVerdict;
}

/** Takes away what is accepted or known, and says what the rest comes to. Secrets that this run knows of are in none of it. */
export function settled(
  setup: MigrationSafetySetup,
  facts: MigrationFacts,
  judgement: MigrationJudgement,
  host: Host,
): MigrationSafetyJudged {
  const found = [...judgement.migrations.flatMap(({ hazards }) => hazards), ...judgement.general]
    .map(hazard => redactedHazard(hazard, host))
    .sort(worstFirst);
  const isAboutUnknown = ({ rule }: IgnoreLine) => rule.startsWith(`${UNKNOWN_FAMILY}/`);
  const lines = setup.own.ignore;
  const everyFamily = () => true;
  const ignoring = applyIgnore(
    found,
    lines.filter(line => !isAboutUnknown(line)),
    everyFamily,
    namesOf,
  );
  const unread = applyIgnore(facts.unknown.map(asFinding), lines.filter(isAboutUnknown), everyFamily);
  const against = againstBaseline(
    ignoring.left,
    ignoring.ignored.map(({ finding }) => finding),
    setup.baseline,
    everyFamily,
  );
  const counting = new Set(against.fresh);
  const migrations = judgement.migrations.map((judged): JudgedMigration => {
    const hazards = [...counting].filter(({ migration }) => migration === judged.migration.id);
    return { ...judged, hazards, verdict: worstOf(hazards.map(({ verdict }) => verdict)) };
  });
  const ids = new Set<string | undefined>(migrations.map(({ migration }) => migration.id));
  const unknown = unread.left.map(({ unread }) => unread);
  return {
    setup,
    facts,
    judgement,
    ignoring,
    against,
    migrations,
    general: against.fresh.filter(({ migration }) => !ids.has(migration)),
    unknown,
    acceptedUnknown: unread.ignored.map(({ finding, line }) => ({ unread: finding.unread, line })),
    stale: [...ignoring.stale, ...unread.stale],
    verdict: migrationVerdict({
      allow: setup.allow,
      mode: setup.request.mode,
      pending: migrations.length,
      fresh: against.fresh,
      unknown,
      ignored: ignoring.ignored.length,
      known: against.known.length,
      rollback: judgement.rollback,
    }),
  };
}

/** `app.0002_name`, as people write it in `ignore`. */
function namesOf({ migration, table }: Hazard): readonly string[] {
  const app = migration?.includes('.') === true ? [migration.slice(0, migration.indexOf('.'))] : [];
  return [...(migration === undefined ? [] : [migration]), ...app, ...(table === undefined ? [] : [table])];
}

function asFinding(unread: Unread) {
  const { code, about, why, remedy, place } = unread;
  return {
    rule: `${UNKNOWN_FAMILY}/${code}`,
    severity: 'medium',
    subject: about,
    message: why,
    evidence: '',
    remedy,
    ...(place === undefined ? {} : { place }),
    unread,
  } as const;
}

function redactedHazard(hazard: Hazard, host: Host): Hazard {
  const { sql, breaks } = hazard;
  return {
    ...redactedFinding(hazard, host),
    sql: sql === undefined ? undefined : host.redact(sql),
    breaks: breaks.map(each => ({ ...each, why: host.redact(each.why) })),
  };
}

/** The order of the judgement stays among equals. */
function worstFirst(a: Hazard, b: Hazard): number {
  return (
    VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  );
}
