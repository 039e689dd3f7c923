import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { succeed } from '../command.ts';
import { ROOT } from '../root.ts';

/** What must not stand in a file of ours, and why. Spelt so that this file does not find itself. */
const WORDS: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /\b(?:TO[D]O|FIX[M]E|X{3})\b/, why: 'unfinished work is an issue, not a comment' },
  { pattern: /(?<![\w.$}-])\/(?:ho[m]e|Us[e]rs)\/[a-z][\w.-]*\//, why: "a path of somebody's machine" },
  { pattern: /^(?:<{7}|>{7})\s/m, why: 'a merge that was not finished' },
];

/** Made by others, or by the build from what others made. */
const NOT_OURS = /^(?:dist|node_modules)\/|^package-lock\.json$|requirements\.txt$|\.(?:png|ico|woff2?)$/;

/** Every file that git knows, or would take with the next commit. */
export async function wordProblems(): Promise<readonly string[]> {
  const listed = await succeed('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const files = listed.split('\0').filter(file => file !== '' && !NOT_OURS.test(file));
  const problems = await Promise.all(
    files.map(async file => problemsIn(file, await readFile(join(ROOT, file), 'utf8').catch(() => ''))),
  );
  return problems.flat();
}

export function problemsIn(file: string, text: string): readonly string[] {
  const here = [ROOT, homedir()].filter(path => path.length > '/root'.length && text.includes(`${path}/`));
  return [
    ...here.map(path => `${file} holds ${path}, a path of this machine`),
    ...WORDS.flatMap(({ pattern, why }) => {
      const match = pattern.exec(text);
      if (match === null) return [];
      const line = text.slice(0, match.index).split('\n').length;
      return [`${file}:${line} holds "${match[0].trim()}": ${why}`];
    }),
  ];
}
