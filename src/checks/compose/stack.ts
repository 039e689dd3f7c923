import type { StackChoice } from './choice.ts';
import type { ComposeService, ComposeStack, NamedPart } from './facts.ts';
import type { LoadedStack } from './load.ts';
import { at, textOf } from './located.ts';
import { truth } from './quantities.ts';
import { hasServices } from './schema.ts';
import { composeService } from './service.ts';

/** More than any stack has; what comes after them is not judged. */
const MOST_SERVICES = 500;
const MOST_PROBLEMS = 50;

/** The facts of a stack, from its merged files. */
export function stackOf(choice: StackChoice, loaded: LoadedStack): ComposeStack {
  const { tree } = loaded;
  const [first = ''] = choice.files;
  const problems = [...loaded.problems];
  if (problems.length === 0 && !hasServices(tree))
    problems.push({ place: { file: first, line: 1 }, message: 'there are no services' });
  return {
    files: choice.files,
    read: loaded.files,
    profile: choice.profile,
    chosen: choice.chosen,
    note: choice.note,
    name: textOf(at(tree, 'name')),
    services: servicesOf(loaded),
    volumes: partsOf(loaded, 'volumes'),
    networks: partsOf(loaded, 'networks'),
    problems: once(problems, ({ place, message }) => `${place.file}:${place.line}:${message}`).slice(0, MOST_PROBLEMS),
    unset: once(loaded.unset, ({ name, place }) => `${place.file}:${place.line}:${name}`),
    version: tree.entries.get('version')?.place,
  };
}

function servicesOf({ tree }: LoadedStack): readonly ComposeService[] {
  const services = at(tree, 'services');
  if (services?.kind !== 'map') return [];
  return [...services.entries]
    .slice(0, MOST_SERVICES)
    .flatMap(([name, { place, node }]) => (node.kind === 'map' ? [composeService(name, place, node)] : []));
}

function partsOf({ tree }: LoadedStack, key: 'volumes' | 'networks'): readonly NamedPart[] {
  const parts = at(tree, key);
  if (parts?.kind !== 'map') return [];
  return [...parts.entries].map(([name, { place, node }]) => ({
    name,
    place,
    external: at(node, 'external')?.kind === 'map' || truth(textOf(at(node, 'external'))),
    driver: textOf(at(node, 'driver')),
  }));
}

function once<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map(item => [key(item), item])).values()];
}
