import type { CoolifyClient } from '../coolify/client.ts';
import { UserError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { insist } from './insisting.ts';
import type { ReleaseRequest, ResourceRequest } from './request.ts';

/**
 * The applications of a Coolify tag. The list is only believed when the filter is seen to work: a version that ignored it would list,
 * and have us deploy, everything the team owns.
 */
export async function applicationsOfTag(
  tag: string,
  request: ReleaseRequest,
  client: CoolifyClient,
  world: World,
): Promise<readonly ResourceRequest[]> {
  const applications = await insist(
    `list the applications tagged ${tag}`,
    () => client.applications(tag, world.signal),
    request,
    world,
  );
  const nobodys = `none-${world.random().toString(36).slice(2, 12)}`;
  const unfiltered = await insist(
    'list the applications of a tag',
    () => client.applications(nobodys, world.signal),
    request,
    world,
  );
  if (unfiltered.length > 0) {
    throw new UserError('This version of Coolify does not list applications by tag: it answers with all of them.', {
      reasonCode: 'coolify-unsupported',
      remedy: 'Name the applications:\nwith:\n  resources: web=k0wg4s8k8sgk0c0occ4wkgs0',
    });
  }
  if (applications.length === 0) {
    throw new UserError(`No application that this token can see has the tag "${oneLine(tag, 60)}".`, {
      reasonCode: 'resource-not-found',
      remedy:
        'Add the tag to the applications in Coolify, or name them:\nwith:\n  resources: web=k0wg4s8k8sgk0c0occ4wkgs0',
    });
  }
  return applications.map(({ name, uuid }) => ({ name, uuid, version: undefined, health: undefined }));
}
