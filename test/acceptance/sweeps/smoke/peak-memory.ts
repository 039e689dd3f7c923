import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 60;

/** The most that the process of a run had in memory, as the kernel remembers it (Linux). */
export function watchMemory(tag: string): { readonly mebibytes: number; stop(): void } {
  let pid: string | undefined;
  let peak = 0;
  const look = () => {
    pid ??= readdirSync('/proc').find(
      name => /^\d+$/.test(name) && read(name, 'environ').split('\0').includes(`INPUT_VARIABLES=tag=${tag}`),
    );
    if (pid === undefined) return;
    const kibibytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(pid, 'status'))?.[1] ?? 0);
    peak = Math.max(peak, kibibytes / 1024);
  };
  const timer = setInterval(look, EVERY_MS);
  return {
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
