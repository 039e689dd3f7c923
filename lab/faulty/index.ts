/**
 * The project with everything wrong that people do: lists of faults as data, each with the findings it must bring, and the copies of the
 * project that hold them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applied, type Changes, type Edit, type Expected, type Fault, lineOf } from './fault.ts';
import {
  IMAGE_ENVIRONMENT_FILE,
  IMAGE_GROUND,
  STACK_ENVIRONMENT_FILE,
  STACK_GROUND,
  STAGING_ENVIRONMENT_FILE,
  STAGING_GROUND,
} from './ground.ts';
import * as container from './image/container.ts';
import { SETTINGS_FAULTS as IMAGE_SETTINGS_FAULTS } from './image/settings.ts';
import * as surroundings from './image/surroundings.ts';
import { CELERY_FAULTS } from './stack/celery.ts';
import { COMPOSE_FAULTS } from './stack/compose.ts';
import { DJANGO_FAULTS } from './stack/django.ts';
import { DOCKER_FAULTS } from './stack/docker.ts';
import { ENV_FAULTS } from './stack/env.ts';
import { PROXY_FAULTS } from './stack/proxy.ts';
import { REQUIREMENTS_FAULTS } from './stack/requirements.ts';
import { SERVER_FAULTS } from './stack/server.ts';
import { SETTINGS_FAULTS } from './stack/settings.ts';
import { SOURCE_FAULTS } from './stack/source.ts';
import * as stagingApplication from './staging/application.ts';
import * as stagingStack from './staging/stack.ts';
import { STOPPED_FAULTS } from './stopped.ts';

export type { Changes, Expected, Fault } from './fault.ts';

/** A copy of the project and what is wrong with it. Faults that would hide each other are in different ones. */
export interface Copy {
  readonly name: string;
  /** Why these faults stand together, and apart from the others. */
  readonly why: string;
  readonly profile: 'staging' | 'production';
  /** What the run comes to: the reason code of the action. */
  readonly reason: 'unfit' | 'settings-missing';
  readonly ground: readonly Edit[];
  readonly faults: readonly Fault[];
  /** The variables that the action is given. Not in git, unless a fault puts it there. */
  readonly environmentFile: string;
}

/** A finding that has to be there, and the fault it comes from. */
export interface Wanted {
  readonly fault: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

export const STACK: Copy = {
  name: 'stack',
  why: 'Production as a Compose stack with a proxy of its own: every service starts, so that all of it can be judged.',
  profile: 'production',
  reason: 'unfit',
  ground: STACK_GROUND,
  faults: [
    ...DJANGO_FAULTS,
    ...SETTINGS_FAULTS,
    ...ENV_FAULTS,
    ...DOCKER_FAULTS,
    ...COMPOSE_FAULTS,
    ...SERVER_FAULTS,
    ...CELERY_FAULTS,
    ...PROXY_FAULTS,
    ...REQUIREMENTS_FAULTS,
    ...SOURCE_FAULTS,
  ],
  environmentFile: STACK_ENVIRONMENT_FILE,
};

export const IMAGE: Copy = {
  name: 'image',
  why: 'Production as one image without a stack: what Compose would put right or hide, and what the stack has in another way already.',
  profile: 'production',
  reason: 'unfit',
  ground: IMAGE_GROUND,
  faults: [
    ...surroundings.DJANGO_FAULTS,
    ...IMAGE_SETTINGS_FAULTS,
    ...surroundings.ENV_FAULTS,
    ...container.DOCKER_FAULTS,
    ...container.SERVER_FAULTS,
    ...surroundings.CELERY_FAULTS,
    ...surroundings.REQUIREMENTS_FAULTS,
    ...surroundings.SOURCE_FAULTS,
  ],
  environmentFile: IMAGE_ENVIRONMENT_FILE,
};

export const STAGING: Copy = {
  name: 'staging',
  why: 'Staging with Traefik and PgBouncer: another profile and other proxies, and starts that fail before anything else could.',
  profile: 'staging',
  reason: 'unfit',
  ground: STAGING_GROUND,
  faults: [
    ...stagingApplication.SETTINGS_FAULTS,
    ...stagingApplication.DOCKER_FAULTS,
    ...stagingStack.COMPOSE_FAULTS,
    ...stagingApplication.START_FAULTS,
    ...stagingStack.PROXY_FAULTS,
    ...stagingApplication.REQUIREMENTS_FAULTS,
    ...stagingApplication.SOURCE_FAULTS,
  ],
  environmentFile: STAGING_ENVIRONMENT_FILE,
};

export const STOPPED: Copy = {
  name: 'stopped',
  why: 'Production as a stack of which nothing starts: what comes after a start that fails is not there to be judged.',
  profile: 'production',
  reason: 'settings-missing',
  ground: STACK_GROUND,
  faults: STOPPED_FAULTS,
  environmentFile: STACK_ENVIRONMENT_FILE,
};

export const COPIES: readonly Copy[] = [STACK, IMAGE, STAGING, STOPPED];

/** The project's own files, by path. */
export function projectFiles(): Readonly<Record<string, string>> {
  const root = fileURLToPath(new URL('../app/base', import.meta.url));
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/__pycache__|staticfiles|\.sqlite3$/.test(join(entry.parentPath, entry.name)))
    .map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map(path => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const),
  );
}

/** The files of a copy that differ from the project's: what is to be committed, and what lies beside. */
export interface Written {
  readonly committed: Changes;
  readonly beside: Changes;
}

/** What a copy changes of the project's files: its ground, and with `faults` what is wrong. */
export function changesOf({ ground, faults, environmentFile }: Copy, withFaults: boolean): Written {
  const edits = [...ground, ...(withFaults ? faults.flatMap(fault => fault.edits) : [])];
  const all = Object.entries(applied(projectFiles(), edits));
  const isBeside = (file: string) =>
    file === environmentFile && !edits.some(edit => 'commit' in edit && edit.file === file);
  return {
    committed: Object.fromEntries(all.filter(([file]) => !isBeside(file))),
    beside: Object.fromEntries(all.filter(([file]) => isBeside(file))),
  };
}

/** Every finding that a copy must bring. */
export function wantedOf(copy: Copy): readonly Wanted[] {
  const { committed, beside } = changesOf(copy, true);
  const files = { ...projectFiles(), ...committed, ...beside };
  return copy.faults.flatMap(({ name, expect }) =>
    expect.map(expected => ({
      fault: name,
      rule: expected.rule,
      file: expected.file,
      line: lineOf(textOf(files, expected), expected),
    })),
  );
}

function textOf(files: Changes, { file }: Expected): string {
  const text = files[file];
  if (text === undefined) throw new Error(`${file} is not there`);
  return text;
}
