import { folderOf, joined } from '../paths.ts';
import type { Service } from '../services/facts.ts';
import { repositoryPaths, type SourcePath } from '../shell/path.ts';

/** The parts of a service that say where its files come from. */
export type Located = Pick<Service, 'sources' | 'directory' | 'compose' | 'image' | 'place'>;

/** Folder a program starts in: absolute in the container, or relative to the root where there is no container. */
export function startFolder(service: Located | undefined, directory: string | undefined): string | undefined {
  const folder = directory ?? service?.directory;
  if (folder !== undefined) return folder;
  return service === undefined || service.sources.length === 0 ? '' : undefined;
}

/**
 * The files or folders of the repository that a path in the container may be, the likeliest first: by what the image copies and what is
 * mounted over it. None when it comes from nowhere in the repository.
 */
export function inRepository(service: Located | undefined, path: string): readonly string[] {
  if (!path.startsWith('/')) return path.startsWith('../') || path === '..' ? [] : [path];
  const found = repositoryPaths(path, sourcesOf(service)).filter(candidate => !candidate.startsWith('..'));
  return found.map(candidate => joined('', candidate));
}

/** The way back: where a path of the repository lies in the container. */
export function inContainer(service: Located | undefined, path: string): string | undefined {
  const known = [...sourcesOf(service)]
    .filter(({ repository }) => repository === '' || path === repository || path.startsWith(`${repository}/`))
    .sort((a, b) => b.repository.length - a.repository.length)[0];
  if (known === undefined) return undefined;
  return joined(known.container, path.slice(known.repository.length).replace(/^\/+/, '') || '.');
}

/** `to` as somebody in `from` calls it: `../gunicorn.conf.py`. */
export function relativeTo(from: string, to: string): string {
  const start = from.split('/').filter(part => part !== '');
  const end = to.split('/').filter(part => part !== '');
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same += 1;
  return [...start.slice(same).map(() => '..'), ...end.slice(same)].join('/') || '.';
}

/** A Procfile's processes start in the folder it lies in, which is the root of what was built. */
function sourcesOf(service: Located | undefined): readonly SourcePath[] {
  if (service === undefined || service.sources.length > 0) return service?.sources ?? [];
  const { image, compose, place } = service;
  const procfile = image === undefined && compose === undefined && !place.file.endsWith('.service');
  if (!procfile || service.directory === undefined) return [];
  return [{ container: service.directory, repository: folderOf(place.file) }];
}
