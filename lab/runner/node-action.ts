/** An action whose `main` and `post` are files for node. */
import type { ActionRun, Call } from './action-run.ts';
import { evaluate, isTrue } from './expressions.ts';
import { inputValues, inputVariables, scopeOfDefaults } from './inputs.ts';
import { type Job, type Surroundings, stepEnvironment } from './job.ts';
import type { NodeManifest } from './manifest.ts';
import { type Interruptions, runPhase } from './phase.ts';
import { printActionHead } from './step-head.ts';
import { createStepLog } from './step-log.ts';

export function nodeRun(manifest: NodeManifest, job: Job, { actionPath }: Surroundings): ActionRun {
  /** Kept by main for post. */
  let state: Readonly<Record<string, string>> = {};

  async function run(phase: 'main' | 'post', file: string, call: Call, interruptions: Interruptions = {}) {
    const log = createStepLog(job.masks);
    const environment = stepEnvironment(job, call.environment);
    const inputs = inputValues(manifest.inputs, call.with, scopeOfDefaults(job), phase === 'main' ? log : undefined);
    if (call.title !== undefined) {
      if (phase === 'main') printActionHead(log, call.title, inputs, environment);
      else log.say('Post job cleanup.');
    }
    const stateVariables = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
    const result = await runPhase(
      job,
      {
        program: job.node,
        words: [file],
        directory: job.folders.workspace,
        environment: { ...environment, ...inputVariables(inputs), ...stateVariables },
        actionPath,
      },
      log,
      interruptions,
    );
    return { ...result, state: { ...state, ...result.state } };
  }

  return {
    async main(call, interruptions) {
      const result = await run('main', manifest.main, call, interruptions);
      state = result.state;
      return result;
    },
    async post(call) {
      if (manifest.post === undefined) return undefined;
      const postIf = { contexts: { job: { status: job.status } }, status: job.status };
      if (!isTrue(evaluate(manifest.postIf, postIf))) return undefined;
      return run('post', manifest.post, call);
    },
  };
}
