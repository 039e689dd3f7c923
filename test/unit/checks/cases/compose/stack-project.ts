import { readStacks } from '../../../../../src/checks/compose/read.ts';
import { readDockerfiles } from '../../../../../src/checks/docker/read.ts';
import type { GivenEnvironment } from '../../../../../src/checks/env/facts.ts';
import { readEnvironmentFiles } from '../../../../../src/checks/env/read.ts';
import type { Project } from '../../../../../src/checks/project.ts';
import { readServices } from '../../../../../src/checks/services/read.ts';
import { memoryRepository, projectWith } from '../../../../support/checks.ts';
import type { FiringCase, SilentCase } from '../../../../support/rule-cases.ts';

export const STACK = 'docker-compose.prod.yml';

/** A project image with nothing special about it. */
export const DOCKERFILE = [
  'FROM python:3.13-slim',
  'WORKDIR /app',
  'COPY . .',
  'CMD ["gunicorn", "app.wsgi"]',
  '',
].join('\n');

type Files = Readonly<Record<string, string>>;
/** More of the project, once its services are known. */
type More = (project: Project) => Partial<Project>;

export function given(values: Readonly<Record<string, string>>): GivenEnvironment {
  const variables = Object.entries(values).map(
    ([name, value]) => [name, { name, value, origin: 'env' as const }] as const,
  );
  return { variables: new Map(variables), unreadable: [], empty: variables.length === 0 };
}

/** What the readers make of these files; one text is a production stack beside `DOCKERFILE`. */
export async function stackProject(
  files: string | Files,
  more: More = () => ({}),
  environment = given({}),
): Promise<Project> {
  const all: Files = typeof files === 'string' ? { Dockerfile: DOCKERFILE, [STACK]: files } : files;
  const repository = memoryRepository(all);
  const values = new Map([...environment.variables].map(([name, { value }]) => [name, value]));
  const stacks = await readStacks(repository, new Map(), values);
  const builds = stacks.flatMap(({ services }) => services.flatMap(({ build }) => build ?? []));
  const dockerfiles = await readDockerfiles(repository, [], builds);
  const environmentFiles = await readEnvironmentFiles(repository, [], 'ab'.repeat(32));
  const profile = 'production';
  const services = await readServices({
    repository,
    profile,
    stacks,
    dockerfiles,
    environmentFiles,
    given: environment,
    application: undefined,
    directory: '',
  });
  const project = projectWith({ directory: '', stacks, dockerfiles, environmentFiles, services, given: environment });
  return { ...project, ...more(project) };
}

/** Lines that end in the mark `# <-`, file by file. */
function marked(files: string | Files): readonly (readonly [string, number])[] {
  const all = typeof files === 'string' ? { [STACK]: files } : files;
  return Object.entries(all).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => (line.endsWith('# <-') ? [[file, index + 1] as const] : [])),
  );
}

/** Fires at the lines marked `# <-`, once each. */
export function fires(name: string, files: string | Files, more?: More, environment?: GivenEnvironment): FiringCase {
  return { name, project: stackProject(files, more, environment), at: marked(files) };
}

export function silent(name: string, files: string | Files, more?: More, environment?: GivenEnvironment): SilentCase {
  return { name, project: stackProject(files, more, environment) };
}
