/** What a rule is about. The order is the order of the docs and of equal findings. */
export const FAMILIES = [
  'django',
  'settings',
  'env',
  'docker',
  'compose',
  'server',
  'celery',
  'proxy',
  'requirements',
  'source',
] as const;
export type Family = (typeof FAMILIES)[number];

/** How strict to be. `development` judges what would break anywhere, and is silent about what only matters in front of visitors. */
export const PROFILES = ['development', 'staging', 'production'] as const;
export type Profile = (typeof PROFILES)[number];
