import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { openRepository, type Repository } from '../core/repository.ts';
import { oneLine } from '../core/text.ts';
import { locateProject } from '../django/project-place.ts';
import { readCelery } from './celery/read.ts';
import { readStacks } from './compose/read.ts';
import { readDockerfiles } from './docker/read.ts';
import { readEnvironmentFiles } from './env/read.ts';
import { type CheckWorld, interrogate } from './interrogate.ts';
import type { Project } from './project.ts';
import { readProxies } from './proxy/read.ts';
import type { CheckRequest, FileKind } from './request.ts';
import { readRequirements } from './requirements/read.ts';
import { readServers, serverQuestions } from './server/read.ts';
import { readServices } from './services/read.ts';
import { readSource } from './source/read.ts';
import { unjudgedOf } from './unjudged.ts';

/**
 * Reads everything that is to be judged: the files of the checkout first, then, in one Python process, what the project says of itself with
 * the environments in which those files start it. Nothing is judged here, and nothing of the project is changed.
 * @throws UserError when an input names a folder or an interpreter that is not there
 */
export async function collectProject(request: CheckRequest, world: CheckWorld): Promise<Project> {
  const { given, profile, application } = request;
  const asked = (kind: FileKind): readonly string[] => request.files.get(kind) ?? [];
  const repository = await openRepository(world.host.context.workspace, world);
  await refuseAbsent(request, repository);
  const key = await newKey();
  const values = new Map([...given.variables].map(([name, { value }]) => [name, value]));
  const [stacks, environmentFiles, source] = await Promise.all([
    readStacks(repository, request.compose, values),
    readEnvironmentFiles(
      repository,
      [...asked('env'), ...(request.envFile === undefined ? [] : [request.envFile])],
      key,
    ),
    readSource(repository),
  ]);
  const builds = stacks.flatMap(({ services }) =>
    services.flatMap(({ build }) => (build === undefined ? [] : [build])),
  );
  const dockerfiles = await readDockerfiles(repository, asked('dockerfile'), builds);
  const place = await locateProject(repository, { ...request, action: 'check-deploy' });
  const services = await readServices({
    repository,
    profile,
    stacks,
    dockerfiles,
    environmentFiles,
    given,
    application,
    directory: place.directory,
    procfiles: asked('procfile'),
  });
  const [requirements, proxies, questions] = await Promise.all([
    readRequirements(repository, asked('requirements'), dockerfiles, place.directory),
    readProxies(repository, [...asked('nginx'), ...asked('traefik')], services),
    serverQuestions(services, repository),
  ]);
  const python = await interrogate({ request, place, services, servers: questions, key, repository }, world);
  const project: Omit<Project, 'unjudged'> = {
    root: repository.root,
    profile,
    site: request.site,
    directory: place.directory,
    framework: place.framework,
    given,
    siblings: request.siblings,
    application,
    evaluations: python.evaluations,
    counterpart: python.counterpart,
    python: python.installed,
    pythonFrom: python.why,
    environmentFiles,
    dockerfiles,
    stacks,
    services,
    servers: await readServers(services, repository, python.servers),
    celery: await readCelery(services, python.evaluations),
    proxies,
    requirements,
    source,
  };
  return { ...project, unjudged: unjudgedOf(project, python.interpreter) };
}

/** @throws UserError for a file that the input `compose` names and that is not there: a misspelt stack must not be judged as none */
async function refuseAbsent({ compose }: CheckRequest, repository: Repository): Promise<void> {
  for (const [profile, stacks] of compose) {
    for (const file of stacks.flat()) {
      if (await repository.has(file)) continue;
      const close = nearest(
        file,
        repository.files.filter(path => /\.ya?ml$/.test(path)),
      );
      throw new UserError(
        `The input "compose" names "${oneLine(file, 100)}" for ${profile}, which is not in the checkout${close === undefined ? '' : `; did you mean ${oneLine(close, 100)}?`}`,
        {
          reasonCode: 'invalid-input',
          remedy: `Write paths from the root of the checkout:\nwith:\n  compose: |\n    ${profile}: ${oneLine(close ?? 'docker-compose.yml', 100)}`,
        },
      );
    }
  }
}

/** 256 bits that nobody else has: tags of secrets mean nothing outside of this run. */
async function newKey(): Promise<string> {
  // Loaded here: it is slow to start, and most actions need none of it.
  const { randomBytes } = await import('node:crypto');
  return randomBytes(32).toString('hex');
}
