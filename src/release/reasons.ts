import { CONFIGURATION_REASONS } from '../config/reasons.ts';
import { COOLIFY_REASONS } from '../coolify/reasons.ts';
import { COMMON_REASONS } from '../core/action.ts';
import type { ReasonTable } from '../core/outcome.ts';

/** Every way in which making a commit live can end. */
const RELEASE_REASONS = {
  deployed: {
    outcome: 'passed',
    meaning:
      'The deployment finished, runs the commit that was asked for, and the live version says so when one is configured.',
    remedy: 'Nothing.',
  },
  'already-live': {
    outcome: 'passed',
    meaning: 'The newest finished deployment and the live version both were the commit already; nothing was deployed.',
    remedy: 'Nothing. `force: true` deploys all the same.',
  },
  triggered: {
    outcome: 'passed',
    meaning: 'With `wait: false`: the deployment exists in Coolify. Nothing is known about how it ends.',
    remedy: 'Leave `wait` at `true` to know.',
  },
  planned: {
    outcome: 'passed',
    meaning: 'With `dry-run: true`: everything was read, and nothing was written.',
    remedy: 'Nothing.',
  },
  'deployment-failed': {
    outcome: 'failed',
    meaning: 'Coolify built or started the release and failed, or the new container never became healthy.',
    remedy:
      'Read the explanation and the log lines in the summary. With a rolling update the old release keeps serving.',
  },
  'deployment-interrupted': {
    outcome: 'failed',
    meaning:
      'Coolify marked the deployment failed without a word, as it does to everything that runs while it restarts or updates itself.',
    remedy: 'Run the job again.',
  },
  'deployment-cancelled': {
    outcome: 'failed',
    meaning: 'Somebody cancelled the deployment in Coolify.',
    remedy: 'Ask who and why, then run the job again.',
  },
  'post-deployment-failed': {
    outcome: 'failed',
    meaning:
      'The post-deployment command failed. Coolify finishes the deployment all the same, so the new release is live without it.',
    remedy:
      'Run the command by hand or mend it and deploy again; one-off commands belong into `after-tasks`, whose exit status counts.',
  },
  'wrong-commit': {
    outcome: 'failed',
    meaning:
      'Coolify deployed another commit than the one that was asked for, because the branch moved or a pin was ignored.',
    remedy: 'Give a `github-token` (or Coolify 4.2 and a token with write) so that the commit can be guaranteed.',
  },
  'wrong-version': {
    outcome: 'failed',
    meaning:
      'The deployment finished, but the live site went on showing another version until `health-timeout` was over.',
    remedy:
      'Check that the address leads to this application, that no cache is in between, and that the version comes from the running release.',
  },
  'version-unreadable': {
    outcome: 'failed',
    meaning: 'The live site answered, but not with a version: an error page, a redirect, another shape.',
    remedy: 'Open the address in the message; mend the site or the input `version`.',
  },
  unhealthy: {
    outcome: 'failed',
    meaning:
      'After the deployment Coolify reported the application as stopped or unhealthy until `health-timeout` was over, or its health page did not answer 2xx.',
    remedy: 'Read the application log in Coolify.',
  },
  'partly-deployed': {
    outcome: 'failed',
    meaning:
      'A resource could not even be triggered, after another one had been: the resources are on different releases.',
    remedy: 'Mend what the message names and run the job again: it goes on where it stopped.',
  },
  'stale-run': {
    outcome: 'failed',
    meaning: 'A newer commit is live already; deploying this one would go back.',
    remedy: 'Nothing, when an old run was repeated by mistake. To go back on purpose use a rollback.',
  },
  'queue-full': {
    outcome: 'failed',
    meaning: 'The deployment queue of the server was full until `timeout` was over; nothing was queued.',
    remedy: 'Look in Coolify for what blocks the queue.',
  },
  'commit-not-guaranteed': {
    outcome: 'failed',
    meaning:
      'Coolify would deploy another commit (it builds the branch head), and this version or `pin: never` does not allow to pin the one that was asked for. Nothing was triggered.',
    remedy: 'Deploy the head of the branch, update Coolify to 4.2 or later, or allow pinning.',
  },
  'after-task-failed': {
    outcome: 'failed',
    meaning: 'The new release is live, but a command of `after-tasks` ended with an error.',
    remedy: 'Read its output in the summary.',
  },
  'timed-out': {
    outcome: 'inconclusive',
    meaning: '`timeout` was over while the deployment was still queued or running. It was left running.',
    remedy: 'Look in Coolify; run the job again: it follows the same deployment.',
  },
  'state-unreadable': {
    outcome: 'inconclusive',
    meaning: 'The deployment was triggered, but its state could no longer be read.',
    remedy: 'Look in Coolify; run the job again when it answers.',
  },
  'trigger-unknown': {
    outcome: 'inconclusive',
    meaning: 'The request to deploy was sent and nobody could say whether Coolify queued it.',
    remedy: 'Look in Coolify; run the job again when it answers: it follows what was queued.',
  },
  'site-unreachable': {
    outcome: 'inconclusive',
    meaning: 'The deployment finished, but the live site never answered this runner.',
    remedy: 'Check the address and whether the runner can reach it.',
  },
} as const satisfies ReasonTable;

export const REDEPLOY_REASONS = {
  ...RELEASE_REASONS,
  ...CONFIGURATION_REASONS,
  ...COOLIFY_REASONS,
  ...COMMON_REASONS,
} as const satisfies ReasonTable;

export type ReleaseReason = keyof typeof REDEPLOY_REASONS;
