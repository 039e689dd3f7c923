import type { HazardRule } from '../rule.ts';
import { liveModel } from './live-model.ts';
import { unbatched } from './unbatched.ts';
import { unknownCost } from './unknown.ts';
import { withSchema } from './with-schema.ts';

/** What steps that change rows do to the table and to those who use it. */
export const DATA_HAZARDS: readonly HazardRule[] = [unbatched, unknownCost, withSchema, liveModel];
