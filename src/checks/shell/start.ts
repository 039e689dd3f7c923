import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import type { CommandForm, Stage } from '../docker/facts.ts';
import { baseName } from '../paths.ts';
import type { Start } from './facts.ts';
import { type Journey, newJourney, type ScriptReader } from './journey.ts';
import { joinPath, repositoryPaths, type SourcePath } from './path.ts';
import { start } from './program.ts';
import { shellOfImage } from './shells.ts';
import { newState } from './state.ts';
import { walk, walkNode } from './walk.ts';

export interface StartQuestion {
  /** As they combine: see `combined`. */
  readonly entrypoint: CommandForm | undefined;
  readonly command: CommandForm | undefined;
  /** Of the image; undefined for a ready one. */
  readonly stage: Stage | undefined;
  readonly repository: Repository;
  /** What the container is given; undefined for a variable that is set to nobody knows what. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Nothing else is set: conditions on other variables are known. */
  readonly complete?: boolean;
  /** WORKDIR, or Compose's `working_dir`. */
  readonly directory: string | undefined;
  /** Where the image, and the volumes over it, put files of the repository. */
  readonly sources: readonly SourcePath[];
  /** Where the start is written. */
  readonly place: Place;
}

/** What a container starts, through entrypoint, scripts of the repository and wrappers. */
export async function followStart(question: StartQuestion): Promise<Start> {
  const { entrypoint, command, stage, environment, directory, place } = question;
  const words = wordsOf(entrypoint, command);
  const journey = newJourney(readerFor({ ...question, path: environment.get('PATH') }), { walk, walkNode });
  const shell = shellOfImage(stage?.base.text ?? '');
  const [first] = words;
  if (first !== undefined)
    await start(
      {
        words,
        assignments: {},
        state: newState({ environment, directory, complete: question.complete ?? false }),
        context: {
          file: place.file,
          line: place.line,
          after: 'start',
          role: 'foreground',
          conditional: false,
          depth: 0,
          through: [],
          user: undefined,
          last: true,
        },
        runner: { shell, text: false, main: true, front: '', group: false },
        replaces: true,
      },
      journey,
    );
  return ended(journey, first ?? '');
}

/**
 * The words of PID 1, as Docker puts them together: a shell form is `/bin/sh -c text`, and after an ENTRYPOINT of that form CMD is left out
 * (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact").
 */
export function wordsOf(entrypoint: CommandForm | undefined, command: CommandForm | undefined): readonly string[] {
  const asWords = (form: CommandForm) => (form.form === 'exec' ? form.words : ['/bin/sh', '-c', form.text]);
  if (entrypoint === undefined || (entrypoint.form === 'exec' && entrypoint.words.length === 0))
    return command === undefined ? [] : asWords(command);
  if (entrypoint.form === 'shell' || command === undefined) return asWords(entrypoint);
  return [...entrypoint.words, ...asWords(command)];
}

/** What holds of an image's entrypoint and command when Compose sets its own: its `entrypoint` also drops the image's CMD. */
export function combined(
  image: { readonly entrypoint: CommandForm | undefined; readonly command: CommandForm | undefined },
  compose: { readonly entrypoint: readonly string[] | undefined; readonly command: readonly string[] | undefined },
): { readonly entrypoint: CommandForm | undefined; readonly command: CommandForm | undefined } {
  const own = (words: readonly string[] | undefined): CommandForm | undefined =>
    words === undefined || words.length === 0 ? undefined : { form: 'exec', words };
  if (compose.entrypoint !== undefined) return { entrypoint: own(compose.entrypoint), command: own(compose.command) };
  return {
    entrypoint: image.entrypoint,
    command: compose.command === undefined ? image.command : own(compose.command),
  };
}

/** Folders that a bare name is looked for in where nothing sets PATH. */
const USUAL_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** More folders than any PATH of an image has. */
const MOST_FOLDERS = 20;

/** The folders of PATH; what is not known of it is taken for the usual ones. */
export function searchPath(path: string | undefined): readonly string[] {
  const own = (path ?? '').split(':', MOST_FOLDERS).filter(folder => /^\/[^$]*$/.test(folder));
  return [...new Set([...own.map(folder => folder.replace(/(?<=.)\/+$/, '')), ...USUAL_PATH])];
}

/** Reads a script by its path in the container, or by its name on the PATH. */
export function readerFor({
  repository,
  sources,
  path: searched,
}: {
  readonly repository: Repository;
  readonly sources: readonly SourcePath[];
  readonly path?: string | undefined;
}): ScriptReader {
  const folders = searchPath(searched);
  return async (word, directory) => {
    const paths = word.includes('/') ? [joinPath(directory, word)] : folders.map(folder => `${folder}/${word}`);
    for (const path of paths) {
      if (path === undefined) continue;
      for (const file of repositoryPaths(path, sources)) {
        const text = await repository.read(file);
        if (text !== undefined) return { file, text };
      }
    }
    return undefined;
  };
}

/** Commands of a start that only say how a script ends. */
const SILENT = new Set(['exit', 'true', 'false', ':']);

function ended(journey: Journey, first: string): Start {
  const { endings } = journey;
  const pid1 = endings.find(({ passesSignals }) => !passesSignals) ??
    endings.at(-1) ?? { program: baseName(first), passesSignals: true };
  return {
    commands: journey.commands.filter(({ words: [name = ''] }) => !SILENT.has(name)),
    pid1,
    scripts: [...journey.scripts],
    ...(journey.unknown === undefined ? {} : { unknown: journey.unknown }),
  };
}
