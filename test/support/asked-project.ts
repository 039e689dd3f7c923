/** A small Django project in a folder of its own, asked by the real probe in a real Python. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provisionPython } from '../../lab/python/provision.ts';
import { systemProcesses } from '../../src/core/process.ts';
import type { EvaluationAnswer, ProbeAnswer } from '../../src/django/answer.ts';
import { askProbe } from '../../src/django/probe.ts';
import type { EvaluationQuestion, ProbeQuestion } from '../../src/django/question.ts';
import { NEVER_STUBBED } from '../../src/django/stubbing.ts';

/** Which pinned packages: the lab's (Django 5.2, Celery, gunicorn), or one older Django alone. */
export type Packages = 'lab' | 'django32' | 'django42';

export type Files = Readonly<Record<string, string>>;

export async function pythonOf(packages: Packages): Promise<string> {
  if (packages === 'lab') return (await provisionPython()).python;
  const requirements = fileURLToPath(new URL(`../../lab/python/${packages}.txt`, import.meta.url));
  return (await provisionPython({ requirements })).python;
}

/** Writes the files, asks, and takes them away again. Their paths are the places in the answer. */
export async function askProject(
  files: Files,
  asked: (root: string) => Partial<ProbeQuestion>,
  packages: Packages = 'lab',
): Promise<ProbeAnswer> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'obcms-asked-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const reply = await askProbe({ ...questionOf(root), ...asked(root) }, await pythonOf(packages), {
      processes: systemProcesses,
      environment: { PATH: process.env['PATH'], HOME: root },
      signal: AbortSignal.timeout(60_000),
    });
    if (!reply.ok) throw new Error(reply.message);
    return reply.answer;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The answer of one evaluation of `settings.py`. */
export async function evaluateProject(
  files: Files,
  asked: Partial<EvaluationQuestion> = {},
  packages: Packages = 'lab',
): Promise<EvaluationAnswer> {
  const { evaluations } = await askProject(files, () => ({ evaluations: [evaluationOf(asked)] }), packages);
  const [evaluation] = evaluations;
  if (evaluation === undefined) throw new Error('the probe answered no evaluation');
  return evaluation;
}

function questionOf(root: string): ProbeQuestion {
  return {
    schema: 'obcms-deploy/probe-question@1',
    neverStubbed: NEVER_STUBBED,
    root,
    directory: root,
    key: '00'.repeat(32),
    stubs: 'never',
    missing: 'fail',
    marks: { patterns: [], words: [] },
    settings: { names: ['ALLOWED_HOSTS'], prefixes: [] },
    secretNames: 'SECRET|PASSWORD|TOKEN',
    evaluations: [],
    servers: [],
    limits: { evaluation: 30_000, total: 50_000 },
  };
}

function evaluationOf(asked: Partial<EvaluationQuestion>): EvaluationQuestion {
  return {
    id: 'small',
    settings: 'settings',
    environment: {},
    variations: false,
    depth: 'deep',
    visits: [],
    celery: [],
    ...asked,
  };
}

/** Settings of a site with pages and a database that is never reached; `more` is appended. */
export function settingsText(more = ''): string {
  return `SECRET_KEY = "${'k3y-of-a-project-that-lives-for-one-test-'.repeat(2)}"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "never.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
${more}`;
}
