import type { ChosenEnvironment } from '../config/environment.ts';
import { type AddressProblem, type CoolifyAddress, readAddress } from '../coolify/address.ts';
import type { UserError } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { inConfiguration, withoutFile } from './site-inputs.ts';

/** What actions that talk to Coolify have in common: its address, and tokens that can be sent. */

/** The part of `Inputs` that is needed, so that every action with these inputs can hand in its own. */
interface Given<Name extends string> {
  text(name: Name): string | undefined;
  refusal(name: Name, problem: string): UserError;
}

/** Anything but visible ASCII, and quotation marks: no header may carry the former, no token has the latter. */
const NO_TOKEN = /[^\x21-\x7e]|["']/;

/** Throws for a token that was not copied as it is. */
export function checkToken<Name extends string>(name: Name, inputs: Given<Name>): void {
  if (!NO_TOKEN.test(inputs.text(name) ?? '')) return;
  throw inputs.refusal(
    name,
    'holds characters that no token has: a line break, a space or a quotation mark was copied along',
  );
}

const ADDRESS_PROBLEMS: Readonly<Record<AddressProblem['problem'], string>> = {
  'not-a-url': 'is no address',
  'not-http': 'is neither https nor http',
  preview: 'is the webhook of a pull request preview (pr=...), and previews are not deployed by this action',
  'several-tags': 'names several tags; deploy them one after the other',
  'bad-id': 'names an id (uuid=...) that is not one of Coolify: 7 to 40 lower-case letters and digits',
  credentials: 'holds a user name or password; the token belongs into coolify-token',
  insecure:
    'is plain HTTP, over which the token could be read by anyone on the way; use https, or, for a loopback or private address you trust, set allow-insecure: true',
};

/** Where Coolify is: the input, else the environment's. */
export function coolifyAddressOf(
  inputs: Given<'coolify-url'>,
  chosen: ChosenEnvironment,
  allowInsecure: boolean,
  world: World,
): CoolifyAddress {
  const given = inputs.text('coolify-url');
  const text = given ?? chosen.configuration?.coolify?.url;
  if (text === undefined) {
    throw inputs.refusal('coolify-url', `does not say where Coolify is${withoutFile(chosen, world)}`);
  }
  const address = readAddress(text, { allowInsecure });
  if (!('problem' in address)) return address;
  if (given !== undefined) throw inputs.refusal('coolify-url', ADDRESS_PROBLEMS[address.problem]);
  throw inConfiguration(chosen, 'coolify.url', text, ADDRESS_PROBLEMS[address.problem]);
}

/**
 * Address and token for actions that may do without: undefined without a token.
 * @throws UserError for a resource without a token, and for what is given wrongly
 */
export function coolifyGiven(
  inputs: Given<'coolify-url' | 'coolify-token' | 'resource'>,
  chosen: ChosenEnvironment,
  allowInsecure: boolean,
  world: World,
): { readonly coolify: CoolifyAddress; readonly token: string } | undefined {
  const token = inputs.text('coolify-token');
  if (token === undefined) {
    if (inputs.text('resource') === undefined) return undefined;
    throw inputs.refusal(
      'coolify-token',
      'is needed to read the application that "resource" names; a secret that does not exist, or is not passed to a fork, arrives empty',
    );
  }
  checkToken('coolify-token', inputs);
  return { coolify: coolifyAddressOf(inputs, chosen, allowInsecure, world), token };
}
