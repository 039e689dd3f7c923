import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import type { Dockerfile } from '../docker/facts.ts';
import { baseName, folderOf, joined } from '../paths.ts';
import { globbed } from '../source/globs.ts';
import { deployedPaths } from './deployed.ts';
import type { RequirementEntry, RequirementFacts, RequirementFile } from './facts.ts';
import { pipfileLock, poetryLock, uvLock } from './locks.ts';
import { pyprojectOf } from './pyproject.ts';
import { pythonsOf } from './pythons.ts';
import { type PlainRequirements, plainRequirements } from './requirements-txt.ts';
import { jsonOf, tomlOf } from './toml.ts';

const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|fixtures|testdata)\//;

/**
 * @param asked globs of the input `files` (`requirements: ...`), beside what is found by name
 * @param directory folder of `manage.py`
 */
export async function readRequirements(
  repository: Repository,
  asked: readonly string[],
  dockerfiles: readonly Dockerfile[],
  directory: string,
): Promise<RequirementFacts> {
  const paths = await requirementPaths(repository, asked);
  const plain = new Map<string, PlainRequirements>();
  const files: RequirementFile[] = [];
  const pyprojects: { file: string; version: string; line: number }[] = [];
  for (const path of paths) {
    const text = await repository.read(path);
    if (text === undefined) continue;
    const name = baseName(path);
    if (/\.(?:txt|in|pip)$/.test(name)) plain.set(path, plainRequirements(path, text));
    else if (name === 'Pipfile.lock') pushKnown(files, jsonOf(text), document => pipfileLock(path, text, document));
    else {
      const document = await tomlOf(text);
      if (name === 'uv.lock') pushKnown(files, document, known => uvLock(path, text, known));
      if (name === 'poetry.lock') pushKnown(files, document, known => poetryLock(path, text, known));
      if (name === 'pyproject.toml' && document !== undefined) {
        const { file, python } = pyprojectOf(path, text, document);
        files.push(file);
        if (python !== undefined) pyprojects.push({ file: path, ...python });
      }
    }
  }
  files.push(...[...plain.keys()].map(path => withIncludes(path, plain)));
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    files,
    deployed: deployedOf(files, deployedPaths(dockerfiles, namesAny(files), directory)),
    pythons: await pythonsOf(repository, dockerfiles, pyprojects),
  };
}

async function requirementPaths(repository: Repository, asked: readonly string[]): Promise<readonly string[]> {
  const named = repository.files.filter(path => !ELSEWHERE.test(path) && isRequirementFile(path));
  return [...new Set([...named, ...(await globbed(repository.files, asked))])].sort();
}

function isRequirementFile(path: string): boolean {
  const name = baseName(path);
  if (['pyproject.toml', 'uv.lock', 'poetry.lock', 'Pipfile.lock'].includes(name)) return true;
  if (/(?:^|\/)requirements\/[^/]+\.(?:txt|in|pip)$/.test(path)) return true;
  return /^(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in|pip)$/i.test(name);
}

/** With the entries of the files it includes after its own; `-c` files pin what has no exact version. */
function withIncludes(path: string, plain: ReadonlyMap<string, PlainRequirements>): RequirementFile {
  const entries: RequirementEntry[] = [];
  const unreadable: RequirementFile['unreadable'][number][] = [];
  const includes: string[] = [];
  const includedAt = new Map<string, Place>();
  const pins = new Map<string, string>();
  const seen = new Set<string>();
  const open = [path];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const own = plain.get(at);
    if (own === undefined || seen.has(at)) continue;
    seen.add(at);
    entries.push(...own.entries);
    unreadable.push(...own.unreadable);
    for (const constraint of own.constraints)
      for (const { name, pinned } of plain.get(joined(folderOf(at), constraint))?.entries ?? [])
        if (pinned !== undefined) pins.set(name, pinned);
    const next = own.includes.map(include => joined(folderOf(at), include));
    for (const [index, include] of next.entries())
      if (!includedAt.has(include)) includedAt.set(include, { file: at, line: own.includeLines[index] ?? 1 });
    includes.push(...next);
    open.push(...next);
  }
  const pinnedEntries = entries.map(entry => ({ ...entry, pinned: entry.pinned ?? pins.get(entry.name) }));
  const kind = /constraints/i.test(baseName(path)) ? 'constraints' : 'requirements';
  return { file: path, kind, entries: pinnedEntries, includes, includedAt, unreadable };
}

/** Paths of files that name at least one package: a `pyproject.toml` may only configure tools. */
function namesAny(files: readonly RequirementFile[]): readonly string[] {
  return files.filter(({ entries }) => entries.length > 0).map(({ file }) => file);
}

/** Several files installed together (`-r base.txt -r production.txt`) count as one under the first one's name. */
function deployedOf(files: readonly RequirementFile[], paths: readonly string[]): RequirementFile | undefined {
  const chosen = paths.flatMap(path => files.find(({ file }) => file === path) ?? []);
  const [first, ...others] = chosen;
  if (first === undefined) return undefined;
  return others.length === 0
    ? first
    : {
        ...first,
        entries: chosen.flatMap(({ entries }) => entries),
        includes: [...first.includes, ...others.map(({ file }) => file)],
        unreadable: chosen.flatMap(({ unreadable }) => unreadable),
      };
}

function pushKnown<Known>(
  files: RequirementFile[],
  document: Known | undefined,
  read: (known: Known) => RequirementFile,
) {
  if (document !== undefined) files.push(read(document));
}
