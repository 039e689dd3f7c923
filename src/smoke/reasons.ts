import { CONFIGURATION_REASONS } from '../config/reasons.ts';
import { COMMON_REASONS } from '../core/action.ts';
import type { ReasonTable } from '../core/outcome.ts';

/** Every way in which `smoke-test` can end. */
export const SMOKE_REASONS = {
  works: {
    outcome: 'passed',
    meaning: 'Every check that was run held, at least one was run, and all clean-up worked.',
    remedy: 'Nothing.',
  },
  listed: {
    outcome: 'passed',
    meaning:
      'With `list: true`: the suite could be read, what would run was printed, and nothing was sent. Says nothing about the site.',
    remedy: 'Leave `list` out to run it.',
  },
  'checks-failed': {
    outcome: 'failed',
    meaning: 'At least one check did not hold.',
    remedy: "The summary shows the suite's lines with what was expected and what came, and what it may mean.",
  },
  'clean-up-failed': {
    outcome: 'failed',
    meaning: 'Every check held, but something that the suite made could not be removed again.',
    remedy: 'Remove by hand what the summary lists, and mend the `always` steps.',
  },
  'not-ready': {
    outcome: 'failed',
    meaning:
      'The site answered while it was waited for, but not as it must: an error, a redirect, or another version than `expected-sha`.',
    remedy: 'Open the address in the message. A deployment that takes longer needs a longer `wait-ready`.',
  },
  unreachable: {
    outcome: 'inconclusive',
    meaning: 'The site did not answer once until `wait-ready` was over.',
    remedy: 'Check the address, its DNS entry, and whether the runner can reach it.',
  },
  timeout: {
    outcome: 'inconclusive',
    meaning: '`timeout` was over before every check had ended, and none had failed so far.',
    remedy: 'Give a longer `timeout`, or look in the summary for the check that took so long.',
  },
  'nothing-checked': {
    outcome: 'error',
    meaning: 'No check was run: the suite is empty, or everything in it was left out.',
    remedy: 'Give a suite or presets, and check `only` and `skip`.',
  },
  'invalid-suite': {
    outcome: 'error',
    meaning: 'The suite cannot be read or does not fit its format. Nothing was sent.',
    remedy: 'The message gives file, line, column and the nearest valid word.',
  },
  'secret-missing': {
    outcome: 'error',
    meaning: 'The suite uses `$NAME`, and there is no such environment variable, or it is empty. Nothing was sent.',
    remedy: 'Give it to the step under `env:`. Secrets are not passed to workflows of forks.',
  },
  ...CONFIGURATION_REASONS,
  ...COMMON_REASONS,
} as const satisfies ReasonTable;
