import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../build.ts';
import { command } from '../command.ts';
import { ROOT } from '../root.ts';

/** Builds aside and compares byte by byte; in CI git must agree, because a file that is not committed reaches nobody. */
export async function distProblems(): Promise<readonly string[]> {
  // Inside the tree, so that the bundler finds the same packages by the same paths.
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const aside = await mkdtemp(join(ROOT, '.cache/dist-'));
  try {
    await build(aside);
    const problems = await differences(join(ROOT, 'dist'), aside);
    return problems.length > 0 || process.env['CI'] === undefined ? problems : uncommitted();
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What `committed` lacks, has too much, or has otherwise than `built`. */
export async function differences(committed: string, built: string): Promise<readonly string[]> {
  const [ours, theirs] = await Promise.all([contents(committed), contents(built)]);
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return names.flatMap(name => {
    const [ourText, theirText] = [ours.get(name), theirs.get(name)];
    if (ourText === undefined) return [`dist/${name} is missing; run "npm run build"`];
    if (theirText === undefined) return [`dist/${name} is not built any more; run "npm run build"`];
    return ourText.equals(theirText) ? [] : [`dist/${name} is not what the source builds; run "npm run build"`];
  });
}

async function contents(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async file => [file.slice(folder.length + 1), await readFile(file)] as const)),
  );
}

async function uncommitted(): Promise<readonly string[]> {
  const { output } = await command('git', ['status', '--porcelain', '--untracked-files=all', 'dist']);
  return output
    .split('\n')
    .filter(line => line !== '')
    .map(line => `dist is not committed as it is: ${line}`);
}
