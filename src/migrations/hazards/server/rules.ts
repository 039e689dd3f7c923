import type { HazardRule } from '../rule.ts';
import { extension } from './extension.ts';
import { identifier } from './identifier.ts';
import { missingType } from './missing-type.ts';
import { cachedPlans, dropSchema, json } from './types.ts';
import { notUnderstood, refusedByScratch } from './unread.ts';
import { concurrentCorruption, dependent, unsupported } from './version.ts';

/** What this server, in this version and with what it holds, makes of the statements. */
export const SERVER_HAZARDS: readonly HazardRule[] = [
  unsupported,
  dependent,
  refusedByScratch,
  notUnderstood,
  extension,
  missingType,
  dropSchema,
  concurrentCorruption,
  json,
  identifier,
  cachedPlans,
];
