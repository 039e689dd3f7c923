import { describe, expect, test } from '@jest/globals';
import { acrossSettings, headOf } from '../../../../src/checks/settings/across.ts';
import { debug } from '../../../../src/checks/settings/debug.ts';
import { hostsEmpty, hostsSite, hostsWildcard } from '../../../../src/checks/settings/hosts.ts';
import { RULES } from '../../../../src/checks/settings/index.ts';
import { productionModule } from '../../../../src/checks/settings/layout.ts';
import { reach } from '../../../../src/checks/settings/network.ts';
import { secretKey } from '../../../../src/checks/settings/secret-keys.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../support/checks.ts';
import { secret, site } from '../cases/settings/made.ts';
import { running } from '../server/running.ts';

describe('services that share a fault', () => {
  const web = evaluationWith({ settings: { DEBUG: true }, services: ['compose: web'] });
  const worker = evaluationWith({ settings: { DEBUG: true }, services: ['compose: worker'] });

  test('are one finding, which names nobody when everybody shares it', () => {
    const hits = debug.judge(projectWith({ evaluations: [web, worker] }));
    expect(hits.map(({ message }) => message)).toEqual(['The site would run with debugging on.']);
  });

  test('are named when others do not share it', () => {
    const beat = evaluationWith({ settings: { DEBUG: false }, services: ['compose: beat'] });
    const hits = debug.judge(projectWith({ evaluations: [web, beat, worker] }));
    expect(hits.map(({ message }) => message)).toEqual([
      'The site would run with debugging on. This holds for compose: web, compose: worker.',
    ]);
  });
});

describe('a service that migrates and ends', () => {
  const stack = `services:
  web: { image: app, command: gunicorn proj.wsgi }
  migrate: { image: app, command: python manage.py migrate }
`;
  const [webTitle, migrateTitle] = ['docker-compose.prod.yml: web', 'docker-compose.prod.yml: migrate'];
  const web = evaluationWith({ settings: { DEBUG: false }, services: [webTitle] });
  const migrate = evaluationWith({
    settings: { DEBUG: true },
    module: 'config.settings.local',
    services: [migrateTitle],
  });

  test('is not the site: its debugging shows nobody an error page', async () => {
    const { services } = await running({ 'docker-compose.prod.yml': stack });
    expect(services.map(({ title }) => title).sort()).toEqual([migrateTitle, webTitle]);
    expect(debug.judge(projectWith({ evaluations: [web, migrate], services }))).toEqual([]);
    expect(debug.judge(projectWith({ evaluations: [migrate], services }))).toHaveLength(1);
  });

  test('has settings all the same, and which they are is looked at', async () => {
    const { services } = await running({ 'docker-compose.prod.yml': stack });
    const hits = productionModule.judge(projectWith({ evaluations: [web, migrate], services }));
    expect(hits.map(({ subject }) => subject)).toContain('config.settings.local');
  });
});

describe('what cannot be known', () => {
  test('a value of a stubbed module is said to be unknown, and not judged', () => {
    const project = projectWith({
      evaluations: [evaluationWith({ settings: { ALLOWED_HOSTS: { $: 'unknown', why: 'stub' } } })],
    });
    expect(hostsEmpty.judge(project)).toEqual([
      expect.objectContaining({ subject: 'ALLOWED_HOSTS', unknown: true, place: { file: SETTINGS_FILE, line: 1 } }),
    ]);
    expect(hostsWildcard.judge(project).every(({ unknown }) => unknown === true)).toBe(true);
  });

  test('settings that did not load are no fault of any rule here', async () => {
    const { answer, ...evaluation } = evaluationWith({ settings: { DEBUG: true } });
    const project = projectWith({ evaluations: [{ ...evaluation, answer: { ...answer, settings: null } }] });
    expect(RULES.flatMap(rule => rule.judge(project))).toEqual([]);
  });

  test('a stand-in for the hosts says nothing of the site, and other findings on it are marked', () => {
    const evaluation = evaluationWith({ settings: { ALLOWED_HOSTS: ['*'] } });
    const { settings } = evaluation.answer;
    if (settings === null) throw new Error('evaluated');
    const values = {
      ALLOWED_HOSTS: { value: ['*'], default: false, place: null, dummy: true, variables: ['ALLOWED_HOSTS'] },
    };
    const project = projectWith({
      evaluations: [{ ...evaluation, answer: { ...evaluation.answer, settings: { ...settings, values } } }],
    });
    expect(hostsSite.judge(project)).toEqual([]);
    expect(hostsWildcard.judge(project)).toEqual([expect.objectContaining({ dummy: true })]);
  });
});

