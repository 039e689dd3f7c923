import type { RuleCases } from '../../../support/rule-cases.ts';
import { BASE_CASES } from './docker/base.ts';
import { CONTENT_CASES } from './docker/content.ts';
import { HEALTH_CASES } from './docker/health.ts';
import { PACKAGE_CASES } from './docker/packages.ts';
import { SETTINGS_CASES } from './docker/settings.ts';
import { STARTING_CASES } from './docker/starting.ts';

export const CASES: RuleCases = {
  ...BASE_CASES,
  ...STARTING_CASES,
  ...HEALTH_CASES,
  ...SETTINGS_CASES,
  ...CONTENT_CASES,
  ...PACKAGE_CASES,
};
