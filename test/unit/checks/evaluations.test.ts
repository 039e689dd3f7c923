import { describe, expect, test } from '@jest/globals';
import { type EvaluationPlan, planCounterpart, planEvaluations } from '../../../src/checks/evaluations.ts';
import type { Role, Service } from '../../../src/checks/services/facts.ts';

const service = (
  name: string,
  role: Role,
  environment: Record<string, string | undefined>,
  parts: Partial<Service> = {},
): Service => ({
  name,
  title: `docker-compose.yml: ${name}`,
  place: { file: 'docker-compose.yml', line: 1 },
  role,
  roles: [role],
  stack: undefined,
  compose: undefined,
  image: undefined,
  imageName: 'app',
  start: { commands: [], pid1: { program: 'gunicorn', passesSignals: true }, scripts: [] },
  written: { entrypoint: undefined, command: undefined },
  environment: new Map(Object.entries(environment)),
  directory: '/app',
  user: 'app',
  healthcheck: undefined,
  own: true,
  sources: [],
  settings: environment['DJANGO_SETTINGS_MODULE'],
  migrations: [],
  swallows: undefined,
  complete: true,
  configuration: [],
  ...parts,
});

const plan = (services: readonly Service[], parts: Partial<EvaluationPlan> = {}): EvaluationPlan => ({
  services,
  given: { variables: new Map(), unreadable: [], empty: true },
  settings: undefined,
  profile: 'production',
  defaults: [{ kind: 'manage', file: 'manage.py', line: 7, module: 'config.settings', forced: false }],
  visits: [{ path: '/health/', host: 'localhost:8000', forwardedProto: undefined }],
  celeryTargets: ({ role }) => (role === 'worker' ? ['config'] : []),
  ...parts,
});

describe('the evaluations of a project', () => {
  test('take a module that the code itself forces, whatever the environment says', () => {
    const forced = { kind: 'wsgi' as const, file: 'wsgi.py', line: 3, module: 'config.forced', forced: true };
    const asked = plan([service('web', 'web', { DJANGO_SETTINGS_MODULE: 'config.other' })], { defaults: [forced] });
    expect(planEvaluations(asked)[0]?.question.settings).toBe('config.forced');
    expect(planEvaluations({ ...asked, settings: 'config.input' })[0]?.question.settings).toBe('config.input');
  });

  test('are one for services that differ in nothing the settings look at', () => {
    const shared = { DJANGO_SETTINGS_MODULE: 'config.settings.production', SECRET_KEY: 'x' };
    const planned = planEvaluations(
      plan([
        service('worker', 'worker', { ...shared, REMAP_SIGTERM: 'SIGQUIT' }),
        service('web', 'web', { ...shared, PORT: '8000' }),
      ]),
    );
    expect(planned.map(({ services }) => services)).toEqual([
      ['docker-compose.yml: web', 'docker-compose.yml: worker'],
    ]);
    expect(planned[0]?.question).toMatchObject({ depth: 'deep', variations: true, celery: ['config'] });
  });

  test('are two where the worker lacks a variable, and the web comes first', () => {
    const planned = planEvaluations(
      plan([service('worker', 'worker', {}), service('web', 'web', { SECRET_KEY: 'x' })]),
    );
    expect(planned.map(({ question }) => [question.id, question.environment, question.variations])).toEqual([
      ['docker-compose.yml: web', { SECRET_KEY: 'x' }, true],
      ['docker-compose.yml: worker', {}, false],
    ]);
  });

  test('leave out a variable whose value is not known', () => {
    const [first] = planEvaluations(plan([service('web', 'web', { SECRET_KEY: undefined, DEBUG: '0' })]));
    expect(first?.question.environment).toEqual({ DEBUG: '0' });
  });

  test('use the given environment when nothing runs the project', () => {
    const given = {
      variables: new Map([['DEBUG', { name: 'DEBUG', value: '0', origin: 'env' as const }]]),
      unreadable: [],
      empty: false,
    };
    const planned = planEvaluations(plan([service('db', 'database', {}, { own: false })], { given }));
    expect(planned).toHaveLength(1);
    expect(planned[0]).toMatchObject({
      services: ['the given environment'],
      question: { settings: 'config.settings', environment: { DEBUG: '0' }, depth: 'deep' },
    });
  });

  test('take the settings of the input, then of the service, then of manage.py', () => {
    const modules = (own: string | undefined, settings: string | undefined) =>
      planEvaluations(plan([service('web', 'web', {}, { settings: own })], { settings }))[0]?.question.settings;
    expect(modules('of.service', 'of.input')).toBe('of.input');
    expect(modules('of.service', undefined)).toBe('of.service');
    expect(modules(undefined, undefined)).toBe('config.settings');
  });
});

describe('the counterpart of staging', () => {
  const staging = (settings: string) =>
    planEvaluations(plan([service('web', 'web', { SECRET_KEY: 'x' }, { settings })]));
  const exists = (module: string) => ['config.settings.production', 'config.prod'].includes(module);

  test('is production under the same environment', () => {
    expect(planCounterpart(staging('config.settings.staging'), exists)?.question).toMatchObject({
      settings: 'config.settings.production',
      environment: { SECRET_KEY: 'x', DJANGO_SETTINGS_MODULE: 'config.settings.production' },
      depth: 'settings',
      variations: false,
    });
    expect(planCounterpart(staging('config.stage'), exists)?.question.settings).toBe('config.prod');
  });

  test('is not there when staging runs with the settings of production, or production has none of that name', () => {
    expect(planCounterpart(staging('config.settings.production'), exists)).toBeUndefined();
    expect(planCounterpart(staging('other.settings.staging'), exists)).toBeUndefined();
    expect(planCounterpart(staging('backstage.settings'), exists)).toBeUndefined();
  });
});
