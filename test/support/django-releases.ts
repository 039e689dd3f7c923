/** Two releases of a small Django project, each in a folder of its own, asked by the real probe in a real Python. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemProcesses } from '../../src/core/process.ts';
import type { AskedReleases, ReleasesQuestion } from '../../src/migrations/asked.ts';
import { askBothReleases } from '../../src/migrations/asking/ask.ts';
import { type Files, type Packages, pythonOf } from './asked-project.ts';

export interface Releases {
  readonly base: Files;
  /** Files that the new release has instead, or besides; undefined: it has it no more. */
  readonly head: Readonly<Record<string, string | undefined>>;
}

export const SETTINGS = `SECRET_KEY = "${'k3y-of-two-releases-'.repeat(3)}"
INSTALLED_APPS = ["django.contrib.contenttypes", "shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
`;

/** A migration's file. */
export function migration(dependencies: string, operations: string, more = ''): string {
  return `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [${dependencies}]
    operations = [${operations}]
${more}`;
}

export const CREATE_BOOK =
  'migrations.CreateModel("Book", [("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")), ("title", models.CharField(max_length=80))])';
export const BOOK =
  'from django.db import models\n\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n';
export const ADD_PAGES = 'migrations.AddField("book", "pages", models.IntegerField(null=True))';
export const BOOK_WITH_PAGES = `${BOOK}    pages = models.IntegerField(null=True)\n`;

/** An app with one model and one migration. */
export const SHOP: Files = {
  'settings.py': SETTINGS,
  'shop/__init__.py': '',
  'shop/models.py': BOOK,
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': migration('', CREATE_BOOK, '    initial = True\n'),
};

/** Writes both, asks, and takes them away again. */
export async function withReleases<Value>(
  { base, head }: Releases,
  use: (roots: { readonly base: string; readonly head: string }) => Promise<Value>,
): Promise<Value> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'obcms-releases-')));
  const roots = { base: join(folder, 'base'), head: join(folder, 'head') };
  try {
    await write(roots.base, base);
    await write(roots.head, { ...base, ...head });
    return await use(roots);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function askReleases(
  releases: Releases,
  asked: Partial<ReleasesQuestion> = {},
  packages: Packages = 'lab',
): Promise<AskedReleases> {
  return withReleases(releases, async roots =>
    askBothReleases(
      'django',
      {
        base: { root: roots.base, directory: '', commit: undefined },
        head: { root: roots.head, directory: '', commit: undefined },
        python: await pythonOf(packages),
        settings: 'settings',
        applied: undefined,
        postgres: undefined,
        safemigrate: false,
        ...asked,
      },
      {
        processes: systemProcesses,
        environment: { PATH: process.env['PATH'], HOME: roots.head },
        signal: AbortSignal.timeout(60_000),
      },
    ),
  );
}

async function write(root: string, files: Releases['head']): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, 'latin1');
  }
}
