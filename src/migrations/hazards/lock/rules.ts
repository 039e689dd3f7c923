import type { HazardRule } from '../rule.ts';
import { hotTable, parent } from './brief.ts';
import { concurrentRetry } from './concurrent-retry.ts';
import { held, indexBuild, rewrite, scan, update } from './long.ts';
import { maintenance } from './maintenance.ts';
import { noTimeout } from './no-timeout.ts';
import { partitions } from './partitions.ts';
import { severalTables } from './transactions.ts';
import { unindexedKey } from './unindexed-key.ts';

/** Who waits for whom, and for how long. */
export const LOCK_HAZARDS: readonly HazardRule[] = [
  rewrite,
  scan,
  indexBuild,
  update,
  held,
  hotTable,
  parent,
  partitions,
  maintenance,
  noTimeout,
  concurrentRetry,
  severalTables,
  unindexedKey,
];
