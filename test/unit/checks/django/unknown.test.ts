import { describe, expect, test } from '@jest/globals';
import { checkFails, wsgiFails } from '../../../../src/checks/django/broken.ts';
import { importFailed, missingVariable, settingsRefuse } from '../../../../src/checks/django/failures.ts';
import { readinessConstant } from '../../../../src/checks/django/health-answer.ts';
import type { Project } from '../../../../src/checks/project.ts';
import type { Hit, Rule } from '../../../../src/checks/rule.ts';
import type { EvaluationAnswer, Failure } from '../../../../src/django/answer.ts';
import { evaluationWith, projectWith } from '../../../support/checks.ts';

const FAILURE: Failure = {
  kind: 'refused',
  stage: 'settings',
  type: 'ImproperlyConfigured',
  message: 'no',
  name: null,
  place: null,
};

function unknownOf(rule: Rule, answer: Partial<EvaluationAnswer>, parts: Partial<Project> = {}): readonly Hit[] {
  return rule
    .judge(projectWith({ evaluations: [evaluationWith({ answer })], ...parts }))
    .filter(hit => hit.unknown === true);
}

describe('what cannot be known here is said as that', () => {
  test('a package that is not installed', () => {
    const failure: Failure = { ...FAILURE, kind: 'module-missing', type: 'ModuleNotFoundError', name: 'storages' };
    expect(unknownOf(importFailed, { failure })[0]?.message).toContain('The module storages is not installed');
  });

  test('Django itself', () => {
    const failure: Failure = { ...FAILURE, kind: 'module-missing', type: 'ModuleNotFoundError', name: 'django' };
    expect(unknownOf(importFailed, { failure, django: null })[0]?.message).toContain('Django itself is not installed');
  });

  test('a variable, when no environment was given', () => {
    const failure: Failure = { ...FAILURE, kind: 'variable-missing', name: 'DATABASE_URL' };
    expect(unknownOf(missingVariable, { failure })[0]?.message).toContain('set missing to dummy');
  });

  test('a refusal, when no environment was given', () => {
    expect(unknownOf(settingsRefuse, { failure: FAILURE })).toHaveLength(1);
  });

  test('settings that did not end in time', () => {
    const failure: Failure = { ...FAILURE, kind: 'timeout', type: 'Timeout', message: '' };
    expect(unknownOf(settingsRefuse, { failure })[0]?.message).toContain('The time ran out');
  });

  test('checks in the middle of which the process died', () => {
    const failure: Failure = { ...FAILURE, kind: 'died', stage: 'checks', type: 'SIGSEGV' };
    expect(unknownOf(checkFails, { failure, checks: null })).toHaveLength(1);
  });

  test('a WSGI application that needs what may only be missing here', () => {
    const wsgi = {
      id: 'obcms_deploy.E001',
      level: 40,
      message: "ModuleNotFoundError: No module named 'silk'",
      hint: null,
      object: 'config.wsgi.application',
      silenced: false,
      place: null,
    };
    expect(unknownOf(wsgiFails, { checks: [wsgi] })).toHaveLength(1);
  });

  test('what a view says while modules are stood in for', () => {
    const visit = {
      path: '/ready/',
      host: 'localhost:8000',
      forwardedProto: null,
      view: 'core.views.ready',
      place: null,
      status: 200,
      location: null,
      contentType: 'application/json',
      keys: [],
      refused: ['database'],
      error: null,
    };
    const evaluation = evaluationWith({
      settings: { DATABASES: { default: { ENGINE: 'django.db.backends.postgresql' } } },
      answer: { visits: [visit], stubs: ['redis'] },
    });
    expect(readinessConstant.judge(projectWith({ evaluations: [evaluation] })).map(({ unknown }) => unknown)).toEqual([
      true,
    ]);
  });
});

describe('several evaluations', () => {
  const failure: Failure = {
    ...FAILURE,
    kind: 'variable-missing',
    name: 'EMAIL_HOST',
    place: { file: 'src/s.py', line: 3 },
  };
  const given: Project['given'] = {
    variables: new Map([['DEBUG', { name: 'DEBUG', value: '0', origin: 'env' }]]),
    unreadable: [],
    empty: false,
  };
  const of = (service: string, broken: boolean) =>
    evaluationWith({ services: [service], answer: broken ? { failure, settings: null } : {} });

  test('that break alike are one finding without names of services', () => {
    const hits = missingVariable.judge(projectWith({ given, evaluations: [of('web', true), of('worker', true)] }));
    expect(hits.map(({ message }) => message)).toEqual([
      'config.settings.production cannot load without EMAIL_HOST, and the environment does not have it.',
    ]);
  });

  test('of which one breaks name it', () => {
    const [hit] = missingVariable.judge(projectWith({ given, evaluations: [of('web', false), of('worker', true)] }));
    expect(hit?.message).toMatch(/ This holds for worker\.$/);
    expect(hit?.remedy).toContain('EMAIL_HOST=<value>');
  });
});
