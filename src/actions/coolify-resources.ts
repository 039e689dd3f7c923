import type { ChosenEnvironment } from '../config/environment.ts';
import { RESOURCE_ID } from '../config/schema-patterns.ts';
import type { CoolifyAddress } from '../coolify/address.ts';
import type { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import { wordsOf } from './project-inputs.ts';

/** An application of Coolify's that is asked about. */
export interface NamedResource {
  readonly name: string;
  readonly uuid: string;
}

/** The part of `Inputs` that is needed, so that every action with this input can hand in its own. */
interface Given {
  lines(name: 'resource'): readonly string[];
  refusal(name: 'resource', problem: string): UserError;
}

/** The input `resource`, else what a pasted address names, else all of the environment. At least one. */
export function resourcesOf(
  inputs: Given,
  chosen: ChosenEnvironment,
  coolify: CoolifyAddress,
): readonly NamedResource[] {
  const configured = Object.entries(chosen.configuration?.coolify?.resources ?? {}).map(([name, { uuid }]) => ({
    name,
    uuid,
  }));
  const words = inputs.lines('resource').flatMap(wordsOf);
  const named = words.length > 0 ? words.map(word => resourceCalled(word, configured, inputs)) : undefined;
  const pasted = coolify.uuids.map(uuid => configured.find(each => each.uuid === uuid) ?? { name: uuid, uuid });
  const resources = named ?? (pasted.length > 0 ? pasted : configured);
  if (resources.length > 0) return [...new Map(resources.map(each => [each.uuid, each])).values()];
  throw inputs.refusal(
    'resource',
    'names no application, and neither does the configuration; give the id of the application, or leave coolify-token out',
  );
}

function resourceCalled(word: string, configured: readonly NamedResource[], inputs: Given): NamedResource {
  const known = configured.find(({ name, uuid }) => name === word || uuid === word);
  if (known !== undefined) return known;
  if (RESOURCE_ID.test(word)) return { name: word, uuid: word };
  const names = configured.map(({ name }) => name);
  const close = nearest(word, names);
  const meant = close === undefined ? '' : `; did you mean ${close}?`;
  const unknown = names.length === 0 ? '' : `is no application of the environment (${inSequence(names)}) and `;
  throw inputs.refusal(
    'resource',
    `has the entry "${oneLine(word, 60)}", which ${unknown}is no id of Coolify's: 7 to 40 lower-case letters and digits${meant}`,
  );
}
