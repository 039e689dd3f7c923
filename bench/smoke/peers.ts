import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { succeed } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/root.ts';

/** What ours is compared with. Never part of the project's own packages. */
const VERSIONS = { newman: '6.2.2', stepci: '2.8.2' } as const;

const STARTS: Readonly<Record<keyof typeof VERSIONS, string>> = {
  newman: 'node_modules/newman/bin/newman.js',
  stepci: 'node_modules/stepci/dist/index.js',
};

export interface Peers {
  /** The scripts to start with Node. */
  readonly newman: string;
  readonly stepci: string;
  /** Undefined when it is not on the PATH; no package of npm brings it without a download of its own. */
  readonly hurl: string | undefined;
}

/** Installs them, the first time, into a folder that git does not look at. */
export async function providePeers(): Promise<Peers> {
  const name = Object.entries(VERSIONS)
    .map(([peer, version]) => `${peer}-${version}`)
    .join('-');
  const folder = join(ROOT, '.cache', `bench-${name}`);
  if (!existsSync(folder)) {
    console.log('Installing newman and StepCI, which takes a minute, once.\n');
    // Moved into place when it is whole, so that an installation that was broken off is not taken for one.
    const beside = `${folder}.${process.pid}`;
    try {
      await mkdir(beside, { recursive: true });
      const manifest = { private: true, dependencies: VERSIONS };
      await writeFile(join(beside, 'package.json'), JSON.stringify(manifest));
      await succeed('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', beside]);
      await rename(beside, folder);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }
  return { newman: join(folder, STARTS.newman), stepci: join(folder, STARTS.stepci), hurl: onPath('hurl') };
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, program))
    .find(existsSync);
}
