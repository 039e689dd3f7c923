import { chooseEnvironment } from '../config/environment.ts';
import { defineAction } from '../core/action.ts';
import { SMOKE_REASONS } from '../smoke/reasons.ts';
import { outputsOf, type SmokeTestOutcome } from './smoke-test-facts.ts';
import { SMOKE_TEST_INPUTS, SMOKE_TEST_OUTPUTS } from './smoke-test-inputs.ts';
import { readRequest, type SmokeTestRequest } from './smoke-test-request.ts';
import { smokeTestSummary } from './smoke-test-summary.ts';

/** Asks whether the deployed site works for a real visitor, over the real edge. */
export const smokeTest = defineAction({
  name: 'smoke-test',
  schemaVersion: 1,
  description: 'Asks whether the deployed site works for a real visitor, over the real edge.',
  inputs: SMOKE_TEST_INPUTS,
  outputs: SMOKE_TEST_OUTPUTS,
  reasons: SMOKE_REASONS,
  read: readRequest,
  async run(request: SmokeTestRequest, world): Promise<SmokeTestOutcome> {
    const chosen = await chooseEnvironment(request, world);
    // Loaded when the inputs are right: the suite's reader and the presets are most of what there is.
    const { runSmokeTest } = await import('./smoke-test-run.ts');
    return runSmokeTest(request, chosen, world);
  },
  present: (outcome: SmokeTestOutcome) => ({
    summary: smokeTestSummary(outcome),
    outputs: outputsOf(outcome.details),
  }),
});
