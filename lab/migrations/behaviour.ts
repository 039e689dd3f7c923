/** Runs `behaviour.py`: each release's ORM on the schema of the other. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases/case.ts';

export interface Behaviour {
  /** `false`: what it sends by itself fails; `unknown`: only values that its models let pass do. */
  readonly compatible: 'true' | 'false' | 'unknown';
  readonly breaks: readonly {
    readonly model: string;
    readonly statement: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
    readonly kind: 'ordinary' | 'edge';
    /** `note: NULL` */
    readonly variant: string;
    /** PostgreSQL's words. */
    readonly error: string;
  }[];
}

export interface BehaviourQuestion {
  readonly directory: string;
  readonly python: string;
  /** An empty database. */
  readonly url: string;
  readonly cases: readonly Case[];
  readonly prepare: readonly string[];
}

export type Behaviours = Readonly<
  Record<
    string,
    { readonly failed: string | null; readonly backward: Behaviour | null; readonly forward: Behaviour | null }
  >
>;

const SCRIPT = fileURLToPath(new URL('behaviour.py', import.meta.url));
const TRACER = fileURLToPath(new URL('../../src/django/python', import.meta.url));

export async function behaviourOf({ directory, python, url, cases, prepare }: BehaviourQuestion): Promise<Behaviours> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const child = spawn(python, ['-B', SCRIPT], {
    cwd: directory,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(
    JSON.stringify({
      directory,
      tracer: TRACER,
      url,
      prepare,
      database: { NAME: pathname.slice(1), USER: username, PASSWORD: password, HOST: hostname, PORT: port },
      cases: cases.map(({ name, after }) => ({ name, after: after.map(one => one.name) })),
    }),
  );
  const [told, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`behaviour.py ended with ${code}:\n${complaint}`);
  const answer: Behaviours = JSON.parse(told);
  return answer;
}
