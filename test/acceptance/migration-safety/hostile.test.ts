import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { breakouts } from '../sweeps/markdown-structure.ts';
import { ADDED_FIELD, FILE, importing } from './changes.ts';
import { type Checkout, type Compared, checkoutOfTwo, compare, compareFiles } from './scene.ts';
import { migration, models, SHOP } from './shop.ts';

/** Migrations are programs of whoever opens a pull request: what they do while they are read hurts nobody, and is told. */

const LONGEST_MS = 120_000;
const EVIL = '::error::gotcha </details> ``` `tick` ##[add-mask]x <script> \u001b[31mred';

let folder: string;
let asleep: Promise<Compared>;
let sleeper: Checkout;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-safety-hostile-'));
  // It costs nothing but time, so it is waited for at the end.
  const loop =
    'import time\nwhile True:\n    try:\n        time.sleep(3600)\n    except BaseException:\n        pass\n';
  sleeper = await checkoutOfTwo(SHOP, importing(loop));
  asleep = compare(sleeper);
  asleep.catch(() => undefined);
});
afterAll(async () => {
  await sleeper?.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Nothing of it was taken for an order, and no Markdown broke out. */
function expectTame({ run }: Compared): void {
  // What the runner obeys becomes an annotation of its own.
  expect(run.annotations.some(({ message }) => message.startsWith('gotcha'))).toBe(false);
  expect(run.log).not.toContain('\u001b[31m');
  expect(breakouts(run.rawSummary, ['github.com'], 20)).toEqual([]);
}

describe('a migration that', () => {
  test('prints orders for the runner is judged, and nothing is obeyed', async () => {
    const head = `print(${JSON.stringify(EVIL)})\nprint('{"answer": {"pending": []}}')\nimport sys\nsys.stderr.write("::error::gotcha\\n")\n`;
    const compared = await compareFiles(SHOP, importing(head));
    expect(compared.outputs).toMatchObject({ 'reason-code': 'safe', pending: '1' });
    expectTame(compared);
  });

  test('raises is told with its line', async () => {
    const compared = await compareFiles(SHOP, importing(`raise ValueError(${JSON.stringify(EVIL)})\n`));
    expect(compared.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'import-failed', verdict: '' });
    expect(compared.result.headline).toContain('ValueError');
    expect(compared.run.annotations.find(({ file }) => file === FILE)).toMatchObject({ level: 'error', line: 2 });
    expectTame(compared);
  });

  test('ends the process is told, and is never safe', async () => {
    const { outputs, result } = await compareFiles(SHOP, importing('import os\nos._exit(0)\n'));
    expect(outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'import-failed' });
    expect(result.headline).toContain('os._exit(0)');
  });

  test('deletes and writes files finds that it may not', async () => {
    const attempts = [
      'os.remove("manage.py")',
      'shutil.rmtree("orders")',
      'open("new.txt", "w")',
      'os.remove("kept.txt")',
    ];
    const tries = attempts.map(each => `try:\n    ${each}\nexcept BaseException:\n    pass\n`).join('');
    const checkout = await checkoutOfTwo(SHOP, importing(`import os\nimport shutil\n${tries}`));
    const kept = join(checkout.directory, 'kept.txt');
    await writeFile(kept, 'in no commit');
    const { outputs } = await compare(checkout, {}, { sarif: false });
    await access(kept);
    const changed = await git(['status', '--porcelain'], checkout);
    await checkout.dispose();
    expect(changed).toBe('?? kept.txt');
    expect(outputs['reason-code']).toBe('safe');
  });

  test('starts a program and connects reaches neither', async () => {
    let visits = 0;
    const server = createServer((_, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const port = typeof bound === 'object' ? bound?.port : 0;
    const marker = join(folder, 'started');
    const head = `import subprocess\nimport urllib.request\ntry:\n    subprocess.run(["touch", ${JSON.stringify(marker)}])\nexcept OSError:\n    pass\nurllib.request.urlopen("http://127.0.0.1:${port}/")\n`;
    const { outputs, result } = await compareFiles(SHOP, importing(head)).finally(() => server.close());
    expect(visits).toBe(0);
    await expect(access(marker)).rejects.toThrow('ENOENT');
    expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-read', verdict: '' });
    expect(result.headline).toContain('reach no network');
  });

  test(
    'has ten thousand operations is judged in full',
    async () => {
      const many = Array.from(
        { length: 10_000 },
        (_, index) => `migrations.RunSQL("ALTER TABLE orders_order SET (fillfactor = ${10 + (index % 90)})")`,
      );
      const { outputs, migrations } = await compareFiles(SHOP, migration(many), { allow: 'review' });
      expect(outputs['pending']).toBe('1');
      expect(migrations).toHaveLength(1);
      expect(['passed', 'failed']).toContain(outputs['outcome']);
    },
    LONGEST_MS,
  );

  test('is no UTF-8 is told, and one that declares what it is, is read', async () => {
    const text = (first: string) =>
      Buffer.from(
        `${first}from django.db import migrations, models\nNAME = "caf\u00e9"\nclass Migration(migrations.Migration):\n    dependencies = [("orders", "0001_initial")]\n    operations = [migrations.AddField("order", "colour", ${ADDED_FIELD})]\n`,
        'latin1',
      );
    const outcomes: string[] = [];
    for (const first of ['', '# -*- coding: latin-1 -*-\n']) {
      const checkout = await checkoutOfTwo(SHOP, { 'orders/models.py': models(`colour = ${ADDED_FIELD}`) });
      await writeFile(join(checkout.directory, FILE), text(first));
      await git(['add', '--all'], checkout);
      const { outputs } = await compare(checkout);
      await checkout.dispose();
      outcomes.push(outputs['reason-code'] ?? '');
    }
    expect(outcomes).toEqual(['import-failed', 'safe']);
  });

  test('is written to break out of every report stays text', async () => {
    const text = JSON.stringify(`${EVIL}\n::error::gotcha\n| a | b |`);
    const own = `class Loud(migrations.RunSQL):\n    def describe(self):\n        return ${text}\n\n`;
    const help = `models.IntegerField(default=0, help_text=${text}, verbose_name=${text})`;
    const sql = `Loud("ALTER TABLE orders_order ALTER number TYPE text USING '::error::gotcha </details> \`\`\`\\n::error::gotcha'")`;
    const next = {
      'orders/models.py': models(`weight = ${help}`),
      ...migration([`migrations.AddField("order", "weight", ${help})`, sql], { head: own }),
    };
    const compared = await compareFiles(SHOP, next);
    expect(compared.outputs['reason-code']).toBe('blocked');
    expectTame(compared);
  });

  test(
    'sleeps for ever is ended, with nothing left behind',
    async () => {
      const { outputs, result } = await asleep;
      expect(outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'timeout', verdict: '' });
      expect(result.headline).toContain('time');
    },
    LONGEST_MS,
  );
});
