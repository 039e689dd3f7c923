import type { Finding } from '../core/findings.ts';
import type { MigrationId, PendingMigration } from './facts.ts';
import type { Break, HazardRule, Verdict } from './hazards/rule.ts';
import type { Phase, PhasePlan } from './phases/plan.ts';
import type { LockMode } from './postgres/effect.ts';

/** A hit of a hazard rule, worded and placed. `evidence` of a finding is the SQL, or what shows it. */
export interface Hazard extends Finding {
  readonly rule: HazardRule['id'];
  readonly verdict: Verdict;
  readonly migration: MigrationId | undefined;
  /** `AddField`; undefined when it is about no operation. */
  readonly operation: string | undefined;
  readonly sql: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly lock: LockMode | undefined;
  readonly rewrite: boolean;
  readonly scan: boolean;
  readonly blocks: 'nobody' | 'writers' | 'everybody';
  readonly breaks: readonly Break[];
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** What it rests on: PostgreSQL's documented behaviour, or the statement as a scratch database took it. */
  readonly how: 'predicted' | 'measured';
}

export interface JudgedMigration {
  readonly migration: PendingMigration;
  readonly verdict: Verdict;
  readonly phase: Phase;
  readonly reversible: boolean;
  readonly hazards: readonly Hazard[];
}

export interface MigrationJudgement {
  readonly verdict: Verdict;
  readonly migrations: readonly JudgedMigration[];
  /** Of no single migration: graph, drift, the place where migrations run, a missing lock_timeout. */
  readonly general: readonly Hazard[];
  readonly plan: PhasePlan;
  readonly rollback: RollbackAnswer;
}

/** After these migrations, can the code go back without touching the schema? */
export interface RollbackAnswer {
  readonly safe: 'true' | 'false' | 'unknown';
  /** The first migration after which the answer is no longer yes. */
  readonly until: MigrationId | undefined;
  readonly why: string;
  /** What reversing the migrations would lose. */
  readonly lost: readonly { readonly migration: MigrationId; readonly what: string }[];
  /** Migrations that cannot be reversed at all. */
  readonly irreversible: readonly MigrationId[];
}
