import type { CoolifyAddress } from '../coolify/address.ts';
import { CoolifyClient } from '../coolify/client.ts';
import { paced } from '../coolify/pace.ts';
import type { World } from '../core/world.ts';

/** Opens Coolify's API as far as an action needs it that only reads. */
export function coolifyClient(
  address: CoolifyAddress,
  token: string,
  authorities: readonly string[],
  world: World,
): CoolifyClient {
  return new CoolifyClient({ address, token, http: world.http({ authorities }), pace: paced(world.clock) });
}
