/**
 * A composite action: its steps one after the other, its outputs, and the posts of the actions it used.
 *
 * Source: actions/runner, CompositeActionHandler, SuccessFunction, FailureFunction, CancelledFunction:
 * - a step that failed does not end the composite: each following `if:` is asked, with `success()` and `failure()`
 *   looking at the composite's own result so far, and `cancelled()` at the job's;
 * - outputs are evaluated at the end, however it ended, from the steps that ran;
 * - steps share the cancellation and the time limit of the step that calls the composite. After a cancel a step with
 *   `if: always()` is therefore started and gets SIGINT at once;
 * - `continue-on-error` turns a failure into a success, but not a cancellation;
 * - `post` runs in reverse order, with inputs evaluated anew, for what was reached, and one that fails stops no other.
 *
 * From knowledge of the runner, without a source at hand: each inner step has a summary of its own (with its own limit),
 * GITHUB_ACTION stays the one of the calling step, and log markers other than groups are left out. An expression the lab
 * does not model is an error of the lab, where the runner would fail the step.
 */
import type { ActionRun, Call, StartAction } from './action-run.ts';
import { merged, worst } from './composite-result.ts';
import { type CompositeStep, placeOf, type UsesStep } from './composite-step.ts';
import { expressionContexts } from './context.ts';
import { evaluateCondition, evaluateTemplate, type Scope } from './expressions.ts';
import { inputValues, scopeOfDefaults } from './inputs.ts';
import { type Job, type Status, type Surroundings, stepEnvironment } from './job.ts';
import { type CompositeManifest, readManifest } from './manifest.ts';
import type { Interruptions, PhaseResult } from './phase.ts';
import { runScript } from './script.ts';
import { firstLine, printActionHead } from './step-head.ts';
import { createStepLog, type StepLog } from './step-log.ts';

export interface StepResult {
  readonly id: string | undefined;
  /** `name:`, or what it uses, or the first line it runs. */
  readonly name: string;
  /** Before `continue-on-error`. */
  readonly outcome: Status | 'skipped';
  /** After it. */
  readonly conclusion: Status | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  /** Masked. */
  readonly summary: string;
  /** Everything else about it; nothing when it was skipped. */
  readonly run: PhaseResult | undefined;
}

/** actions/runner, Constants.CompositeActionsMaxDepth. */
const DEEPEST = 9;

