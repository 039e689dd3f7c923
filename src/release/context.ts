import type { Capabilities } from '../coolify/capabilities.ts';
import type { CoolifyClient } from '../coolify/client.ts';
import type { Pins } from '../coolify/pins.ts';
import type { TriggerOptions } from '../coolify/trigger.ts';
import type { DeploymentWatch } from '../coolify/watch.ts';
import type { Http } from '../core/http.ts';
import type { World } from '../core/world.ts';
import type { History } from './history.ts';
import type { ReleaseRequest } from './request.ts';

/** What all resources of one release share. */
export interface ReleaseContext {
  readonly request: ReleaseRequest;
  /** Of Coolify, as it writes it. */
  readonly version: string;
  readonly capabilities: Capabilities;
  readonly client: CoolifyClient;
  readonly watch: DeploymentWatch;
  readonly pins: Pins;
  /** Asks git's history anew: what was answered before does not count. */
  readonly historyNow: () => History;
  readonly http: Http;
  readonly world: World;
  /** For a tag: the first request asks for all resources at once, and each reads its own part of the answer. */
  readonly ask: TriggerOptions['ask'];
}
