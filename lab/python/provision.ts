/**
 * The virtualenv that everything Python in the lab runs with: made once from the pinned requirements, then found.
 *
 * A virtualenv names its own folder in the first line of every script, so it cannot be built aside and renamed.
 * It is built in place under a lock, and counts only once the marker beside it exists.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withFileLock } from './file-lock.ts';

const run = promisify(execFile);

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Newest first: wheels for all of these are pinned, and a name on PATH may be a shim that cannot start. */
const CANDIDATES = ['python3.13', 'python3.12', 'python3.11', 'python3'] as const;
/** Prints nothing and fails unless the interpreter is one the pinned wheels exist for and can make a virtualenv. */
const SUITABLE = 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))';

const INSTALL_TIMEOUT_MS = 300_000;
const MEGABYTE = 1024 * 1024;

export interface PythonEnvironment {
  /** Absolute path of the virtualenv's interpreter. */
  readonly python: string;
  /** Absolute path of its folder of commands (`python`, `gunicorn`, `celery`). */
  readonly bin: string;
}

export interface ProvisionOptions {
  /** A requirements file in which every line is pinned and hashed. Default: the lab's own. */
  readonly requirements?: string;
  /** The folder that holds the virtualenvs. Default: `.lab/python` in the project's root. */
  readonly directory?: string;
}

/**
 * The virtualenv of the given requirements; made when it is missing, which takes seconds and needs PyPI.
 *
 * Several processes may call this at once: one builds, the others wait for it.
 * Throws when no Python 3.11 to 3.13 starts, or with pip's own words when the installation fails.
 */
export async function provisionPython(options: ProvisionOptions = {}): Promise<PythonEnvironment> {
  const requirements = options.requirements ?? REQUIREMENTS;
  const home = options.directory ?? join(PROJECT_ROOT, '.lab', 'python');
  const key = fingerprint(readFileSync(requirements, 'utf8'));
  const directory = join(home, key);
  const marker = join(home, `${key}.ready`);
  const environment = { python: join(directory, 'bin', 'python'), bin: join(directory, 'bin') };

  // The interpreter is a link to the one it was made from, which an upgrade of the machine may have removed.
  const ready = (): boolean => existsSync(marker) && existsSync(environment.python);
  if (ready()) return environment;

  await mkdir(home, { recursive: true });
  await withFileLock(join(home, `${key}.lock`), async () => {
    if (ready()) return;
    await rm(marker, { force: true });
    await rm(directory, { recursive: true, force: true });
    await install(directory, requirements);
    await writeFile(marker, `${new Date().toISOString()}\n`);
  });
  return environment;
}

/** The first interpreter that starts and suits the pinned wheels, by the name it has on PATH. */
export async function findPython(): Promise<string> {
  for (const candidate of CANDIDATES) {
    const suits = await run(candidate, ['-c', SUITABLE]).then(
      () => true,
      () => false,
    );
    if (suits) return candidate;
  }
  throw new Error(
    `The lab needs Python 3.11, 3.12 or 3.13 with the venv module. Tried ${CANDIDATES.join(', ')} on PATH; none of ` +
      'them starts and suits. On Debian or Ubuntu: apt-get install python3 python3-venv. On macOS: brew install python@3.13.',
  );
}

async function install(directory: string, requirements: string): Promise<void> {
  const python = await findPython();
  await run(python, ['-m', 'venv', directory]);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet'];
  // Wheels only: no compiler is needed, and no package's set-up code runs.
  const pinned = ['--require-hashes', '--only-binary', ':all:', '--requirement', requirements];
  try {
    await run(join(directory, 'bin', 'python'), [...pip, ...pinned], {
      timeout: INSTALL_TIMEOUT_MS,
      maxBuffer: 16 * MEGABYTE,
    });
  } catch (error) {
    const said =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`pip could not install the lab's pinned requirements (${requirements}):\n${said}`, {
      cause: error,
    });
  }
}

function fingerprint(requirements: string): string {
  const subject = [process.platform, process.arch, requirements].join('\n');
  return createHash('sha256').update(subject).digest('hex').slice(0, 16);
}
