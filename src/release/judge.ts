import { explain } from '../coolify/explain.ts';
import type { Followed } from '../coolify/follow.ts';
import { gatingOf } from '../coolify/gating.ts';
import { explainLog, postCommandFailed } from '../coolify/logs.ts';
import type { Triggered } from '../coolify/trigger.ts';
import { abbreviate } from '../core/commit.ts';
import { inWords } from '../core/duration.ts';
import { lowerFirst, oneLine } from '../core/text.ts';
import type { ResourceSurvey } from './facts.ts';
import { REDEPLOY_REASONS } from './reasons.ts';
import type { ReleaseRequest } from './request.ts';
import type { Failure, ResourceResult } from './result.ts';

/** A failure that leaves the truth unknown is not the same as one that is known. */
export function failureState(failure: Failure): ResourceResult['state'] {
  return REDEPLOY_REASONS[failure.reasonCode].outcome === 'inconclusive' ? 'unknown' : 'failed';
}

/** Why no deployment came of the request. */
export function judgeTrigger(
  triggered: Exclude<Triggered, { kind: 'following' }>,
  facts: ResourceSurvey,
  request: ReleaseRequest,
  version: string,
): Failure {
  const { name } = facts.resource;
  switch (triggered.kind) {
    case 'refused': {
      const { reasonCode, message, remedy } = explain(triggered.problem, {
        doing: `deploy ${name}`,
        home: request.coolify.home,
        version,
      });
      return { reasonCode, headline: `${message} Nothing was triggered on ${name}.`, remedy };
    }
    case 'declined':
      return {
        reasonCode: /unauthori[sz]ed/i.test(triggered.message) ? 'token-ability' : 'coolify-refused',
        headline: `Coolify answered 200 but did not deploy ${name}: "${oneLine(triggered.message, 200)}". Nothing was triggered on it.`,
        remedy: 'Check in Coolify that the owner of the token may deploy this application.',
      };
    case 'queue-full':
      return {
        reasonCode: 'queue-full',
        headline: `The deployment queue of the server stayed full for ${inWords(request.timeout)}; ${name} was not queued.`,
        remedy: 'Look in Coolify under Servers, Deployments for what blocks the queue, then run the job again.',
      };
    case 'unknown': {
      const said =
        triggered.problem === undefined
          ? ''
          : ` (${explain(triggered.problem, { doing: `deploy ${name}`, home: request.coolify.home }).message})`;
      return {
        reasonCode: 'trigger-unknown',
        headline: `The request to deploy ${name} was sent, and it could not be found out whether Coolify queued it${said}.`,
        remedy: 'Look in Coolify. When it answers again, run the job again: it follows what was queued.',
      };
    }
  }
}

/** What the end of a deployment means, before the live application is looked at. */
export function judgeDeployment(
  followed: Followed,
  facts: ResourceSurvey,
  request: ReleaseRequest,
): Failure | undefined {
  const { name } = facts.resource;
  const { row } = followed;
  if (followed.end === 'timeout') {
    return {
      reasonCode: 'timed-out',
      headline: `${name} was still ${row?.status.replace(/_/g, ' ') ?? 'queued'} after ${inWords(request.timeout)}. The deployment was left running and may still finish.`,
      remedy:
        'Look in Coolify. Run the job again to follow the same deployment, or give it more time:\nwith:\n  timeout: 45m',
    };
  }
  if (followed.end === 'unreadable' || row === undefined) {
    const said =
      followed.problem === undefined
        ? ''
        : ` ${explain(followed.problem, { doing: `read the deployment of ${name}`, home: request.coolify.home }).message}`;
    return {
      reasonCode: 'state-unreadable',
      headline: `${name} was triggered, but the state of its deployment can no longer be read.${said}`,
      remedy: 'Look in Coolify. When it answers again, run the job again: it finds what is live.',
    };
  }
  if (row.status === 'cancelled-by-user') {
    return {
      reasonCode: 'deployment-cancelled',
      headline: `Somebody cancelled the deployment of ${name} in Coolify. What ran before goes on running.`,
      remedy: 'Ask who and why, then run the job again.',
    };
  }
  if (row.status !== 'finished') return deploymentFailed(followed, row.log, facts);
  if (postCommandFailed(row.log)) {
    return {
      reasonCode: 'post-deployment-failed',
      headline: `${name} is deployed, but its post-deployment command failed, and Coolify hides that by calling the deployment finished.`,
      remedy: `The command is:\n${oneLine(facts.application.postCommand, 200)}\nRun it by hand or mend it and deploy again. A command whose failure must count belongs into after-tasks (Coolify 4.3) or into the entrypoint.`,
    };
  }
  return undefined;
}

function deploymentFailed(followed: Followed, log: string | undefined, facts: ResourceSurvey): Failure {
  const { name } = facts.resource;
  // A job that fails by itself writes `finished_at`; the sweep of a restarting Coolify does not, and says nothing.
  const sign = explainLog(log);
  if (sign === undefined && followed.outage > 0 && followed.row?.finishedAt === undefined) {
    return {
      reasonCode: 'deployment-interrupted',
      headline: `Coolify did not answer for ${inWords(followed.outage)} and then called the deployment of ${name} failed: it restarted or updated itself, which ends every deployment under way.`,
      remedy: 'Run the job again. What ran before goes on running.',
    };
  }
  const meaning = sign === undefined ? 'Coolify does not say why' : lowerFirst(sign.meaning.replace(/\.$/, ''));
  return {
    reasonCode: 'deployment-failed',
    headline: `The deployment of ${name} failed: ${meaning}. ${whatServes(facts)}`,
    remedy: sign?.remedy ?? 'Read the log of the deployment in Coolify.',
  };
}

/** With a rolling update the old container is only removed for a healthy new one; otherwise it is removed first. */
function whatServes(facts: ResourceSurvey): string {
  return gatingOf(facts.application).rolling
    ? 'The release before it goes on serving.'
    : 'Coolify removes the old container first here, so the application may be down.';
}

/** Somebody else's deployments kept coming first, and nothing tells which image they were of. */
export function unknownImage(facts: ResourceSurvey): Failure {
  return {
    reasonCode: 'state-unreadable',
    headline: `${facts.resource.name} was deployed by others again and again while this run waited; which image runs now is not known.`,
    remedy: 'Stop the other deployments, and let the live site tell its version:\nwith:\n  version: /health/#$.version',
  };
}

export function wrongCommit(commit: string, facts: ResourceSurvey, request: ReleaseRequest): Failure {
  const wanted = abbreviate(request.sha ?? '');
  return {
    reasonCode: 'wrong-commit',
    headline: `${facts.resource.name} was deployed, but with ${abbreviate(oneLine(commit, 64))} instead of ${wanted}: Coolify built what ${facts.application.branch} pointed at when the job started.`,
    remedy: [
      'Deploy the newest commit, or let the commit be guaranteed: Coolify 4.2 or later, a token with the ability write, and',
      'with:\n  pin: auto\n  github-token: ${{ github.token }}',
    ].join('\n'),
  };
}
