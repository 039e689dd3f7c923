import type { World } from '../core/world.ts';
import { LONGEST_COMMENT, stickyComment } from '../github/sticky-comment.ts';
import type { CheckDeployed, CheckDeployOutcome } from './check-deploy-facts.ts';
import type { CheckDeployRequest } from './check-deploy-request.ts';
import { type SummarySize, summaryParts } from './check-deploy-summary.ts';

/** The pull request that this run belongs to. */
export interface PullRequest {
  readonly number: number;
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
  const written = field(request, 'number') ?? field(event, 'number');
  const number = Number(written ?? /^refs\/pull\/(\d+)\//.exec(environment['GITHUB_REF'] ?? '')?.[1]);
  if (!Number.isInteger(number) || number < 1) return undefined;
  const of = (side: 'head' | 'base') => field(field(field(request, side), 'repo'), 'full_name');
  return { number, fork: request !== undefined && of('head') !== of('base') };
}

/** Sizes from everything to next to nothing: the first that fits is taken. */
const SIZES: readonly SummarySize[] = [
  { rows: 100, details: 40, apart: 40 },
  { rows: 60, details: 15, apart: 15 },
  { rows: 40, details: 5, apart: 5 },
  { rows: 20, details: 0, apart: 0 },
];
/** The marker, and a line that says where the rest is. */
const ROOM = 500;

/** Keeps the one comment of this action and environment up to date. It changes nothing about the outcome, and says when it cannot be written. */
export async function commentOn(
  outcome: CheckDeployOutcome,
  { setup }: CheckDeployed,
  { inputs, own }: CheckDeployRequest,
  world: World,
): Promise<void> {
  if (!own.comment) return;
  const { host } = world;
  const pullRequest = await pullRequestOf(world);
  const { repository } = host.context;
  if (pullRequest === undefined || repository === undefined) {
    host.line('No comment: this run belongs to no pull request.');
    return;
  }
  const token = inputs.text('github-token');
  if (token === undefined) return warn('there is no token; leave github-token at its default', world);
  const commented = await stickyComment(
    {
      token,
      repository,
      pullRequest: pullRequest.number,
      api: host.context.githubApi,
      http: world.http({ authorities: setup.authorities }),
      signal: world.signal,
      marker: `obcms-deploy check-deploy ${setup.environment ?? ''}`.trim(),
    },
    host.redact(shortened(outcome, world)),
  );
  if (commented.done === 'refused') return warn(pullRequest.fork ? FORK : PERMISSION, world);
  if (commented.done === 'failed') return warn(commented.why, world);
  host.line(`Comment on pull request ${pullRequest.number}: ${commented.done}.`);
}

const REST = 'The job summary has the rest.';

/** The largest size that fits; else of the smallest as many whole parts as do. */
export function shortened(outcome: CheckDeployOutcome, world: World, limit = LONGEST_COMMENT - ROOM): string {
  let parts: readonly string[] = [];
  for (const size of SIZES) {
    parts = summaryParts(outcome, world, size);
    const text = parts.join('\n\n');
    if (text.length <= limit) return text;
  }
  let text = '';
  for (const part of parts) {
    if (text.length + part.length + REST.length + 4 <= limit) text += `${part}\n\n`;
  }
  return `${text}${REST}`;
}

const PERMISSION =
  'GitHub does not let the token write to the pull request. Give the job the permission:\npermissions:\n  contents: read\n  pull-requests: write';
const FORK =
  'runs of pull requests from forks get a token that may only read, whatever the permissions of the job say. The job summary holds the same.';

function warn(why: string, { host }: World): void {
  host.annotate({ level: 'warning', title: 'The comment could not be written', message: why });
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
