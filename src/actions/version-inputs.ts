import type { ChosenEnvironment } from '../config/environment.ts';
import { UserError } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import { parseVersionSource, problemOfQuery, VERSION_SHAPE, type VersionSource } from '../smoke/version-source.ts';

/** Where the live site says its version: as the input `version`, and as the resources of the configuration. */

interface Given {
  text(name: 'version'): string | undefined;
  refusal(name: 'version', problem: string): UserError;
}

export function versionOf(inputs: Given): VersionSource | undefined {
  const text = inputs.text('version');
  if (text === undefined) return undefined;
  const source = parseVersionSource(text);
  if (typeof source === 'string') throw inputs.refusal('version', `${source}; ${VERSION_SHAPE}`);
  return source;
}

/** The version page of one resource of the chosen environment. */
export function configuredVersion(chosen: ChosenEnvironment, resource: string): VersionSource | undefined {
  const text = chosen.configuration?.coolify?.resources[resource]?.version;
  if (text === undefined) return undefined;
  const source = parseVersionSource(text);
  if (typeof source !== 'string') return source;
  throw inResource(chosen, resource, `, which is "${oneLine(text, 100)}", ${source}`);
}

/** A JSONPath that cannot be used is found here, before anything is sent. */
export async function checkQuery(inputs: Given, version: VersionSource | undefined): Promise<void> {
  const problem = await problemOf(version);
  if (problem !== undefined)
    throw inputs.refusal('version', `has a JSONPath that cannot be used (${oneLine(problem, 200)})`);
}

/** The same for a resource of the configuration. */
export async function checkConfiguredQuery(
  chosen: ChosenEnvironment,
  resource: string,
  version: VersionSource | undefined,
): Promise<void> {
  const problem = await problemOf(version);
  if (problem !== undefined)
    throw inResource(chosen, resource, ` has a JSONPath that cannot be used: ${oneLine(problem, 200)}`);
}

async function problemOf(version: VersionSource | undefined): Promise<string | undefined> {
  return version?.kind === 'json' ? problemOfQuery(version.query) : undefined;
}

function inResource(chosen: ChosenEnvironment, resource: string, problem: string): UserError {
  return new UserError(
    `${chosen.file}: "environments.${chosen.name}.coolify.resources.${resource}.version"${problem}.`,
    { reasonCode: 'invalid-configuration', remedy: `${VERSION_SHAPE}.` },
  );
}
