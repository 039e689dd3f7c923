import { type CoolifyAddress, readAddress } from '../coolify/address.ts';
import type { Pin } from '../coolify/pins.ts';
import type { Annotation, World } from '../core/world.ts';
import { clientFor, type OpenPins, PINS_STATE, pinsOf } from '../release/release.ts';
import type { RedeployInputs } from './redeploy-inputs.ts';
import { authoritiesOf } from './site-inputs.ts';

const PATIENCE = 60_000;

/**
 * Takes back what a killed or cancelled main step left pinned. Does nothing, and asks nothing, when nothing is open. It needs neither the
 * configuration nor the checkout: a later step of the job may have replaced both.
 */
export async function restorePins(
  state: ReadonlyMap<string, string>,
  inputs: RedeployInputs,
  world: World,
): Promise<void> {
  const { home, open } = readState(state.get(PINS_STATE));
  if (open.length === 0) return;
  // What the main step was allowed to talk to was judged then.
  const coolify = readAddress(home, { allowInsecure: true });
  if ('problem' in coolify) throw new Error(`the state of the main step names no Coolify: ${home}`);
  const authorities = await authoritiesOf(inputs, world).catch(() => []);
  const request = { coolify, token: inputs.text('coolify-token') ?? '' };
  const pins = pinsOf(clientFor(request, world.http({ authorities }), world), coolify, world, open);
  for (const pin of open) {
    const problem = await pins.restore(pin.application, PATIENCE, world.signal);
    if (problem === undefined)
      world.host.line(`The pin of ${pin.application} was taken back (it is ${pin.previous} again).`);
    else world.host.annotate(leftPinned(pin, coolify));
  }
}

function leftPinned(pin: Pin, { home }: CoolifyAddress): Annotation {
  return {
    level: 'error',
    title: 'An application is still pinned',
    message: `Coolify at ${home} could not be told to put ${pin.application} back to ${pin.previous}; every deployment builds ${pin.pinned} until somebody does (Git Source, Commit SHA).`,
  };
}

const NOTHING_OPEN: OpenPins = { home: '', open: [] };

/** State is text that only this action writes; anything else is no pin. */
function readState(text: string | undefined): OpenPins {
  if (text === undefined || text === '') return NOTHING_OPEN;
  const value: unknown = JSON.parse(text);
  const open = property(value, 'open');
  const home = property(value, 'home');
  return Array.isArray(open) && typeof home === 'string' ? { home, open: open.filter(isPin) } : NOTHING_OPEN;
}

function isPin(value: unknown): value is Pin {
  return ['application', 'previous', 'pinned'].every(name => typeof property(value, name) === 'string');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
