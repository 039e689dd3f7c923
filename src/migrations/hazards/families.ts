/** What a hazard is about. The order is the order of the docs and of equal findings. */
export const HAZARD_FAMILIES = [
  'release',
  'lock',
  'rows',
  'order',
  'data',
  'rollback',
  'drift',
  'server',
  'place',
] as const;
export type HazardFamily = (typeof HAZARD_FAMILIES)[number];
