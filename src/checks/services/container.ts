import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import type { ComposeService, ComposeStack } from '../compose/facts.ts';
import type { CommandForm, Dockerfile, Stage } from '../docker/facts.ts';
import { baseName, isInside } from '../paths.ts';
import type { Command, Start } from '../shell/facts.ts';
import { combined, followStart } from '../shell/start.ts';
import type { Role, Service } from './facts.ts';
import { roleOfImage } from './images.ts';
import { migrationsOf } from './migrations.ts';
import { programOf, rolesOf, settingsOption } from './programs.ts';
import { sourcesOf } from './sources.ts';

/** What is known of a container before its start is followed. */
export interface Container {
  readonly name: string;
  readonly title: string;
  readonly place: Place;
  readonly stack: ComposeStack | undefined;
  readonly compose: ComposeService | undefined;
  readonly image: { readonly dockerfile: Dockerfile; readonly stage: Stage } | undefined;
  readonly imageName: string;
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Nothing else is set in it. */
  readonly complete: boolean;
  /** Coolify's start command, a Procfile's line: takes the place of the image's command. */
  readonly startCommand: { readonly text: string; readonly place: Place } | undefined;
  /** Without an image: the folder everything runs in. */
  readonly directory: string | undefined;
  readonly healthcheck: Service['healthcheck'];
}

