import { type ActionName, load } from './actions/index.ts';
import { cancellation } from './host/cancellation.ts';
import { leave } from './host/leave.ts';
import { exitCodeOf, perform, performPost } from './host/perform.ts';
import { runnerHost } from './host/runner.ts';
import { rawInputs, rawState } from './host/runner-inputs.ts';
import { worldFor } from './host/world.ts';

/**
 * What `dist/<name>.js` calls: one action as a step of a workflow.
 * @param heard signals that came while this was being loaded
 */
export async function main(name: ActionName, heard: readonly unknown[]): Promise<void> {
  const host = runnerHost(process.env);
  const world = worldFor(host, process.env, cancellation(heard));
  const action = await load(name);
  const outcome = await perform(action, rawInputs(action.inputs, process.env), world);
  leave(exitCodeOf(outcome));
}

/** What `dist/<name>-post.js` calls: the same action after the job's other steps. */
export async function post(name: ActionName, heard: readonly unknown[]): Promise<void> {
  const host = runnerHost(process.env);
  const world = worldFor(host, process.env, cancellation(heard));
  const action = await load(name);
  const done = await performPost(action, rawState(process.env), rawInputs(action.inputs, process.env), world);
  leave(done ? 0 : 1);
}
