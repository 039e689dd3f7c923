import { describe, expect, test } from '@jest/globals';
import { celeryTargets } from '../../../../src/checks/celery/read.ts';
import { running, served } from '../server/running.ts';

const start = async (command: string) => {
  const [facts] = (await served(command)).celery;
  return facts === undefined ? undefined : { ...facts, options: Object.fromEntries(facts.options) };
};

describe('a Celery command line is read as Celery reads it', () => {
  test.each([
    ['celery -A proj worker -l info -c 4', 'worker', 'proj', { app: 'proj', loglevel: 'info', concurrency: '4' }],
    [
      'celery --app=proj.celery:app beat -s /tmp/x',
      'beat',
      'proj.celery:app',
      { app: 'proj.celery:app', schedule: '/tmp/x' },
    ],
    ['python -m celery -A proj flower --basic_auth=a:b', 'flower', 'proj', { app: 'proj', 'basic-auth': 'a:b' }],
    [
      'celery --workdir src -A proj worker -BE',
      'worker',
      'proj',
      { app: 'proj', workdir: 'src', beat: 'true', events: 'true' },
    ],
    [
      'celery -A proj worker -P solo --max-tasks-per-child=5',
      'worker',
      'proj',
      { app: 'proj', pool: 'solo', 'max-tasks-per-child': '5' },
    ],
  ])('%s', async (command, program, target, options) => {
    expect(await start(command)).toMatchObject({ program, target, options, targetLate: false });
  });

  test('-A after the subcommand is seen as such', async () => {
    expect(await start('celery worker --app proj')).toMatchObject({ target: 'proj', targetLate: true });
  });

  test('other programs are none', async () => {
    expect(await start('gunicorn proj.wsgi')).toBeUndefined();
  });
});

test('targets are asked once each, and not when they hang on an unknown variable', async () => {
  const { services } = await running({
    Procfile: 'a: celery -A proj worker\nb: celery -A proj beat\nc: celery -A $APP worker\nd: celery worker\n',
  });
  expect(celeryTargets(services)).toEqual(['proj']);
});

test('a worker has the answer of the evaluation of its own service', async () => {
  const project = await running(
    { Procfile: 'worker: celery -A proj worker\nother: celery -A shop worker\n' },
    { settings: {}, celery: { version: '5.5.0' } },
  );
  expect(project.celery.map(({ answer }) => answer?.version)).toEqual(['5.5.0', undefined]);
});
