import type { ChosenEnvironment } from '../config/environment.ts';
import { RESOURCE_ID } from '../config/schema-patterns.ts';
import type { CoolifyAddress } from '../coolify/address.ts';
import { nearest } from '../core/nearest.ts';
import { oneLine } from '../core/text.ts';
import type { ReleaseRequest, ResourceRequest } from '../release/request.ts';
import type { RedeployInputs } from './redeploy-inputs.ts';
import { configuredVersion } from './version-inputs.ts';

/** What is deployed: the input `resources`, else `tag`, else what the pasted webhook names, else all of the environment. */
export function resourcesOf(
  inputs: RedeployInputs,
  chosen: ChosenEnvironment,
  coolify: CoolifyAddress,
): Pick<ReleaseRequest, 'steps' | 'tag'> {
  const configured = configuredResources(chosen);
  const lines = inputs.lines('resources');
  const tag = inputs.text('tag');
  if (lines.length > 0 && tag !== undefined)
    throw inputs.refusal('tag', 'cannot be used together with "resources"; Coolify takes one or the other');
  if (lines.length > 0)
    return {
      steps: noDoubles(
        lines.map(line => lineOf(line, configured, inputs)),
        inputs,
      ),
      tag: undefined,
    };
  if (tag !== undefined) return { steps: [], tag };
  if (coolify.uuids.length > 0)
    return { steps: [coolify.uuids.map(uuid => identified(uuid, configured))], tag: undefined };
  if (coolify.tag !== undefined) return { steps: [], tag: coolify.tag };
  if (configured.length > 0) return { steps: configured.map(resource => [resource]), tag: undefined };
  throw inputs.refusal(
    'resources',
    'names nothing to deploy; name applications, or an environment of the configuration',
  );
}

function configuredResources(chosen: ChosenEnvironment): readonly ResourceRequest[] {
  const resources = chosen.configuration?.coolify?.resources ?? {};
  return Object.entries(resources).map(([name, { uuid, health }]) => ({
    name,
    uuid,
    health,
    version: configuredVersion(chosen, name),
  }));
}

function lineOf(
  line: string,
  configured: readonly ResourceRequest[],
  inputs: RedeployInputs,
): readonly ResourceRequest[] {
  return line
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
    .map(entry => {
      const known = configured.find(({ name }) => name === entry);
      if (known !== undefined) return known;
      const [left = '', right] = entry.split('=', 2).map(part => part.trim());
      const uuid = right ?? left;
      if (!RESOURCE_ID.test(uuid)) {
        throw inputs.refusal('resources', badEntry(entry, right === undefined ? configured : []));
      }
      return right === undefined ? identified(uuid, configured) : { ...identified(uuid, configured), name: left };
    });
}

function badEntry(entry: string, configured: readonly ResourceRequest[]): string {
  const names = configured.map(({ name }) => name);
  const close = nearest(entry, names);
  const meant = close === undefined ? '' : `; did you mean ${close}?`;
  const unknown = names.length === 0 ? '' : `is no resource of the configuration (${names.join(', ')}) and `;
  return `has the entry "${oneLine(entry, 80)}", which ${unknown}holds no id of Coolify's: 7 to 40 lower-case letters and digits, the last part of the application's address${meant}`;
}

function identified(uuid: string, configured: readonly ResourceRequest[]): ResourceRequest {
  return (
    configured.find(resource => resource.uuid === uuid) ?? { name: uuid, uuid, health: undefined, version: undefined }
  );
}

function noDoubles(
  steps: readonly (readonly ResourceRequest[])[],
  inputs: RedeployInputs,
): readonly (readonly ResourceRequest[])[] {
  const seen = new Set<string>();
  for (const { uuid, name } of steps.flat()) {
    if (seen.has(uuid)) throw inputs.refusal('resources', `names ${oneLine(name, 60)} twice`);
    seen.add(uuid);
  }
  return steps;
}
