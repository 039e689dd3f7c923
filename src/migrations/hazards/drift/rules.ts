import type { HazardRule } from '../rule.ts';
import { missingMigration } from './missing-migration.ts';

/** Models and migrations that do not say the same. */
export const DRIFT_HAZARDS: readonly HazardRule[] = [missingMigration];
