import { CHECK_REASONS } from '../checks/reasons.ts';
import { chooseEnvironment } from '../config/environment.ts';
import { COOLIFY_REASONS } from '../coolify/reasons.ts';
import { defineAction } from '../core/action.ts';
import { type CheckDeployOutcome, outputsOf } from './check-deploy-facts.ts';
import { CHECK_DEPLOY_INPUTS, CHECK_DEPLOY_OUTPUTS } from './check-deploy-inputs.ts';

import { type CheckDeployRequest, readRequest } from './check-deploy-request.ts';
import { checkDeploySummary } from './check-deploy-summary.ts';

/** Asks whether the app is fit to be deployed: what will really run, judged before it runs. */
export const checkDeploy = defineAction({
  name: 'check-deploy',
  schemaVersion: 1,
  description: 'Asks whether the app is fit to be deployed: what will really run, judged before it runs.',
  inputs: CHECK_DEPLOY_INPUTS,
  outputs: CHECK_DEPLOY_OUTPUTS,
  reasons: { ...COOLIFY_REASONS, ...CHECK_REASONS },
  read: readRequest,
  async run(request: CheckDeployRequest, world): Promise<CheckDeployOutcome> {
    const chosen = await chooseEnvironment(request, world);
    // Loaded when the inputs are right: the readers and the rules are most of what there is.
    const { runCheckDeploy } = await import('./check-deploy-run.ts');
    return runCheckDeploy(request, chosen, world);
  },
  present: (outcome: CheckDeployOutcome, world) => ({
    summary: checkDeploySummary(outcome, world),
    outputs: outputsOf(outcome.details),
  }),
});
