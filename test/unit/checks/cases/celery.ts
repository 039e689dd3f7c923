import type { RuleCases } from '../../../support/rule-cases.ts';
import { CONFIGURATION } from './celery/configuration.ts';
import { RUNNING } from './celery/running.ts';
import { STARTING } from './celery/starting.ts';

export const CASES: RuleCases = { ...STARTING, ...CONFIGURATION, ...RUNNING };
