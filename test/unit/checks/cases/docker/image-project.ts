import { readStacks } from '../../../../../src/checks/compose/read.ts';
import { readDockerfiles } from '../../../../../src/checks/docker/read.ts';
import type { Profile } from '../../../../../src/checks/profile.ts';
import type { Project } from '../../../../../src/checks/project.ts';
import { readRequirements } from '../../../../../src/checks/requirements/read.ts';
import { readServices } from '../../../../../src/checks/services/read.ts';
import { readSource } from '../../../../../src/checks/source/read.ts';
import { memoryRepository, projectWith } from '../../../../support/checks.ts';

/** What every project here has, so that a case shows its own lines only. */
const AROUND: Readonly<Record<string, string>> = {
  'manage.py': 'import os\n',
  'requirements.txt': 'Django==5.2.17\n',
  'config/__init__.py': '',
  'config/settings/__init__.py': '',
  'config/settings/production.py': 'DEBUG = False\n',
  'config/settings/development.py': 'DEBUG = True\n',
  '.dockerignore': '.git\n.env\n.env.*\n.venv\n**/__pycache__\n**/*.pyc\n*.sqlite3\n',
};

/** A project by the text of its files, read as the action reads it. */
export async function projectOf(
  files: Readonly<Record<string, string | undefined>>,
  parts: Partial<Project> = {},
): Promise<Project> {
  const merged = Object.entries({ ...AROUND, ...files }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const repository = memoryRepository(Object.fromEntries(merged));
  const profile: Profile = parts.profile ?? 'production';
  const base = projectWith({ directory: '', ...parts });
  const stacks = await readStacks(repository, new Map(), new Map());
  const builds = stacks.flatMap(({ services }) =>
    services.flatMap(({ build }) => (build === undefined ? [] : [build])),
  );
  const dockerfiles = await readDockerfiles(repository, [], builds);
  const services = await readServices({
    repository,
    profile,
    stacks,
    dockerfiles,
    environmentFiles: [],
    given: base.given,
    application: base.application,
    directory: '',
  });
  return {
    ...base,
    stacks,
    dockerfiles,
    services,
    requirements: await readRequirements(repository, [], dockerfiles, ''),
    source: await readSource(repository),
  };
}

/** A project with this Dockerfile, one argument a line. */
export function image(...lines: readonly string[]): Promise<Project> {
  return projectOf({ Dockerfile: `${lines.join('\n')}\n` });
}

export const PYTHON = 'FROM python:3.13-slim-bookworm';
export const START = 'CMD ["gunicorn", "config.wsgi"]';
