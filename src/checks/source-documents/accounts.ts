import { ATTESTED_KEYS, type AttestedKey } from './attested.ts';
import { CONTRADICTIONS } from './contradictions.ts';
import type { Contradiction, Demand } from './demand.ts';
import { DEMANDS } from './index.ts';

/** A rule of whatever action, as far as it says where it comes from. */
export interface Sourced {
  readonly id: string;
  readonly source: readonly string[];
}

/** How a demand is answered: exactly one of these. `nobody` is a defect of ours, and a test refuses it. */
export type Account =
  | { readonly by: 'rules'; readonly rules: readonly string[] }
  /** `rules` help with it, but what it asks no rule can see. */
  | { readonly by: 'people'; readonly key: AttestedKey; readonly why: string; readonly rules: readonly string[] }
  | { readonly by: 'elsewhere'; readonly where: string }
  | { readonly by: 'nobody' };

/** The rules that name a row in their `source`. */
export function rulesFor(id: string, rules: readonly Sourced[]): readonly string[] {
  return rules.filter(({ source }) => source.includes(id)).map(rule => rule.id);
}

export function accountOf(demand: Demand, rules: readonly Sourced[]): Account {
  const own = rulesFor(demand.id, rules);
  if (demand.attested !== undefined)
    return { by: 'people', key: demand.attested, why: ATTESTED_KEYS[demand.attested].why, rules: own };
  if (own.length > 0) return { by: 'rules', rules: own };
  return demand.told === undefined ? { by: 'nobody' } : { by: 'elsewhere', where: demand.told };
}

/** Ids that a rule names and no document has: misspelt ones. */
export function unknownSources(rules: readonly Sourced[]): readonly string[] {
  const known = new Set([...DEMANDS, ...CONTRADICTIONS].map(({ id }) => id));
  return rules.flatMap(rule =>
    rule.source.filter(source => isRowId(source) && !known.has(source)).map(source => `${rule.id}: ${source}`),
  );
}

/** Written like a row or a contradiction, rather than as the name of a manual. */
export function isRowId(source: string): boolean {
  return /^(?:S\d-\d+|C\d+)$/.test(source);
}

export function isTreated({ id, told }: Contradiction, rules: readonly Sourced[]): boolean {
  return told !== undefined || rulesFor(id, rules).length > 0;
}
