import type { Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { isPassingOnceKnown, patiently } from '../coolify/patience.ts';
import { type Deadline, deadlineIn } from '../core/clock.ts';
import { inWords, type Milliseconds } from '../core/duration.ts';
import type { ReleaseContext } from './context.ts';
import type { ResourceSurvey } from './facts.ts';
import type { History } from './history.ts';
import { orderOf } from './order.ts';
import type { Failure } from './result.ts';
import { recentRows } from './rows.ts';

const PATIENCE: Milliseconds = 60_000;

/**
 * The facts as they are now. Between the survey and a later line of `resources` minutes go by, in which a branch moves, somebody pins, and other
 * deployments begin and end. A Coolify that cannot be read is an answer here, not an error: something has been triggered by now.
 */
export async function refreshed(
  facts: ResourceSurvey,
  history: History,
  context: Omit<ReleaseContext, 'ask'>,
): Promise<ResourceSurvey | Failure> {
  const { client, request, world } = context;
  const { uuid, name } = facts.resource;
  const deadline = deadlineIn(world.clock, PATIENCE);
  const application = await asked(() => client.application(uuid, world.signal), deadline, context);
  if (!application.ok) return unreadable(application, name, context);
  const rows = await asked(() => recentRows(client, uuid, world.signal), deadline, context);
  if (!rows.ok) return unreadable(rows, name, context);
  const order = await orderOf(application.value, rows.value, request, history);
  return { ...facts, application: application.value, rows: rows.value, ...order };
}

function asked<Value>(
  ask: () => Promise<Reply<Value>>,
  deadline: Deadline,
  { world }: Omit<ReleaseContext, 'ask'>,
): Promise<Reply<Value>> {
  return patiently(ask, {
    ...world,
    deadline,
    again: isPassingOnceKnown,
    waiting: () => world.host.progress(`Coolify does not answer; asking again for up to ${inWords(PATIENCE)}`),
  });
}

function unreadable(
  reply: Extract<Reply<unknown>, { readonly ok: false }>,
  name: string,
  { request, version }: Omit<ReleaseContext, 'ask'>,
): Failure {
  const { message, remedy } = explain(reply.problem, {
    doing: `read the application ${name} again`,
    home: request.coolify.home,
    version,
  });
  return { reasonCode: 'state-unreadable', headline: `${name} was not deployed: ${message}`, remedy };
}
