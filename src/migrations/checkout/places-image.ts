import type { Repository } from '../../core/repository.ts';
import type { MigratingPlace } from '../facts.ts';
import { isForDevelopment, logicalLines, type Recognize } from './migrating-command.ts';

/** What an image, a Procfile or a script starts. */

const DOCKERFILE = /(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:\.[^/]*)?$/i;
const STARTS = /^(?:ENTRYPOINT|CMD)\s+(.+)$/i;
const COPIES = /^(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)$/i;
/** Scripts that start scripts: more are no chain that somebody wrote. */
const MOST_SCRIPTS = 20;

export function isDockerfile(path: string): boolean {
  return DOCKERFILE.test(path) && !isForDevelopment(path) && !/\.dockerignore$/i.test(path);
}

export interface Started {
  readonly places: readonly MigratingPlace[];
  readonly commands: readonly string[];
  /** Files of the repository by the name they have in the image. */
  readonly copies: readonly { readonly from: string; readonly name: string }[];
}

/** The commands that an image starts with; what it runs while it is built is none of them. */
export async function imageStarts(file: string, text: string, recognize: Recognize): Promise<Started> {
  const instructions = logicalLines(text);
  const started = instructions.flatMap(({ line, text: words }) => {
    const command = STARTS.exec(words)?.[1];
    return command === undefined ? [] : [{ line, text: command }];
  });
  return {
    places: await placesOf(file, started, recognize),
    commands: started.map(({ text: command }) => command),
    copies: instructions.flatMap(({ text: words }) => copiesOf(words)),
  };
}

function copiesOf(words: string): Started['copies'] {
  const [, flags = '', rest = ''] = COPIES.exec(words) ?? [];
  if (flags.includes('--from=')) return [];
  const paths = rest.split(/[\s"',[\]]+/).filter(Boolean);
  const target = paths.at(-1);
  if (target === undefined || paths.length < 2) return [];
  const folder = paths.length > 2 || /(?:^|\/)\.?$/.test(target);
  return paths.slice(0, -1).map(path => {
    const from = path.replace(/^\.?\//, '');
    return { from, name: nameOf(folder ? from : target) };
  });
}

/** Lines of a Procfile, a start script or nixpacks.toml. */
export async function lineStarts(file: string, text: string, recognize: Recognize): Promise<Started> {
  const lines = logicalLines(text);
  return { places: await placesOf(file, lines, recognize), commands: lines.map(line => line.text), copies: [] };
}

async function placesOf(
  file: string,
  lines: readonly { readonly line: number; readonly text: string }[],
  recognize: Recognize,
): Promise<readonly MigratingPlace[]> {
  const found = await Promise.all(
    lines.map(async ({ line, text }): Promise<readonly MigratingPlace[]> => {
      const command = await recognize(text);
      if (command === undefined) return [];
      const turns = command.takesTurns ? { takesTurns: true } : {};
      return [{ kind: 'entrypoint', place: { file, line }, command: text, ...turns }];
    }),
  );
  return found.flat();
}

/** Scripts that these commands name, and those that they name in turn; a script that nothing runs is no place. */
export async function scriptStarts(
  { files, read }: Pick<Repository, 'files' | 'read'>,
  commands: readonly string[],
  copies: Started['copies'],
  recognize: Recognize,
): Promise<readonly MigratingPlace[]> {
  const places: MigratingPlace[] = [];
  const seen = new Set<string>();
  const open = [...commands];
  for (let command = open.shift(); command !== undefined && seen.size < MOST_SCRIPTS; command = open.shift()) {
    for (const file of scriptsIn(command, files, copies)) {
      if (seen.has(file)) continue;
      const text = await read(file);
      if (text === undefined || !(file.endsWith('.sh') || text.startsWith('#!'))) continue;
      seen.add(file);
      const started = await lineStarts(file, text, recognize);
      places.push(...started.places);
      open.push(...started.commands);
    }
  }
  return places;
}

function scriptsIn(command: string, files: readonly string[], copies: Started['copies']): readonly string[] {
  const words = command.match(/[\w./-]*[\w-](?:\.sh)?/g) ?? [];
  return words.flatMap(word => {
    const name = nameOf(word);
    // Without an ending it is a script only where its path is given: `web` alone is an argument.
    if (!name.endsWith('.sh') && (name.includes('.') || !word.includes('/'))) return [];
    const copied = copies.filter(copy => copy.name === name).map(({ from }) => from);
    const fromImage = files.filter(file => copied.some(from => file === from || file.endsWith(`/${from}`)));
    if (fromImage.length > 0) return fromImage;
    return files.filter(file => nameOf(file) === name && !isForDevelopment(file));
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
