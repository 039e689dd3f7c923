import type { CoolifyClient } from '../coolify/client.ts';
import type { World } from '../core/world.ts';
import type { ReleaseRequest, ResourceRequest } from './request.ts';

const SECRET_NAME = /secret|token|passw|passphrase|key|dsn|credential|auth|_url$|^url$/i;

/** With `read:sensitive` the values that must never be shown can be known before the first log line is. */
export async function learnSecrets(
  resource: ResourceRequest,
  request: ReleaseRequest,
  client: CoolifyClient,
  world: World,
): Promise<void> {
  if (request.logs === 'never' || request.dryRun) return;
  const reply = await client.variables(resource.uuid, world.signal);
  if (!reply.ok) return;
  for (const { key, values } of reply.value.slice(0, MOST_VARIABLES)) {
    if (!SECRET_NAME.test(key)) continue;
    for (const value of values) for (const secret of secretsIn(value)) world.host.mask(secret);
  }
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
