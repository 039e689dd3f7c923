import { expect, test } from '@jest/globals';
import { junit } from '../../../src/report/junit.ts';
import { junitReport } from '../../../src/smoke/junit-report.ts';
import type { CheckResult } from '../../../src/smoke/result.ts';

const check = (title: string, more: Partial<CheckResult>): CheckResult => ({
  id: title,
  group: 'checks',
  title,
  tags: [],
  state: 'passed',
  note: '',
  problems: [],
  duration: 12,
  place: undefined,
  exchanges: [],
  ...more,
});

test('a secret that is a word of the format is hidden in texts and leaves the tags whole', () => {
  const results = [
    check('Home of test', {}),
    check('Not begun', { state: 'unfinished', note: 'waiting for test' }),
    check('Left out', { state: 'skipped', note: 'no test' }),
    check('Broken', {
      state: 'failed',
      problems: [
        {
          message: 'The login of test was refused',
          expected: 'test',
          actual: 'nobody',
          remedy: '',
          place: undefined,
          excerpt: ['hello test'],
        },
      ],
    }),
  ];
  const run = { readiness: { kind: 'not-asked' }, results, cutShort: undefined, duration: 0 } as const;
  const text = junit(junitReport(run, { file: '', lines: [] }, each => each.replaceAll('test', '***')));
  expect(text).toContain('<testcase name="Home of ***" classname="checks" time="0.012"/>');
  expect(text).toContain('message="The login of *** was refused"');
  expect(text.replace(/<\/?testsuites?|<\/?testcase|tests=/g, '')).not.toContain('test');
});
