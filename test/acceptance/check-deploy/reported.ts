import type { Severity } from '../../../src/core/findings.ts';

/** What the action writes, as its published schema has it; what an early end leaves out is optional. */

export interface FindingJson {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string | null;
  readonly line: number | null;
  readonly subject: string;
  readonly message: string;
  readonly evidence: string;
  readonly remedy: string;
  readonly source: readonly string[];
  readonly dummy: boolean;
}

export interface EvaluationJson {
  readonly services: readonly string[];
  readonly module: string | null;
  readonly variations: number;
  readonly checks: number;
  readonly failure: { readonly kind: string; readonly message: string } | null;
}

export interface ResultJson {
  readonly outcome: string;
  readonly 'reason-code': string;
  readonly headline: string;
  readonly remedy: string;
  readonly environment?: string | null;
  readonly profile?: string;
  readonly 'fail-on'?: Severity;
  readonly framework?: string;
  readonly directory?: string;
  readonly django?: string | null;
  readonly critical?: number;
  readonly high?: number;
  readonly medium?: number;
  readonly low?: number;
  readonly 'findings-left-out'?: number;
  readonly rules?: number;
  readonly families?: readonly {
    readonly family: string;
    readonly state: 'judged' | 'nothing-there' | 'not-judged' | 'not-asked';
    readonly findings: number;
    readonly why: string;
  }[];
  readonly found?: {
    readonly 'environment-files': readonly string[];
    readonly dockerfiles: readonly string[];
    readonly stacks: readonly {
      readonly files: readonly string[];
      readonly profile: string;
      readonly chosen: boolean;
    }[];
    readonly services: readonly { readonly title: string; readonly role: string; readonly settings: string | null }[];
    readonly servers: readonly { readonly program: string; readonly service: string | null }[];
    readonly celery: readonly { readonly program: string; readonly service: string | null }[];
    readonly proxies: readonly { readonly file: string; readonly program: string; readonly used: boolean }[];
    readonly requirements: readonly string[];
    readonly workflows: readonly string[];
  };
  readonly evaluations?: readonly EvaluationJson[];
  readonly variables?: {
    readonly given: number;
    readonly unreadable: readonly string[];
    readonly 'made-up': readonly string[];
  };
  readonly stubs?: readonly string[];
  readonly unknown?: readonly { readonly rule: string; readonly subject: string; readonly why: string }[];
  readonly ignored?: readonly { readonly rule: string; readonly subject: string; readonly reason: string }[];
  readonly 'stale-ignores'?: readonly string[];
  readonly known?: readonly { readonly rule: string; readonly subject: string }[];
  readonly baseline?: {
    readonly file: string;
    readonly known: number;
    readonly gone: readonly { readonly rule: string; readonly subject: string; readonly file: string | null }[];
  } | null;
  readonly findings: readonly FindingJson[];
}

/** The same, with every list to its end. */
export type ReportJson = ResultJson;

export function parseResult(text: string): ResultJson {
  return JSON.parse(text);
}

export const parseReport = (text: string): ReportJson => ({ findings: [], ...JSON.parse(text) });
