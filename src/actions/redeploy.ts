import { chooseEnvironment } from '../config/environment.ts';
import { defineAction } from '../core/action.ts';
import { REDEPLOY_REASONS } from '../release/reasons.ts';
import { release } from '../release/release.ts';
import { verdictOf } from '../release/verdict.ts';
import { outputsOf, type RedeployOutcome, releaseFacts } from './redeploy-facts.ts';
import { REDEPLOY_INPUTS, REDEPLOY_OUTPUTS } from './redeploy-inputs.ts';
import { restorePins } from './redeploy-post.ts';
import { complete, type RedeployRequest, readRequest } from './redeploy-request.ts';
import { redeploySummary } from './redeploy-summary.ts';

/** Makes Coolify run one commit, and proves that it does. */
export const redeploy = defineAction({
  name: 'redeploy',
  schemaVersion: 1,
  description: 'Makes Coolify run this commit, and proves that it does.',
  inputs: REDEPLOY_INPUTS,
  outputs: REDEPLOY_OUTPUTS,
  reasons: REDEPLOY_REASONS,
  read: readRequest,
  async run(request: RedeployRequest, world): Promise<RedeployOutcome> {
    const began = world.clock.elapsed();
    const chosen = await chooseEnvironment(request, world);
    const released = await release(await complete(request, chosen, world), world);
    const details = releaseFacts(released, world.clock.elapsed() - began);
    return { ...verdictOf(released), facts: details.json, details };
  },
  present: (outcome: RedeployOutcome, world) => ({
    summary: redeploySummary(outcome, world),
    outputs: outputsOf(outcome.details),
  }),
  post: restorePins,
});
