import type { RequirementEntry } from './facts.ts';

/** What a line of a requirements file says, before its place is known. */
export type Requirement = Omit<RequirementEntry, 'place'>;

/** PEP 508: a name, extras, then an address or versions, then a marker. */
const REQUIREMENT =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:@\s*(\S+)|\(?((?:\s*(?:===|~=|==|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+(?:\s*,)?)*)\s*\)?)\s*(?:;\s*(.+))?$/;
/** No requirement is longer; hostile ones may be. */
const LONGEST = 2000;
const PINNED = /^={2,3}\s*([^\s,*]+)$/;

/** `Django_Rest` and `django.rest` are `django-rest` (PEP 503). */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Undefined for what is no requirement. Options of pip (`--hash`) must be taken off before. */
export function requirementOf(text: string, hashed = false): Requirement | undefined {
  if (text.length > LONGEST) return undefined;
  const direct = directOf(text);
  if (direct !== undefined) return { ...direct, hashed };
  const match = REQUIREMENT.exec(text.trim());
  if (match === null) return undefined;
  const [, name = '', extras, address, versions = '', marker] = match;
  const specifier = versions
    .split(',')
    .map(part => part.replace(/\s+/g, ''))
    .filter(part => part !== '')
    .join(',');
  return {
    name: normalName(name),
    extras: (extras ?? '')
      .split(',')
      .map(extra => normalName(extra.trim()))
      .filter(extra => extra !== ''),
    specifier,
    pinned: PINNED.exec(specifier)?.[1],
    hashed,
    marker: marker?.trim(),
    direct: address,
  };
}

/** `git+https://...#egg=name`, an archive's address, a path. Its name is the egg's, the archive's or the repository's. */
function directOf(text: string): Omit<Requirement, 'hashed'> | undefined {
  const bare = text.trim().replace(/^(?:-e|--editable)[\s=]+/, '');
  const editable = bare !== text.trim();
  if (!editable && !/^(?:[a-z]+\+)?(?:https?|ssh|git|file):\/\/|^git\+|^\.{0,2}\//i.test(bare)) return undefined;
  const [address = bare, marker] = bare.split(/\s+;\s*/);
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(address)?.[1];
  const last =
    address
      .replace(/[#?].*$/, '')
      .replace(/(?<=[^:/])@[^/]*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? '';
  const name = egg ?? last.replace(/\.git$/, '').replace(/-\d.*$/, '');
  return {
    name: normalName(name === '' || name === '.' ? 'itself' : name),
    extras: [],
    specifier: '',
    pinned: undefined,
    marker,
    direct: address,
  };
}
