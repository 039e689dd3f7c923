import { type Finding, SEVERITIES, type Severity } from '../core/findings.ts';

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

export interface AgainstBaseline<Found extends Finding = Finding> {
  /** Not in the earlier report, or worse than there. */
  readonly fresh: readonly Found[];
  readonly known: readonly Found[];
  /** In the earlier report, judged again, and not found any more. */
  readonly gone: readonly BaselineEntry[];
}

/**
 * Reads the text of an earlier report; what is wrong with it as the end of a sentence otherwise.
 * @param action whose report it has to be
 */
export function parseBaseline(text: string, file: string, action: string): Baseline | string {
  const report = parsed(text);
  if (!isObject(report)) return 'is no JSON; give the file at the output report-path of an earlier run';
  const { schema, findings, known } = report;
  if (typeof schema !== 'string' || !schema.startsWith(`obcms-deploy/${action}@`))
    return `is no report of ${action}; give the file at the output report-path of an earlier run`;
  if (schema !== `obcms-deploy/${action}@1`) return `is a report of another version (${schema.slice(0, 60)})`;
  if (!Array.isArray(findings)) return 'holds no list of findings; that run ended before it had judged anything';
  const rows: readonly unknown[] = [...findings, ...(Array.isArray(known) ? known : [])];
  return { file, entries: rows.map(entryOf).filter(entry => entry !== undefined) };
}

/** @param judged whether a family was judged: what is of another one is not gone because it is not found */
export function againstBaseline<Found extends Finding>(
  findings: readonly Found[],
  ignored: readonly Found[],
  baseline: Baseline | undefined,
  judged: (family: string) => boolean,
): AgainstBaseline<Found> {
  if (baseline === undefined) return { fresh: findings, known: [], gone: [] };
  const before = new Map<string, number>();
  for (const entry of baseline.entries) {
    const key = identityOf(entry);
    before.set(key, Math.min(before.get(key) ?? SEVERITIES.length, SEVERITIES.indexOf(entry.severity)));
  }
  const isKnown = (finding: Found) => {
    const worst = before.get(identityOf(asEntry(finding)));
    return worst !== undefined && SEVERITIES.indexOf(finding.severity) >= worst;
  };
  const now = new Set([...findings, ...ignored].map(finding => identityOf(asEntry(finding))));
  return {
    fresh: findings.filter(finding => !isKnown(finding)),
    known: findings.filter(isKnown),
    gone: baseline.entries.filter(
      entry => !now.has(identityOf(entry)) && judged(entry.rule.slice(0, entry.rule.indexOf('/'))),
    ),
  };
}

/** Who a finding is, across commits. */
export function identityOf({ rule, file, subject }: Pick<BaselineEntry, 'rule' | 'file' | 'subject'>): string {
  return JSON.stringify([rule, file ?? '', subject]);
}

export function asEntry({ rule, place, subject, severity }: Finding): BaselineEntry {
  return { rule, file: place?.file, subject, severity };
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
