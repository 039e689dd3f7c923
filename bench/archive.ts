import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../scripts/root.ts';
import { kilobytes, printTable } from './report.ts';

const AIM = 800_000;
const BIGGEST = 8;
const MAXIMUM = 512 * 1024 * 1024;

interface Sized {
  readonly name: string;
  readonly raw: number;
  readonly zipped: number;
}

/** The archive of the commit, as GitHub makes it for a job, and what it is made of. */
export async function run(): Promise<void> {
  const archive = git('archive', '--format=tar.gz', 'HEAD').byteLength;
  const everything = git('archive', '--format=tar.gz', '--worktree-attributes', 'HEAD').byteLength;
  const dist = filesOf('dist');
  const total = dist.reduce((sum, { raw }) => sum + raw, 0);
  const zipped = gzipSync(Buffer.concat(dist.map(({ name }) => readFileSync(join(ROOT, name))))).byteLength;
  printTable(
    ['what', 'raw', 'gzipped', 'aim'],
    [
      ['archive of HEAD', '', kilobytes(archive), `<= ${kilobytes(AIM)}`],
      ...(everything === archive
        ? []
        : [['archive with the attributes of the working tree', '', kilobytes(everything), '']]),
      ['dist', kilobytes(total), kilobytes(zipped), ''],
    ],
  );
  console.log('');
  printTable(
    ['biggest files', 'raw', 'gzipped'],
    dist.slice(0, BIGGEST).map(({ name, raw, zipped: each }) => [name, kilobytes(raw), kilobytes(each)]),
  );
}

function filesOf(folder: string): readonly Sized[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => {
      const content = readFileSync(join(entry.parentPath, entry.name));
      const name = join(entry.parentPath, entry.name).slice(ROOT.length + 1);
      return { name, raw: content.byteLength, zipped: gzipSync(content).byteLength };
    })
    .sort((a, b) => b.raw - a.raw);
}

function git(...words: readonly string[]): Buffer {
  return execFileSync('git', words, { cwd: ROOT, maxBuffer: MAXIMUM });
}
