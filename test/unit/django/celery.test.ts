import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CeleryAnswer } from '../../../src/django/answer.ts';
import { evaluateProject, type Files, settingsText } from '../../support/asked-project.ts';

const CELERY = `import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.development")

app = Celery("proj")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
`;
const PROJECT: Files = {
  'urls.py': 'urlpatterns = []\n',
  'proj/__init__.py': 'from .celery import app as celery_app\n\n__all__ = ["celery_app"]\n',
  'proj/celery.py': CELERY,
  'shop/__init__.py': '',
  'shop/tasks.py': 'from celery import shared_task\n\n\n@shared_task\ndef restock():\n    return 1\n',
};
const CONFIGURED = `INSTALLED_APPS += ["shop"]
TIME_ZONE = "Asia/Manila"
CELERY_BROKER_URL = "redis://:s3cret-of-the-broker@cache:6379/1"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULE = {
    "restock": {"task": "shop.tasks.restock", "schedule": 60},
    "gone": {
        "task": "shop.tasks.gone",
        "schedule": 60,
    },
}
`;
/** The line after the ones of `settingsText`. */
const FIRST = settingsText().split('\n').length;

async function described(
  targets: readonly string[],
  files: Files = {},
  more = CONFIGURED,
): Promise<readonly CeleryAnswer[]> {
  const answer = await evaluateProject(
    { ...PROJECT, 'settings.py': settingsText(more), ...files },
    { celery: targets },
  );
  return answer.celery;
}

/** The project as it is; asked once, as many sentences are about it. */
let plain: CeleryAnswer | undefined;
beforeAll(async () => {
  [plain] = await described(['proj']);
});

test('the site is known to have loaded the app, or not to', async () => {
  expect(plain).toMatchObject({ loaded: false, problem: null });
  const [used] = await described(['proj'], { 'urls.py': 'import proj\n\nurlpatterns = []\n' });
  expect(used?.loaded).toBe(true);
});

describe('the target of -A', () => {
  const TARGETS = ['proj', 'proj.celery', 'proj.celery:app', 'proj.celery_app', 'proj:celery_app'];

  test('may name the app in every way that Celery understands', async () => {
    const found = await described(TARGETS);
    expect(found.map(({ target, problem, place }) => [target, problem, place])).toEqual(
      TARGETS.map(target => [target, null, { file: 'proj/celery.py', line: 7 }]),
    );
  });

  test('is a problem only when Celery cannot find it, in the words of the failure', async () => {
    const found = await described(['proj.celry', 'nothing', 'proj.celery:worker', 'urls', 'proj.celery:os']);
    expect(found.map(({ problem }) => problem)).toEqual([
      "ModuleNotFoundError: No module named 'proj.celry'",
      "ModuleNotFoundError: No module named 'nothing'",
      "ModuleNotFoundError: No module named 'proj.celery:worker'",
      "AttributeError: module 'urls' has no attribute 'celery'",
      'TypeError: proj.celery:os is a module, not a Celery app',
    ]);
  });

  test('that raises while it is imported is told with its line', async () => {
    const [found] = await described(['proj'], {
      'proj/celery.py': `${CELERY}\nraise RuntimeError("no\\nsecond line")\n`,
    });
    expect(found?.problem).toBe('RuntimeError: no second line (proj/celery.py:11)');
  });
});

