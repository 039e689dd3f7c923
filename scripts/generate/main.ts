import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ACTION_NAMES, load } from '../../src/actions/index.ts';
import { ROOT } from '../root.ts';
import { checkPages } from './check-pages.ts';
import { doors } from './doors.ts';
import type { Generated } from './generated.ts';
import { reasonCodes } from './reason-codes.ts';
import { rootPage } from './root-page.ts';
import { schemas } from './schemas.ts';
import { tables } from './tables.ts';

/** Everything in the repository that is made from the code or from an action's contract. */
export async function generated(): Promise<readonly Generated[]> {
  const actions = await Promise.all(ACTION_NAMES.map(load));
  const sources = [
    doors(actions),
    schemas(actions),
    reasonCodes(actions),
    tables(actions),
    checkPages(actions),
    rootPage(actions),
  ];
  return (await Promise.all(sources)).flat();
}

/** The files that are not what they should be, relative to the root. */
export async function stale(): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { path, text } of await generated()) {
    if ((await current(path)) !== text) wrong.push(path);
  }
  return wrong;
}

async function current(path: string): Promise<string | undefined> {
  try {
    return await readFile(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

async function main(words: readonly string[]): Promise<number> {
  const wrong = await stale();
  if (words.includes('--check')) {
    for (const path of wrong) console.error(`${path} is not what the code makes; run "npm run generate".`);
    return wrong.length === 0 ? 0 : 1;
  }
  for (const { path, text } of await generated()) {
    if (!wrong.includes(path)) continue;
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
