import type { RuleCases } from '../../../support/rule-cases.ts';
import { CASES as ANSWERS } from './settings/answers.ts';
import { CASES as DATA } from './settings/data-stores.ts';
import { CASES as ENTRANCE } from './settings/entrance.ts';
import { CASES as FILES } from './settings/file-stores.ts';
import { CASES as REPLACED } from './settings/logs-replaced.ts';
import { CASES as OUTGOING } from './settings/outgoing.ts';
import { CASES as SURROUNDINGS } from './settings/surroundings.ts';
import { CASES as VARIABLES } from './settings/variables.ts';

export const CASES: RuleCases = {
  ...ENTRANCE,
  ...ANSWERS,
  ...DATA,
  ...FILES,
  ...OUTGOING,
  ...REPLACED,
  ...VARIABLES,
  ...SURROUNDINGS,
};
