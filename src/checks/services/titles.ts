import { inSequence } from '../../core/text.ts';

/** Titles of services for a sentence: `stack.yml: web` and `stack.yml: worker` as `stack.yml: web and worker`. */
export function titlesInWords(titles: readonly string[]): string {
  const files = new Map<string, string[]>();
  for (const title of new Set(titles)) {
    const [, file = title, name] = /^(\S+): (.+)$/.exec(title) ?? [];
    files.set(file, [...(files.get(file) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return inSequence([...files].map(([file, names]) => (names.length === 0 ? file : `${file}: ${inSequence(names)}`)));
}
