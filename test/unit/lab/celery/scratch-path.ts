/** A folder of programs to put on a PATH, and a stand-in for `redis-server` on machines that have none. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Scratch {
  /** The folder of programs; empty at first. */
  readonly programs: string;
  /** Where a broker may live; not made yet. */
  folder(name: string): string;
  /** Writes a shell script; gives its path. */
  program(name: string, script: string, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

export async function scratch(): Promise<Scratch> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'obcms-broker-')));
  const programs = join(home, 'programs');
  await mkdir(programs);
  return {
    programs,
    folder: name => join(home, name),
    program: async (name, script, mode = 0o755) => {
      const file = join(programs, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `#!/bin/sh\n${script}\n`, { mode });
      return file;
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** Speaks as much of Redis' protocol as it takes to be asked AUTH and PING; listens where its configuration says. */
const SERVER = `
  const { readFileSync } = require('node:fs');
  const text = readFileSync(process.argv[1], 'utf8');
  const setting = name => new RegExp('^' + name + ' (.*)$', 'm').exec(text)?.[1];
  require('node:net').createServer(socket => {
    let knows = false;
    socket.on('error', () => {}).on('data', asked => {
      for (const line of asked.toString().split('\\r\\n')) {
        const [command, word] = line.split(' ');
        if (command === 'AUTH') {
          knows = word === setting('requirepass');
          socket.write(knows ? '+OK\\r\\n' : '-WRONGPASS invalid username-password pair or user is disabled.\\r\\n');
        }
        if (command === 'PING') socket.write(knows ? '+PONG\\r\\n' : '-NOAUTH Authentication required.\\r\\n');
      }
    });
  }).listen(Number(setting('port')), setting('bind'));
`;

/** The script of the stand-in. It says its version, like the real one, or serves. */
export const STAND_IN = `test "$1" = --version && { echo "Redis server v=0.0.0"; exit; }
exec "${process.execPath}" --eval '${SERVER.replaceAll("'", `'\\''`)}' "$1"`;
