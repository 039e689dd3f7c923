import { describe, expect, test } from '@jest/globals';
import { againstBaseline, type Baseline, parseBaseline } from '../../../src/report/baseline.ts';
import { judgedFinding } from '../../support/judged.ts';

const ALL = (_family: string) => true;
const entry = { rule: 'compose/privileged', severity: 'high', file: 'docker-compose.yml', line: 90, subject: 'web' };
const report = (parts: object = {}) =>
  JSON.stringify({ schema: 'obcms-deploy/check-deploy@1', outcome: 'failed', findings: [entry], ...parts });

function baseline(text: string): Baseline {
  const read = parseBaseline(text, 'base.json', 'check-deploy');
  if (typeof read === 'string') throw new Error(read);
  return read;
}

describe('an earlier report', () => {
  test('holds its findings and what it knew already', () => {
    const known = [{ ...entry, subject: 'worker' }];
    expect(baseline(report({ known })).entries.map(({ subject }) => subject)).toEqual(['web', 'worker']);
  });

  test.each([
    ['no JSON', '# Report'],
    ['no report', '{"findings": []}'],
    ['no report', '{"schema": "obcms-deploy/smoke-test@1", "findings": []}'],
    ['another version', '{"schema": "obcms-deploy/check-deploy@2", "findings": []}'],
    ['no list of findings', '{"schema": "obcms-deploy/check-deploy@1"}'],
  ])('is refused when it is %s', (problem, text) => {
    expect(parseBaseline(text, 'base.json', 'check-deploy')).toContain(problem);
  });

  test('loses entries that are none, and nothing else', () => {
    const findings = [null, 3, {}, { ...entry, severity: 'terrible' }, { ...entry, file: null }, entry];
    expect(baseline(report({ findings })).entries).toHaveLength(2);
  });
});

describe('against the baseline', () => {
  const same = judgedFinding('compose/privileged', 'high');

  test('a finding that moved to another line is known', () => {
    expect(againstBaseline([same], [], baseline(report()), ALL)).toEqual({ fresh: [], known: [same], gone: [] });
  });

  test.each([
    ['another subject', judgedFinding('compose/privileged', 'high', { subject: 'worker' })],
    ['another file', judgedFinding('compose/privileged', 'high', { place: { file: 'compose.yml', line: 90 } })],
    ['another rule', judgedFinding('compose/socket', 'high')],
    ['become worse', judgedFinding('compose/privileged', 'critical')],
  ])('a finding that has %s is fresh', (_, finding) => {
    expect(againstBaseline([finding], [], baseline(report()), ALL).fresh).toEqual([finding]);
  });

  test('a finding that has become less is known', () => {
    const less = judgedFinding('compose/privileged', 'medium');
    expect(againstBaseline([less], [], baseline(report()), ALL).known).toEqual([less]);
  });

  test('what is not found any more is gone, unless it is ignored now or was not judged', () => {
    const gone = (ignored: readonly (typeof same)[], judged = ALL) =>
      againstBaseline([], ignored, baseline(report()), judged).gone.map(({ rule }) => rule);
    expect([gone([]), gone([same]), gone([], family => family === 'docker')]).toEqual([['compose/privileged'], [], []]);
  });

  test('without one everything is fresh', () => {
    expect(againstBaseline([same], [], undefined, ALL)).toEqual({ fresh: [same], known: [], gone: [] });
  });
});
