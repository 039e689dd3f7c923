import type { Project } from '../project.ts';

const MOST = 3;

/**
 * Settings modules of the checkout that somebody may have meant, nearest first: those that end alike, or lie in the same package. From the
 * names of the tracked files alone.
 */
export function nearestModules(
  wanted: string,
  { source, directory }: Pick<Project, 'source' | 'directory'>,
): readonly string[] {
  const base = directory === '' ? '' : `${directory}/`;
  const modules = source.files
    .filter(file => file.startsWith(base) && file.endsWith('.py') && file.includes('settings'))
    .map(file =>
      file
        .slice(base.length, -3)
        .replaceAll('/', '.')
        .replace(/\.__init__$/, ''),
    )
    .filter(module => module !== '' && !/(^|\.)(tests?|migrations)(\.|$)/.test(module));
  const scored = [...new Set(modules)].map(module => ({ module, score: likeness(module, wanted) }));
  return scored
    .sort((a, b) => b.score - a.score || (a.module < b.module ? -1 : 1))
    .slice(0, MOST)
    .map(({ module }) => module);
}

/** Equal parts of the dotted names from the front, and from the back; the last part counts twice, as it says for where it is. */
function likeness(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  const front = left.filter((part, index) => right[index] === part).length;
  return front + (left.at(-1) === right.at(-1) ? 2 : 0) + sharedStart(left.at(-1) ?? '', right.at(-1) ?? '') / 10;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Whether a top-level module is one of the checkout's own, beside manage.py. */
export function isOwnModule(name: string, { source, directory }: Pick<Project, 'source' | 'directory'>): boolean {
  const path = directory === '' ? name : `${directory}/${name}`;
  return source.files.some(file => file === `${path}.py` || file.startsWith(`${path}/`));
}

/**
 * Whether an exception's words are about the import of this class: "No module named 'core.gone'", or Django's
 * 'Module "core.middleware" does not define a "Gone" attribute/class'.
 */
export function namesImport(message: string, dotted: string): boolean {
  const missing = /No module named '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) return dotted.startsWith(`${missing}.`);
  const cut = dotted.lastIndexOf('.');
  return message.includes(`"${dotted.slice(0, cut)}"`) && message.includes(`"${dotted.slice(cut + 1)}"`);
}
