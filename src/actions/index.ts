import type { ActionDefinition } from '../core/action.ts';
import type { InputSpecs } from '../core/inputs.ts';
import type { Outcome } from '../core/outcome.ts';

/** Every public action, loaded only when it runs: the bundle is split here. */
const LOADERS = {
  'check-deploy': async () => erase((await import('./check-deploy.ts')).checkDeploy),
  'migration-safety': async () => erase((await import('./migration-safety.ts')).migrationSafety),
  redeploy: async () => erase((await import('./redeploy.ts')).redeploy),
  'smoke-test': async () => erase((await import('./smoke-test.ts')).smokeTest),
} as const;

export type ActionName = keyof typeof LOADERS;

export const ACTION_NAMES = Object.keys(LOADERS).filter(isActionName);

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(LOADERS, name);
}

/** An action whose request type is known only to itself. */
export type AnyAction = ActionDefinition<InputSpecs, unknown, Outcome>;

export async function load(name: ActionName): Promise<AnyAction> {
  return LOADERS[name]();
}

/** `perform` hands `run` only what the same action's `read` gave, and `present` only what its `run` gave. */
function erase<Specs extends InputSpecs, Request, Result extends Outcome>(
  action: ActionDefinition<Specs, Request, Result>,
): AnyAction {
  return action as unknown as AnyAction;
}
