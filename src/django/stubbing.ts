/**
 * Modules that `stub-imports: missing` never stands in for: Django itself, and what reads settings. With a stand-in for one of them every
 * value would be unknown, and nothing would be judged.
 */
export const NEVER_STUBBED: readonly string[] = [
  'configurations',
  'decouple',
  'dj_database_url',
  'django',
  'dotenv',
  'dynaconf',
  'environ',
  'environs',
  'pydantic',
  'pydantic_settings',
  'split_settings',
];
