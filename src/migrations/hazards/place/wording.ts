import type { MigratingPlace, MigrationFacts } from '../../facts.ts';
import type { HazardHit } from '../rule.ts';

export const PLACES: Readonly<Record<MigratingPlace['kind'], string>> = {
  entrypoint: 'the entrypoint of the image',
  'compose-service': 'a service of the Compose file',
  'pre-deployment': "Coolify's pre-deployment command",
  'post-deployment': "Coolify's post-deployment command",
  'scheduled-task': 'a scheduled task of Coolify',
  workflow: 'a workflow',
};

/** `docker/entrypoint.sh:14`, `Coolify, application web` */
export function whereOf({ place, where }: Pick<MigratingPlace, 'place' | 'where'>): string {
  return where ?? (place === undefined ? '' : `${place.file}:${place.line}`);
}

/** The part of a hit that shows a place; what stands in Coolify has no line. */
export function shown({ place }: MigratingPlace): Pick<HazardHit, 'place'> {
  return place === undefined ? {} : { place };
}

/** ` (Coolify, application web)`, for a sentence about what stands in no file. */
export function inBrackets({ where }: MigratingPlace): string {
  return where === undefined ? '' : ` (${where})`;
}

/** What is pending, for rules that have nothing to say otherwise. */
export function placesOf(
  facts: Pick<MigrationFacts, 'places' | 'pending'>,
  ...kinds: readonly MigratingPlace['kind'][]
) {
  return facts.pending.length === 0 ? [] : facts.places.filter(({ kind }) => kinds.includes(kind));
}
