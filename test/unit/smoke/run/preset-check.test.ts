import { expect, test } from '@jest/globals';
import type { Judgement, Profile } from '../../../../src/smoke/presets/preset.ts';
import { resultOfPresetCheck } from '../../../../src/smoke/run/preset-check.ts';

const BROKEN: Judgement = { verdict: 'broken', expected: 'there', actual: 'missing' };

const PROFILES: readonly Profile[] = ['staging', 'production', 'other'];

test.each([
  ['failure', BROKEN, ['failed', 'failed', 'failed']],
  ['failure-in-production', BROKEN, ['warned', 'failed', 'failed']],
  ['warning', BROKEN, ['warned', 'warned', 'warned']],
  ['failure', { verdict: 'doubtful', expected: 'more', actual: 'less' }, ['warned', 'warned', 'warned']],
  ['failure', { verdict: 'holds', actual: 'there' }, ['passed', 'passed', 'passed']],
  ['warning', { verdict: 'not-knowable', why: 'no page' }, ['skipped', 'skipped', 'skipped']],
] as const)('a check of severity %s that is %j', (severity, judgement, states) => {
  const check = { title: 'It is there', remedy: 'Set it.', severity };
  expect(PROFILES.map(profile => resultOfPresetCheck(check, judgement, profile).state)).toEqual(states);
});

test('what is broken shows what was seen, and its own remedy before that of the check', () => {
  const check = { title: 'It is there', remedy: 'Set it.', severity: 'failure' } as const;
  expect(resultOfPresetCheck(check, BROKEN, 'other').problems).toMatchObject([
    { message: '', expected: 'there', actual: 'missing', remedy: 'Set it.' },
  ]);
  expect(resultOfPresetCheck(check, { ...BROKEN, remedy: 'Better.' }, 'other').problems[0]?.remedy).toBe('Better.');
});
