import { baseName } from '../paths.ts';

/** Shells by what they do with the last command of `-c`. */
export type Shell = 'dash' | 'bash' | 'ash';

/** A shell's own command line. */
export type ShellCall =
  | { readonly kind: 'text'; readonly text: string; readonly self: string; readonly words: readonly string[] }
  | { readonly kind: 'script'; readonly path: string; readonly words: readonly string[] };

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);
const VALUED = new Set(['-o', '+o', '-O', '+O', '--rcfile', '--init-file']);

/** What a shell is asked to run; undefined when the words start no shell, or an interactive one. */
export function shellCall(words: readonly string[]): ShellCall | undefined {
  const [first = '', ...rest] = words;
  if (!SHELLS.has(baseName(first))) return undefined;
  let takesText = false;
  let index = 0;
  for (; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (VALUED.has(word)) index++;
    else if (word === '--') {
      index++;
      break;
    } else if (/^[-+][A-Za-z]/.test(word)) {
      if (word.startsWith('-') && word.includes('c')) takesText = true;
      // `-euo pipefail`: the name of the option follows.
      if (/o$/.test(word)) index++;
    } else if (!word.startsWith('--')) break;
  }
  const [script, ...others] = rest.slice(index);
  if (script === undefined) return undefined;
  if (takesText) return { kind: 'text', text: script, self: others[0] ?? first, words: others.slice(1) };
  return { kind: 'script', path: script, words: others };
}

/** The shell behind a name or a `#!` line; `sh` is what the image makes of it. */
export function shellNamed(name: string, sh: Shell): Shell {
  const base = baseName(name);
  if (base === 'sh') return sh;
  return base === 'dash' ? 'dash' : base === 'ash' ? 'ash' : 'bash';
}

/** Which shell `sh` is: Debian and Ubuntu have dash, Alpine has BusyBox's, Red Hat's family bash. */
export function shellOfImage(image: string): Shell {
  if (/alpine|busybox/i.test(image)) return 'ash';
  if (/fedora|centos|rockylinux|almalinux|amazonlinux|\bubi\d?\b|redhat|opensuse|archlinux/i.test(image)) return 'bash';
  return 'dash';
}
