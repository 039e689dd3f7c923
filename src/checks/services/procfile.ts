import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { globbed } from '../source/globs.ts';

export interface ProcfileEntry {
  readonly name: string;
  readonly text: string;
  readonly place: Place;
}

const MOST_ENTRIES = 50;
const LONGEST_LINE = 10_000;

/**
 * Lines `name: command` of the Procfile: of the one that is asked for, else of the one in the root or beside manage.py.
 * @param asked globs of the input `files`
 */
export async function procfileEntries(
  repository: Repository,
  directory: string,
  asked: readonly string[] = [],
): Promise<readonly ProcfileEntry[]> {
  const usual = ['Procfile', directory === '' ? 'Procfile' : `${directory}/Procfile`];
  const found = usual.filter(file => repository.files.includes(file));
  for (const file of new Set([...(await globbed(repository.files, asked)), ...found])) {
    const text = await repository.read(file);
    if (text !== undefined) return entriesOf(text, file);
  }
  return [];
}

function entriesOf(text: string, file: string): readonly ProcfileEntry[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index): ProcfileEntry[] => {
      const found = line.length > LONGEST_LINE ? null : /^([A-Za-z0-9_-]+):\s*(\S.*)$/.exec(line);
      const [, name, command] = found ?? [];
      return name === undefined || command === undefined
        ? []
        : [{ name, text: command.trim(), place: { file, line: index + 1 } }];
    })
    .slice(0, MOST_ENTRIES);
}
