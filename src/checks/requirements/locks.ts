import { DEVELOPMENT_EXTRA } from './extras.ts';
import type { RequirementEntry, RequirementFile } from './facts.ts';
import { normalName } from './line.ts';
import { listIn, tableIn } from './pyproject.ts';
import { isTable, type Table, textIn } from './toml.ts';

/** What `uv sync --no-dev` installs: what the project itself needs, and what those need. */
export function uvLock(file: string, text: string, document: Table): RequirementFile {
  const packages = tablesIn(document, 'package');
  const lines = packageLines(text);
  const own = packages.filter(entry => isOwn(tableIn(entry, 'source')));
  const byName = new Map(packages.map(entry => [textIn(entry, 'name') ?? '', entry]));
  const wanted = new Set<string>();
  // Extras of the project itself count: an image may ask for them, and nothing here says which.
  const open = own.flatMap(entry => [...needs(entry), ...extrasOf(entry)]);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    const entry = byName.get(name);
    if (entry !== undefined) open.push(...needs(entry));
  }
  const chosen = own.length === 0 ? packages : packages.filter(entry => wanted.has(textIn(entry, 'name') ?? ''));
  return lockFile(
    file,
    'uv-lock',
    chosen.filter(entry => !own.includes(entry)),
    lines,
  );
}

/** The main group; older Poetry (category) and newer (groups). */
export function poetryLock(file: string, text: string, document: Table): RequirementFile {
  const main = tablesIn(document, 'package').filter(entry => {
    const groups = entry['groups'];
    if (Array.isArray(groups)) return groups.includes('main');
    return textIn(entry, 'category') !== 'dev';
  });
  return lockFile(file, 'poetry-lock', main, packageLines(text));
}

export function pipfileLock(file: string, text: string, document: Table): RequirementFile {
  const entries = Object.entries(tableIn(document, 'default')).map(([name, value]): RequirementEntry => {
    const table = isTable(value) ? value : {};
    const specifier = textIn(table, 'version') ?? '';
    const at = text.indexOf(`"${name}":`);
    return {
      name: normalName(name),
      extras: listIn(table, 'extras').map(normalName),
      specifier,
      pinned: /^==(.+)$/.exec(specifier)?.[1],
      hashed: Array.isArray(table['hashes']),
      marker: textIn(table, 'markers'),
      direct: textIn(table, 'git') ?? textIn(table, 'path'),
      place: { file, line: at === -1 ? 1 : text.slice(0, at).split('\n').length },
    };
  });
  return { file, kind: 'pipfile-lock', entries, includes: [], unreadable: [] };
}

function lockFile(
  file: string,
  kind: RequirementFile['kind'],
  packages: readonly Table[],
  lines: ReadonlyMap<string, number>,
): RequirementFile {
  const entries = packages.map((entry): RequirementEntry => {
    const name = textIn(entry, 'name') ?? '';
    const version = textIn(entry, 'version');
    return {
      name: normalName(name),
      extras: [],
      specifier: version === undefined ? '' : `==${version}`,
      pinned: version,
      hashed: true,
      marker: undefined,
      direct: textIn(tableIn(entry, 'source'), 'git'),
      place: { file, line: lines.get(name) ?? 1 },
    };
  });
  return { file, kind, entries, includes: [], unreadable: [] };
}

function isOwn(source: Table): boolean {
  return ['virtual', 'editable', 'directory'].some(key => textIn(source, key) !== undefined);
}

function needs(entry: Table): string[] {
  return tablesIn(entry, 'dependencies').flatMap(dependency => textIn(dependency, 'name') ?? []);
}

function extrasOf(entry: Table): string[] {
  const extras = Object.keys(tableIn(entry, 'optional-dependencies')).filter(name => !DEVELOPMENT_EXTRA.test(name));
  return extras.flatMap(name =>
    tablesIn(tableIn(entry, 'optional-dependencies'), name).flatMap(one => textIn(one, 'name') ?? []),
  );
}

function tablesIn(table: Table, key: string): readonly Table[] {
  const value = table[key];
  return Array.isArray(value) ? value.filter(isTable) : [];
}

/** Where each `[[package]]` says its name. */
function packageLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const name = /^name = "([^"]+)"/.exec(line)?.[1];
    if (name !== undefined && !lines.has(name)) lines.set(name, index + 1);
  }
  return lines;
}
