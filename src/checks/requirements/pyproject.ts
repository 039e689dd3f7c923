import { DEVELOPMENT_EXTRA } from './extras.ts';
import type { RequirementEntry, RequirementFile } from './facts.ts';
import { normalName, requirementOf } from './line.ts';
import { isTable, type Table, textIn } from './toml.ts';

/** What a `pyproject.toml` says of packages and of Python. */
export interface Pyproject {
  readonly file: RequirementFile;
  readonly python: { readonly version: string; readonly line: number } | undefined;
}

export function pyprojectOf(path: string, text: string, document: Table): Pyproject {
  const project = tableIn(document, 'project');
  const poetry = tableIn(tableIn(document, 'tool'), 'poetry');
  const entries: RequirementEntry[] = [];
  const unreadable: { place: { file: string; line: number }; text: string }[] = [];
  const extras = tableIn(project, 'optional-dependencies');
  const wanted = Object.keys(extras).filter(name => !DEVELOPMENT_EXTRA.test(name));
  for (const written of [...listIn(project, 'dependencies'), ...wanted.flatMap(name => listIn(extras, name))]) {
    const place = { file: path, line: lineOf(text, quotedEither(written)) };
    const read = requirementOf(written);
    if (read === undefined) unreadable.push({ place, text: written });
    else entries.push({ ...read, place });
  }
  const poetryDependencies = tableIn(poetry, 'dependencies');
  for (const [name, value] of Object.entries(poetryDependencies)) {
    if (name.toLowerCase() === 'python') continue;
    const line = lineOf(text, new RegExp(`^\\s*"?${escaped(name)}"?\\s*=`, 'm'));
    entries.push({ ...poetryRequirement(name, value), place: { file: path, line } });
  }
  const requires = textIn(project, 'requires-python') ?? textIn(poetryDependencies, 'python');
  return {
    file: { file: path, kind: 'pyproject', entries, includes: [], unreadable },
    python:
      requires === undefined
        ? undefined
        : { version: requires, line: lineOf(text, /^\s*(?:requires-python|python)\s*=/m) },
  };
}

/** Poetry's own: `^5.2` and `~5.2` are kept as written; a bare version is exact, `*` is any. */
function poetryRequirement(name: string, value: unknown): Omit<RequirementEntry, 'place'> {
  const table: Table = isTable(value) ? value : {};
  const written = typeof value === 'string' ? value : (textIn(table, 'version') ?? '');
  const bare = /^\d[\w.]*$/.exec(written)?.[0];
  const pinned = bare ?? /^==\s*([^\s,*]+)$/.exec(written)?.[1];
  return {
    name: normalName(name),
    extras: listIn(table, 'extras').map(normalName),
    specifier: bare === undefined ? (written === '*' ? '' : written.replace(/\s+/g, '')) : `==${bare}`,
    pinned,
    hashed: false,
    marker: textIn(table, 'markers'),
    direct: textIn(table, 'git') ?? textIn(table, 'url') ?? textIn(table, 'path'),
  };
}

export function tableIn(table: Table, key: string): Table {
  const value = table[key];
  return isTable(value) ? value : {};
}

export function listIn(table: Table, key: string): readonly string[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** 1-based line of the first match; 1 when there is none. */
export function lineOf(text: string, pattern: RegExp): number {
  const at = text.search(pattern);
  return at === -1 ? 1 : text.slice(0, at).split('\n').length + (/^\s*\n/.test(text.slice(at)) ? 1 : 0);
}

function quotedEither(written: string): RegExp {
  return new RegExp(`["']${escaped(written)}["']`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
