import type { HazardRule } from '../rule.ts';
import { backup } from './backup.ts';
import { dataLost } from './data-lost.ts';
import { fakeReverse } from './fake-reverse.ts';
import { irreversible } from './irreversible.ts';

/** Rules about the way back. */
export const ROLLBACK_HAZARDS: readonly HazardRule[] = [irreversible, fakeReverse, dataLost, backup];
