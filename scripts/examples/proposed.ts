import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { applied, type Changes, type Edit } from '../../lab/faulty/fault.ts';

/** The edits, and files beside them that the team commits once. */
export async function changed(workspace: string, proposal: readonly Edit[], beside: Changes = {}): Promise<void> {
  const paths = (await readdir(workspace, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && !entry.parentPath.includes('.git/'))
    .map(entry => join(entry.parentPath, entry.name).slice(workspace.length + 1));
  const files = Object.fromEntries(
    await Promise.all(paths.map(async path => [path, await readFile(join(workspace, path), 'utf8')] as const)),
  );
  const written = { ...applied(files, proposal), ...beside };
  for (const [path, text] of Object.entries(written)) {
    const file = join(workspace, path);
    await mkdir(dirname(file), { recursive: true });
    if (text === undefined) await rm(file);
    else await writeFile(file, text);
  }
}

/** All of it as one commit; its id. */
export function committed(workspace: string, message: string): string {
  const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: workspace, encoding: 'utf8' });
  git('add', '--all');
  const author = ['-c', 'user.name=Team', '-c', 'user.email=team@obcms.example', '-c', 'commit.gpgSign=false'];
  git(...author, 'commit', '--quiet', '--no-verify', '--allow-empty', `--message=${message}`);
  return git('rev-parse', 'HEAD').trim();
}
