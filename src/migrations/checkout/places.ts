import type { Repository } from '../../core/repository.ts';
import type { MigratingPlace } from '../facts.ts';
import { isForDevelopment, logicalLines, type Recognize, recognizerOf } from './migrating-command.ts';
import { composeStarts, isComposeFile } from './places-compose.ts';
import { imageStarts, isDockerfile, lineStarts, type Started, scriptStarts } from './places-image.ts';

const LISTED_STARTS = /(?:^|\/)(?:Procfile|nixpacks\.toml)$/;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
/** A workflow that deploys says so in its name or its jobs; any other one migrates a database of its tests. */
const DEPLOYS = /(?:^|[/._-])(?:deploy\w*|release|cd|prod|production|staging|migrat\w*)(?=$|[/._-])/i;
const NAMES_ENVIRONMENT = /^\s{4,}environment:/m;
const LONGEST_COMMAND = 160;

/**
 * Where the project's files run its migrations when it is deployed. What starts a development server, files for development, scripts that
 * nothing runs, and workflows that only test are no such places.
 * @param started commands that are typed elsewhere, such as Coolify's start command
 */
export async function migratingPlaces(
  repository: Pick<Repository, 'files' | 'read'>,
  started: readonly string[] = [],
): Promise<readonly MigratingPlace[]> {
  const recognize = recognizerOf(repository);
  const found = await Promise.all(repository.files.map(file => startsOf(file, repository, recognize)));
  const known = found.filter(each => each !== undefined);
  const scripts = await scriptStarts(
    repository,
    [...known.flatMap(({ commands }) => commands), ...started],
    known.flatMap(({ copies }) => copies),
    recognize,
  );
  return [...known.flatMap(({ places }) => places), ...scripts].map(shortened);
}

async function startsOf(
  file: string,
  { read }: Pick<Repository, 'read'>,
  recognize: Recognize,
): Promise<Started | undefined> {
  const kind = KINDS.find(([is]) => is(file));
  const text = kind === undefined ? undefined : await read(file);
  return kind === undefined || text === undefined ? undefined : kind[1](file, text, recognize);
}

type Read = (file: string, text: string, recognize: Recognize) => Promise<Started>;

const KINDS: readonly (readonly [is: (path: string) => boolean, read: Read])[] = [
  [isComposeFile, async (...given) => ({ ...(await composeStarts(...given)), copies: [] })],
  [isDockerfile, imageStarts],
  [path => LISTED_STARTS.test(path) && !isForDevelopment(path), lineStarts],
  [path => WORKFLOW.test(path), workflowSteps],
];

async function workflowSteps(file: string, text: string, recognize: Recognize): Promise<Started> {
  const nothing = { places: [], commands: [], copies: [] };
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (!DEPLOYS.test(name) && !NAMES_ENVIRONMENT.test(text)) return nothing;
  const places: MigratingPlace[] = [];
  for (const { line, text: command } of logicalLines(text)) {
    if ((await recognize(command)) === undefined) continue;
    places.push({ kind: 'workflow', place: { file, line }, command });
  }
  return { ...nothing, places };
}

function shortened(place: MigratingPlace): MigratingPlace {
  const { command } = place;
  return command.length <= LONGEST_COMMAND ? place : { ...place, command: `${command.slice(0, LONGEST_COMMAND - 1)}…` };
}
