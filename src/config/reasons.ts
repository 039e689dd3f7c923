import type { ReasonTable } from '../core/outcome.ts';

/** What every action that chooses an environment can end for, beside `invalid-configuration`. */
export const CONFIGURATION_REASONS = {
  'unknown-environment': {
    outcome: 'error',
    meaning: 'The configuration has no environment of this name.',
    remedy: 'The message lists the names it has.',
  },
} as const satisfies ReasonTable;
