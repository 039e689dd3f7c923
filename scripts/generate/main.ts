import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ACTION_NAMES, load } from '../../src/actions/index.ts';
import { ROOT } from '../root.ts';
import { CHECK_PAGES, checkPages } from './check-pages.ts';
import { composeSpec } from './compose-spec.ts';
import { doors } from './doors.ts';
import type { Generated } from './generated.ts';
import { MIGRATION_RULE_PAGES, migrationRulePages } from './migration-rule-pages.ts';
import { reasonCodes } from './reason-codes.ts';
import { requirementsPage } from './requirements-page.ts';
import { rootPage } from './root-page.ts';
import { RULE_PAGES, rulePages } from './rule-pages.ts';
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
    composeSpec(actions),
    rootPage(actions),
    rulePages(actions),
    migrationRulePages(actions),
    requirementsPage(actions),
  ];
  return (await Promise.all(sources)).flat();
}

/** Folders that hold generated files and nothing else. */
const WHOLE_FOLDERS = [CHECK_PAGES, RULE_PAGES, MIGRATION_RULE_PAGES];

/** The files that are not what they should be, and those of which nothing is made any more, relative to the root. */
export async function stale(): Promise<readonly string[]> {
  const files = await generated();
  const wrong: string[] = [];
  for (const { path, text } of files) {
    if ((await current(path)) !== text) wrong.push(path);
  }
  return [...wrong, ...(await leftOver(files))];
}

/** Pages of what is gone or has another name now. */
async function leftOver(files: readonly Generated[]): Promise<readonly string[]> {
  const made = new Set(files.map(({ path }) => path));
  const there = await Promise.all(
    WHOLE_FOLDERS.map(async folder => (await readdir(join(ROOT, folder))).map(name => `${folder}/${name}`)),
  );
  return there.flat().filter(path => !made.has(path));
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
  for (const path of await leftOver(await generated())) {
    await rm(join(ROOT, path));
    console.log(`removed ${path}`);
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
