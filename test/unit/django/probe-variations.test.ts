import { describe, expect, test } from '@jest/globals';
import type { Variation } from '../../../src/django/answer.ts';
import { BARE, settle } from './probing.ts';

async function variationsOf(
  text: string,
  environment: Readonly<Record<string, string>>,
  booleans?: { readonly off: string; readonly on: string },
): Promise<readonly Variation[]> {
  const evaluation = await settle(`import os\n${text}\n${BARE}`, {
    environment,
    evaluation: { variations: true, ...(booleans === undefined ? {} : { booleans }) },
  });
  expect(evaluation.failure).toBeNull();
  return evaluation.variations;
}

const short = (variations: readonly Variation[]) =>
  variations.map(({ variable, change, end, differences }) => [
    variable,
    change,
    end,
    differences.map(({ setting }) => setting).join(','),
  ]);

describe('variations', () => {
  test('take away each variable that is there and was read, and tell what came out differently', async () => {
    const variations = await variationsOf(
      `TIME_ZONE = os.environ.get("ZONE", "UTC")
EMAIL_HOST = os.environ["MAIL"]
EMAIL_PORT = int(os.environ.get("PORT", "25"))
EMAIL_TIMEOUT = os.environ.get("NOT_THERE")`,
      { ZONE: 'Asia/Manila', MAIL: 'mail.example', PORT: '25', NEVER_READ: '1' },
    );
    expect(short(variations)).toEqual([
      ['ZONE', 'absent', 'differs', 'TIME_ZONE'],
      ['PORT', 'absent', 'same', ''],
      ['MAIL', 'absent', 'closed', ''],
    ]);
    expect(variations[0]?.differences.map(({ given, then, place }) => [given, then, place])).toEqual([
      ['Asia/Manila', 'UTC', { file: 'settings.py', line: 2 }],
    ]);
    expect(variations[2]?.failure).toMatchObject({ kind: 'variable-missing', name: 'MAIL' });
  });

  test('begin with the switches of DEBUG, absent, off and on', async () => {
    const text = `MAIL = os.environ.get("MAIL", "x")
DEBUG = os.environ.get("DJANGO_DEBUG", "True") == "True"
STATIC_URL = "/d/" if DEBUG else "/s/"`;
    expect(short(await variationsOf(text, { DJANGO_DEBUG: 'False', MAIL: 'm' }, { off: 'False', on: 'True' }))).toEqual(
      [
        ['DJANGO_DEBUG', 'absent', 'differs', 'DEBUG,STATIC_URL'],
        ['DJANGO_DEBUG', 'on', 'differs', 'DEBUG,STATIC_URL'],
        ['MAIL', 'absent', 'same', ''],
      ],
    );
  });

  test('switch DEBUG also where it is not in the environment', async () => {
    const text = `DEBUG = os.environ.get("DEBUG", "1") == "1"
STATIC_URL = "/d/" if DEBUG else "/s/"
DEBUG = False`;
    const variations = await variationsOf(text, {});
    expect(short(variations)).toEqual([
      ['DEBUG', 'off', 'differs', 'STATIC_URL'],
      ['DEBUG', 'on', 'same', ''],
    ]);
    expect(variations[0]?.differences.map(({ given, then, place }) => [given, then, place?.line])).toEqual([
      ['/d/', '/s/', 3],
    ]);
  });

  test('begin with what decides DEBUG under another name', async () => {
    const text = `A = os.environ.get("A", "")
MODE = os.environ.get("MODE", "development")
DEBUG = MODE == "development"`;
    expect(short(await variationsOf(text, { A: '1', MODE: 'production' }))).toEqual([
      ['MODE', 'absent', 'differs', 'DEBUG'],
      ['A', 'absent', 'same', ''],
    ]);
  });

  test('point at the line that won in the variation', async () => {
    const text = `if os.environ.get("DATABASE"):
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}`;
    const [variation] = await variationsOf(text, { DATABASE: 'x' });
    expect(variation?.differences).toMatchObject([{ setting: 'DATABASES', place: { file: 'settings.py', line: 5 } }]);
  });

  test('leave out what differs by itself from one evaluation to the next', async () => {
    const text = `import uuid
EMAIL_SUBJECT_PREFIX = str(uuid.uuid4())
TIME_ZONE = os.environ.get("ZONE", "UTC")`;
    expect(short(await variationsOf(text, { ZONE: 'Asia/Manila' }))).toEqual([
      ['ZONE', 'absent', 'differs', 'TIME_ZONE'],
    ]);
  });

  test('tell a secret that falls back to another one by its facts', async () => {
    const text = `KEY = os.environ.get("KEY", "change-me-please")\nEMAIL_HOST_PASSWORD = KEY`;
    const [variation] = await variationsOf(text, { KEY: 'q7Vz3mXr9Kt5wJc2Hy8B' });
    expect(variation?.differences.map(({ setting }) => setting)).toEqual(['EMAIL_HOST_PASSWORD']);
    expect(variation?.differences[0]?.given).toMatchObject({ $: 'secret', placeholder: null });
    expect(variation?.differences[0]?.then).toMatchObject({ $: 'secret', placeholder: 'change-me' });
  });

  test('are closed where the settings hang or die without the variable', async () => {
    const text = `if "A" not in os.environ:
    os._exit(3)
if "B" not in os.environ:
    os.kill(os.getpid(), 11)`;
    expect((await variationsOf(text, { A: '1', B: '1' })).map(({ end, failure }) => [end, failure?.kind])).toEqual([
      ['closed', 'exit'],
      ['closed', 'died'],
    ]);
  });

  test('are at most forty', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `NAME_${index}`);
    const text = names.map(name => `os.environ.get("${name}", "")`).join('\n');
    const variations = await variationsOf(text, Object.fromEntries(names.map(name => [name, '1'])));
    expect(variations).toHaveLength(40);
  });

  test('are none where they are not asked for', async () => {
    const evaluation = await settle(`import os\nA = os.environ.get("A")\n${BARE}`, { environment: { A: '1' } });
    expect(evaluation.variations).toEqual([]);
  });
});
