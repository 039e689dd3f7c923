import { expect, test } from '@jest/globals';
import { appsOf, since } from '../../../../src/checks/celery/apps.ts';
import { projectWith } from '../../../support/checks.ts';
import { running } from '../server/running.ts';

const WORKER = { Procfile: 'worker: celery -A proj worker\n' };

test('a value that comes from a stand-in is not known, and nothing is said of it', async () => {
  const project = await running(WORKER, {
    celery: { configuration: { broker_url: { $: 'unknown' }, task_acks_late: true, result_backend: null } },
  });
  const [app] = appsOf(project);
  expect(app?.value('broker_url')).toBeUndefined();
  expect(app?.value('task_acks_late')).toBe(true);
  expect(app?.value('result_backend')).toBeNull();
});

test('what Celery was not asked is taken from the settings, unknown ones too', async () => {
  const project = await running(WORKER, {
    settings: { settings: { CELERY_BROKER_URL: { $: 'unknown' }, CELERYD_CONCURRENCY: 4 } },
  });
  const [app] = appsOf(project);
  expect(app?.value('broker_url')).toBeUndefined();
  expect(app?.value('worker_concurrency')).toBe(4);
});

test('a version that nobody knows is neither old nor new', () => {
  const project = projectWith();
  expect(since({ answer: undefined }, project, '5.5')).toBeUndefined();
  expect(since({ answer: undefined }, { ...project, python: installed('5.4.0') }, '5.5')).toBe(false);
  expect(since({ answer: undefined }, { ...project, python: installed('5.5.0rc1') }, '5.5')).toBe(true);
});

function installed(celery: string) {
  return { version: '3.13.5', executable: '/usr/bin/python3', packages: { celery } };
}
