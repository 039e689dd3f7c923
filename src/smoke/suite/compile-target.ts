import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { Template, TemplatePart } from './suite.ts';
import { templateOf } from './template.ts';

/** Stands for what is known only later: a letter that no host may have. */
const UNKNOWN = '\u0000';

/**
 * Where a request goes: a path of the site, or an address on an allowed host. Values that are known only at run time are judged then; a host
 * must be known now.
 * @throws UserError for any other place
 */
export function targetOf(
  written: string,
  path: Path,
  names: KnownNames,
  hosts: readonly string[],
  compiling: Compiling,
): Template {
  // Not shown: what stands before the @ is a password.
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(written)) {
    throw compiling.refuse(
      path,
      'the address holds a user name or a password',
      'Take it out, and sign in by a login:\nlogins:\n  site: { kind: basic, path: /, username: smoke, password: $SMOKE_PASSWORD }',
    );
  }
  const template = templateOf(written, path, names, compiling);
  const known = template.parts.map(part => knownText(part, compiling)).join('');
  if (known.startsWith(UNKNOWN)) return template;
  if (/^\/(?![/\\])/.test(known)) return template;
  const host = /^https:\/\/([^/?#]*)/.exec(known)?.[1]?.toLowerCase();
  if (host === undefined) throw elsewhere(known, path, compiling);
  if (host.includes(UNKNOWN)) {
    throw compiling.refuse(
      path,
      `the host of "${oneLine(written, 120)}" is known only while the suite runs`,
      'Write the host out, or take it from the input `variables`; paths may hold captures.',
    );
  }
  if (hosts.includes(host.replace(/:443$/, ''))) return template;
  const close = nearest(host, hosts);
  throw compiling.refuse(
    path,
    `the host "${oneLine(host, 100)}" is not allowed${close === undefined ? '' : `; did you mean "${close}"?`}`,
    `Requests go to the site only. Write a path (/login/) for the site itself, or allow the other host:\nhosts: [${inSequence([...hosts, host]).replace(' and ', ', ')}]`,
  );
}

function knownText(part: TemplatePart, { context }: Compiling): string {
  if (part.kind === 'text') return part.text;
  return (part.kind === 'name' ? context.variables.get(part.name) : undefined) ?? UNKNOWN;
}

function elsewhere(known: string, path: Path, compiling: Compiling) {
  return compiling.refuse(path, `"${path.at(-1)}" ${targetProblem(known)}`, TARGET_REMEDY);
}

/** What is wrong with a target that is neither a path nor an address with `https:`, as the end of a sentence. */
export function targetProblem(text: string): string {
  if (/^http:/i.test(text))
    return 'goes over plain HTTP, which a suite never does: what is sent could be read on the way';
  if (/^\/[/\\]/.test(text)) return `starts with "${text.slice(0, 2)}", which leads to another host`;
  return 'is neither a path of the site nor an address on an allowed host';
}

export const TARGET_REMEDY =
  'Write a path that starts with "/", or an address that starts with "https://" on one of `hosts`:\nget: /login/';
