import type { HazardRule } from '../rule.ts';
import { newFirst, split } from './new.ts';
import { nullUnexpected } from './null-unexpected.ts';
import { phaseOrder, wrongMark } from './order.ts';
import { conflictTarget, deleteFails, insertFails, selectFails } from './running.ts';

/** Rules that compare the two releases. */
export const RELEASE_HAZARDS: readonly HazardRule[] = [
  selectFails,
  insertFails,
  deleteFails,
  conflictTarget,
  newFirst,
  split,
  nullUnexpected,
  phaseOrder,
  wrongMark,
];
