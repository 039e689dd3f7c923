import type { ApplicationAnswer } from '../coolify/answers.ts';
import {
  type Capabilities,
  type CoolifyVersion,
  capabilitiesOf,
  describeCapabilities,
  isSupported,
} from '../coolify/capabilities.ts';
import type { CoolifyClient, Reply } from '../coolify/client.ts';
import { UserError } from '../core/errors.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { ResourceSurvey, Survey } from './facts.ts';
import type { History } from './history.ts';
import { insist } from './insisting.ts';
import { orderOf } from './order.ts';
import type { ReleaseRequest, ResourceRequest } from './request.ts';
import { requireAll } from './requirements.ts';
import { recentRows } from './rows.ts';
import { learnSecrets } from './secrets.ts';
import { applicationsOfTag } from './tag.ts';

/** Reads everything a release has to know, and writes nothing. Throws `UserError` for what can be known to be wrong. */
export async function survey(
  request: ReleaseRequest,
  client: CoolifyClient,
  history: History,
  world: World,
): Promise<Survey> {
  const { host } = world;
  const ask = <Value>(doing: string, call: () => Promise<Reply<Value>>) => insist(doing, call, request, world);
  const version = await ask("read Coolify's version", () => client.version(world.signal));
  if (!isSupported(version)) throw tooOld(version, request);
  const capabilities = capabilitiesOf(version);
  host.line(`Coolify ${version.text} at ${request.coolify.home}`);
  for (const { title, available, since } of describeCapabilities(version)) {
    host.line(`  ${title}: ${available ? 'yes' : `no (since ${since})`}`);
  }

  const steps =
    request.tag === undefined ? request.steps : [await applicationsOfTag(request.tag, request, client, world)];
  const surveyOne = async (resource: ResourceRequest): Promise<ResourceSurvey> => {
    const application = await readApplication(resource, request, client, world);
    const rows = await ask(`read the deployments of ${resource.name}`, () =>
      recentRows(client, resource.uuid, world.signal),
    );
    const secretsKnown = await learnSecrets(resource, request, client, world);
    const tasks = await findTasks(resource, request, capabilities, version, client, world);
    return {
      resource,
      application,
      rows,
      tasks,
      witness: undefined,
      secretsKnown,
      ...(await orderOf(application, rows, request, history)),
    };
  };
  const surveyed: (readonly ResourceSurvey[])[] = [];
  for (const step of steps) surveyed.push(await Promise.all(step.map(surveyOne)));
  const complete = withWitnesses(withVersion(surveyed, request));
  requireAll(complete.flat(), request);
  return { version, capabilities, steps: complete };
}

/**
 * Workers have no page of their own: what the site says tells for them too, together with their rows. Images are told by a tag and not by
 * the commit, so they only speak for themselves.
 */
function withWitnesses(steps: Survey['steps']): Survey['steps'] {
  const isImage = ({ application }: ResourceSurvey) => application.buildPack === 'dockerimage';
  const web = steps.flat().find(facts => facts.resource.version !== undefined && !isImage(facts));
  return steps.map(step =>
    step.map(facts => {
      const speaker = facts.resource.version !== undefined || isImage(facts) ? facts : web;
      const source = speaker?.resource.version;
      return source === undefined ? facts : { ...facts, witness: { source, address: speaker?.application.address } };
    }),
  );
}

/** A version that was given for the whole run is the one of the site: of the first application that has an address. */
function withVersion(steps: Survey['steps'], request: ReleaseRequest): Survey['steps'] {
  const { version } = request;
  if (version === undefined) return steps;
  const all = steps.flat();
  const web = all.find(({ application }) => application.address !== undefined) ?? all[0];
  return steps.map(step =>
    step.map(facts => (facts === web ? { ...facts, resource: { ...facts.resource, version } } : facts)),
  );
}

async function readApplication(
  resource: ResourceRequest,
  request: ReleaseRequest,
  client: CoolifyClient,
  world: World,
): Promise<ApplicationAnswer> {
  const reply = await client.application(resource.uuid, world.signal);
  if (reply.ok) return reply.value;
  if (reply.problem.kind !== 'not-found') {
    return insist(
      `read the application ${resource.name}`,
      () => client.application(resource.uuid, world.signal),
      request,
      world,
    );
  }
  for (const family of ['services', 'databases'] as const) {
    if (!(await client.exists(family, resource.uuid, world.signal)).ok) continue;
    throw new UserError(
      `${nameAndId(resource)} is a ${family.slice(0, -1)}, not an application: it has no deployments and no commit.`,
      {
        reasonCode: 'not-an-application',
        remedy: 'Leave it out of "resources"; services and databases are restarted in Coolify.',
      },
    );
  }
  const others = await client.applications(undefined, world.signal);
  const seen = others.ok ? others.value.slice(0, 10).map(({ name, uuid }) => `  ${oneLine(name, 60)}=${uuid}`) : [];
  throw new UserError(`Coolify has no application ${nameAndId(resource)} that this token can see.`, {
    reasonCode: 'resource-not-found',
    remedy: [
      'Copy the id from the address of the application in Coolify; a token sees the resources of one team only.',
      ...(seen.length === 0 ? [] : ['This token sees:', 'resources: |', ...seen]),
    ].join('\n'),
  });
}

function nameAndId(resource: ResourceRequest): string {
  return resource.name === resource.uuid ? resource.uuid : `${resource.name} (${resource.uuid})`;
}

async function findTasks(
  resource: ResourceRequest,
  request: ReleaseRequest,
  capabilities: Capabilities,
  version: CoolifyVersion,
  client: CoolifyClient,
  world: World,
): Promise<ResourceSurvey['tasks']> {
  const asked = request.afterTasks.filter(task => task.resource === resource.name || task.resource === resource.uuid);
  if (asked.length === 0) return [];
  if (!capabilities.executesTasks) {
    throw new UserError(
      `Coolify ${version.text} cannot run one-off tasks by API, so "after-tasks" cannot be used with it.`,
      {
        reasonCode: 'coolify-unsupported',
        remedy:
          'Update Coolify to 4.3 or later. Until then run the command in the entrypoint of the image before the server starts (its failure keeps the old container), not as post-deployment command, whose failure Coolify hides.',
      },
    );
  }
  const tasks = await insist(
    `list the scheduled tasks of ${resource.name}`,
    () => client.tasks(resource.uuid, world.signal),
    request,
    world,
  );
  return asked.map(entry => {
    const task = tasks.find(({ uuid, name }) => uuid === entry.task || name === entry.task);
    if (task !== undefined) return { asked: entry, task };
    const names = tasks.map(({ name }) => oneLine(name, 60));
    throw new UserError(`${resource.name} has no scheduled task "${oneLine(entry.task, 60)}".`, {
      reasonCode: 'invalid-input',
      remedy:
        names.length === 0
          ? 'It has none: add one in Coolify under Scheduled Tasks; it may be disabled.'
          : `It has: ${inSequence(names)}.`,
    });
  });
}

function tooOld(version: CoolifyVersion, request: ReleaseRequest): UserError {
  return new UserError(`Coolify ${version.text} at ${request.coolify.home} is older than 4.0.0.`, {
    reasonCode: 'coolify-unsupported',
    remedy: 'Update Coolify; nothing is known to work with a beta.',
  });
}
