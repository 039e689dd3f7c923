import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provisionPython } from '../../lab/python/provision.ts';
import { succeed } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/root.ts';

const SQUAWK = '2.66.0';

/** What ours is compared with. Never part of the project's own packages. */
export interface MigrationPeers {
  /** An interpreter with the lab's Django, its driver and django-migration-linter. */
  readonly python: string;
  /** The program. */
  readonly squawk: string;
}

/** Installs them, the first time, into folders that git does not look at. */
export async function provideLinters(): Promise<MigrationPeers> {
  const [{ python }, squawk] = await Promise.all([
    provisionPython({ requirements: join(ROOT, 'bench/migrations/requirements.txt') }),
    provideSquawk(),
  ]);
  return { python, squawk };
}

async function provideSquawk(): Promise<string> {
  const folder = join(ROOT, '.cache', `bench-squawk-${SQUAWK}`);
  if (!existsSync(folder)) {
    const beside = `${folder}.${process.pid}`;
    try {
      await mkdir(beside, { recursive: true });
      await writeFile(
        join(beside, 'package.json'),
        JSON.stringify({ private: true, dependencies: { 'squawk-cli': SQUAWK } }),
      );
      await succeed('npm', ['install', '--no-audit', '--no-fund', '--prefix', beside]);
      await rename(beside, folder);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules/.bin/squawk');
}
