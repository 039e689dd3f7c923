import { baseName } from '../paths.ts';
import type { Command } from '../shell/facts.ts';
import type { ServerFacts } from './facts.ts';

export interface StartedServer {
  readonly program: ServerFacts['program'];
  /** What follows its name. */
  readonly words: readonly string[];
}

const SERVERS: ReadonlyMap<string, ServerFacts['program']> = new Map([
  ['gunicorn', 'gunicorn'],
  ['uvicorn', 'uvicorn'],
  ['uwsgi', 'uwsgi'],
  ['hypercorn', 'hypercorn'],
  ['daphne', 'daphne'],
]);

/** Programs that start another one and add something to it, with how many words are theirs. */
const STARTERS: ReadonlyMap<string, number> = new Map([
  ['ddtrace-run', 1],
  ['opentelemetry-instrument', 1],
  ['newrelic-admin', 2],
  ['exec', 1],
]);

/** The application server that a command starts; undefined when it starts none. */
export function serverOf({ words }: Pick<Command, 'words'>): StartedServer | undefined {
  const [program, ...rest] = withoutStarters(words);
  if (program === undefined) return undefined;
  const server = SERVERS.get(baseName(program));
  if (server !== undefined) return { program: server, words: rest };
  const started = moduleOf(program, rest) ?? { name: baseName(program), words: rest };
  const module = SERVERS.get(started.name.replace(/\.__main__$/, ''));
  if (module !== undefined) return { program: module, words: started.words };
  if (isManage(started.name) && started.words[0] === 'runserver')
    return { program: 'runserver', words: started.words.slice(1) };
  // FastAPI's own command starts uvicorn: on every address with `run`, reloading on loopback with `dev`.
  if (started.name === 'fastapi' && (started.words[0] === 'run' || started.words[0] === 'dev')) {
    const dev = started.words[0] === 'dev';
    return { program: 'uvicorn', words: [dev ? '--reload' : '--host=0.0.0.0', ...started.words.slice(1)] };
  }
  return undefined;
}

/** What `python` is asked to run, by `-m` or by file; undefined when the program is no Python. */
export function moduleOf(
  program: string,
  words: readonly string[],
): { readonly name: string; readonly words: readonly string[] } | undefined {
  if (!/^python[0-9.]*$/.test(baseName(program))) return undefined;
  const at = words.findIndex(word => word === '-m' || !word.startsWith('-'));
  const named = words[at] === '-m' ? at + 1 : at;
  const name = words[named];
  if (at < 0 || name === undefined) return undefined;
  return { name: words[at] === '-m' ? name : baseName(name), words: words.slice(named + 1) };
}

export function withoutStarters(words: readonly string[]): readonly string[] {
  let left = words;
  for (let turn = 0; turn < 5; turn += 1) {
    const own = STARTERS.get(baseName(left[0] ?? ''));
    if (own === undefined) return left;
    left = left.slice(own);
  }
  return left;
}

function isManage(name: string): boolean {
  return name === 'manage.py' || name === 'django-admin' || name === 'django';
}
