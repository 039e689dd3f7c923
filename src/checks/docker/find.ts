import type { Repository } from '../../core/repository.ts';
import type { ComposeBuild } from '../compose/facts.ts';
import { baseName, folderOf, isInside, joined } from '../paths.ts';
import { globbed } from '../source/globs.ts';
import { inFolder } from './ignore.ts';

export interface FoundDockerfile {
  readonly file: string;
  readonly context: string;
  readonly targets: readonly string[];
  readonly args: ReadonlyMap<string, string>;
}

/** Folders beside the root that Dockerfiles are kept in. */
const FOLDERS = /^(?:(?:docker|infra|deploy|deployment|\.docker|compose|build|ops)(?:\/[^/]+){0,2}\/)?[^/]+$/;
const NAMES = /^(?:Dockerfile|Containerfile|Dockerfile\.[^/]+|[^/]+\.[Dd]ockerfile)$/;
const MOST_FILES = 50;

/** Which Dockerfiles there are, and from which folder and to which stages they are built. */
export async function findDockerfiles(
  repository: Repository,
  asked: readonly string[],
  builds: readonly ComposeBuild[],
): Promise<readonly FoundDockerfile[]> {
  const built = new Map<string, ComposeBuild[]>();
  for (const build of builds) {
    const file = joined('', inFolder(build.context, build.dockerfile));
    if (isInside(file)) built.set(file, [...(built.get(file) ?? []), build]);
  }
  const named = asked.length > 0 ? await globbed(repository.files, asked) : repository.files.filter(isDockerfile);
  const files = [...new Set([...built.keys(), ...named])].sort().slice(0, MOST_FILES);
  return files.map(file => {
    const own = built.get(file) ?? [];
    return {
      file,
      context: clean(own[0]?.context ?? contextOf(file)),
      targets: [...new Set(own.flatMap(({ target }) => target?.toLowerCase() ?? []))],
      args: new Map(own.flatMap(({ args }) => [...args]).reverse()),
    };
  });
}

function isDockerfile(path: string): boolean {
  const name = baseName(path);
  return NAMES.test(name) && !name.endsWith('.dockerignore') && FOLDERS.test(path);
}

/** A file kept in a folder for such files is built from the root, as `docker build -f docker/Dockerfile .` does. */
function contextOf(file: string): string {
  return FOLDERS.test(file) ? '' : folderOf(file);
}

/** A context that leads out of the repository is taken for its root. */
function clean(context: string): string {
  const path = joined('', context);
  return isInside(path) ? path : '';
}
