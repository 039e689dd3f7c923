import type { Wire } from '../../core/wire.ts';
import type { World } from '../../core/world.ts';
import type { Limits } from './limit.ts';

/** What all parts of one run share. */
export interface RunContext {
  readonly wire: Wire;
  readonly world: World;
  readonly limits: Limits;
  /** `base-url`, with a trailing slash when it has no path. */
  readonly base: URL;
  /** Hosts beside it to which requests may go, as `host` or `host:port`. */
  readonly hosts: readonly string[];
  /** Unique to the run, `[a-z0-9]+`; `${run}` of the suite. */
  readonly run: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly secret: (name: string) => string | undefined;
}

/** Whom the site sees. Servers that filter by it must know us by one name. */
export const USER_AGENT = 'obcms-deploy smoke-test';

/** Bodies of visits; pages of a site are smaller, and eight of them are in memory at once. */
export const LARGEST_BODY = 4 * 1024 * 1024;
