import type { Rule } from '../rule.ts';
import { checkFails, wsgiFails } from './broken.ts';
import { check } from './check.ts';
import { importFailed, missingVariable, settingsMissing, settingsRefuse } from './failures.ts';
import { HEALTH_ADDRESS_RULES } from './health-address.ts';
import { HEALTH_ANSWER_RULES } from './health-answer.ts';
import { setupAsks, setupFails } from './setup.ts';
import { silenced } from './silenced.ts';
import { VERSION_RULES } from './version.ts';

export const RULES: readonly Rule[] = [
  settingsMissing,
  importFailed,
  missingVariable,
  settingsRefuse,
  setupFails,
  setupAsks,
  check,
  checkFails,
  silenced,
  wsgiFails,
  ...HEALTH_ADDRESS_RULES,
  ...HEALTH_ANSWER_RULES,
  ...VERSION_RULES,
];