/** @param start starts the action of a step: handed in, because that may be a composite again. */
export function compositeRun(
  manifest: CompositeManifest,
  job: Job,
  surroundings: Surroundings,
  start: StartAction,
): ActionRun {
  if (surroundings.depth > DEEPEST) {
    throw new Error(`Composite action depth exceeded max depth ${DEEPEST}: ${manifest.folder}`);
  }
  const inside: Surroundings = { ...surroundings, actionPath: manifest.folder, depth: surroundings.depth + 1 };
  /** The `steps` context: kept for the inputs of the posts. */
  const steps: Record<string, unknown> = {};
  /** Actions whose main was started. */
  const reached: { readonly step: UsesStep; readonly run: ActionRun }[] = [];

  /** The scope of a step, as it is at this moment. */
  function scopeOf(inputs: ReadonlyMap<string, string>, environment: Call['environment'], status: Status): Scope {
    const contexts = expressionContexts(job.context, job.folders, job.status);
    const { github } = contexts;
    return {
      contexts: {
        ...contexts,
        github: { ...(typeof github === 'object' ? github : {}), action_path: manifest.folder },
        inputs: Object.fromEntries(inputs),
        steps,
        env: stepEnvironment(job, environment),
      },
      status,
      jobStatus: job.status,
    };
  }

  /** The composite's own inputs, with its head in the log when it stands in another composite. */
  function ownInputs(call: Call, log?: StepLog): ReadonlyMap<string, string> {
    const inputs = inputValues(manifest.inputs, call.with, scopeOfDefaults(job), log);
    if (log !== undefined && call.title !== undefined) {
      printActionHead(log, call.title, inputs, stepEnvironment(job, call.environment));
    }
    return inputs;
  }

  function callOf(step: UsesStep, scope: Scope, environment: Call['environment']): Call {
    return { with: evaluated(step.with, scope), environment, title: titleOf(step, job) };
  }

  function runStep(step: CompositeStep, scope: Scope, environment: Call['environment'], interruptions: Interruptions) {
    if ('run' in step) {
      const script = {
        text: evaluateTemplate(step.run, scope),
        directory: evaluateTemplate(step['working-directory'] ?? '', scope),
        environment: stepEnvironment(job, environment),
        actionPath: manifest.folder,
      };
      return runScript(job, script, interruptions);
    }
    const place = placeOf(step.uses, inside.repository, job.folders.workspace);
    const run = start(readManifest(place.folder), job, inside);
    if (place.hasPost) reached.push({ step, run });
    return run.main(callOf(step, scope, environment), interruptions);
  }

  return {
    async main(call, given) {
      const log = createStepLog(job.masks);
      const inputs = ownInputs(call, log);
      const interruptions = { ...given, timeout: given.timeout ?? AbortSignal.timeout(job.timeoutMs) };
      const results: StepResult[] = [];
      let status: Status = 'success';
      for (const step of manifest.steps) {
        const outside = scopeOf(inputs, call.environment, status);
        const environment = { ...call.environment, ...evaluated(step.env, outside) };
        const scope = scopeOf(inputs, environment, status);
        const result = evaluateCondition(step.if, scope)
          ? ended(step, scope, await runStep(step, scope, environment, ofThisStep(interruptions)))
          : skipped(step);
        results.push(result);
        if (step.id !== undefined) {
          steps[step.id] = { outputs: result.outputs, outcome: result.outcome, conclusion: result.conclusion };
        }
        if (result.conclusion !== 'skipped') status = worst(status, result.conclusion);
      }
      const scope = scopeOf(inputs, call.environment, status);
      return merged({ log, steps: results, status, outputs: evaluated(manifest.outputs, scope), masks: job.masks });
    },

    async post(call) {
      const log = createStepLog(job.masks);
      const inputs = ownInputs(call);
      const results: StepResult[] = [];
      for (const { step, run } of [...reached].reverse()) {
        const outside = scopeOf(inputs, call.environment, job.status);
        const environment = { ...call.environment, ...evaluated(step.env, outside) };
        const result = await run.post(callOf(step, scopeOf(inputs, environment, job.status), environment));
        if (result !== undefined) results.push(asStep(step, result, result.conclusion));
      }
      if (results.length === 0) return undefined;
      const status = results.reduce<Status>(
        (sum, { outcome }) => (outcome === 'skipped' ? sum : worst(sum, outcome)),
        'success',
      );
      return merged({ log, steps: results, status, outputs: {}, masks: job.masks });
    },
  };
}

/** A kill concerns the step that runs when it comes, not those that start after it. */
function ofThisStep(interruptions: Interruptions): Interruptions {
  return interruptions.kill?.aborted === true ? { ...interruptions, kill: undefined } : interruptions;
}

function evaluated(templates: Readonly<Record<string, string>>, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, evaluateTemplate(text, scope)]));
}

function ended(step: CompositeStep, scope: Scope, run: PhaseResult): StepResult {
  const forgiven = run.conclusion === 'failure' && evaluateTemplate(step['continue-on-error'], scope) === 'true';
  return asStep(step, run, forgiven ? 'success' : run.conclusion);
}

function asStep(step: CompositeStep, run: PhaseResult, conclusion: Status): StepResult {
  const { outputs, summary, conclusion: outcome } = run;
  return { id: step.id, name: nameOf(step), outcome, conclusion, outputs, summary, run };
}

function skipped(step: CompositeStep): StepResult {
  const outcome = 'skipped';
  return { id: step.id, name: nameOf(step), outcome, conclusion: outcome, outputs: {}, summary: '', run: undefined };
}

function nameOf(step: CompositeStep): string {
  return step.name ?? ('run' in step ? firstLine(step.run) : step.uses);
}

/** `$/x` is shown as what it stands for, when the run says which action repository that is. */
function titleOf({ uses }: UsesStep, { context }: Job): string {
  if (!uses.startsWith('$/') || context.action_repository === '') return uses;
  return `${context.action_repository}/${uses.slice('$/'.length)}@${context.action_ref}`;
}
