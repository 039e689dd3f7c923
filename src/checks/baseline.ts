import { SEVERITIES, type Severity } from '../core/findings.ts';
import type { Judged } from './judge.ts';
import { FAMILIES, type Family } from './profile.ts';

/** What an earlier report says of one finding; lines move, so they are no part of who it is. */
export interface BaselineEntry {
  readonly rule: string;
  readonly file: string | undefined;
  readonly subject: string;
  readonly severity: Severity;
}

export interface Baseline {
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

export interface AgainstBaseline {
  /** Not in the earlier report, or worse than there. */
  readonly fresh: readonly Judged[];
  readonly known: readonly Judged[];
  /** In the earlier report, judged again, and not found any more. */
  readonly gone: readonly BaselineEntry[];
}

/** Reads the text of an earlier report; what is wrong with it as the end of a sentence otherwise. */
export function parseBaseline(text: string, file: string): Baseline | string {
  const report = parsed(text);
  if (!isObject(report)) return 'is no JSON; give the file at the output report-path of an earlier run';
  const { schema, findings, known } = report;
  if (typeof schema !== 'string' || !schema.startsWith('obcms-deploy/check-deploy@'))
    return 'is no report of check-deploy; give the file at the output report-path of an earlier run';
  if (schema !== 'obcms-deploy/check-deploy@1') return `is a report of another version (${schema.slice(0, 60)})`;
  if (!Array.isArray(findings)) return 'holds no list of findings; that run ended before it had judged anything';
  const rows: readonly unknown[] = [...findings, ...(Array.isArray(known) ? known : [])];
  return { file, entries: rows.map(entryOf).filter(entry => entry !== undefined) };
}

export function againstBaseline(
  findings: readonly Judged[],
  ignored: readonly Judged[],
  baseline: Baseline | undefined,
  judged: ReadonlySet<Family>,
): AgainstBaseline {
  if (baseline === undefined) return { fresh: findings, known: [], gone: [] };
  const before = new Map<string, number>();
  for (const entry of baseline.entries) {
    const key = identityOf(entry);
    before.set(key, Math.min(before.get(key) ?? SEVERITIES.length, SEVERITIES.indexOf(entry.severity)));
  }
  const isKnown = (finding: Judged) => {
    const worst = before.get(identityOf(asEntry(finding)));
    return worst !== undefined && SEVERITIES.indexOf(finding.severity) >= worst;
  };
  const now = new Set([...findings, ...ignored].map(finding => identityOf(asEntry(finding))));
  return {
    fresh: findings.filter(finding => !isKnown(finding)),
    known: findings.filter(isKnown),
    gone: baseline.entries.filter(entry => !now.has(identityOf(entry)) && wasJudged(entry, judged)),
  };
}

/** Who a finding is, across commits. */
export function identityOf({ rule, file, subject }: Pick<BaselineEntry, 'rule' | 'file' | 'subject'>): string {
  return JSON.stringify([rule, file ?? '', subject]);
}

export function asEntry({ rule, place, subject, severity }: Judged): BaselineEntry {
  return { rule, file: place?.file, subject, severity };
}

function wasJudged({ rule }: BaselineEntry, judged: ReadonlySet<Family>): boolean {
  const name = rule.slice(0, rule.indexOf('/'));
  const family = FAMILIES.find(known => known === name);
  return family === undefined || judged.has(family);
}

function entryOf(value: unknown): BaselineEntry | undefined {
  if (!isObject(value)) return undefined;
  const { rule, file, subject } = value;
  const severity = SEVERITIES.find(known => known === value['severity']);
  if (typeof rule !== 'string' || typeof subject !== 'string' || severity === undefined) return undefined;
  return { rule, subject, severity, file: typeof file === 'string' ? file : undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
