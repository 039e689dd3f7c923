import { describe, expect, test } from '@jest/globals';
import { answerTo, BARE, evaluate, settle, toldValue } from './probing.ts';

const quick = { question: { limits: { evaluation: 1_000, total: 8_000 } } };

describe('settings that misbehave', () => {
  test('are told to have printed, and where, but not what', async () => {
    const evaluation = await settle(`${BARE}print("a secret thing")\nimport sys\nsys.stderr.write("b\\n")\n`);
    expect(evaluation.effects).toEqual([
      { kind: 'printed', what: 'stdout', place: { file: 'settings.py', line: 4 }, refused: false },
      { kind: 'printed', what: 'stderr', place: { file: 'settings.py', line: 6 }, refused: false },
    ]);
    expect(JSON.stringify(evaluation)).not.toContain('a secret thing');
  });

  test.each([
    ['print a gigabyte', 'for _ in range(100):\n    print("x" * 10_000_000)'],
    ['print a gigabyte past Python', 'import os\nfor _ in range(100):\n    os.write(1, b"x" * 10_000_000)'],
    ['take standard output away', 'import sys\nsys.stdout = None\nsys.stderr.close()'],
    ['close it', 'import os\nos.close(1); os.close(2)'],
    ['read standard input', 'import sys\nassert sys.stdin.read() == ""'],
    ['change the folder', 'import os\nos.chdir("/")'],
    ['change the path of modules', 'import sys\nsys.path[:] = []'],
    ['leave a thread', 'import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()'],
    ['want to be called at the end', 'import atexit, time\natexit.register(time.sleep, 60)'],
    [
      'replace signals',
      'import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsignal.signal(signal.SIGINT, signal.SIG_IGN)',
    ],
    [
      'replace how things are imported',
      'import builtins\nold = builtins.__import__\nbuiltins.__import__ = lambda *a, **k: old(*a, **k)',
    ],
    ['trace', 'import sys\nsys.settrace(lambda *a: None)'],
    ['empty the environment', 'import os\nos.environ.clear()'],
    ['replace the environment', 'import os\nos.environ = {}'],
    ['limit the recursion', 'import sys\nsys.setrecursionlimit(120)'],
    ['turn off warnings and collecting', 'import gc, warnings\ngc.disable()\nwarnings.simplefilter("error")'],
  ])('are evaluated all the same when they %s', async (_name, text) => {
    const evaluation = await settle(`${text}\n${BARE}`);
    expect(evaluation.failure).toBeNull();
    expect(toldValue(evaluation, 'ROOT_URLCONF')).toBe('urls');
  });

  test.each([
    ['sys.exit', 'import sys\nsys.exit("enough")', 'exit', 2],
    ['quit', 'A = 1\nraise SystemExit(3)', 'exit', 2],
    ['os._exit', 'import os\nos._exit(0)', 'exit', 2],
    ['an endless loop', 'A = 1\nwhile True:\n    pass', 'timeout', null],
    ['a long sleep', 'import time\ntime.sleep(60)', 'timeout', 2],
    [
      'a loop that swallows everything',
      'while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass',
      'timeout',
      null,
    ],
    ['an interrupt', 'A = 1\nraise KeyboardInterrupt', 'refused', 2],
    ['recursion without end', 'def f():\n    return f()\nf()', 'refused', 2],
    [
      'an error that cannot be shown',
      'class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E',
      'refused',
      4,
    ],
  ])('end as what they are: %s', async (_name, text, kind, line) => {
    const evaluation = await settle(`${text}\n`, quick);
    expect(evaluation.failure).toMatchObject({ kind, stage: 'settings' });
    expect(evaluation.failure?.place?.file).toBe('settings.py');
    if (line !== null) expect(evaluation.failure?.place?.line).toBe(line);
  });

  test('end as died when the process is killed, and the alarm they turned off is replaced by a kill', async () => {
    const died = await settle('import os\nos.kill(os.getpid(), 11)\n');
    expect(died.failure).toMatchObject({ kind: 'died', type: 'SIGSEGV', stage: 'settings' });
    const deaf = await settle(
      'import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass\n',
      quick,
    );
    expect(deaf.failure).toMatchObject({ kind: 'timeout', stage: 'settings' });
  });

  test('keep what was known when they die later', async () => {
    const evaluation = await evaluate({
      files: {
        'settings.py': `${BARE}INSTALLED_APPS = ["deadly"]\n`,
        'deadly/__init__.py': '',
        'deadly/apps.py':
          'from django.apps import AppConfig\nclass Deadly(AppConfig):\n    name = "deadly"\n    def ready(self):\n        import os\n        os.kill(os.getpid(), 9)\n',
      },
      evaluation: { depth: 'checks' },
    });
    expect(evaluation.failure).toMatchObject({ kind: 'died', type: 'SIGKILL', stage: 'setup' });
    expect(toldValue(evaluation, 'INSTALLED_APPS')).toEqual(['deadly']);
  });

  test('do not spoil other evaluations of the same question', async () => {
    const files = { 'bad.py': 'import os\nos.kill(os.getpid(), 9)\n', 'settings.py': BARE };
    const one = { environment: {}, variations: false, depth: 'settings' as const, visits: [], celery: [] };
    const { evaluations } = await answerTo({
      files,
      question: {
        evaluations: [
          { ...one, id: 'a', settings: 'bad' },
          { ...one, id: 'b', settings: 'settings' },
        ],
      },
    });
    expect(evaluations.map(({ id, failure }) => [id, failure?.kind ?? null])).toEqual([
      ['a', 'died'],
      ['b', null],
    ]);
  });

  test('that take all the time there is leave an answer for each evaluation', async () => {
    const one = {
      environment: {},
      settings: 'settings',
      variations: false,
      depth: 'settings' as const,
      visits: [],
      celery: [],
    };
    const { evaluations } = await answerTo({
      files: { 'settings.py': 'while True: pass\n' },
      question: {
        evaluations: ['a', 'b', 'c', 'd'].map(id => ({ ...one, id })),
        limits: { evaluation: 900, total: 1_200 },
      },
    });
    expect(evaluations.map(({ id, failure }) => [id, failure?.kind])).toEqual([
      ['a', 'timeout'],
      ['b', 'timeout'],
      ['c', 'timeout'],
      ['d', 'timeout'],
    ]);
  });
});

describe('the environment of the settings', () => {
  test('is that of the question, and nothing of the process around it', async () => {
    const evaluation = await settle(`${BARE}import os\nEMAIL_HOST = ",".join(sorted(os.environ))\n`, {
      environment: { ONE: '1', TWO: '2' },
      around: {
        GITHUB_TOKEN: 'ghs_x',
        ACTIONS_RUNTIME_TOKEN: 'x',
        INPUT_TOKEN: 'x',
        LANG: 'C.UTF-8',
        PYTHONSTARTUP: '/x',
      },
    });
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('DJANGO_SETTINGS_MODULE,HOME,LANG,ONE,PATH,TWO');
  });

  test('cannot be found in the process that asked either', async () => {
    const text = `${BARE}import os\nMEDIA_URL = open(f"/proc/{os.getppid()}/environ").read().replace(chr(0), " ")\n`;
    if (process.platform !== 'linux') return;
    const evaluation = await settle(text, { around: { COOLIFY_TOKEN: 'x', GITHUB_TOKEN: 'ghs_x' } });
    expect(toldValue(evaluation, 'MEDIA_URL')).not.toContain('TOKEN');
  });
});
