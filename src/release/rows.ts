import type { DeploymentRow } from '../coolify/answers.ts';
import type { CoolifyClient, Reply } from '../coolify/client.ts';

/** Deployments of an application that are looked at: more than any queue of one application holds. */
const ENOUGH = 10;
/** When ten are all previews or failures: far enough back to know what is live. */
const FURTHER = 50;

/** The newest deployments of an application, as far back as its last good one where that is within fifty. */
export async function recentRows(
  client: CoolifyClient,
  uuid: string,
  signal: AbortSignal,
): Promise<Reply<readonly DeploymentRow[]>> {
  const newest = await client.history(uuid, ENOUGH, signal);
  if (!newest.ok || newest.value.some(({ status }) => status === 'finished')) return newest;
  return client.history(uuid, FURTHER, signal);
}
