import type { Reply } from '../coolify/client.ts';
import { explain } from '../coolify/explain.ts';
import { isPassingOnceKnown, patiently } from '../coolify/patience.ts';
import { type Deadline, deadlineIn } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import type { ReleaseContext } from './context.ts';
import type { Decision, Deploy } from './decide.ts';
import type { ResourceSurvey } from './facts.ts';
import type { Failure } from './result.ts';

const PUT_BACK_PATIENCE: Milliseconds = 60_000;

/** Pins the commit or sets the image tag. Nothing has been triggered yet, so a refusal leaves everything as it was. */
export async function prepare(
  decision: Deploy,
  facts: ResourceSurvey,
  deadline: Deadline,
  context: ReleaseContext,
): Promise<Failure | undefined> {
  const { pins, request, world } = context;
  const { name } = facts.resource;
  const application = facts.resource.uuid;
  let reply: Reply<true> = { ok: true, value: true };
  let doing = '';
  if (decision.pin !== undefined && request.sha !== undefined) {
    const { previous } = decision.pin;
    doing = `pin ${name} to a commit`;
    world.host.line(`${name}: pinning to ${request.sha} for this deployment (it was ${previous})`);
    reply = await pins.set({ application, previous, pinned: request.sha }, deadline.remaining(), world.signal);
  } else if (decision.image !== undefined) {
    const { tag, previous } = decision.image;
    doing = `set the image tag of ${name}`;
    world.host.line(`${name}: setting the image tag to ${tag} (it was ${previous || 'empty'})`);
    reply = await setTag(tag, facts, deadline, context);
  }
  if (reply.ok) return undefined;
  const { reasonCode, message, remedy } = explain(reply.problem, {
    doing,
    home: request.coolify.home,
    version: context.version,
  });
  return { reasonCode, headline: `${message} Nothing was triggered on ${name}.`, remedy };
}

/** The old container still runs; a restart of it must not pull the tag that failed. */
export async function putTagBack(decision: Decision, facts: ResourceSurvey, context: ReleaseContext): Promise<void> {
  if (decision.kind !== 'deploy' || decision.image === undefined || decision.image.previous === '') return;
  const { host, clock } = context.world;
  const { previous } = decision.image;
  const reply = await setTag(previous, facts, deadlineIn(clock, PUT_BACK_PATIENCE), context);
  const told = reply.ok ? `the image tag is ${previous} again` : `the image tag could not be put back to ${previous}`;
  host.line(`${facts.resource.name}: ${told}`);
}

/** Setting a tag twice is the same as once, so a request of unknown fate is repeated. */
function setTag(tag: string, facts: ResourceSurvey, deadline: Deadline, context: ReleaseContext): Promise<Reply<true>> {
  const { client, world } = context;
  const change = { docker_registry_image_tag: tag };
  return patiently(() => client.change(facts.resource.uuid, change, world.signal), {
    ...world,
    deadline,
    again: isPassingOnceKnown,
  });
}
