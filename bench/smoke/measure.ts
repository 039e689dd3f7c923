import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Contestant } from './contestant.ts';

const LONGEST = 120_000;
const LOOK_EVERY = 4;

export interface Ended {
  readonly status: number | null;
  /** From the start of the process to its end, in ms. */
  readonly time: number;
  /** Of both kinds, user and system, in ms; 0 where there is no /proc. A tick of the kernel is 10 ms: only a mean says something. */
  readonly cpu: number;
  /** Most resident memory at any moment, in kB; 0 when it was not asked for. */
  readonly peak: number;
  readonly printed: string;
}

/**
 * Starts a process and waits for its end, without stopping this one, in which the server lives.
 * @param options `memory`: looks at the process every few milliseconds, which takes time from it: not together with its time.
 */
export function timed(
  { program, words, environment, directory }: Contestant,
  options: { memory?: boolean; longest?: number } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const before = childrenCpu();
    const began = performance.now();
    const child = spawn(program, [...words], {
      cwd: directory,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let peak = 0;
    const note = (piece: Buffer) => {
      printed += piece.toString('utf8');
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    const tooLong = setTimeout(() => child.kill('SIGKILL'), options.longest ?? LONGEST);
    const looking =
      options.memory === true
        ? setInterval(() => {
            peak = Math.max(peak, peakOf(child.pid));
          }, LOOK_EVERY)
        : undefined;
    let time = 0;
    child.on('exit', () => {
      time = performance.now() - began;
    });
    child.on('error', reject);
    child.on('close', status => {
      clearTimeout(tooLong);
      clearInterval(looking);
      resolve({ status, time, cpu: childrenCpu() - before, peak, printed });
    });
  });
}

/** The kernel's own high-water mark of a process. */
function peakOf(pid: number | undefined): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

const MS_PER_TICK = 10;

/** Time of all ended children of this process: `cutime` and `cstime` of proc(5). */
function childrenCpu(): number {
  const fields = read('/proc/self/stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) * MS_PER_TICK;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
