import type { Place, Severity } from '../../core/findings.ts';
import type { Operation, PendingMigration } from '../facts.ts';
import type { Played, PlayedStatement } from '../played.ts';
import type { LockMode } from '../postgres/effect.ts';
import type { HazardFamily } from './families.ts';

/** A verdict about one migration, or about all of them. */
export const VERDICTS = ['safe', 'review', 'blocked'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `safe` of nothing. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.findLast(verdict => verdicts.includes(verdict)) ?? 'safe';
}

/**
 * One way in which a migration can hurt: data for people, and one pure function over the migrations as they were played through.
 */
export interface HazardRule {
  /** `family/name`, stable: users ignore by it. */
  readonly id: `${HazardFamily}/${string}`;
  /** A sentence that is true when nothing is found: "No statement rewrites a table that is in use". */
  readonly title: string;
  readonly severity: Severity;
  /** What a hit does to the verdict of its migration; a hit may say less. `safe`: worth knowing, and no more. */
  readonly verdict: Verdict;
  /** What happens, to whom, when it does not hold. */
  readonly why: string;
  /** What to do in general; a hit gives the exact code. */
  readonly remedy: string;
  /** Words or addresses of manuals, ids of `docs/requirements.md`. At least one. */
  readonly source: readonly string[];
  /** `PostgreSQL 11 to 17`, `Django 5.0 and newer`; for the docs, the rule looks at versions itself. */
  readonly versions?: string;
  judge(played: Played): readonly HazardHit[];
}

export interface HazardHit {
  /** Undefined when it is about no migration: graph, drift, place. */
  readonly migration?: PendingMigration;
  readonly operation?: Operation;
  readonly statement?: PlayedStatement;
  /** Where no migration has it: a model, a Compose file. */
  readonly place?: Place;
  /** Part of who it is, so never a line number: `communities_community.name`. */
  readonly subject: string;
  readonly table?: string;
  readonly column?: string;
  readonly lock?: LockMode;
  readonly rewrite?: boolean;
  readonly scan?: boolean;
  readonly blocks?: 'nobody' | 'writers' | 'everybody';
  readonly breaks?: readonly Break[];
  readonly since?: number;
  readonly until?: number;
  /** One or two sentences: what happens, to which release or table, and why. */
  readonly message: string;
  /** The exact replacement: a sentence on the first line, then Django or Alembic code for the versions that were found. */
  readonly remedy?: string;
  readonly severity?: Severity;
  readonly verdict?: Verdict;
}

/** A statement of a release that the schema does not let succeed. */
export interface Break {
  readonly release: 'running' | 'new';
  /** `communities.Community` */
  readonly model: string;
  readonly table: string;
  readonly column: string | undefined;
  readonly statement: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'INSERT ON CONFLICT';
  /** It fails whatever the values are that it writes by itself; else only for values that a model lets pass. */
  readonly certain: boolean;
  readonly why: string;
  /** It fails only for rows that the other release wrote meanwhile: worth knowing, and no more. */
  readonly onlyAfterOthersWrote?: boolean;
}

export function defineHazard(rule: HazardRule): HazardRule {
  return rule;
}
