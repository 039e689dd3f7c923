/** Who descends from whom, and who carries a run's mark. Linux only (`/proc`); elsewhere the answers are empty. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every living descendant of a process, nearest first. */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of processIds()) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  for (let next = [root]; next.length > 0; ) {
    next = next.flatMap(pid => children.get(pid) ?? []);
    found.push(...next);
  }
  return found;
}

export interface Orphan {
  readonly pid: number;
  /** The command line, words joined by blanks. */
  readonly command: string;
}

/** Processes that were started with `name=value` in their environment and still live. */
export function carriersOf(name: string, value: string): Orphan[] {
  const mark = `${name}=${value}`;
  return processIds()
    .filter(pid => read(pid, 'environ').split('\0').includes(mark))
    .map(pid => ({ pid, command: read(pid, 'cmdline').split('\0').join(' ').trim() }));
}

/** Ends every carrier of the mark, descendants they start meanwhile included, and tells which were found. */
export async function endCarriersOf(name: string, value: string): Promise<Orphan[]> {
  const found = new Map<number, Orphan>();
  for (let living = carriersOf(name, value); living.length > 0; living = carriersOf(name, value)) {
    for (const orphan of living) {
      found.set(orphan.pid, orphan);
      kill(orphan.pid);
    }
    await sleep(5);
  }
  return [...found.values()];
}

/** kill -9; nothing happens to a process that ended by itself in the meantime. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** The field after the command's name, which may itself contain blanks and parentheses. */
function parentOf(pid: number): number | undefined {
  const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(pid, 'stat'))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Empty for a process that is gone or belongs to somebody else. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
