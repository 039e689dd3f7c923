import type { Rule } from '../rule.ts';
import { databaseInGit, ignored, litter, privateKey, userlist } from './committed.ts';
import {
  brokenWorkflow,
  deployCheck,
  makemigrations,
  migrateInWorkflow,
  printedSecret,
  safemigrate,
} from './workflows.ts';

export const RULES: readonly Rule[] = [
  privateKey,
  databaseInGit,
  userlist,
  ignored,
  litter,
  makemigrations,
  migrateInWorkflow,
  deployCheck,
  printedSecret,
  brokenWorkflow,
  safemigrate,
];
