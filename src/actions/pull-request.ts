import { parseSha, type Sha } from '../core/commit.ts';
import type { World } from '../core/world.ts';

/** The pull request that this run belongs to. */
export interface PullRequest {
  readonly number: number;
  /** The commit of the branch it is to be merged into; undefined when the event does not say it. */
  readonly base: Sha | undefined;
  /** Its branch lies in another repository, whose runs get a token that may only read. */
  readonly fork: boolean;
}

const EVENTS: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target']);

/** From the event that started the run; undefined when it was another kind of event. */
export async function pullRequestOf({ environment, readFile }: World): Promise<PullRequest | undefined> {
  if (!EVENTS.has(environment['GITHUB_EVENT_NAME'] ?? '')) return undefined;
  const path = environment['GITHUB_EVENT_PATH'];
  const event = path === undefined ? undefined : parsed(await readFile(path));
  const request = field(event, 'pull_request');
  const base = field(field(request, 'base'), 'sha');
  const written = field(request, 'number') ?? field(event, 'number');
  const number = Number(written ?? /^refs\/pull\/(\d+)\//.exec(environment['GITHUB_REF'] ?? '')?.[1]);
  if (!Number.isInteger(number) || number < 1) return undefined;
  const of = (side: 'head' | 'base') => field(field(field(request, side), 'repo'), 'full_name');
  const sha = typeof base === 'string' ? parseSha(base) : undefined;
  return { number, base: sha, fork: request !== undefined && of('head') !== of('base') };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
