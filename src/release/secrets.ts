import type { CoolifyClient } from '../coolify/client.ts';
import { isPassingOnceKnown } from '../coolify/patience.ts';
import { SECRET_VARIABLE } from '../coolify/secret-names.ts';
import type { World } from '../core/world.ts';
import { askPatiently } from './insisting.ts';
import type { ReleaseRequest, ResourceRequest } from './request.ts';

/**
 * With `read:sensitive` the values that must never be shown can be known before the first line of a log, or of a task's output, is.
 * A token that may not read them may not read logs either.
 * @returns whether output may be shown: false when Coolify has the values and does not tell them
 */
export async function learnSecrets(
  resource: ResourceRequest,
  request: ReleaseRequest,
  client: CoolifyClient,
  world: World,
): Promise<boolean> {
  if (request.logs === 'never' && request.afterTasks.length === 0) return true;
  const reply = await askPatiently(() => client.variables(resource.uuid, world.signal), world);
  if (!reply.ok) return !isPassingOnceKnown(reply.problem);
  for (const { key, values } of reply.value.slice(0, MOST_VARIABLES)) {
    if (!SECRET_VARIABLE.test(key)) continue;
    for (const value of values) for (const secret of secretsIn(value)) world.host.mask(secret);
  }
  return true;
}

/** More than any application has; a server that answers with more is not believed. */
const MOST_VARIABLES = 500;

/** An address is no secret as a whole, but what stands before its host, and its parameters, are. */
function secretsIn(value: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return value.length >= 6 ? [value] : [];
  const { username, password, searchParams } = new URL(value);
  const secret = password === '' ? username : password;
  return [secret, decoded(secret), ...searchParams.values()].filter(part => part.length >= 6);
}

/** A password with a bare "%" in it is no encoded one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
