import type { Severity } from '../../../src/core/findings.ts';

/** What the action writes, as its published schema has it; what an early end leaves out is optional. */

export interface FindingJson {
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly evidence: string;
  readonly remedy: string;
}

export interface BreakJson {
  readonly release: 'running' | 'new';
  readonly model: string;
  readonly table: string;
  readonly column: string | null;
  readonly statement: string;
  readonly certain: boolean;
  readonly why: string;
}

export interface HazardJson {
  readonly rule: string;
  readonly verdict: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly line: number | null;
  readonly operation: string | null;
  readonly sql: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly lock: string | null;
  readonly rewrite: boolean;
  readonly scan: boolean;
  readonly blocks: string;
  readonly breaks: readonly BreakJson[];
  readonly evidence: 'predicted' | 'measured';
  readonly message: string;
  readonly remedy: string;
}

export interface MigrationJson {
  readonly app: string;
  readonly name: string;
  readonly file: string | null;
  readonly verdict: string;
  readonly phase: string;
  readonly atomic: boolean;
  readonly reversible: boolean;
  readonly hazards: readonly HazardJson[];
}

export interface UnknownJson {
  readonly code: string;
  readonly about: string;
  readonly why: string;
  readonly remedy: string;
  readonly file: string | null;
  readonly line: number | null;
}

export interface Phases {
  readonly 'before-deploy': readonly string[];
  readonly 'after-deploy': readonly string[];
  readonly split: readonly string[];
  readonly 'by-hand': readonly string[];
}

export interface PlaceJson {
  readonly kind: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly where: string | null;
  readonly command: string;
}

export interface StateJson {
  readonly from: string;
  readonly apps: readonly {
    readonly app: string;
    readonly applied: number;
    readonly pending: number;
    readonly last: string | null;
  }[];
  readonly behind: readonly string[];
  readonly foreign: readonly string[];
}

export interface ResultJson {
  readonly outcome: string;
  readonly 'reason-code': string;
  readonly headline: string;
  readonly remedy: string;
  readonly verdict?: 'safe' | 'review' | 'blocked';
  readonly allow?: 'safe' | 'review';
  readonly pending?: number;
  readonly 'backward-compatible'?: string;
  readonly 'rollback-safe'?: string;
  readonly framework?: string;
  readonly version?: string | null;
  readonly base?: { readonly ref: string; readonly from: string; readonly commit: string | null };
  readonly postgres?: { readonly major: number; readonly minor: number | null; readonly from: string };
  readonly migrate?: string;
  readonly applied?: string;
  readonly measured?: number;
  readonly phases?: Phases;
  readonly migrations?: readonly MigrationJson[];
  readonly general?: readonly HazardJson[];
  readonly graph?: {
    readonly conflicts: readonly { readonly app: string; readonly leaves: readonly string[] }[];
    readonly drift: readonly { readonly app: string; readonly text: string; readonly operation: string }[];
    readonly edited: readonly string[];
    readonly deleted: readonly string[];
  };
  readonly rollback?: { readonly safe: string; readonly until: string | null; readonly why: string };
  readonly places?: readonly PlaceJson[];
  readonly coolify?: { readonly applications: readonly string[]; readonly notes: readonly string[] } | null;
  readonly state?: StateJson;
  readonly unknown?: readonly UnknownJson[];
  readonly ignored?: readonly { readonly rule: string; readonly migration: string | null; readonly reason: string }[];
  readonly 'stale-ignores'?: readonly string[];
  readonly known?: readonly { readonly rule: string }[];
  readonly baseline?: { readonly known: number; readonly gone: readonly { readonly rule: string }[] } | null;
}

export interface ReportJson extends ResultJson {
  readonly findings?: readonly FindingJson[];
}

export function parseResult(text: string): ResultJson {
  return JSON.parse(text);
}

export function parseReport(text: string): ReportJson {
  return JSON.parse(text);
}
