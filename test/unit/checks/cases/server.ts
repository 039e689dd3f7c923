import type { RuleCases } from '../../../support/rule-cases.ts';
import { LISTENING } from './server/listening.ts';
import { STARTING } from './server/starting.ts';
import { TUNING } from './server/tuning.ts';

export const CASES: RuleCases = { ...STARTING, ...LISTENING, ...TUNING };
