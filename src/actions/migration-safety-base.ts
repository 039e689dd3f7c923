import { UserError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { BaseRef } from '../migrations/request.ts';
import { pullRequestOf } from './pull-request.ts';

/** What decides which release is running. */
export interface BaseQuestion {
  /** The input `base`. */
  readonly base: string | undefined;
  readonly environment: string | undefined;
  readonly token: string | undefined;
  readonly authorities: readonly string[];
}

/**
 * The release that is running: the input, else the base of the pull request, else the commit that is live on the environment.
 * @throws UserError `no-base` when nothing says it
 */
export async function baseOf(question: BaseQuestion, world: World): Promise<BaseRef> {
  if (question.base !== undefined) return { ref: question.base, from: 'input' };
  const pullRequest = await pullRequestOf(world);
  if (pullRequest?.base !== undefined) return { ref: pullRequest.base, from: 'pull-request' };
  if (question.environment === undefined)
    throw nowhere('there is no pull request, and no environment is named', GIVE_ONE);
  return liveOn(question.environment, question, world);
}

const GIVE_BASE = 'with:\n  base: origin/production # commit, branch or tag of what runs now';
const GIVE_ONE = `Name the release, or the environment that it is live on:\n${GIVE_BASE}\n  # or\n  environment: production`;

async function liveOn(environment: string, { token, authorities }: BaseQuestion, world: World): Promise<BaseRef> {
  const name = oneLine(environment, 60);
  const { repository, githubApi } = world.host.context;
  if (token === undefined || repository === undefined)
    throw nowhere(
      `what is live on ${name} cannot be asked without ${token === undefined ? 'a token' : 'a repository on GitHub'}`,
      `Name the release:\n${GIVE_BASE}`,
    );
  // The client of GitHub is loaded by those who ask it.
  const { liveCommit } = await import('../github/live-commit.ts');
  const live = await liveCommit(environment, {
    token,
    repository,
    api: githubApi,
    http: world.http({ authorities }),
    signal: world.signal,
  });
  if (live.found) return { ref: live.commit, from: 'deployment' };
  if (live.reason === 'refused')
    throw nowhere(
      `${live.why} to see what is live on ${name}`,
      'Give the job the permission, or name the release in `base`:\npermissions:\n  contents: read\n  deployments: read',
    );
  throw nowhere(oneLine(live.why, 300), `Name the release:\n${GIVE_BASE}`);
}

function nowhere(why: string, remedy: string): UserError {
  return new UserError(`Nothing says which release is running now: ${why}.`, { reasonCode: 'no-base', remedy });
}
