import type { HealthOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { constantHealth, constantReadiness } from './constant.ts';
import { answers, fast, notCached, readOnly, steady, version } from './liveness.ts';
import { ready, readyDetails, readySecret } from './readiness.ts';

export const health = definePreset<HealthOptions>({
  name: 'health',
  about: 'The health and readiness pages answer anybody, say the truth, and could say otherwise.',
  checks: [
    answers,
    version,
    notCached,
    readOnly,
    constantHealth,
    ready,
    constantReadiness,
    readyDetails,
    readySecret,
    steady,
    fast,
  ],
});
