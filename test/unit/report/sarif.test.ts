import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { ROOT } from '../../../scripts/root.ts';
import { type SarifFinding, type SarifRule, sarif } from '../../../src/report/sarif.ts';
import { judgedFinding } from '../../support/judged.ts';

const SCHEMA = join(ROOT, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const rule: SarifRule = {
  id: 'compose/privileged',
  title: 'No container is privileged',
  why: 'It is root on the server.',
  remedy: 'Remove it.',
  severity: 'high',
  help: 'https://github.com/org/obcms-deploy/blob/v1/docs/deploy-rules/compose-privileged.md',
};
const high = judgedFinding('compose/privileged', 'high');

interface Result {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: string;
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: { readonly startLine: number };
    };
  }[];
}

function resultsOf(findings: readonly SarifFinding[]): readonly Result[] {
  const log: { runs: readonly { results: readonly Result[] }[] } = JSON.parse(
    sarif({ tool: 'check-deploy', version: '0.1.0', rules: [rule], findings }),
  );
  return log.runs[0]?.results ?? [];
}

const one = (finding: SarifFinding['finding'], parts: Partial<SarifFinding> = {}) =>
  resultsOf([{ finding, ...parts }])[0];
const printOf = (finding: SarifFinding['finding']) => one(finding)?.partialFingerprints['obcmsDeploy/v1'];

describe('the SARIF report', () => {
  test('fits the schema of SARIF 2.1.0', () => {
    if (!existsSync(SCHEMA)) throw new Error(`${SCHEMA} is not there: npm ci installs it`);
    const { $schema: _, id: ___, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
      schema,
    );
    const { place: __, ...nowhere } = judgedFinding('settings/hosts', 'low', { subject: '' });
    const findings: readonly SarifFinding[] = [
      { finding: high, baseline: 'new' },
      { finding: judgedFinding('compose/other', 'critical', { message: '', remedy: '' }), baseline: 'unchanged' },
      { finding: nowhere, baseline: 'absent' },
      { finding: high, baseline: 'unchanged', accepted: 'it is needed' },
    ];
    const log: unknown = JSON.parse(sarif({ tool: 'check-deploy', version: '0.1.0', rules: [rule], findings }));
    expect([validate(log), validate.errors]).toEqual([true, null]);
    expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  });

  test('places findings relative to the root of the checkout, whatever is in a path', () => {
    const place = { file: './a b/c:d#1%/ä.yml', line: 0 };
    expect(one(judgedFinding('compose/privileged', 'high', { place }))?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/c%3Ad%231%25/%C3%A4.yml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    });
  });

  test('says how bad a finding is in the words of code scanning', () => {
    const levels = (['critical', 'high', 'medium', 'low'] as const).map(
      severity => one(judgedFinding('compose/privileged', severity))?.level,
    );
    expect(levels).toEqual(['error', 'error', 'warning', 'note']);
  });

  test('points at the rule by its place in the list, and at none for one that is not in it', () => {
    expect([one(high)?.ruleIndex, one(judgedFinding('compose/other', 'low'))?.ruleIndex]).toEqual([0, undefined]);
  });

  test('knows a finding again on another line and with another message, and no other one', () => {
    const moved = judgedFinding('compose/privileged', 'low', {
      place: { file: 'docker-compose.yml', line: 99 },
      message: 'Other words.',
    });
    expect(printOf(moved)).toBe(printOf(high));
    const others = [
      judgedFinding('compose/other', 'high'),
      judgedFinding('compose/privileged', 'high', { subject: 'worker' }),
      judgedFinding('compose/privileged', 'high', { place: { file: 'compose.yml', line: 3 } }),
    ];
    expect(others.map(printOf)).not.toContain(printOf(high));
    const twice = resultsOf([{ finding: high }, { finding: moved }]).map(each => each.partialFingerprints);
    expect(new Set(twice.map(print => print['obcmsDeploy/v1'])).size).toBe(2);
  });

  test('suppresses what is accepted, with the reason, and tells what is new, known and gone', () => {
    expect(one(high, { accepted: 'because' })?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'because' },
    ]);
    expect(one(high)).not.toHaveProperty('suppressions');
    expect(one(high)).not.toHaveProperty('baselineState');
    expect(one(high, { baseline: 'absent' })?.baselineState).toBe('absent');
  });
});
