import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import type { ComposeService, ComposeStack } from '../compose/facts.ts';
import type { Dockerfile, Stage } from '../docker/facts.ts';
import type { EnvironmentFile, GivenEnvironment } from '../env/facts.ts';
import { joined } from '../paths.ts';
import type { Profile } from '../profile.ts';
import type { CoolifyApplication } from '../project.ts';
import { type Container, healthcheckOf, serviceOf } from './container.ts';
import { ofImage, ofService, withGiven } from './environment.ts';
import type { Service } from './facts.ts';
import { dockerfilesFor, targetsOf } from './images-to-run.ts';
import { procfileEntries } from './procfile.ts';
import { systemdUnits } from './systemd.ts';

export interface ServicesQuestion {
  readonly repository: Repository;
  readonly profile: Profile;
  /** Of all profiles. */
  readonly stacks: readonly ComposeStack[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly environmentFiles: readonly EnvironmentFile[];
  readonly given: GivenEnvironment;
  readonly application: CoolifyApplication | undefined;
  /** Folder of `manage.py`, relative to the root. */
  readonly directory: string;
  /** Globs of the input `files`; such a Procfile comes before those that are found by name. */
  readonly procfiles?: readonly string[];
}

/**
 * What would run under a profile, each container with its image, command and environment as they combine. Coolify's build pack decides
 * what is looked at when it is known; else Compose files come before Dockerfiles, and those before a Procfile and systemd units.
 */
export async function readServices(question: ServicesQuestion): Promise<readonly Service[]> {
  for (const containersOf of [composeContainers, imageContainers, processContainers]) {
    const containers = await containersOf(question);
    if (containers.length > 0)
      return Promise.all(containers.map(container => serviceOf(container, question.repository)));
  }
  return [];
}

async function composeContainers(question: ServicesQuestion): Promise<readonly Container[]> {
  const { stacks, profile, application } = question;
  const pack = application?.buildPack;
  if (pack !== undefined && pack !== 'dockercompose') return [];
  const mine = stacks.filter(stack => stack.profile === profile);
  const file = joined(
    application?.baseDirectory.replace(/^\/+/, '') ?? '',
    (application?.composeFile ?? '').replace(/^\/+/, ''),
  );
  const named = mine.filter(({ files }) => files.includes(file));
  return (named.length > 0 ? named : mine).flatMap(stack =>
    started(stack, question).map(service => composeContainer(stack, service, question)),
  );
}

/** Services without `profiles`, those of the profiles that are switched on, and what they need. */
function started(stack: ComposeStack, { profile, given }: ServicesQuestion): readonly ComposeService[] {
  const active = new Set([profile, ...(given.variables.get('COMPOSE_PROFILES')?.value.split(',') ?? [])]);
  return stack.services.filter(
    ({ profiles }) => profiles.length === 0 || profiles.some(name => active.has(name.trim()) || name === '*'),
  );
}

function composeContainer(stack: ComposeStack, service: ComposeService, question: ServicesQuestion): Container {
  const image = service.build === undefined ? undefined : builtImage(service, question.dockerfiles);
  const { values, complete } = ofService(ofImage(image?.stage), service, question.environmentFiles, question.given);
  return {
    name: service.name,
    title: `${stack.files.at(-1) ?? ''}: ${service.name}`,
    place: service.place,
    stack,
    compose: service,
    image,
    imageName:
      image === undefined && service.build === undefined ? (service.image ?? '') : (image?.stage.base.text ?? ''),
    environment: values,
    complete,
    startCommand: undefined,
    directory: undefined,
    healthcheck: healthcheckOf(service, image),
  };
}

function builtImage(
  { build }: ComposeService,
  dockerfiles: readonly Dockerfile[],
): { readonly dockerfile: Dockerfile; readonly stage: Stage } | undefined {
  if (build === undefined) return undefined;
  const path = joined(build.context, build.dockerfile);
  const same = dockerfiles.filter(({ file }) => file === path);
  const dockerfile = same.find(({ context }) => context === build.context) ?? same[0];
  if (dockerfile === undefined) return undefined;
  const wanted = build.target?.toLowerCase();
  const stage = wanted === undefined ? dockerfile.stages.at(-1) : dockerfile.stages.find(({ name }) => name === wanted);
  return stage === undefined ? undefined : { dockerfile, stage };
}

async function imageContainers(question: ServicesQuestion): Promise<readonly Container[]> {
  const { application, given } = question;
  return dockerfilesFor(question).flatMap(dockerfile =>
    targetsOf(dockerfile, application).map((stage): Container => {
      const image = { dockerfile, stage };
      const line = (stage.command ?? stage.entrypoint)?.line ?? stage.line;
      const place: Place = { file: dockerfile.file, line };
      const several = targetsOf(dockerfile, application).length > 1;
      return {
        name: several ? `${dockerfile.file} (${stage.name})` : dockerfile.file,
        title: several ? `${dockerfile.file} (${stage.name})` : dockerfile.file,
        place,
        stack: undefined,
        compose: undefined,
        image,
        imageName: stage.base.text,
        environment: withGiven(ofImage(stage), given),
        complete: !given.empty,
        startCommand: undefined,
        directory: undefined,
        healthcheck: healthcheckOf(undefined, image),
      };
    }),
  );
}

/** Without an image of its own: Coolify's start command, Procfile, systemd. */
async function processContainers(question: ServicesQuestion): Promise<readonly Container[]> {
  const { application, given, repository } = question;
  if (application?.buildPack === 'dockerimage' || application?.buildPack === 'static') return [];
  const bare = { stack: undefined, compose: undefined, image: undefined, imageName: '', healthcheck: undefined };
  const entries = await procfileEntries(repository, question.directory, question.procfiles);
  const processes = entries.map(
    ({ name, text, place }): Container => ({
      ...bare,
      name,
      title: `${place.file}: ${name}`,
      place,
      // The platform chooses the port; everything else is what was given.
      environment: withGiven(new Map([['PORT', undefined]]), given),
      complete: !given.empty,
      startCommand: { text: name === 'web' ? (application?.startCommand ?? text) : text, place },
      directory: '/app',
    }),
  );
  if (processes.length > 0) return processes;
  const units = await systemdUnits(repository);
  return units.map(
    ({ name, text, place, environment, directory }): Container => ({
      ...bare,
      name,
      title: place.file,
      place,
      environment: new Map([...withGiven(new Map(), given), ...environment]),
      complete: false,
      startCommand: { text, place },
      directory,
    }),
  );
}
