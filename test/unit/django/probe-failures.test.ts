import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../src/django/answer.ts';
import { type Asked, BARE, evaluate, replyTo, settle } from './probing.ts';

async function failureOf(text: string, asked: Omit<Asked, 'files'> & { readonly files?: Asked['files'] } = {}) {
  const { failure } = await settle(text, asked);
  if (failure === null) throw new Error('nothing failed');
  return failure;
}

const kindAndName = ({ kind, name, place }: Failure) => [
  kind,
  name,
  place === null ? null : `${place.file}:${place.line}`,
];

describe('settings that do not load', () => {
  test('because the module is not there', async () => {
    const { failure } = await evaluate({ files: {}, evaluation: { settings: 'config.settings.production' } });
    expect(failure).toMatchObject({ kind: 'settings-missing', name: 'config.settings.production', stage: 'settings' });
    const part = await evaluate({
      files: { 'config/__init__.py': '' },
      evaluation: { settings: 'config.settings.production' },
    });
    expect(part.failure).toMatchObject({ kind: 'settings-missing', name: 'config.settings.production' });
  });

  test('because nothing says which', async () => {
    const { failure } = await evaluate({ files: {}, evaluation: { settings: undefined } });
    expect(failure).toMatchObject({ kind: 'settings-missing', name: null });
  });

  test('do not fail where manage.py says which', async () => {
    const manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n';
    const { settings } = await evaluate({
      files: { 'settings.py': BARE, 'manage.py': manage },
      evaluation: { settings: undefined },
    });
    expect(settings?.module).toBe('settings');
  });

  test('because a third-party module is not installed', async () => {
    expect(kindAndName(await failureOf('import os\nfrom nowhere_lib.sub import x\n'))).toEqual([
      'module-missing',
      'nowhere_lib',
      'settings.py:2',
    ]);
  });

  test('because an installed package lacks a part, which is named in full', async () => {
    expect(kindAndName(await failureOf('import rest_framework.nothing_here\n'))).toEqual([
      'module-missing',
      'rest_framework.nothing_here',
      'settings.py:1',
    ]);
  });

  test("because a module of the project's own is missing: the project is broken", async () => {
    expect(kindAndName(await failureOf('from own.part import x\n', { files: { 'own/__init__.py': '' } }))).toEqual([
      'refused',
      'own.part',
      'settings.py:1',
    ]);
  });

  test('because an app is not installed, found only in the setup', async () => {
    const failure = await failureOf(`${BARE}INSTALLED_APPS = ["nowhere_app"]\n`, { evaluation: { depth: 'checks' } });
    expect(failure).toMatchObject({ kind: 'module-missing', name: 'nowhere_app', stage: 'setup' });
    expect(failure.place).toEqual({ file: 'settings.py', line: 4 });
  });

  test('because a variable is absent, whoever asks for it', async () => {
    expect(kindAndName(await failureOf('import os\nA = os.environ["NEEDED"]\n'))).toEqual([
      'variable-missing',
      'NEEDED',
      'settings.py:2',
    ]);
    expect(kindAndName(await failureOf('import environ\nA = environ.Env().str("NEEDED")\n'))).toEqual([
      'variable-missing',
      'NEEDED',
      'settings.py:2',
    ]);
  });

  test.each([
    ['a split of nothing', 'HOSTS = os.environ.get("NEEDED").split(",")'],
    ['a number of nothing', 'PORT = int(os.getenv("NEEDED"))'],
    ['a refusal in the next statement', 'A = os.environ.get("NEEDED", "")\nif not A:\n    raise ValueError("no key")'],
    [
      'a refusal in a function',
      'def need(name):\n    value = os.environ.get(name)\n    if not value:\n        raise RuntimeError("missing")\n    return value\nA = os.environ.get("OTHER")\nB = need("NEEDED")',
    ],
    [
      'a refusal that names it',
      'A, B = os.environ.get("OTHER"), os.environ.get("NEEDED")\nif not B:\n    raise ValueError("Set NEEDED!")',
    ],
    ['an exit that names it', 'if "NEEDED" not in os.environ:\n    import sys; sys.exit("NEEDED is not set")'],
    ['an assertion', 'A = os.environ.get("NEEDED")\nassert A'],
  ])('because a variable is absent: %s', async (_name, text) => {
    const failure = await failureOf(`import os\n${text}\n`);
    expect(failure).toMatchObject({ kind: 'variable-missing', name: 'NEEDED' });
  });

  test('because the project refuses, for several possible reasons or none of the environment', async () => {
    const both = await failureOf(
      'import os\nA = os.environ.get("ONE")\nB = os.environ.get("TWO")\nif not (A and B):\n    raise ValueError("no")\n',
    );
    expect(both).toMatchObject({ kind: 'refused', name: null, type: 'ValueError' });
    const present = await failureOf('import os\nif os.environ["MODE"] != "x":\n    raise ValueError("bad mode")\n', {
      environment: { MODE: 'y' },
    });
    expect(present).toMatchObject({ kind: 'refused', message: 'bad mode', place: { file: 'settings.py', line: 3 } });
  });

  test('because of their syntax', async () => {
    expect(kindAndName(await failureOf('A = 1\nB = = 2\n'))).toEqual(['syntax', null, 'settings.py:2']);
    const nested = await failureOf('from other import *\n', { files: { 'other.py': 'if True\n    pass\n' } });
    expect(kindAndName(nested)).toEqual(['syntax', null, 'other.py:1']);
  });

  test('because they import each other in a circle', async () => {
    const failure = await failureOf('from other import A\nB = 1\n', {
      files: { 'other.py': 'from settings import B\nA = 1\n' },
    });
    expect(failure).toMatchObject({ kind: 'refused', type: 'ImportError', place: { file: 'other.py', line: 1 } });
  });

  test('because Django is not installed', async () => {
    const { failure, django } = await settle(BARE, { python: '/usr/bin/python3' });
    expect(django).toBeNull();
    expect(failure).toMatchObject({ kind: 'module-missing', name: 'django' });
  });

  test('say what they read before they failed, and what they lacked', async () => {
    const evaluation = await settle('import os\nA = os.environ.get("ONE", "x")\nB = os.environ["TWO"]\n');
    expect(evaluation.reads.map(({ name, present, optional }) => [name, present, optional])).toEqual([
      ['ONE', false, true],
      ['TWO', false, false],
    ]);
  });

  test('never quote a secret that the settings hold themselves', async () => {
    const settings = `${BARE}
DATABASES = {"default": {"OPTIONS": {"PASSWORD": "Gm5Tq8Wz1Xc4Vb7N"}}}
BROKER = "amqp://app:Hn6Yr9Ux2Zv5Ba8M@rabbit//"
def connect(token):
    raise ValueError(SECRET_KEY, str(DATABASES), BROKER, token)
try:
    connect("Jp7Ks0Lw3Ed6Rf9T")
except ValueError as error:
    raise RuntimeError(f"broken: {error}")
`;
    const failure = await failureOf(settings);
    expect(failure.message).toContain('broken');
    for (const secret of ['Vz3mXr9Ktw5wJc2H', 'Gm5Tq8Wz1Xc4Vb7N', 'Hn6Yr9Ux2Zv5Ba8M', 'Jp7Ks0Lw3Ed6Rf9T'])
      expect(failure.message).not.toContain(secret);
  });

  test('name the variable that is missing, whatever it is called', async () => {
    const failure = await failureOf(`${BARE}import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n`);
    expect(failure).toMatchObject({ kind: 'variable-missing', name: 'SECRET_KEY' });
    expect(failure.message).toContain('SECRET_KEY');
  });

  test('are not placed in a file that an error made up', async () => {
    const failure = await failureOf(`${BARE}raise SyntaxError("no", ("made-up.py", 3, 1, "x"))\n`);
    expect(failure.place).toEqual({ file: 'settings.py', line: 4 });
  });

  test('never quote the value of a secret variable, not even a part of it', async () => {
    const secret = 'sk-live-9fQ2mZx7Lr4TkP8w';
    const failure = await failureOf(
      'import os\nraise ValueError("bad: " + repr(os.environ["API_KEY"]) + os.environ["API_KEY"][3:14])\n',
      {
        environment: { API_KEY: secret },
      },
    );
    expect(failure.message).toBe("bad: '***'***");
    const short = await failureOf('import os\nraise ValueError(os.environ["API_KEY"])\n', {
      environment: { API_KEY: '9fQ2mZx7Lr' },
    });
    expect(short.message).toBe('***');
    const url = await failureOf('import os\nint(os.environ["DATABASE_URL"])\n', {
      environment: { DATABASE_URL: 'postgres://user:p%40ss-9fQ2@db/x' },
    });
    expect(url.message).not.toContain('9fQ2');
    expect(url.message).toContain('postgres://***@db/x');
  });
});

describe('the probe itself', () => {
  test('says that it was not started when there is no such interpreter', async () => {
    expect(await replyTo({ files: {}, python: '/no/such/python' })).toMatchObject({ ok: false, reason: 'not-started' });
  });

  test('says that it broke when it ends without an answer', async () => {
    expect(await replyTo({ files: {}, python: '/bin/true' })).toEqual({
      ok: false,
      reason: 'broken',
      message: 'The probe ended with status 0 and said nothing.',
    });
  });
});
