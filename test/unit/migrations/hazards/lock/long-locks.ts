/** Rules about what lasts while a lock is held, which `long.test.ts` is about; `short.test.ts` has all others. */
export const LONG_LOCKS: ReadonlySet<string> = new Set([
  'lock/rewrite',
  'lock/scan',
  'lock/index-build',
  'lock/update',
  'lock/held',
  'lock/maintenance',
]);
