import type { HazardRule } from '../rule.ts';
import { makesMigrations, noPlace, preDeployment, wrongMoment } from './moment.ts';
import { severalPlaces, unawaited } from './several.ts';

/** Rules about where this project runs its migrations. */
export const PLACE_HAZARDS: readonly HazardRule[] = [
  preDeployment,
  wrongMoment,
  severalPlaces,
  unawaited,
  makesMigrations,
  noPlace,
];
