import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '../core/clock.ts';
import type { Http, Trust } from '../core/http.ts';
import { systemProcesses } from '../core/process.ts';
import type { Host, TemporaryFolder, World } from '../core/world.ts';
import { systemTree } from './tree.ts';

/** The real world around a host. */
export function worldFor(host: Host, environment: World['environment'], signal: AbortSignal): World {
  return {
    host,
    clock: systemClock,
    http: trust => lazyHttp(trust, environment),
    wire: trust => import('../core/wire-node.ts').then(({ nodeWire }) => nodeWire(trust, environment)),
    processes: systemProcesses,
    database: (url, options) => import('./postgres.ts').then(({ openPostgres }) => openPostgres(url, options)),
    environment,
    readFile: async path => (await readIfThere(path))?.toString('utf8'),
    readBytes: readIfThere,
    tree: systemTree,
    writeFile: async (path, content) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    temporaryFolder: () => newFolder(environment['RUNNER_TEMP'] ?? tmpdir()),
    random: Math.random,
    signal,
  };
}

async function newFolder(within: string): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(within, 'obcms-deploy-')));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The HTTP client is a third of our start-up time; wrong inputs are reported without it. */
function lazyHttp(trust: Trust, environment: World['environment']): Http {
  let opened: Promise<Http> | undefined;
  return {
    async send(request) {
      opened ??= import('../core/http-undici.ts').then(({ undiciHttp }) => undiciHttp(trust, environment));
      return (await opened).send(request);
    },
  };
}

/** Not there, or a folder: in neither case a file that could be read. */
const NO_SUCH_FILE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (thrown) {
    const code: unknown = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
    if (NO_SUCH_FILE.has(String(code))) return undefined;
    throw thrown;
  }
}
