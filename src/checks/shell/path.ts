/** Absolute path in a container, `.` and `..` resolved; undefined when the folder it is relative to is not known. */
export function joinPath(directory: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && directory === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** As `dirname` says it: `docker/entrypoint.sh` -> `docker`, `web.sh` -> `.`. */
export function parentOf(path: string): string {
  const end = path.replace(/\/+$/, '').lastIndexOf('/');
  if (end === -1) return '.';
  return end === 0 ? '/' : path.slice(0, end);
}

/** Where the image puts a file or folder of the repository. */
export interface SourcePath {
  readonly container: string;
  readonly repository: string;
}

/**
 * The paths of the repository that may lie at an absolute path of the container, the latest and most exact first. A later COPY over an earlier one wins,
 * so whoever asks takes the first that exists.
 */
export function repositoryPaths(path: string, sources: readonly SourcePath[]): readonly string[] {
  return sources
    .map((source, order) => ({ ...source, order }))
    .filter(({ container }) => path === container || path.startsWith(container === '/' ? '/' : `${container}/`))
    .sort((a, b) => b.container.length - a.container.length || b.order - a.order)
    .map(({ container, repository }) => {
      const rest = path.slice(container === '/' ? 1 : container.length + 1);
      return [repository, rest].filter(part => part !== '' && part !== '.').join('/');
    });
}
