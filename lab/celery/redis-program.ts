/** The machine's own Redis, if it has one: npm and PyPI bring none along. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PROGRAM = 'redis-server';
const ANSWER_LIMIT_MS = 5_000;

/** Either where the program is, or in half a sentence why there is none. */
export type RedisProgram =
  | { readonly program: string; readonly missing?: undefined }
  | { readonly program?: undefined; readonly missing: string };

/** Looks through the folders of a path, in order. A program that cannot even say its version (a shim) counts as none. */
export async function findRedis(path: string): Promise<RedisProgram> {
  const places = path.split(delimiter).filter(folder => folder !== '');
  const found: string[] = [];
  for (const program of places.map(folder => resolve(folder, PROGRAM))) {
    if (!(await isProgram(program))) continue;
    if (await starts(program, path)) return { program };
    found.push(program);
  }
  const [broken] = found;
  return { missing: broken === undefined ? `No ${PROGRAM} on the PATH` : `${broken} does not start` };
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function starts(program: string, path: string): Promise<boolean> {
  return run(program, ['--version'], { env: { PATH: path }, timeout: ANSWER_LIMIT_MS }).then(
    () => true,
    () => false,
  );
}
