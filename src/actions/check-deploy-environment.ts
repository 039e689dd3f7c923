import type { GivenEnvironment, GivenVariable, Origin } from '../checks/env/facts.ts';
import { isPublic, isSecretName } from '../checks/secrets/names.ts';
import type { World } from '../core/world.ts';
import { secretsIn } from './secrets-in-value.ts';

/** Variables from one place, in its order. */
export interface Variables {
  readonly origin: Exclude<Origin, 'dummy'>;
  readonly values: ReadonlyMap<string, { readonly value: string; readonly file?: string; readonly line?: number }>;
  /** Names whose values could not be read there. */
  readonly unreadable: readonly string[];
}

/** One environment out of several places; later ones win. What one of them cannot read, another may give. */
export function givenFrom(places: readonly Variables[]): GivenEnvironment {
  const variables = new Map<string, GivenVariable>();
  for (const { origin, values } of places) {
    for (const [name, { value, file, line }] of values) {
      const place = file === undefined || line === undefined ? {} : { place: { file, line } };
      variables.set(name, { name, value, origin, ...place });
    }
  }
  const unreadable = [...new Set(places.flatMap(place => place.unreadable))].filter(name => !variables.has(name));
  return { variables, unreadable, empty: variables.size === 0 && unreadable.length === 0 };
}

/** Below this, the value of a name that is no secret's is a word of the language, and hiding it would hide the log. */
const SHORTEST_UNNAMED = 8;

/** Hides every value that is not known to be public, before anything is said about it. */
export function maskVariables(places: readonly Variables[], world: World): void {
  for (const { values } of places) {
    for (const [name, { value }] of values) {
      if (isPublic(name)) continue;
      for (const secret of secretsIn(value)) {
        if (isSecretName(name) || secret.length >= SHORTEST_UNNAMED) world.host.mask(secret);
      }
    }
  }
}
