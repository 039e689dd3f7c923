import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { type Generated, type Generator, origin } from './generated.ts';

/** The doors, so that `uses: org/obcms-deploy/<name>@v1` works: the contract of `actions/<name>` one folder higher. */
export const doors: Generator = actions => Promise.all(actions.map(({ name }) => door(name)));

async function door(name: string): Promise<Generated> {
  const source = `actions/${name}/action.yml`;
  const contract = await readFile(join(ROOT, source), 'utf8');
  return { path: `${name}/action.yml`, text: `# ${origin(source)}\n${oneFolderHigher(contract)}` };
}

/** Only `main`, `pre` and `post` hold paths; the runner resolves them against the folder of the file. */
export function oneFolderHigher(contract: string): string {
  return contract.replace(/^(\s+(?:main|pre|post):\s*["']?)\.\.\/\.\.\//gm, '$1../');
}
