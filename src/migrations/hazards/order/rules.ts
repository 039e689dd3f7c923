import type { HazardRule } from '../rule.ts';
import { behindBase, foreignApplied, inconsistentHistory } from './database.ts';
import { conflict, dangling, inserted, squash } from './graph.ts';
import { deleted, edited } from './history.ts';
import { enumValue, inTransaction, pendingEvents } from './refused.ts';
import { stateDisagrees } from './state.ts';
import { notAtomic, notValidThenValidate, transactionInSql } from './transactions.ts';

/** What cannot run in this order, in this transaction, or on this history. */
export const ORDER_HAZARDS: readonly HazardRule[] = [
  conflict,
  dangling,
  inserted,
  squash,
  behindBase,
  inconsistentHistory,
  foreignApplied,
  inTransaction,
  pendingEvents,
  enumValue,
  transactionInSql,
  notAtomic,
  notValidThenValidate,
  edited,
  deleted,
  stateDisagrees,
];