/** Roles in the order in which one of them says what a container is for. */
const MAIN: readonly Role[] = ['web', 'worker', 'beat', 'flower', 'migrate', 'database', 'cache', 'pooler', 'proxy'];
const OURS: readonly Role[] = ['web', 'worker', 'beat', 'flower', 'migrate'];
const EXPANSION = /\$[A-Za-z_{(]|`/;
const CONFIGURED: readonly Role[] = ['database', 'cache', 'pooler'];

/** The service that a container comes to: its start followed through entrypoint, command and scripts. */
export async function serviceOf(container: Container, repository: Repository): Promise<Service> {
  const { image, compose, imageName } = container;
  const stage = image?.stage;
  const written = writtenStart(container);
  const sources = sourcesOf(image, compose);
  const directory = compose?.workingDirectory ?? stage?.workdir ?? container.directory;
  const start = await followStart({
    ...written,
    stage,
    repository,
    environment: container.environment,
    complete: container.complete,
    directory,
    sources,
    place: startPlace(container),
  });
  const roles = rolesOfStart(start.commands);
  const known = roleOfImage(imageName);
  const role = MAIN.find(name => roles.includes(name)) ?? known ?? 'other';
  const main = start.commands.findLast(command => rolesOf(command).includes(role)) ?? start.commands.at(-1);
  const environment = ofProgram(container.environment, main);
  return {
    name: container.name,
    title: container.title,
    place: container.place,
    role,
    roles: roles.length === 0 && role !== 'other' ? [role] : roles,
    stack: container.stack,
    compose,
    image,
    imageName,
    start,
    written,
    environment,
    directory,
    user: compose?.user ?? stage?.user?.value,
    healthcheck: container.healthcheck,
    own: OURS.includes(role) ? known === undefined : image !== undefined && role === 'other',
    sources,
    settings: settingsOf(main, environment),
    migrations: await migrationsOf(start.commands, repository),
    swallows: await swallowedBy(container, start, repository),
    complete: container.complete,
    configuration: CONFIGURED.includes(role) ? await configurationOf(container, repository) : [],
  };
}

function writtenStart({ image, compose, startCommand }: Container): Service['written'] {
  if (startCommand !== undefined) return { entrypoint: undefined, command: { form: 'shell', text: startCommand.text } };
  const own = { entrypoint: image?.stage.entrypoint?.value, command: image?.stage.command?.value };
  return compose === undefined ? own : combined(own, compose);
}

/** The line that says what is started: the service's own command, else the image's. */
function startPlace({ compose, image, startCommand, place }: Container): Place {
  if (startCommand !== undefined) return startCommand.place;
  if (compose?.command !== undefined) return compose.placeOf('command');
  if (compose?.entrypoint !== undefined) return compose.placeOf('entrypoint');
  const line = image?.stage.command?.line ?? image?.stage.entrypoint?.line;
  return image === undefined || line === undefined ? place : { file: image.dockerfile.file, line };
}

/** Every role of what surely runs; of what may run only when nothing surely does. */
function rolesOfStart(commands: readonly Command[]): readonly Role[] {
  const sure = commands.filter(({ conditional }) => conditional !== true).flatMap(rolesOf);
  const maybe = commands.flatMap(rolesOf);
  const whole = sure.some(role => role !== 'migrate') ? [...sure, ...maybe.filter(role => role === 'migrate')] : maybe;
  return [...new Set(whole)];
}

/** With what the scripts before a program export, and what stands before it on its line. */
function ofProgram(
  environment: ReadonlyMap<string, string | undefined>,
  main: Command | undefined,
): ReadonlyMap<string, string | undefined> {
  const set = [...Object.entries(main?.exports ?? {}), ...Object.entries(main?.assignments ?? {})];
  // A text that still holds an expansion is not the value: what was given under the name stands in, else nothing is known of it.
  return new Map([
    ...environment,
    ...set.map(([name, value]) => [name, EXPANSION.test(value) ? environment.get(name) : value] as const),
  ]);
}

function settingsOf(
  main: Command | undefined,
  environment: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const words = main === undefined ? [] : programOf(main.words).words;
  return settingsOption(words) ?? (environment.get('DJANGO_SETTINGS_MODULE') || undefined);
}

/** An entrypoint in shell form, or a script that never looks at its words, starts the same whatever `command` says. */
async function swallowedBy(
  { compose, image }: Container,
  start: Start,
  repository: Repository,
): Promise<Place | undefined> {
  const entrypoint = image?.stage.entrypoint;
  if (image === undefined || entrypoint === undefined || compose?.entrypoint !== undefined) return undefined;
  if (compose?.command === undefined || compose.command.length === 0) return undefined;
  const place = { file: image.dockerfile.file, line: entrypoint.line };
  if (entrypoint.value.form === 'shell') return /\$[@*1]|\$\{[@*1]/.test(entrypoint.value.text) ? undefined : place;
  const [script] = start.scripts;
  const named = entrypoint.value.words.some(
    word => word.endsWith(`/${baseName(script ?? '?')}`) || word === baseName(script ?? '?'),
  );
  const text = script === undefined || !named ? undefined : await repository.read(script);
  return text === undefined || /\$[@*1]|\$\{[@*1#]|\bshift\b|\$#/.test(text) ? undefined : place;
}

async function configurationOf({ compose }: Container, repository: Repository): Promise<Service['configuration']> {
  const found: Service['configuration'][number][] = [];
  for (const { kind, source, target } of compose?.volumes ?? []) {
    if (kind !== 'bind' || source === undefined || !isInside(source)) continue;
    const text = repository.files.includes(source) ? await repository.read(source) : undefined;
    if (text !== undefined) found.push({ file: source, target, text });
  }
  return found;
}

/** Compose's own health check, else the image's. */
export function healthcheckOf(compose: ComposeService | undefined, image: Container['image']): Service['healthcheck'] {
  const inherited = image?.stage.healthcheck?.value;
  const fromImage = inherited === undefined ? undefined : { check: inherited, inherited: compose !== undefined };
  const own = compose?.healthcheck;
  if (own === undefined) return fromImage;
  if (own.disabled) return { check: 'none', inherited: false };
  // Docker takes every value that is not given from the image's check.
  const base = inherited === undefined || inherited === 'none' ? undefined : inherited;
  const times = {
    interval: own.interval ?? base?.interval,
    timeout: own.timeout ?? base?.timeout,
    retries: own.retries ?? base?.retries,
    startPeriod: own.startPeriod ?? base?.startPeriod,
  };
  const [kind, ...rest] = own.test;
  if (kind === undefined) return base === undefined ? fromImage : { check: { ...base, ...times }, inherited: true };
  const test: CommandForm =
    kind === 'CMD-SHELL'
      ? { form: 'shell', text: rest.join(' ') }
      : { form: 'exec', words: kind === 'CMD' ? rest : own.test };
  return { check: { test, ...times, place: own.place }, inherited: false };
}
