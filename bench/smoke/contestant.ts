import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../scripts/root.ts';
import type { Peers } from './peers.ts';
import type { Target, Task } from './task.ts';

/** One tool with one task, ready to be started. */
export interface Contestant {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it starts; without it, where this does. */
  readonly directory?: string;
}

/** Of every run: no more of this machine than the tool needs, and nothing sent to its makers. */
function surroundings(folder: string, caFile: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CI: 'true',
    NO_COLOR: '1',
    NODE_EXTRA_CA_CERTS: caFile,
    STEPCI_DISABLE_ANALYTICS: '1',
  };
}

/** Node itself, for the eye: nothing that runs in it can be faster, or smaller. */
export const EMPTY: Contestant = { name: 'node -e 0', program: process.execPath, words: ['-e', '0'], environment: {} };

/** The requests alone, without a suite, checks, or a report. */
export function bareRequests({ origin, caFile }: Target, path: string, amount: number): Contestant {
  return {
    name: 'bare node:https',
    program: process.execPath,
    words: [join(ROOT, 'bench/smoke/bare-get.mjs'), origin, path, String(amount)],
    environment: { NODE_EXTRA_CA_CERTS: caFile },
  };
}

/**
 * Everybody who takes part in a task; its files are written into `folder`.
 * Ours come first: as the step of a workflow, and as a command.
 */
export async function contestants(
  task: Task,
  { caFile, origin, user, password }: Target,
  peers: Peers,
  folder: string,
): Promise<readonly Contestant[]> {
  const written = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const suite = await written('suite.yml', task.suite);
  const common = surroundings(folder, caFile);
  const secrets = { BENCH_USER: user, BENCH_PASSWORD: password };
  const node = process.execPath;
  return [
    {
      name: 'smoke-test, action',
      program: node,
      words: [join(ROOT, 'dist/smoke-test.js')],
      environment: { ...common, ...secrets, ...(await runnerVariables(folder, { suite, 'base-url': origin })) },
    },
    {
      name: 'smoke-test, terminal',
      program: node,
      words: [join(ROOT, 'dist/cli.js'), 'smoke-test', '--suite', suite, '--base-url', origin, '--wait-ready', '0s'],
      environment: { ...common, ...secrets },
    },
    {
      name: 'newman',
      program: node,
      words: [
        peers.newman,
        'run',
        await written('newman.json', task.newman),
        ...['--ignore-redirects', '--ssl-extra-ca-certs', caFile],
      ],
      environment: common,
    },
    {
      name: 'StepCI',
      program: node,
      words: [peers.stepci, 'run', await written('stepci.yml', task.stepci)],
      environment: common,
    },
    ...(peers.hurl === undefined
      ? []
      : [
          {
            name: 'hurl',
            program: peers.hurl,
            words: ['--test', '--cacert', caFile, await written('bench.hurl', task.hurl)],
            environment: common,
          },
        ]),
  ];
}

/** What the runner sets for a step, with the defaults of `action.yml`. The site is not waited for: nobody else does. */
async function runnerVariables(
  folder: string,
  inputs: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const given = {
    'wait-ready': '0s',
    timeout: '10m',
    concurrency: '8',
    'allow-insecure': 'false',
    list: 'false',
    ...inputs,
  };
  const files = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' };
  for (const name of Object.values(files)) await writeFile(join(folder, name), '');
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...Object.fromEntries(Object.entries(files).map(([variable, name]) => [variable, join(folder, name)])),
  };
}
