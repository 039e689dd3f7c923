import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { systemProcesses } from '../../../../src/core/process.ts';
import { askProbe } from '../../../../src/django/probe.ts';
import { questionOf } from '../../../../src/migrations/asking/question.ts';
import { NotCollected } from '../../../../src/migrations/reasons.ts';
import { pythonOf } from '../../../support/asked-project.ts';
import {
  ADD_PAGES,
  askReleases,
  BOOK_WITH_PAGES,
  migration,
  SHOP,
  withReleases,
} from '../../../support/django-releases.ts';

const GOOD = migration('("shop", "0001_initial")', ADD_PAGES);
const FILE = 'shop/migrations/0002_pages.py';
const release = (text: string) => ({ base: SHOP, head: { 'shop/models.py': BOOK_WITH_PAGES, [FILE]: text } });

async function refusal(text: string): Promise<unknown> {
  return askReleases(release(text)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

describe('a migration of the new release', () => {
  test('may print: nothing of it is heard', async () => {
    const told = await askReleases(release(`print("x" * 1_000_000)\n${GOOD}`));
    expect(told.pending.map(({ id }) => id)).toEqual(['shop.0002_pages']);
  });

  test.each([
    ['raises', `${GOOD}\nraise RuntimeError("not today")\n`, 'RuntimeError: not today', 7],
    ['ends the process', `import os\nos._exit(0)\n${GOOD}`, 'os._exit(0)', 2],
    ['is no UTF-8', `NAME = "caf\u00e9"\n${GOOD}`, 'SyntaxError', 1],
    ['has no class Migration', 'Migrations = 1\n', 'has no Migration class', 1],
  ])('that %s is named with its line', async (_name, text, words, line) => {
    const thrown = await refusal(text);
    expect(thrown).toBeInstanceOf(NotCollected);
    expect(thrown).toMatchObject({ reasonCode: 'import-failed', place: { file: FILE, line } });
    expect(String(thrown)).toContain(words);
  });

  test('whose models end the process when they are compared is read no further, and says so', async () => {
    const ends =
      'class Odd(models.IntegerField):\n    def deconstruct(self):\n        import os\n        os._exit(0)\n';
    const [imports = '', ...rest] = BOOK_WITH_PAGES.split('\n');
    const models = [imports, ends, ...rest, '    odd = Odd()', ''].join('\n');
    const thrown = await askReleases({ base: SHOP, head: { 'shop/models.py': models, [FILE]: GOOD } }).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ reasonCode: 'import-failed', place: { file: 'shop/models.py' } });
    expect(String(thrown)).toContain('os._exit(0)');
  });

  test.each([
    ['reaches for the network', `import socket\nsocket.create_connection(("192.0.2.1", 80))\n${GOOD}`, 'no network'],
    ['starts a program', `import subprocess\nsubprocess.run(["true"])\n${GOOD}`, 'no program'],
  ])('that %s is not said to be bad: elsewhere it may load', async (_name, text, words) => {
    const thrown = await refusal(text);
    expect(thrown).toMatchObject({ reasonCode: 'not-read', place: { file: FILE, line: 2 } });
    expect(String(thrown)).toContain(words);
  });

  test.each([
    ['os.remove', 'os.remove(os.path.join(root, "settings.py"))'],
    ['shutil.rmtree', 'import shutil; shutil.rmtree(os.path.join(root, "shop"))'],
    ['open for writing', 'open(os.path.join(root, "settings.py"), "w")'],
    ['os.rename', 'os.rename(os.path.join(root, "settings.py"), os.path.join(root, "gone.py"))'],
  ])('can destroy no file: %s', async (_name, line) => {
    const text = `import os\nroot = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))\n${line}\n${GOOD}`;
    await withReleases(release(text), async ({ base, head }) => {
      const [, answer] = await ask(base, head, 30_000);
      expect(answer?.failure).toMatchObject({
        stage: 'migrations',
        type: 'PermissionError',
        place: { file: FILE, line: 3 },
      });
      for (const file of ['settings.py', 'shop/models.py']) expect(existsSync(join(head, file))).toBe(true);
    });
  });

  test('that sleeps for ever is named when the time is up', async () => {
    await withReleases(release(`import time\ntime.sleep(600)\n${GOOD}`), async ({ base, head }) => {
      const [running, answer] = await ask(base, head, 4_000);
      expect(running?.failure).toBeNull();
      expect(answer?.failure).toMatchObject({ kind: 'timeout', stage: 'migrations', place: { file: FILE, line: 2 } });
    });
  });

  test('may have ten thousand operations', async () => {
    const text = `from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001_initial")]\n    operations = [migrations.RunSQL("SELECT 1")] * 10_000\n`;
    const told = await askReleases({ base: SHOP, head: { [FILE]: text } });
    expect(told.pending[0]?.steps).toHaveLength(10_000);
  });
});

test('a running release that does not load makes everything pending, and says why', async () => {
  const told = await askReleases({
    base: { ...SHOP, 'shop/models.py': 'raise RuntimeError("worn out")\n' },
    head: { 'shop/models.py': SHOP['shop/models.py'] },
  });
  expect(told.unknown).toMatchObject([{ code: 'base-not-read', place: { file: 'shop/models.py', line: 1 } }]);
  expect(told.unknown[0]?.why).toContain('worn out');
  expect(told.base.models).toEqual([]);
  expect(told.pending.map(({ id }) => id)).toContain('shop.0001_initial');
});

async function ask(base: string, head: string, evaluation: number) {
  const python = await pythonOf('lab');
  const tree = (root: string) => ({ root, directory: '', commit: undefined });
  const question = questionOf(
    {
      base: tree(base),
      head: tree(head),
      python,
      settings: 'settings',
      applied: undefined,
      postgres: 18,
      safemigrate: false,
    },
    { stubs: 'never', framework: 'django' },
  );
  const reply = await askProbe({ ...question, limits: { evaluation, total: 40_000 } }, python, {
    processes: systemProcesses,
    environment: { PATH: process.env['PATH'], HOME: head },
    signal: AbortSignal.timeout(60_000),
  });
  if (!reply.ok) throw new Error(reply.message);
  return reply.answer.evaluations;
}
