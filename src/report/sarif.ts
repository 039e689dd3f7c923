import { createHash } from 'node:crypto';
import type { Finding, Severity } from '../core/findings.ts';

/** A rule as code scanning shows it. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly severity: Severity;
  /** Its page. */
  readonly help: string;
}

export interface SarifFinding {
  readonly finding: Finding;
  /** Against an earlier report; undefined when there was none to compare with. */
  readonly baseline?: 'new' | 'unchanged' | 'absent';
  /** Somebody accepts it, and why. */
  readonly accepted?: string;
}

export interface SarifReport {
  /** The action. */
  readonly tool: string;
  readonly version: string;
  readonly rules: readonly SarifRule[];
  readonly findings: readonly SarifFinding[];
}

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;

/** SARIF 2.1.0 as one JSON text. Paths are relative to the root of the checkout. */
export function sarif({ tool, version, rules, findings }: SarifReport): string {
  const ids = rules.map(({ id }) => id);
  const prints = fingerprints(findings.map(({ finding }) => finding));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: `obcms-deploy ${tool}`,
            informationUri: 'https://github.com/org/obcms-deploy',
            semanticVersion: version,
            rules: rules.map(ruleJson),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the checkout.' } } },
        results: findings.map((each, index) => resultJson(each, ids, prints[index] ?? '')),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleJson({ id, title, why, remedy, severity, help }: SarifRule): object {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remedy },
    helpUri: help,
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['deployment', id.split('/')[0] ?? ''], severity },
  };
}

function resultJson({ finding, baseline, accepted }: SarifFinding, ids: readonly string[], print: string): object {
  const { rule, severity, subject, message, evidence, remedy, place, source, dummy } = finding;
  const index = ids.indexOf(rule);
  return {
    ruleId: rule,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: LEVELS[severity],
    message: { text: [message, remedy].filter(text => text !== '').join('\n\n') || rule },
    locations: [
      {
        ...(place === undefined
          ? {}
          : {
              physicalLocation: {
                artifactLocation: { uri: uriOf(place.file), uriBaseId: '%SRCROOT%' },
                region: {
                  startLine: Math.max(1, place.line),
                  ...(place.column === undefined ? {} : { startColumn: Math.max(1, place.column) }),
                },
              },
            }),
        logicalLocations: [{ name: subject === '' ? rule : subject }],
      },
    ],
    partialFingerprints: { 'obcmsDeploy/v1': print },
    ...(baseline === undefined ? {} : { baselineState: baseline }),
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: accepted }] }),
    properties: { severity, evidence, source: [...(source ?? [])], dummy: dummy === true },
  };
}

/** Who a finding is, whatever line it stands on; equal ones are numbered in their order. */
function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map(({ rule, place, subject }) => {
    const text = JSON.stringify([rule, place?.file ?? '', subject]);
    const number = (seen.get(text) ?? 0) + 1;
    seen.set(text, number);
    return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}:${number}`;
  });
}

/** A path as a relative URI; the first part of one may hold a colon, which would read as a scheme. */
function uriOf(path: string): string {
  const parts = path.replace(/^(\.\/)+/, '').split('/');
  return parts.map(part => encodeURIComponent(part)).join('/');
}