describe('the configuration', () => {
  test('is what holds: defaults, settings, and what Celery derives', () => {
    expect(plain?.configuration).toMatchObject({
      task_acks_late: true,
      task_time_limit: 300,
      task_soft_time_limit: null,
      accept_content: ['json'],
      worker_prefetch_multiplier: 4,
      timezone: 'Asia/Manila',
      enable_utc: true,
      worker_pool: 'prefork',
      worker_soft_shutdown_timeout: 0,
      beat_scheduler: 'celery.beat:PersistentScheduler',
      result_backend: null,
    });
    expect(plain?.version).toMatch(/^5\.6/);
  });

  test('lets no password out', () => {
    expect(plain?.configuration['broker_url']).toMatchObject({
      $: 'url',
      scheme: 'redis',
      host: 'cache',
      port: 6379,
      path: '/1',
    });
    expect(JSON.stringify(plain)).not.toContain('s3cret');
  });

  test('takes the broker from the variable that Celery itself reads', async () => {
    const { celery } = await evaluateProject(
      { ...PROJECT, 'settings.py': settingsText(CONFIGURED) },
      { celery: ['proj'], environment: { CELERY_BROKER_URL: 'amqp://queue:5672//' } },
    );
    expect(celery[0]?.configuration['broker_url']).toBe('amqp://queue:5672//');
  });

  test('that mixes old and new names is a problem, in Celery’s words', async () => {
    const [found] = await described(['proj'], {
      'proj/celery.py':
        'from celery import Celery\n\n\nclass Mixed:\n    task_acks_late = True\n    CELERYD_CONCURRENCY = 2\n\n\napp = Celery("proj")\napp.config_from_object(Mixed)\n',
    });
    expect(found?.problem ?? '').toMatch(/^ImproperlyConfigured: .*CELERYD_CONCURRENCY/);
  });
});

describe('tasks and schedule', () => {
  test('tasks are those of the installed apps and Celery’s own', () => {
    expect(plain?.tasks).toContain('shop.tasks.restock');
    expect(plain?.tasks).toContain('celery.backend_cleanup');
    expect(plain?.tasks).not.toContain('shop.tasks.gone');
  });

  test('entries stand where they are written', () => {
    expect(plain?.beat).toEqual([
      { name: 'gone', task: 'shop.tasks.gone', place: { file: 'settings.py', line: FIRST + 7 } },
      { name: 'restock', task: 'shop.tasks.restock', place: { file: 'settings.py', line: FIRST + 6 } },
    ]);
  });

  test('entries that code adds are found too', async () => {
    const [found] = await described(['proj'], {
      'proj/celery.py': `${CELERY}
app.conf.beat_schedule["written"] = {"task": "shop.tasks.restock", "schedule": 5}


@app.on_after_finalize.connect
def add(sender, **options):
    from shop.tasks import restock

    sender.add_periodic_task(10.0, restock.s(), name="added")
`,
    });
    expect(found?.problem).toBeNull();
    expect(found?.beat.map(({ name, task, place }) => [name, task, place?.line])).toEqual([
      ['added', 'shop.tasks.restock', 18],
      ['gone', 'shop.tasks.gone', FIRST + 7],
      ['restock', 'shop.tasks.restock', FIRST + 6],
      ['written', 'shop.tasks.restock', 11],
    ]);
  });

  test('tasks that cannot be imported are a problem; the configuration is told all the same', async () => {
    const [found] = await described(['proj'], { 'shop/tasks.py': 'import gone\n' });
    expect(found?.problem).toBe("ModuleNotFoundError: No module named 'gone' (shop/tasks.py:1)");
    expect(found?.configuration['task_time_limit']).toBe(300);
    expect(found?.beat).toHaveLength(2);
  });

  test('a URLconf that breaks Django’s checks is not held against the app', async () => {
    const [found] = await described(['proj'], { 'urls.py': 'import gone\n' });
    expect(found?.problem).toBeNull();
    expect(found?.tasks).toContain('shop.tasks.restock');
  });

  test('the settings module of the file is the one it falls back to', () => {
    expect(plain?.defaultSettings).toEqual({ module: 'proj.development', place: { file: 'proj/celery.py', line: 5 } });
  });
});

test('without Celery that is said, and nothing else', async () => {
  const answer = await evaluateProject(
    { 'settings.py': settingsText(), 'urls.py': 'urlpatterns = []\n' },
    { celery: ['proj'] },
    'django42',
  );
  expect(answer.celery).toEqual([
    {
      target: 'proj',
      problem: "celery cannot be imported: No module named 'celery'",
      version: null,
      configuration: {},
      tasks: [],
      beat: [],
      place: null,
      defaultSettings: null,
      loaded: null,
    },
  ]);
});
