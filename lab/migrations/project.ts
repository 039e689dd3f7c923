/** The corpus as one Django project in a git repository: an app for each case; `base` has every `0001_before`, `head` what is pending as well. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '../app/git.ts';
import type { Case, CaseMigration } from './cases/case.ts';

export interface CorpusProject {
  readonly directory: string;
  /** 40 hex. */
  readonly base: string;
  readonly head: string;
  /** Of them that these versions can run. */
  readonly cases: readonly Case[];
  /** Ids in the order of the cases. */
  readonly pending: readonly string[];
}

export interface CorpusVersions {
  /** `5.2` */
  readonly django: string;
  /** 12 to 18. */
  readonly postgres: number;
}

/** Writes and commits the project into an empty or missing folder; `head` is checked out. */
export async function layOutCorpus(
  directory: string,
  all: readonly Case[],
  versions: CorpusVersions,
): Promise<CorpusProject> {
  const cases = all.filter(one => runsOn(one, versions));
  await writeAll(directory, [...PROJECT(cases), ...cases.flatMap(before)]);
  await git(['init', '--quiet', '--template=', '--initial-branch=main'], { directory });
  const base = await commit(directory, 'The tables as they are');
  await writeAll(directory, cases.flatMap(after));
  const head = await commit(directory, 'The migrations that are pending');
  return {
    directory,
    base,
    head,
    cases,
    pending: cases.flatMap(one => one.after.map(({ name }) => `${one.name}.${name}`)),
  };
}

/** Whether these versions have what the case needs. */
export function runsOn({ django, postgres }: Pick<Case, 'django' | 'postgres'>, versions: CorpusVersions): boolean {
  return within(versions.django, django) && within(String(versions.postgres), postgres);
}

/** All of the conditions, separated by spaces. */
function within(version: string, range: string | undefined): boolean {
  const conditions = range?.split(/[\s,]+/) ?? [];
  return conditions.every(condition => {
    const match = /^(>=|<)(\d+(?:\.\d+)?)$/.exec(condition);
    if (match === null) throw new Error(`"${range}" is no range of versions such as ">=5.0" or ">=4.0 <6.0".`);
    const order = compare(version, match[2] ?? '');
    return match[1] === '<' ? order < 0 : order >= 0;
  });
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map(text => text.split('.').map(Number));
  return (a?.[0] ?? 0) - (b?.[0] ?? 0) || (a?.[1] ?? 0) - (b?.[1] ?? 0);
}

type TextFile = readonly [path: string, text: string];

const PROJECT = (cases: readonly Case[]): readonly TextFile[] => [
  ['manage.py', MANAGE],
  ['corpus/__init__.py', ''],
  [
    'corpus/settings.py',
    `SECRET_KEY = "only for the corpus"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "corpus"}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
${cases.map(({ name }) => `    "${name}",\n`).join('')}]
`,
  ],
];

const MANAGE = `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corpus.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

function before({ name, before, imports }: Case): readonly TextFile[] {
  return [
    [`${name}/__init__.py`, ''],
    [`${name}/migrations/__init__.py`, ''],
    [
      `${name}/migrations/0001_before.py`,
      migration({ name: '0001_before', operations: before, imports: imports ?? '' }, undefined, name),
    ],
  ];
}

function after({ name, after: pending }: Case): readonly TextFile[] {
  return pending.map((one, index) => [
    `${name}/migrations/${one.name}.py`,
    migration(one, pending[index - 1]?.name ?? '0001_before', name),
  ]);
}

function migration({ operations, atomic, imports }: CaseMigration, previous: string | undefined, app: string): string {
  const needs = previous === undefined ? '' : `("${app}", "${previous}")`;
  return `from django.db import migrations, models
${imports === undefined || imports === '' ? '' : `${imports}\n`}

class Migration(migrations.Migration):
${previous === undefined ? '    initial = True\n' : ''}${atomic === false ? '    atomic = False\n' : ''}    dependencies = [${needs}]

    operations = ${operations.replaceAll('\n', '\n    ')}
`;
}

async function writeAll(directory: string, files: readonly TextFile[]): Promise<void> {
  await Promise.all(
    files.map(async ([path, text]) => {
      const file = join(directory, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }),
  );
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Corpus',
  GIT_AUTHOR_EMAIL: 'corpus@obcms.example',
  GIT_AUTHOR_DATE: '2026-01-05T01:00:00Z',
  GIT_COMMITTER_NAME: 'Corpus',
  GIT_COMMITTER_EMAIL: 'corpus@obcms.example',
  GIT_COMMITTER_DATE: '2026-01-05T01:00:00Z',
} as const;

async function commit(directory: string, message: string): Promise<string> {
  await git(['add', '--all'], { directory });
  await git(['commit', '--quiet', '--message', message], { directory, environment: AUTHOR });
  return git(['rev-parse', 'HEAD'], { directory });
}
