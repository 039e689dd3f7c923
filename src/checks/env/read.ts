import type { Repository } from '../../core/repository.ts';
import { isSecretName } from '../secrets/names.ts';
import { secretFacts } from '../secrets/strength.ts';
import { globbed } from '../source/globs.ts';
import type { EnvironmentEntry, EnvironmentFile } from './facts.ts';
import { linesOf } from './lines.ts';
import { isEnvironmentFile, kindOf, profileOf } from './names.ts';
import { readingsOf, refusalsOf } from './readings.ts';

/**
 * The files of variables that git tracks, and those that were asked for.
 * @param asked globs or paths of the inputs `files` (`env: ...`) and `env-file`, relative to the root; beside what is found by name
 * @param secretKey HMAC key of the run, hexadecimal
 */
export async function readEnvironmentFiles(
  repository: Repository,
  asked: readonly string[],
  secretKey: string,
): Promise<readonly EnvironmentFile[]> {
  const paths = new Set(repository.files.filter(isEnvironmentFile));
  for (const path of await globbed(repository.files, asked)) paths.add(path);
  const files: EnvironmentFile[] = [];
  for (const path of [...paths].sort()) {
    const text = await repository.read(path);
    if (text !== undefined) files.push(environmentFile(path, text, repository.tracked?.has(path) === true, secretKey));
  }
  return files;
}

/** A file of variables from its text. */
export function environmentFile(file: string, text: string, tracked: boolean, secretKey: string): EnvironmentFile {
  const { assignments, ...rest } = linesOf(text);
  const earlier = {
    docker: new Map<string, string>(),
    compose: new Map<string, string>(),
    dotenv: new Map<string, string>(),
  };
  const entries = assignments.map((assignment): EnvironmentEntry => {
    const values = readingsOf(assignment, earlier);
    const { name, line, exported, quote, inlineComment, multiline } = assignment;
    for (const reader of ['docker', 'compose', 'dotenv'] as const) earlier[reader].set(name, values[reader]);
    return {
      name,
      line,
      exported,
      values,
      quote,
      inlineComment,
      secret: isSecretName(name) ? secretFacts(values.dotenv, secretKey) : undefined,
      refusedBy: refusalsOf(assignment),
      multiline,
    };
  });
  return { file, kind: kindOf(file), profile: profileOf(file), tracked, entries, ...rest };
}
