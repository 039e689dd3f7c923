import { expect, test } from '@jest/globals';
import { brokenOff } from '../../../src/checks/broken-off.ts';
import type { Failure } from '../../../src/django/answer.ts';
import { evaluationWith, projectWith } from '../../support/checks.ts';
import { judgedFinding } from '../../support/judged.ts';

const failure: Failure = {
  kind: 'refused',
  stage: 'settings',
  type: 'ImproperlyConfigured',
  message: 'Set REDIS_URL.',
  name: null,
  place: null,
};
const refused = (dummies: readonly string[]) =>
  projectWith({ evaluations: [evaluationWith({ answer: { settings: null, failure, dummies } })] });

const GIVEN = {
  variables: new Map([['A', { name: 'A', value: 'b', origin: 'env' as const }]]),
  unreadable: [],
  empty: false,
};

test('settings that refuse a stand-in are no pass: nobody knows what they would do with the real value', () => {
  const seen = brokenOff(refused(['SECRET_KEY']), []);
  expect(seen.map(({ family, reason }) => [family, reason])).toEqual([
    ['django', 'missing-variable'],
    ['settings', 'missing-variable'],
  ]);
  expect(seen[0]?.why).toContain('Set REDIS_URL.');
});

test('what a finding says already is not said again', () => {
  expect(brokenOff(refused([]), [judgedFinding('django/settings-refuse', 'critical')])).toEqual([]);
  expect(brokenOff(refused([]), [judgedFinding('django/version-differs', 'low')])).toHaveLength(2);
});

test('what is known not to be judged is not said again', () => {
  const unjudged = [{ family: 'settings', reason: 'timeout', why: 'x', remedy: '' }] as const;
  expect(brokenOff({ ...refused([]), unjudged }, []).map(({ family }) => family)).toEqual(['django']);
});

test('settings that loaded were seen', () => {
  expect(brokenOff(projectWith({ evaluations: [evaluationWith()] }), [])).toEqual([]);
  expect(brokenOff(projectWith(), [])).toEqual([]);
});

test('real variables that do not reach the service are asked for, and nobody speaks of packages', () => {
  const absent: Failure = { ...failure, kind: 'variable-missing', name: 'DATABASE_URL', message: 'Set DATABASE_URL.' };
  const project = { ...refused([]), given: GIVEN };
  const [seen] = brokenOff(
    { ...project, evaluations: [evaluationWith({ answer: { settings: null, failure: absent } })] },
    [],
  );
  expect(seen).toMatchObject({ reason: 'missing-variable', remedy: expect.stringContaining('env-file: ') });
  expect(seen?.remedy).toContain('DATABASE_URL');
});

test('what only the probe does not let happen says so', () => {
  const connects: Failure = { ...failure, sandboxed: true, message: 'connection refused' };
  const evaluations = [evaluationWith({ answer: { settings: null, failure: connects } })];
  const [seen] = brokenOff({ ...refused([]), given: GIVEN, evaluations }, []);
  expect(seen).toMatchObject({ reason: 'not-evaluated', remedy: expect.stringContaining('read variables only') });
});

test('a stage after the settings that broke off was not seen either', () => {
  const at = (stage: Failure['stage'], rule?: string) =>
    brokenOff(
      projectWith({
        evaluations: [
          evaluationWith({ answer: { failure: { ...failure, kind: 'died', stage, message: 'it ended' } } }),
        ],
      }),
      rule === undefined ? [] : [judgedFinding(rule as `django/${string}`, 'high')],
    ).map(({ family, reason }) => [family, reason]);
  expect(at('setup')).toEqual([['django', 'not-evaluated']]);
  expect(at('checks')).toEqual([['django', 'not-evaluated']]);
  expect(at('celery')).toEqual([['celery', 'not-evaluated']]);
  expect(at('checks', 'django/check-fails')).toEqual([]);
});
