import type { EnvironmentEntry, EnvironmentReader } from './facts.ts';
import type { Assignment } from './lines.ts';

/** What the names mean when a later line refers to them, by reader. */
export type Earlier = Readonly<Record<EnvironmentReader, ReadonlyMap<string, string>>>;

/**
 * The value as `docker run --env-file`, Compose (`env_file`, `.env`) and python-dotenv (with it decouple and most other Python readers) take it.
 * Docker: everything after `=`, quotation marks, comments and blanks included. Compose: quotation marks off, ` #` begins a comment, `$NAME` and
 * `${NAME}` are filled in but for single quotes. python-dotenv: the same but for `$NAME`, which stays, and `${NAME}`, which single quotes do not save.
 */
export function readingsOf(assignment: Assignment, earlier: Earlier): EnvironmentEntry['values'] {
  const { quote, inner, rest } = assignment;
  const unescaped = quote === 'double' ? escapesRead(inner) : quote === 'single' ? inner.replace(/\\'/g, "'") : inner;
  return {
    docker: rest,
    compose: quote === 'single' ? inner : expandForCompose(unescaped, earlier.compose),
    dotenv: expandForDotenv(unescaped, earlier.dotenv),
  };
}

/** Readers that refuse the line, and with it the whole file. */
export function refusalsOf({ exported, spaced, name }: Assignment): readonly EnvironmentReader[] {
  // "variable '...' contains whitespaces": Docker takes `export` for a part of the name, and does not trim what stands before `=`.
  const docker = exported || spaced;
  const compose = name.includes('-') && !/^[A-Za-z0-9_.-]+$/.test(name);
  return [...(docker ? (['docker'] as const) : []), ...(compose ? (['compose'] as const) : [])];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

function escapesRead(text: string): string {
  return text.replace(/\\(.)/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}

/** Longer values refer to nothing; looking would only take time. */
const LONGEST_EXPANDED = 32_768;

function expandForCompose(text: string, earlier: ReadonlyMap<string, string>): string {
  if (text.length > LONGEST_EXPANDED) return text;
  return text.replace(
    /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?)([-+?])([^}]{0,500}))?\}|\$([A-Za-z_][A-Za-z0-9_]*)/g,
    (whole, braced?: string, colon?: string, operator?: string, word?: string, bare?: string) => {
      if (whole === '$$') return '$';
      const value = earlier.get(braced ?? bare ?? '');
      const there = value !== undefined && (colon !== ':' || value !== '');
      if (operator === '-') return there ? value : (word ?? '');
      if (operator === '+') return there ? (word ?? '') : '';
      return value ?? '';
    },
  );
}

function expandForDotenv(text: string, earlier: ReadonlyMap<string, string>): string {
  if (text.length > LONGEST_EXPANDED) return text;
  return text.replace(
    /\$\{([^}:]{0,200})(?::-([^}]{0,500}))?\}/g,
    (_, name: string, fallback?: string) => earlier.get(name) ?? fallback ?? '',
  );
}
