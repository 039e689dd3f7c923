import type { RuleCases } from '../../../support/rule-cases.ts';
import { CHECKS } from './django/checks.ts';
import { FAILURES } from './django/failures.ts';
import { HEALTH } from './django/health.ts';
import { VERSION } from './django/version.ts';

export const CASES: RuleCases = { ...FAILURES, ...CHECKS, ...HEALTH, ...VERSION };
