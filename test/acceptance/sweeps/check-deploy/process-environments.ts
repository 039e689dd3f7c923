import { readdirSync, readFileSync } from 'node:fs';
import { type Canary, sightings } from '../canaries.ts';

const EVERY_MS = 25;

/** What the project's Python and whatever it starts have in their environment, of the run whose TMPDIR this is (Linux). */
export function watchEnvironments(
  canaries: readonly Canary[],
  temporary: string,
): { readonly found: readonly string[]; readonly seen: number; stop(): void } {
  const found = new Set<string>();
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const words = read(pid, 'cmdline');
      // Node itself is given everything; what it starts must not be.
      if (!/python|git|uv|poetry/.test(words.split('\0')[0] ?? '')) continue;
      const environment = read(pid, 'environ').replaceAll('\0', '\n');
      if (!environment.includes(temporary)) continue;
      seen.add(pid);
      for (const sighting of sightings(environment, canaries))
        found.add(`${sighting} in the environment of ${words.replaceAll('\0', ' ').slice(-40)}`);
      const strange = /^(?:INPUT_|GITHUB_|ACTIONS_|RUNNER_)\w+/m.exec(environment);
      if (strange !== null) found.add(`${strange[0]} in the environment of ${words.replaceAll('\0', ' ').slice(-40)}`);
    }
  }, EVERY_MS);
  return {
    get found() {
      return [...found];
    },
    get seen() {
      return seen.size;
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
