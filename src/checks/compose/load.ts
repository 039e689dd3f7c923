import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { oneLine } from '../../core/text.ts';
import { folderOf, isInside } from '../paths.ts';
import { canonicalService, pathBeside } from './canonical.ts';
import { readDocument } from './document.ts';
import type { ComposeProblem } from './facts.ts';
import { interpolatedDocument, type UnsetVariable } from './interpolation.ts';
import { at, type Located, type LocatedEntry, type LocatedMap, mapOf, textOf } from './located.ts';
import { mergedService, mergedStack } from './merge.ts';
import type { SchemaCheck } from './schema.ts';

/** Files merged into one, services in their long forms. */
export interface LoadedStack {
  readonly tree: LocatedMap;
  readonly problems: readonly ComposeProblem[];
  readonly unset: readonly UnsetVariable[];
  /** Every file that was read: those asked for, and what they extend and include. */
  readonly files: readonly string[];
}

/** Files that one stack may come to, with all it extends and includes. */
const MOST_FILES = 40;
/** Services that extend services. */
const LONGEST_CHAIN = 30;

/** Reads the files of a stack in the order of `-f`. What is wrong becomes a problem with its line; nothing is thrown. */
export async function loadStack(
  files: readonly string[],
  repository: Repository,
  variables: ReadonlyMap<string, string>,
  check: SchemaCheck,
): Promise<LoadedStack> {
  const loader = new Loader(repository, variables, check);
  const [first = ''] = files;
  let tree = mapOf({ file: first, line: 1 }, []);
  for (const file of files) {
    const own = await loader.file(file, folderOf(first), { file: first, line: 1 }, []);
    if (own !== undefined) tree = mergedStack(tree, own);
  }
  return { tree, problems: loader.problems, unset: loader.unset, files: [...loader.read.keys()] };
}

class Loader {
  readonly problems: ComposeProblem[] = [];
  readonly unset: UnsetVariable[] = [];
  /** By file and folder its paths start from; undefined while it is being read. */
  readonly read = new Map<string, Promise<LocatedMap | undefined>>();
  private readonly repository: Repository;
  private readonly variables: ReadonlyMap<string, string>;
  private readonly check: SchemaCheck;

  constructor(repository: Repository, variables: ReadonlyMap<string, string>, check: SchemaCheck) {
    this.repository = repository;
    this.variables = variables;
    this.check = check;
  }

  /** @param above files that include this one, outermost first */
  async file(file: string, directory: string, asked: Place, above: readonly string[]): Promise<LocatedMap | undefined> {
    if (above.includes(file)) return this.refuse(asked, `"${oneLine(file, 120)}" includes itself`);
    const canonical = await this.document(file, directory, asked);
    if (canonical === undefined) return undefined;
    const extended = await this.withExtends(canonical, file, directory);
    return this.withIncludes(extended, file, [...above, file]);
  }

  /** A file with its services in long form, before `extends` and `include`. */
  private document(file: string, directory: string, asked: Place): Promise<LocatedMap | undefined> {
    const before = this.read.get(file);
    if (before !== undefined) return before;
    if (this.read.size >= MOST_FILES)
      return Promise.resolve(this.refuse(asked, `more than ${MOST_FILES} files belong to this stack`));
    const reading = this.parse(file, directory, asked);
    this.read.set(file, reading);
    return reading;
  }

  private async parse(file: string, directory: string, asked: Place): Promise<LocatedMap | undefined> {
    if (!isInside(file))
      return this.refuse(asked, `"${oneLine(file, 120)}" lies outside of the repository and is not read`, {
        unknown: true,
      });
    const text = await this.repository.read(file);
    if (text === undefined) return this.refuse(asked, `"${oneLine(file, 120)}" does not exist or is no text`);
    const { documents, problems } = readDocument(text, file);
    this.problems.push(...problems);
    let tree: LocatedMap | undefined;
    for (const document of documents) {
      const result = interpolatedDocument(document, this.variables);
      this.problems.push(...result.problems, ...this.check(result.document));
      this.unset.push(...result.unset);
      const own = withServices(result.document, service => canonicalService(service, directory));
      tree = tree === undefined ? own : mergedStack(tree, own);
    }
    if (documents.length === 0 && problems.length === 0) return this.refuse({ file, line: 1 }, 'the file is empty');
    return tree;
  }

