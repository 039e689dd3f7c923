import { chooseEnvironment } from '../config/environment.ts';
import type { Pin } from '../coolify/pins.ts';
import type { World } from '../core/world.ts';
import { clientFor, PINS_STATE, pinsOf } from '../release/release.ts';
import type { RedeployInputs } from './redeploy-inputs.ts';
import { complete, readRequest } from './redeploy-request.ts';

const PATIENCE = 60_000;

/** Takes back what a killed or cancelled main step left pinned. Does nothing, and asks nothing, when nothing is open. */
export async function restorePins(
  state: ReadonlyMap<string, string>,
  inputs: RedeployInputs,
  world: World,
): Promise<void> {
  const open = readPins(state.get(PINS_STATE));
  if (open.length === 0) return;
  const request = await complete(readRequest(inputs), await chooseEnvironment(readRequest(inputs), world), world);
  const pins = pinsOf(clientFor(request, world.http({ authorities: request.authorities }), world), world, open);
  for (const pin of open) {
    const problem = await pins.restore(pin.application, PATIENCE, world.signal);
    if (problem === undefined)
      world.host.line(`The pin of ${pin.application} was taken back (it is ${pin.previous} again).`);
    else world.host.annotate(leftPinned(pin, request.coolify.home));
  }
}

function leftPinned(pin: Pin, home: string) {
  return {
    level: 'error',
    title: 'An application is still pinned',
    message: `Coolify at ${home} could not be told to put ${pin.application} back to ${pin.previous}; every deployment builds ${pin.pinned} until somebody does (Git Source, Commit SHA).`,
  } as const;
}

/** State is text that only this action writes; anything else is no pin. */
function readPins(text: string | undefined): readonly Pin[] {
  if (text === undefined || text === '') return [];
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter(isPin) : [];
}

function isPin(value: unknown): value is Pin {
  const has = (name: string) =>
    typeof value === 'object' &&
    value !== null &&
    typeof Object.getOwnPropertyDescriptor(value, name)?.value === 'string';
  return has('application') && has('previous') && has('pinned');
}
