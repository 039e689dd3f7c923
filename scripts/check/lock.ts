import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/**
 * `npm ci` refuses a lock file without an entry for every optional package, the binaries of foreign platforms included.
 * npm itself leaves them out when the registry at hand does not serve them.
 */
export async function lockProblems(): Promise<readonly string[]> {
  return incomplete(JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')));
}

export function incomplete({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !placesOf(path, name).some(place => Object.hasOwn(packages, place)))
      .map(name => `package-lock.json has no entry for ${name}, which ${path} names; "npm ci" would fail`),
  );
}

/** Where Node looks for a package, from the folder of another one upwards. */
function placesOf(from: string, name: string): readonly string[] {
  const steps = from.split('/node_modules/');
  const folders = steps.map((_, index) => steps.slice(0, steps.length - index).join('/node_modules/'));
  return [...folders.map(folder => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}
