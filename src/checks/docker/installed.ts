import { baseName } from '../paths.ts';
import type { Command } from '../shell/facts.ts';
import type { Stage } from './facts.ts';
import { isKnownBase } from './running.ts';

const MANAGERS = new Set(['apt-get', 'apt', 'apk', 'dnf', 'microdnf', 'yum', 'aptitude']);
const INSTALLING = /^(?:install|add|reinstall)$/;
const REMOVING = /^(?:purge|remove|del|autoremove)$/;

/** Packages that the package manager installs in one command, version and architecture taken off. Empty for other commands. */
export function packagesIn({ words }: Command, doing: 'install' | 'remove' = 'install'): readonly string[] {
  if (!MANAGERS.has(baseName(words[0] ?? ''))) return [];
  const verb = words.findIndex((word, index) => index > 0 && (doing === 'install' ? INSTALLING : REMOVING).test(word));
  if (verb === -1) return [];
  const packages: string[] = [];
  for (let index = verb + 1; index < words.length; index++) {
    const word = words[index] ?? '';
    // `-t bookworm-backports`, apk's `--virtual .build-deps`, `-o Option=1` take a word with them.
    if (/^(?:-t|--target-release|--virtual|-o|-c|--repository|-X)$/.test(word)) index++;
    else if (!word.startsWith('-') && !word.startsWith('.')) packages.push(word.replace(/[=:<>~@].*$/, ''));
  }
  return packages;
}

/** Everything that is installed by a stage and the stages it is made from, and not taken away again. */
export function packagesOf({ runs }: Pick<Stage, 'runs'>): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const command of runs.flatMap(({ commands }) => commands)) {
    for (const name of packagesIn(command)) packages.add(name);
    for (const name of packagesIn(command, 'remove')) packages.delete(name);
  }
  return packages;
}

/** Packages that bring a program of another name. */
const BROUGHT_BY: Readonly<Record<string, RegExp>> = {
  curl: /^curl$/,
  wget: /^wget$/,
  nc: /^(?:netcat.*|nmap-ncat|ncat|busybox(?:-extras)?)$/,
  http: /^httpie$/,
};

/** Whether a program is in the image: undefined when that cannot be said. */
export function hasProgram(stage: Stage, program: string): boolean | undefined {
  const packages = packagesOf(stage);
  const pattern = BROUGHT_BY[program];
  if (pattern !== undefined && [...packages].some(name => pattern.test(name))) return true;
  if (stage.copies.some(({ paths, target }) => [...paths, target].some(path => baseName(path) === program)))
    return true;
  // It comes with the application, from the base or from uv.
  if (/^python/.test(program)) return /(?:^|\/)python$/.test(stage.base.name) ? true : undefined;
  if (!isKnownBase(stage)) return undefined;
  if (
    [...packages].some(name => name.includes('$')) ||
    stage.runs.some(
      ({ text, commands }) =>
        mayInstall(text, program) && !commands.some(command => packagesIn(command, 'remove').includes(program)),
    )
  )
    return undefined;
  if (stage.runs.some(({ commands }) => commands.some(({ words }) => /\.sh$/.test(words[0] ?? '')))) return undefined;
  const { tag = '', name } = stage.base;
  // BusyBox is a wget and a netcat.
  if (/alpine/.test(tag) || /alpine$/.test(name)) return program === 'wget' || program === 'nc';
  if (/slim/.test(tag) || /(?:^|\/)(?:debian|ubuntu|bitnami)$/.test(name)) return false;
  // The full images of languages are made from buildpack-deps, which has both.
  return program === 'curl' || program === 'wget' ? true : undefined;
}

/** Named in a line that installs something, in words that are not understood: a list in a variable, a tool of its own. */
function mayInstall(text: string, program: string): boolean {
  return /install|\badd\b/.test(text) && new RegExp(`\\b${program}\\b`).test(text);
}
