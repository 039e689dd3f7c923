import type { GivenEnvironment } from '../../../../../src/checks/env/facts.ts';
import { readEnvironmentFiles } from '../../../../../src/checks/env/read.ts';
import type { Project } from '../../../../../src/checks/project.ts';
import type { Service } from '../../../../../src/checks/services/facts.ts';
import type { VariableRead } from '../../../../../src/django/answer.ts';
import { evaluationWith, memoryRepository, projectWith } from '../../../../support/checks.ts';

/** Random, as `secrets.token_urlsafe` and `token_hex` make them. */
export const GOOD_KEY =
  'q7RkV2mZx9LwT4bNc8YpJd3HfGsA6uEeWi1oXzQvB5tKrMyPnDjLhCgF0aUS_OI-4wq9Zb7xN2kV8mT3rJ6yLpHdGfSsAaQeWuRiTyOoPl5jKhGcFvXzBnMmCdE2q8Y';
export const GOOD_PASSWORD = '9f3a7c1e5b8d2046a1c9e7f3b5d80246c8e0a2f4b6d81357';
export const OTHER_PASSWORD = '1d4c7b0a3f6e9285d7c1b4a0f3e69852c7b1a4d0e3f69258';

export function given(
  variables: Readonly<Record<string, string>>,
  unreadable: readonly string[] = [],
): GivenEnvironment {
  return {
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, { name, value, origin: 'coolify' }])),
    unreadable,
    empty: false,
  };
}

/** A project of these files of variables, read by the family's reader. */
export async function ofFiles(files: Readonly<Record<string, string>>, parts: Partial<Project> = {}): Promise<Project> {
  return projectWith({ environmentFiles: await readEnvironmentFiles(memoryRepository(files), [], '00'), ...parts });
}

export const ofGiven = (variables: Readonly<Record<string, string>>, parts: Partial<Project> = {}): Project =>
  projectWith({ given: given(variables), ...parts });

export function read(name: string, parts: Partial<VariableRead> = {}): VariableRead {
  return {
    name,
    place: { file: 'src/config/settings/base.py', line: 12 },
    present: true,
    optional: false,
    cast: null,
    ...parts,
  };
}

/** Settings that read these variables and loaded. */
export const evaluated = (reads: readonly VariableRead[], answer: Parameters<typeof evaluationWith>[0] = {}) =>
  evaluationWith({ ...answer, answer: { reads, ...answer.answer } });

/** A container of this project's code with these variables. */
export function service(parts: Partial<Service> = {}): Service {
  return {
    name: 'web',
    title: 'docker-compose.prod.yml: web',
    place: { file: 'docker-compose.prod.yml', line: 2 },
    role: 'web',
    roles: ['web'],
    stack: undefined,
    compose: undefined,
    image: undefined,
    imageName: 'obcms',
    start: { commands: [], pid1: { program: 'gunicorn', passesSignals: true }, scripts: [] },
    written: { entrypoint: undefined, command: undefined },
    environment: new Map(),
    directory: '/app',
    user: undefined,
    healthcheck: undefined,
    own: true,
    sources: [{ container: '/app', repository: '' }],
    settings: undefined,
    migrations: [],
    swallows: undefined,
    complete: true,
    configuration: [],
    ...parts,
  };
}
