import { describe, expect, test } from '@jest/globals';
import { unjudgedOf } from '../../../src/checks/unjudged.ts';
import type { Failure, FailureKind } from '../../../src/django/answer.ts';
import { evaluationWith, projectWith } from '../../support/checks.ts';

const FOUND = { ok: true } as const;
const failure = (kind: FailureKind, name: string | null = null): Failure => ({
  kind,
  stage: 'settings',
  type: 'Error',
  message: 'no',
  name,
  place: null,
});
const broken = (kind: FailureKind, name?: string) =>
  evaluationWith({ answer: { settings: null, failure: failure(kind, name) } });
const inconclusive = (
  parts: Parameters<typeof projectWith>[0],
  interpreter: Parameters<typeof unjudgedOf>[1] = FOUND,
) => unjudgedOf(projectWith(parts), interpreter).filter(({ reason }) => reason !== 'skipped');

describe('what could not be judged', () => {
  test('names the ability that the token lacks when no value may be read', () => {
    const given = { variables: new Map(), unreadable: ['SECRET_KEY', 'DATABASE_URL'], empty: false };
    const found = inconclusive({ given, evaluations: [broken('variable-missing', 'SECRET_KEY')] });
    expect(found.map(({ family, reason }) => [family, reason])).toEqual([
      ['django', 'variables-unreadable'],
      ['settings', 'variables-unreadable'],
      ['env', 'variables-unreadable'],
      ['celery', 'variables-unreadable'],
    ]);
    expect(found[0]?.why).toContain('DATABASE_URL and SECRET_KEY');
    expect(found[0]?.remedy).toContain('"read:sensitive"');
  });

  test('is a package that is not installed here, with both ways out', () => {
    const [first] = inconclusive({ evaluations: [broken('module-missing', 'torch')] });
    expect(first).toMatchObject({ family: 'django', reason: 'import-failed' });
    expect(first?.why).toContain('torch');
    expect(first?.remedy).toContain('stub-imports: missing');
  });

  test('is an absent variable only when no environment was given: otherwise the application would not start', () => {
    const evaluations = [broken('variable-missing', 'SECRET_KEY')];
    expect(inconclusive({ evaluations }).map(({ reason }) => reason)).toEqual(['missing-variable', 'missing-variable']);
    expect(inconclusive({ evaluations, given: { variables: new Map(), unreadable: [], empty: false } })).toEqual([]);
  });

  test.each(['refused', 'syntax', 'exit', 'settings-missing', 'died'] as const)(
    'is not a project that does not load (%s): that is judged',
    kind => expect(inconclusive({ evaluations: [broken(kind)] })).toEqual([]),
  );

  test('is everything of Python where no interpreter was found', () => {
    const found = inconclusive({}, { ok: false, reason: 'no-interpreter', problem: 'no Python', remedy: 'install it' });
    expect(found.map(({ family }) => family)).toEqual(['django', 'settings']);
  });

  test('says what is simply not there', () => {
    const skipped = unjudgedOf(projectWith({ framework: 'alembic' }), FOUND);
    expect(skipped.every(({ reason }) => reason === 'skipped')).toBe(true);
    expect(skipped.map(({ family }) => family)).toEqual([
      'django',
      'settings',
      'env',
      'docker',
      'compose',
      'server',
      'celery',
      'proxy',
      'requirements',
    ]);
  });
});
