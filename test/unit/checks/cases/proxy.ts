import type { RuleCases } from '../../../support/rule-cases.ts';
import { FORWARDING } from './proxy/forwarding.ts';
import { POOLING } from './proxy/pooler.ts';
import { SITE } from './proxy/site.ts';

export const CASES: RuleCases = { ...FORWARDING, ...SITE, ...POOLING };
