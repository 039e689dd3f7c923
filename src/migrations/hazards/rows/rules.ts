import type { HazardRule } from '../rule.ts';
import { cast } from './cast.ts';
import { nulls } from './null.ts';
import { sameValue } from './same-value.ts';
import { duplicates, orphans, violation } from './values.ts';

/** What fails on rows that are there. */
export const ROWS_HAZARDS: readonly HazardRule[] = [nulls, duplicates, sameValue, violation, orphans, cast];
