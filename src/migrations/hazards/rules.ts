import { DATA_HAZARDS } from './data/rules.ts';
import { DRIFT_HAZARDS } from './drift/rules.ts';
import { LOCK_HAZARDS } from './lock/rules.ts';
import { ORDER_HAZARDS } from './order/rules.ts';
import { PLACE_HAZARDS } from './place/rules.ts';
import { RELEASE_HAZARDS } from './release/rules.ts';
import { ROLLBACK_HAZARDS } from './rollback/rules.ts';
import { ROWS_HAZARDS } from './rows/rules.ts';
import type { HazardRule } from './rule.ts';
import { SERVER_HAZARDS } from './server/rules.ts';

/** Every way in which a migration can hurt that is looked for, by HAZARD_FAMILIES. */
export const HAZARDS: readonly HazardRule[] = [
  ...RELEASE_HAZARDS,
  ...LOCK_HAZARDS,
  ...ROWS_HAZARDS,
  ...ORDER_HAZARDS,
  ...DATA_HAZARDS,
  ...ROLLBACK_HAZARDS,
  ...DRIFT_HAZARDS,
  ...SERVER_HAZARDS,
  ...PLACE_HAZARDS,
];
