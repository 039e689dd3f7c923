import { isAbsolute, join } from 'node:path';
import { type ChosenEnvironment, DEFAULT_CONFIGURATION } from '../config/environment.ts';
import { UserError } from '../core/errors.ts';
import { withoutUserinfo } from '../core/inputs.ts';
import { oneLine } from '../core/text.ts';
import type { World } from '../core/world.ts';

/** What actions that talk to the live site have in common: its address, and whom to trust on the way. */

/** The part of `Inputs` that is needed, so that every action with these inputs can hand in its own. */
interface Given<Name extends string> {
  text(name: Name): string | undefined;
  refusal(name: Name, problem: string): UserError;
}

/** Address of the live site: the input, else the environment's. */
export function siteOf(inputs: Given<'base-url'>, chosen: ChosenEnvironment, allowInsecure: boolean): URL | undefined {
  const given = inputs.text('base-url');
  const text = given ?? chosen.configuration?.url;
  if (text === undefined) return undefined;
  const problem = siteProblem(text, allowInsecure);
  if (problem === undefined) return new URL(text);
  if (given !== undefined) throw inputs.refusal('base-url', problem);
  throw inConfiguration(chosen, 'url', text, problem);
}

function siteProblem(text: string, allowInsecure: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is no address: write it with https://';
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  if (username !== '' || password !== '') return 'holds a user name or password';
  if (pathname !== '/' || search !== '' || hash !== '')
    return `has something behind the host (${oneLine(`${pathname}${search}${hash}`, 60)}); paths are written where they are asked for, from the root of the host`;
  if (protocol === 'http:' && !allowInsecure) return 'is plain HTTP; use https, or set allow-insecure: true';
  return protocol === 'https:' || protocol === 'http:' ? undefined : 'is neither https nor http';
}

/** What to say when the configuration could have answered and did not. */
export function withoutFile(chosen: ChosenEnvironment, world: World): string {
  if (chosen.file !== undefined)
    return chosen.name === undefined ? `; give it, or name an environment of ${chosen.file}` : '';
  if (chosen.name === undefined) return '';
  return `, and there is no ${DEFAULT_CONFIGURATION} in ${world.host.context.workspace}: does the job check the repository out before this step?`;
}

const EXAMPLES = {
  url: 'url: https://staging.example',
  'coolify.url': 'coolify:\n      url: https://coolify.example',
} as const;

/** An error about a value of the chosen environment. */
export function inConfiguration(
  chosen: ChosenEnvironment,
  key: keyof typeof EXAMPLES,
  value: string,
  problem: string,
): UserError {
  return new UserError(
    `${chosen.file ?? 'The configuration'}: "environments.${chosen.name}.${key}", which is "${oneLine(withoutUserinfo(value), 100)}", ${problem}.`,
    { reasonCode: 'invalid-configuration', remedy: `environments:\n  ${chosen.name}:\n    ${EXAMPLES[key]}` },
  );
}

/** The additional authorities of `ca-file`, as PEM. */
export async function authoritiesOf(inputs: Given<'ca-file'>, world: World): Promise<readonly string[]> {
  const file = inputs.text('ca-file');
  if (file === undefined) return [];
  const content = await world.readFile(inWorkspace(file, world));
  if (content === undefined)
    throw inputs.refusal('ca-file', 'does not exist; the path starts at the root of the checkout');
  if (!content.includes('-----BEGIN CERTIFICATE-----'))
    throw inputs.refusal('ca-file', 'holds no certificate in PEM form');
  return [content];
}

/** Paths of inputs start at the root of the checkout. */
export function inWorkspace(path: string, world: World): string {
  return isAbsolute(path) ? path : join(world.host.context.workspace, path);
}
