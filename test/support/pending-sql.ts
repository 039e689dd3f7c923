import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { provisionPython } from '../../lab/python/provision.ts';
import { ROOT } from '../../scripts/root.ts';

const run = promisify(execFile);

/** Lines of `operations`, by the migration's label; they run in this order, as `0001_<label>` and so on. */
export type Migrations = Readonly<Record<string, string>>;

export interface SaidStep {
  readonly step: 'sql' | 'code';
  readonly operation: number | null;
  readonly sql?: string;
  readonly by?: string;
  readonly guessed?: boolean;
}

export interface SaidField {
  readonly [fact: string]: unknown;
}

export interface SaidOperation {
  readonly index: number;
  readonly kind: string;
  readonly text: string;
  readonly line: number;
  readonly model: string | null;
  readonly field: string | null;
  readonly stateOnly: boolean;
  readonly reverse: string;
  readonly before: SaidField | null;
  readonly after: SaidField | null;
  readonly code: SaidField | null;
}

export interface SaidMigration {
  readonly id: string;
  readonly line: number;
  readonly atomic: boolean;
  readonly operations: readonly SaidOperation[];
  readonly steps: readonly SaidStep[];
  readonly backwards: readonly string[] | null;
}

export interface Said {
  readonly pending: readonly SaidMigration[];
  readonly schema: readonly string[];
  readonly unknown: readonly {
    readonly code: string;
    readonly about: string;
    readonly why: string;
    readonly place: unknown;
  }[];
  readonly standIn: boolean;
}

/** A migration as Django itself tells it with a database: forwards, and backwards unless that cannot be. */
export type Real = readonly [id: string, forwards: readonly string[], backwards: readonly string[] | null];

const HEAD = `import datetime, decimal, uuid
import django
from django.db import migrations, models
from django.utils import timezone
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, BtreeGistExtension, CreateCollation, ValidateConstraint
from shop import custom

CHECK = "condition" if django.VERSION >= (5, 1) else "check"
`;

const SETTINGS = `import os
SECRET_KEY = "kq8Vz3mXr9Ktw5wJc2Hy8BfN6Np4LdG1Gs0RvTxWk3Mz7Qb9Yh5Cj2"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.postgres", "shop"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("NAME", "none"), "USER": "obcms",
    "PASSWORD": os.environ.get("PASSWORD", ""), "HOST": "127.0.0.1", "PORT": os.environ.get("PORT", "1")}}
`;

export interface Shop {
  readonly migrations: Migrations;
  /** Label of the first pending one; default: all are. */
  readonly from?: string;
  /** `shop/custom.py`, which migrations see as `custom`. */
  readonly custom?: string;
  /** Lines behind the settings. */
  readonly settings?: string;
  /** Of the lab's requirements: `django42.txt`; default: the newest. */
  readonly requirements?: string;
}

/** What the walk without a database says of an app made of these migrations. */
export async function saidOf(shop: Shop): Promise<Said> {
  return JSON.parse(await runIn(shop, 'said', {}));
}

/** What Django says and does with a real and empty database. */
export async function realOf(shop: Shop, address: URL): Promise<readonly Real[]> {
  const environment = { NAME: address.pathname.slice(1), PASSWORD: address.password, PORT: address.port };
  return JSON.parse(await runIn(shop, 'real', environment));
}

async function runIn(shop: Shop, mode: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const requirements =
    shop.requirements === undefined ? {} : { requirements: join(ROOT, 'lab/python', shop.requirements) };
  const { python } = await provisionPython(requirements);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pending-sql-')));
  try {
    for (const [path, text] of Object.entries(filesOf(shop))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const first = shop.from === undefined ? '0000' : nameOf(shop.migrations, shop.from);
    const words = ['-B', join(ROOT, 'test/support/pending_sql.py'), join(ROOT, 'src/django'), first, mode];
    const { stdout } = await run(python, words, {
      cwd: root,
      env: { PATH: '/usr/bin:/bin', ...environment },
      maxBuffer: 2 ** 26,
    });
    return stdout;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function filesOf(shop: Shop): Record<string, string> {
  const labels = Object.keys(shop.migrations);
  const files: Record<string, string> = {
    'settings.py': `${SETTINGS}${shop.settings ?? ''}`,
    'shop/__init__.py': '',
    'shop/models.py': '',
    'shop/custom.py': shop.custom ?? '',
    'shop/migrations/__init__.py': '',
  };
  labels.forEach((label, index) => {
    const before = labels[index - 1];
    const needs = before === undefined ? '' : `("shop", "${nameOf(shop.migrations, before)}")`;
    const text = shop.migrations[label] ?? '';
    const body = text.includes('class Migration') ? text.replace('NEEDS', needs) : migration(text, needs);
    files[`shop/migrations/${nameOf(shop.migrations, label)}.py`] = `${HEAD}${body}`;
  });
  return files;
}

/** The operations begin in line 15. */
function migration(operations: string, needs: string): string {
  const atomic = operations.includes('Concurrently') ? 'False' : 'True';
  return `\n\nclass Migration(migrations.Migration):\n    atomic = ${atomic}\n    dependencies = [${needs}]\n    operations = [\n${operations},\n    ]\n`;
}

function nameOf(migrations: Migrations, label: string): string {
  return `${String(Object.keys(migrations).indexOf(label) + 1).padStart(4, '0')}_${label}`;
}
