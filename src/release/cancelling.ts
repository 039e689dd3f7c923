import { type DeploymentRow, hasEnded } from '../coolify/answers.ts';
import type { CoolifyClient } from '../coolify/client.ts';
import type { CancelPolicy } from './request.ts';

export interface CancelledRun {
  /** Hurried: there are only seconds. */
  readonly client: CoolifyClient;
  readonly application: string;
  readonly policy: CancelPolicy;
  /** The deployment that was followed. */
  readonly followed: string | undefined;
  /** The commit that was asked for; undefined for docker images. */
  readonly wanted: string | undefined;
  /** Whether the application is pinned to it, so that its row names it from the first moment. */
  readonly pinned: boolean;
  /** Deployments from before this run asked; undefined when it had not asked yet. */
  readonly known: ReadonlySet<string> | undefined;
}

export interface CancelledEnd {
  /** The deployment as it is now, when there is one and it could be read. */
  readonly row: DeploymentRow | undefined;
  readonly told: string;
}

/** Ends what may be ended when the run is cancelled, and says what is left. Asks at most three times. */
export async function endCancelled(run: CancelledRun): Promise<CancelledEnd> {
  const { client, policy } = run;
  const signal = new AbortController().signal;
  if (run.followed === undefined && run.known === undefined)
    return { row: undefined, told: 'Nothing was triggered on it.' };
  const uuid = run.followed ?? (await appeared(run, signal));
  if (uuid === undefined)
    return { row: undefined, told: 'A deployment had just been asked for; whether Coolify queued it is not known.' };
  if (policy === 'leave') {
    const reply = await client.deployment(uuid, signal);
    if (!reply.ok) return { row: undefined, told: `Deployment ${uuid} was left as it is.` };
    const { status } = reply.value;
    const told = hasEnded(reply.value) ? `had ended already (${status})` : 'was left running';
    return { row: reply.value, told: `Deployment ${uuid} ${told}.` };
  }
  await client.cancel(uuid, signal);
  // Up to 4.3.6 cancelling answers 500 although it worked: only the row can tell.
  const reply = await client.deployment(uuid, signal);
  if (!reply.ok)
    return { row: undefined, told: `Coolify was told to cancel deployment ${uuid}, and did not say whether it did.` };
  const { status } = reply.value;
  const told =
    status === 'cancelled-by-user'
      ? `Deployment ${uuid} was cancelled in Coolify.`
      : `Coolify was told to cancel deployment ${uuid}; its state is ${status.replace(/_/g, ' ')}.`;
  return { row: reply.value, told };
}

/** The answer to our request was still on its way: what is new is what it queued. */
async function appeared(run: CancelledRun, signal: AbortSignal): Promise<string | undefined> {
  const reply = await run.client.history(run.application, 5, signal);
  return reply.ok
    ? reply.value.find(
        row =>
          row.startedBy === 'api' &&
          !row.restartOnly &&
          !row.rollback &&
          (row.commit === run.wanted || (row.commit === 'HEAD' && !run.pinned)) &&
          run.known?.has(row.uuid) === false,
      )?.uuid
    : undefined;
}
