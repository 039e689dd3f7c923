import type { Repository } from '../../core/repository.ts';
import type { Command } from '../shell/facts.ts';
import type { Migration } from './facts.ts';
import { programOf, rolesOf } from './programs.ts';

const LOCK = /advisory_lock|pg_try_advisory|GET_LOCK\(/;

export async function migrationsOf(
  commands: readonly Command[],
  repository: Repository,
): Promise<readonly Migration[]> {
  const found = commands.filter(command => rolesOf(command).includes('migrate'));
  return Promise.all(
    found.map(async command => ({
      place: { file: command.file, line: command.line },
      text: textOf(command),
      locked: await isLocked(command, commands, repository),
      conditional: command.conditional === true,
    })),
  );
}

function textOf({ words }: Command): string {
  const { name, words: rest } = programOf(words);
  return [name, ...rest].join(' ');
}

/** By a name that says so, by `flock` before it, or because the project's own management command asks the database for a lock. */
async function isLocked(command: Command, all: readonly Command[], repository: Repository): Promise<boolean> {
  const own = programOf(command.words).words.find(word => !word.startsWith('-')) ?? '';
  if (/lock/i.test(own) || (command.through ?? []).some(wrapper => /flock|lock/.test(wrapper))) return true;
  if (all.some(({ words, line }) => words[0] === 'flock' && line <= command.line)) return true;
  const paths = repository.files.filter(file => file.endsWith(`/management/commands/${own}.py`));
  for (const path of paths) if (LOCK.test((await repository.read(path)) ?? '')) return true;
  return false;
}
