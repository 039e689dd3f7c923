import { folderOf } from '../paths.ts';
import { canonicalService } from './canonical.ts';
import type { FileCharacter } from './choice.ts';
import { readDocument } from './document.ts';
import { at, keys, type Located, type LocatedMap, textOf, textsOf } from './located.ts';

const RELOADS = /\brunserver(_plus)?\b|--reload\b|\bwatchmedo\b|\bwatchfiles\b/;
const DEVELOPMENT_SETTINGS = /(^|[._])(dev|develop|development|local|debug)$/;

/** Looks into a Compose file for what its name does not say; undefined when it is none. */
export function characterOf(text: string, file: string): FileCharacter | undefined {
  const { documents, problems } = readDocument(text, file);
  const [tree] = documents;
  // A file that cannot be read is still a stack: its problems have to be told.
  if (tree === undefined)
    return problems.length > 0 && /^services:/m.test(text) ? { alone: true, development: undefined } : undefined;
  const found = at(tree, 'services');
  if (found?.kind !== 'map')
    return found === undefined && at(tree, 'include') === undefined
      ? undefined
      : { alone: true, development: undefined };
  const services = new Map<string, LocatedMap>();
  for (const [name, { node }] of found.entries)
    if (node.kind === 'map') services.set(name, canonicalService(node, folderOf(file)));
  const whole = services.size === found.entries.size && [...services.values()].every(isWhole);
  const holds = [...services.keys(), ...keys(at(tree, 'volumes'))];
  const lacks = namedBy(services).filter(name => !holds.includes(name));
  return {
    alone: (whole && lacks.length === 0) || at(tree, 'include') !== undefined,
    ...(whole ? { lacks } : {}),
    holds,
    development: developmentOf(services),
  };
}

function isWhole(service: LocatedMap): boolean {
  return ['image', 'build', 'extends'].some(key => service.entries.has(key));
}

/** Services and volumes that its services need. */
function namedBy(services: ReadonlyMap<string, LocatedMap>): readonly string[] {
  return [...services.values()].flatMap(service => {
    const mounts = items(at(service, 'volumes')).filter(mount => textOf(at(mount, 'type')) === 'volume');
    return [...keys(at(service, 'depends_on')), ...mounts.flatMap(mount => textOf(at(mount, 'source')) ?? [])];
  });
}

/** Why it is for a developer's machine. One sign is enough: nobody serves visitors with any of them. */
function developmentOf(services: ReadonlyMap<string, LocatedMap>): string | undefined {
  for (const [name, service] of services) {
    const words = [...textsOf(at(service, 'command')), ...textsOf(at(service, 'entrypoint'))].join(' ');
    const sign = RELOADS.exec(words)?.[0];
    if (sign !== undefined) return `${name} starts ${sign}`;
    const settings = textOf(at(service, 'environment', 'DJANGO_SETTINGS_MODULE')) ?? '';
    if (DEVELOPMENT_SETTINGS.test(settings)) return `${name} uses ${settings}`;
    if (service.entries.has('build') && items(at(service, 'volumes')).some(mount => isCode(mount, service)))
      return `the code is mounted into ${name}`;
  }
  return undefined;
}

/** The build's own folder, or one of its sources, over what the image holds. */
function isCode(mount: Located, service: LocatedMap): boolean {
  if (textOf(at(mount, 'type')) !== 'bind') return false;
  const source = textOf(at(mount, 'source')) ?? '/';
  const context = textOf(at(service, 'build', 'context')) ?? '';
  return (
    source === context ||
    ['src', 'app', 'backend'].some(name => source === (context === '' ? name : `${context}/${name}`))
  );
}

function items(node: Located | undefined): readonly Located[] {
  return node?.kind === 'list' ? node.items : [];
}
