import { ADDING_COLUMNS } from './adding-columns.ts';
import { ADDING_COMPUTED_COLUMNS } from './adding-computed-columns.ts';
import { ALTERING_COLUMNS } from './altering-columns.ts';
import { ALTERING_MORE } from './altering-more.ts';
import type { Case } from './case.ts';
import { CONSTRAINTS } from './constraints.ts';
import { DATA_STEPS } from './data-steps.ts';
import { EXCLUSIONS_AND_PARTITIONS } from './exclusions-and-partitions.ts';
import { INDEXES } from './indexes.ts';
import { RENAMING_AND_REMOVING } from './renaming-and-removing.ts';
import { STATE_AND_SERVER } from './state-and-server.ts';
import { TRANSACTIONS } from './transactions.ts';

/** All of the corpus. */
export const CASES: readonly Case[] = [
  ...ADDING_COLUMNS,
  ...ADDING_COMPUTED_COLUMNS,
  ...ALTERING_COLUMNS,
  ...ALTERING_MORE,
  ...RENAMING_AND_REMOVING,
  ...INDEXES,
  ...CONSTRAINTS,
  ...EXCLUSIONS_AND_PARTITIONS,
  ...DATA_STEPS,
  ...TRANSACTIONS,
  ...STATE_AND_SERVER,
];
