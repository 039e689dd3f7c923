import { UserError } from '../core/errors.ts';
import { inSequence, oneLine } from '../core/text.ts';
import { findDjango, type ProjectFiles, type SettingsDefault } from './project.ts';

/** Where the application lies in the checkout, and what it is made with. */
export interface ProjectPlace {
  readonly framework: 'django' | 'alembic' | 'none';
  /** Of `manage.py`, else of `alembic.ini`, relative to the root; `''` is the root. */
  readonly directory: string;
  /** What manage.py, wsgi.py and their like start with when the environment says nothing; none without Django. */
  readonly defaults: readonly SettingsDefault[];
}

export interface PlaceQuestion {
  readonly framework: 'auto' | 'django' | 'alembic';
  /** From the root of the checkout; undefined: look for it. */
  readonly directory: string | undefined;
  /** Which action asks: its name stands in the YAML of a remedy. */
  readonly action: string;
}

/**
 * Finds the application: what the inputs say, else the one `manage.py` there is, else the one `alembic.ini`.
 * @throws UserError when the input names a folder without one, or when there are several and none is the obvious one
 */
export async function locateProject(
  repository: ProjectFiles,
  { framework, directory, action }: PlaceQuestion,
): Promise<ProjectPlace> {
  if (framework !== 'alembic') {
    const found = await findDjango(repository, directory);
    if (found.ok) return { framework: 'django', directory: found.project.directory, defaults: found.project.defaults };
    if (found.reason === 'several') throw severalProjects(found.directories);
    if (framework === 'django') throw noProject('manage.py', directory, action);
  }
  const alembic = repository.files
    .filter(file => file === 'alembic.ini' || file.endsWith('/alembic.ini'))
    .map(folderOf)
    .find(folder => directory === undefined || folder === directory);
  if (alembic !== undefined) return { framework: 'alembic', directory: alembic, defaults: [] };
  if (framework === 'alembic') throw noProject('alembic.ini', directory, action);
  if (directory !== undefined && !hasFolder(repository.files, directory))
    throw noProject('manage.py', directory, action);
  return { framework: 'none', directory: directory ?? '', defaults: [] };
}

function hasFolder(files: readonly string[], directory: string): boolean {
  return directory === '' || files.some(file => file.startsWith(`${directory}/`));
}

function noProject(file: 'manage.py' | 'alembic.ini', directory: string | undefined, action: string): UserError {
  const where = directory === undefined || directory === '' ? 'the checkout' : `"${oneLine(directory, 80)}"`;
  return new UserError(`There is no ${file} in ${where}.`, {
    reasonCode: 'invalid-input',
    remedy: `Name the folder of ${file}, from the root of the checkout, and check the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6\n  - uses: org/obcms-deploy/${action}@v1\n    with:\n      working-directory: src`,
  });
}

function severalProjects(directories: readonly string[]): UserError {
  const [first = 'src'] = directories;
  const names = directories.map(directory => (directory === '' ? 'the root' : oneLine(directory, 60)));
  return new UserError(`There is a manage.py in ${inSequence(names)}, and none of them is the obvious one.`, {
    reasonCode: 'invalid-input',
    remedy: `Name the one that is deployed:\nwith:\n  working-directory: ${oneLine(first, 60)}`,
  });
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
