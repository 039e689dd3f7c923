import type { Repository } from '../../core/repository.ts';
import type { IgnoreFile } from './facts.ts';

/** Patterns beyond this many are not read: matching every file against each would take minutes. */
const MOST_PATTERNS = 2000;

/** The ignore file that holds for a build: `<Dockerfile>.dockerignore` beside it wins over the context's own, as in BuildKit. */
export async function readIgnore(
  repository: Repository,
  dockerfile: string,
  context: string,
): Promise<IgnoreFile | undefined> {
  for (const file of [`${dockerfile}.dockerignore`, inFolder(context, '.dockerignore')]) {
    const text = await repository.read(file);
    if (text !== undefined) return ignoreFile(file, text);
  }
  return undefined;
}

async function ignoreFile(file: string, text: string): Promise<IgnoreFile> {
  const module = await import('@balena/dockerignore');
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, pattern: line.trim() }))
    .filter(({ pattern }) => pattern !== '' && !pattern.startsWith('#') && isReadable(pattern))
    .slice(0, MOST_PATTERNS);
  const matcher = module.default.default();
  for (const { pattern } of patterns) {
    try {
      matcher.add(pattern);
    } catch {
      // A pattern that is none excludes nothing.
    }
  }
  return {
    file,
    patterns,
    excludes(path) {
      const clean = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
      if (clean === '' || clean === '.' || clean.startsWith('../')) return false;
      try {
        return matcher.ignores(clean);
      } catch {
        return false;
      }
    },
  };
}

/** Stars in a row of others take exponential time to match; nobody writes such a pattern. */
function isReadable(pattern: string): boolean {
  const doubles = pattern.match(/\*\*/g)?.length ?? 0;
  return (
    pattern.length < 500 && doubles <= 4 && pattern.split('/').every(part => (part.match(/\*+/g)?.length ?? 0) <= 4)
  );
}

export function inFolder(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`;
}
