import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { folderOf, joined } from '../paths.ts';
import type { ServedApplication } from './facts.ts';
import { inContainer, inRepository, type Located, relativeTo } from './locate.ts';

/**
 * Looks for `package.module:name` in the folders the server puts on `sys.path`, without running anything.
 *
 * @param folders absolute in the container, first the one it is started from
 */
export async function locateApplication(
  asked: string,
  place: Place,
  folders: readonly string[],
  service: Located | undefined,
  repository: Repository,
): Promise<ServedApplication> {
  const [module = '', name] = asked.split(':');
  const path = module.replaceAll('.', '/');
  const answer = { asked, place, searched: folders, named: undefined, file: undefined };
  if (!/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(module)) return { ...answer, exists: undefined };
  let everyFolderIsKnown = true;
  for (const folder of folders) {
    const own = inRepository(service, folder);
    if (own.length === 0) everyFolderIsKnown = false;
    for (const file of own.flatMap(base => [joined(base, `${path}.py`), joined(base, `${path}/__init__.py`)])) {
      const text = await repository.read(file);
      if (text === undefined) continue;
      return { ...answer, file, exists: true, named: defines(text, name) };
    }
  }
  if (!everyFolderIsKnown || folders.length === 0) return { ...answer, exists: undefined };
  const elsewhere = repository.files.find(file => file === `${path}.py` || file.endsWith(`/${path}.py`));
  if (elsewhere === undefined) return { ...answer, exists: mustBeHere(module, repository) ? false : undefined };
  const root = elsewhere.slice(0, elsewhere.length - `${path}.py`.length).replace(/\/$/, '');
  const start = folders[0] ?? '';
  const inside = start.startsWith('/') ? inContainer(service, root) : root;
  return { ...answer, exists: false, ...(inside === undefined ? {} : { wouldExist: relativeTo(start, inside) }) };
}

/** `application` is what gunicorn takes without a colon; a call (`create_app()`) is looked for by its name. */
function defines(text: string, name: string | undefined): boolean {
  const word = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(name ?? 'application')?.[0];
  return word === undefined || new RegExp(`\\b${word}\\b`, 'u').test(text) || /^from .* import \*/m.test(text);
}

/**
 * A module that is nowhere in the repository may come with a package. Not so when its first part is a package of the project, or when it asks
 * for a `wsgi` or `asgi` module while the project has one under another name.
 */
function mustBeHere(module: string, repository: Repository): boolean {
  const first = module.split('.')[0] ?? '';
  const own = repository.files.some(file => file.includes(`/${first}/`) || file.startsWith(`${first}/`));
  const kind = /(?:^|\.)(wsgi|asgi)$/.exec(module)?.[1];
  const another = kind !== undefined && repository.files.some(file => file.endsWith(`/${kind}.py`));
  return own || another;
}

/** The project's own `wsgi.py` or `asgi.py` as a module name, for a remedy: seen from the folder above its package. */
export function projectsOwn(module: string, files: readonly string[]): string | undefined {
  const kind = /(?:^|\.)(wsgi|asgi)$/.exec(module)?.[1] ?? 'wsgi';
  const file = files.find(candidate => candidate.endsWith(`/${kind}.py`));
  return file === undefined ? undefined : `${folderOf(file).split('/').at(-1)}.${kind}`;
}
