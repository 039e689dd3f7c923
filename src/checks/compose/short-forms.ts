import { joined } from '../paths.ts';
import { entry } from './canonical-entry.ts';
import { derived, type Located, type LocatedScalar, mapOf } from './located.ts';

const PORT = /^(?:(?<host>\[[^\]]*\]|[^:\]]*):)?(?:(?<published>[^:]*):)?(?<target>[^:/]+)(?:\/(?<protocol>[a-z]+))?$/;

/** `8000`, `8000:8000`, `127.0.0.1:8000:8000/tcp`, `[::1]:80:80` in the long form. What is no port stays as it is. */
export function portsOf(item: Located): readonly Located[] {
  if (item.kind !== 'scalar' || item.value === null) return [item];
  const parts = splitPort(String(item.value));
  if (parts === undefined) return [item];
  const { host, published, target, protocol } = parts;
  return [
    mapOf(item.place, [
      entry('target', derived(item, target)),
      ...(published === undefined ? [] : [entry('published', derived(item, published))]),
      ...(host === undefined ? [] : [entry('host_ip', derived(item, host))]),
      entry('protocol', derived(item, protocol)),
    ]),
  ];
}

function splitPort(text: string) {
  const found = PORT.exec(text)?.groups;
  const target = found?.['target'];
  if (found === undefined || target === undefined) return undefined;
  const first = found['host'];
  const second = found['published'];
  // With one colon the first part is the published port, with two the host's address.
  const [host, published] = second === undefined ? [undefined, first] : [first, second];
  const address = host?.replace(/^\[|\]$/g, '');
  return {
    target,
    published: published === undefined ? undefined : published,
    host: address === '' ? undefined : address,
    protocol: found['protocol'] ?? 'tcp',
  };
}

/** `data:/var/lib/x`, `./src:/app/src:ro`, `/anonymous` in the long form, the source relative to the root. */
export function mountOf(item: Located, directory: string): Located {
  if (item.kind === 'map') return longMount(item, directory);
  if (item.kind !== 'scalar' || item.value === null) return item;
  const parts = splitMount(String(item.value));
  const [source, target, options] = parts.length === 1 ? [undefined, parts[0], undefined] : parts;
  const bind = source !== undefined && isPath(source);
  const text = (value: string): LocatedScalar => derived(item, value);
  return mapOf(item.place, [
    entry('type', text(bind ? 'bind' : 'volume')),
    ...(source === undefined ? [] : [entry('source', text(bind ? joined(directory, source) : source))]),
    entry('target', text(target ?? '')),
    ...((options ?? '').split(',').includes('ro') ? [entry('read_only', { ...text('true'), value: true })] : []),
  ]);
}

function longMount(item: Extract<Located, { kind: 'map' }>, directory: string): Located {
  const source = item.entries.get('source');
  const type = item.entries.get('type')?.node;
  if (source?.node.kind !== 'scalar' || type?.kind !== 'scalar' || type.value !== 'bind') return item;
  const path = joined(directory, String(source.node.value));
  return { ...item, entries: new Map(item.entries).set('source', { ...source, node: derived(source.node, path) }) };
}

/** A colon separates, except after a drive's letter. */
function splitMount(text: string): readonly string[] {
  const drive = /^[A-Za-z]:[\\/]/.test(text) ? text.slice(0, 2) : '';
  const [first, ...rest] = text.slice(drive.length).split(':');
  return [`${drive}${first ?? ''}`, ...rest];
}

function isPath(source: string): boolean {
  return /^(\.|\/|~|[A-Za-z]:[\\/])/.test(source);
}
