/** Paths with `/`: of the repository, relative to its root (`''` is the root), or absolute ones of a container. */

/** `web.sh` of `docker/web.sh`, `gunicorn` of `/usr/bin/gunicorn`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `docker` of `docker/web.sh`, `''` of what lies in the root, `/` of `/web.sh`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : slash === 0 ? '/' : path.slice(0, slash);
}

/** `path` seen from `folder`, without dots: one that leaves the root begins with `../`, an absolute one stays absolute, `~` is not known. */
export function joined(folder: string, path: string): string {
  if (path.startsWith('~')) return path;
  const absolute = folder.startsWith('/') || path.startsWith('/');
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!absolute) parts.push('..');
  }
  return absolute ? `/${parts.join('/')}` : parts.join('/');
}

/** It lies in the repository: neither absolute nor above its root. */
export function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.startsWith('~') && path !== '..' && !path.startsWith('../');
}
