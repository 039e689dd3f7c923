import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/root.ts';
import { ACTION_NAMES } from '../../src/actions/index.ts';

/** Every workflow file of the repository, and those that users copy. Relative to the root. */
export const WORKFLOWS: readonly string[] = [...yamlIn('.github/workflows'), ...yamlIn('examples/workflows')];

/** Every action that somebody can name in `uses:`: the contracts, their doors, and the root action once there is one. */
export const ACTIONS: readonly string[] = [
  ...ACTION_NAMES.flatMap(name => [`actions/${name}/action.yml`, `${name}/action.yml`]),
  'action.yml',
].filter(path => existsSync(join(ROOT, path)));

function yamlIn(folder: string): readonly string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => `${folder}/${name}`);
}
