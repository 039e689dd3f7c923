import type { CheckGroup, CheckResult } from './result.ts';

/** What a visitor would notice first comes first: nobody who cannot sign in asks for headers. */
const ORDER: readonly CheckGroup[] = ['logins', 'checks', 'clean-up', 'presets'];

/** Results in the order in which people want to hear of them; within a part as they stand in the suite. */
export function mostTellingFirst(results: readonly CheckResult[]): readonly CheckResult[] {
  return ORDER.flatMap(group => results.filter(result => result.group === group));
}
