import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 60;

/** The most that the action's own process had in memory, as the kernel remembers it (Linux). */
export function watchRun(): {
  readonly environment: Readonly<Record<string, string>>;
  readonly mebibytes: number;
  stop(): void;
} {
  const mark = randomUUID();
  let pid: string | undefined;
  let peak = 0;
  const look = () => {
    pid ??= readdirSync('/proc').find(name => /^\d+$/.test(name) && read(name, 'environ').includes(mark));
    if (pid === undefined) return;
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? 0) / 1024);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    environment: { SWEEP_MARK: mark },
    get mebibytes() {
      return Math.round(peak);
    },
    stop: () => clearInterval(timer),
  };
}

/** Empty for a process that is gone or belongs to somebody else. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
