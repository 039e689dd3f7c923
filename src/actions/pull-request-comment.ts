import type { World } from '../core/world.ts';
import { LONGEST_COMMENT, stickyComment } from '../github/sticky-comment.ts';
import { pullRequestOf } from './pull-request.ts';

/** What is said, in which comment, with whose token. */
export interface Comment {
  /** Tells this comment from all others. */
  readonly marker: string;
  readonly token: string | undefined;
  readonly authorities: readonly string[];
  /** The summary in parts of which each stands for itself, from its largest size to its smallest. */
  readonly partsBySize: readonly (() => readonly string[])[];
}

/** The marker, and a line that says where the rest is. */
const ROOM = 500;

/** Keeps the one comment of an action and environment up to date. It changes nothing about the outcome, and says when it cannot be written. */
export async function commentOn({ marker, token, authorities, partsBySize }: Comment, world: World): Promise<void> {
  const { host } = world;
  const pullRequest = await pullRequestOf(world);
  const { repository } = host.context;
  if (pullRequest === undefined || repository === undefined) {
    host.line('No comment: this run belongs to no pull request.');
    return;
  }
  if (token === undefined) return warn('there is no token; leave github-token at its default', world);
  const commented = await stickyComment(
    {
      token,
      repository,
      pullRequest: pullRequest.number,
      api: host.context.githubApi,
      http: world.http({ authorities }),
      signal: world.signal,
      marker,
    },
    host.redact(shortened(partsBySize)),
  );
  if (commented.done === 'refused') return warn(pullRequest.fork ? FORK : PERMISSION, world);
  if (commented.done === 'failed') return warn(commented.why, world);
  host.line(`Comment on pull request ${pullRequest.number}: ${commented.done}.`);
}

const REST = 'The job summary has the rest.';

/** The largest size that fits; else of the smallest as many whole parts as do. */
export function shortened(partsBySize: Comment['partsBySize'], limit = LONGEST_COMMENT - ROOM): string {
  let parts: readonly string[] = [];
  for (const partsOf of partsBySize) {
    parts = partsOf();
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