test('a stand-in for the key is not judged as a key', () => {
  const evaluation = evaluationWith();
  const { settings } = evaluation.answer;
  if (settings === null) throw new Error('evaluated');
  const value = secret({ placeholder: 'dummy' });
  const values = { SECRET_KEY: { value, default: false, place: null, dummy: true, variables: ['SECRET_KEY'] } };
  const answer = { ...evaluation.answer, settings: { ...settings, values } };
  expect(secretKey.judge(projectWith({ evaluations: [{ ...evaluation, answer }] }))).toEqual([]);
});

describe('the place of what is not set', () => {
  test('is the head of the settings module that was asked for', () => {
    const evaluation = evaluationWith({
      module: 'config.settings',
      answer: {
        settings: {
          module: 'config.settings',
          files: ['src/config/settings/base.py', 'src/config/settings/__init__.py'],
          values: {},
          others: {},
        },
      },
    });
    expect(headOf(evaluation)).toEqual({ file: 'src/config/settings/__init__.py', line: 1 });
  });
});

test('rules about visitors look at what answers them, rules about everything at everything', async () => {
  const project = await site(
    { DEBUG: false },
    { compose: 'services:\n  web:\n    build: .\n    command: ["gunicorn", "config.wsgi"]\n' },
  );
  const worker = evaluationWith({ services: ['docker-compose.prod.yml: worker'] });
  const both = { ...project, evaluations: [...project.evaluations, worker] };
  const seen = (of: 'web' | 'any') => {
    const services: string[] = [];
    acrossSettings(both, { needs: [], of }, ({ evaluation }) => {
      services.push(...evaluation.services);
      return [];
    });
    return services;
  };
  expect(seen('web')).toEqual(['docker-compose.prod.yml: web']);
  expect(seen('any')).toEqual(['docker-compose.prod.yml: web', 'docker-compose.prod.yml: worker']);
});

test.each([
  ['', 'local'],
  ['127.0.0.1', 'local'],
  ['/var/run/postgresql', 'local'],
  ['db', 'private'],
  ['10.1.2.3', 'private'],
  ['172.20.0.2', 'private'],
  ['172.32.0.2', 'public'],
  ['fd12:3456::1', 'private'],
  ['private-db.ondigitalocean.com', 'private'],
  ['db.internal', 'private'],
  ['db.provider.com', 'public'],
  ['203.0.113.7', 'public'],
])('the address %j is %s', (host, expected) => {
  expect(reach(host)).toBe(expected);
});

test('in development the family says nothing but what breaks anywhere', async () => {
  const project = await site(
    {
      DEBUG: true,
      ALLOWED_HOSTS: ['*'],
      EMAIL_BACKEND: 'django.core.mail.backends.console.EmailBackend',
      DATABASES: { default: { ENGINE: 'django.db.backends.sqlite3', NAME: 'db.sqlite3' } },
    },
    { profile: 'development' },
  );
  const asked = RULES.filter(({ severity }) => typeof severity === 'string' || severity.development !== 'off');
  expect(asked.flatMap(rule => rule.judge(project).map(() => rule.id))).toEqual(['settings/auto-field']);
});