  private async withExtends(tree: LocatedMap, file: string, directory: string): Promise<LocatedMap> {
    const services = at(tree, 'services');
    if (services?.kind !== 'map') return tree;
    const entries = new Map<string, LocatedEntry>();
    for (const [name, { place, node }] of services.entries) {
      const whole = node.kind === 'map' ? await this.extended(tree, file, directory, name, node, []) : node;
      entries.set(name, { place, node: whole });
    }
    return withEntry(tree, 'services', { ...services, entries });
  }

  private async extended(
    tree: LocatedMap,
    file: string,
    directory: string,
    name: string,
    service: LocatedMap,
    above: readonly string[],
  ): Promise<LocatedMap> {
    const extension = service.entries.get('extends');
    if (extension === undefined) return service;
    const own = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== 'extends')) };
    const here = `${file}: ${name}`;
    if (above.includes(here) || above.length >= LONGEST_CHAIN) {
      const why = above.includes(here) ? 'extends itself' : `extends more than ${LONGEST_CHAIN} services in a row`;
      this.refuse(extension.place, `"${oneLine(name, 80)}" ${why}`);
      return own;
    }
    const baseName = textOf(at(extension.node, 'service'));
    const elsewhere = pathBeside(file, at(extension.node, 'file'));
    const baseFile = elsewhere ?? file;
    const baseDirectory = elsewhere === undefined ? directory : folderOf(elsewhere);
    const source = elsewhere === undefined ? tree : await this.document(baseFile, baseDirectory, extension.place);
    if (source === undefined || baseName === undefined) return own;
    const base = at(source, 'services', baseName);
    if (base?.kind !== 'map') {
      this.refuse(
        extension.place,
        `"${oneLine(name, 80)}" extends "${oneLine(baseName, 80)}", which is no service of ${oneLine(baseFile, 120)}`,
      );
      return own;
    }
    const whole = await this.extended(source, baseFile, baseDirectory, baseName, base, [...above, here]);
    return mergedService(whole, own);
  }

  private async withIncludes(tree: LocatedMap, file: string, above: readonly string[]): Promise<LocatedMap> {
    const include = at(tree, 'include');
    if (include?.kind !== 'list') return tree;
    let all: LocatedMap | undefined;
    for (const item of include.items) {
      const paths = includedPaths(item, file);
      const start = pathBeside(file, at(item, 'project_directory')) ?? folderOf(paths[0] ?? '');
      for (const path of paths) {
        const own = await this.file(path, start, item.place, above);
        if (own !== undefined) all = all === undefined ? own : mergedStack(all, own);
      }
    }
    return all === undefined ? tree : mergedStack(all, tree);
  }

  private refuse(place: Place, message: string, more: { readonly unknown?: true } = {}): undefined {
    this.problems.push({ place, message, ...more });
    return undefined;
  }
}

function includedPaths(item: Located, file: string): readonly string[] {
  const path = item.kind === 'map' ? at(item, 'path') : item;
  const nodes = path?.kind === 'list' ? path.items : [path];
  return nodes.flatMap(node => pathBeside(file, node) ?? []);
}

function withServices(tree: LocatedMap, how: (service: LocatedMap) => LocatedMap): LocatedMap {
  const services = at(tree, 'services');
  if (services?.kind !== 'map') return tree;
  const entries = [...services.entries].map(([name, { place, node }]): [string, LocatedEntry] => [
    name,
    { place, node: node.kind === 'map' ? how(node) : node },
  ]);
  return withEntry(tree, 'services', { ...services, entries: new Map(entries) });
}

function withEntry(tree: LocatedMap, key: string, node: Located): LocatedMap {
  const place = tree.entries.get(key)?.place ?? tree.place;
  return { ...tree, entries: new Map(tree.entries).set(key, { place, node }) };
}
