import type { Severity } from '../../core/findings.ts';
import type { Profile } from '../profile.ts';

/** For what only matters where others can reach the site: nothing in development, and as much as this elsewhere. */
export function deployed(
  staging: Severity,
  production: Severity = staging,
): Readonly<Record<Profile, Severity | 'off'>> {
  return { development: 'off', staging, production };
}
