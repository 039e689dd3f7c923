import type { Inputs } from '../scene.ts';
import type { Place, States } from '../site-scene.ts';
import type { Parts } from './suites.ts';

/** A site as teams break theirs, visited with all that a team has. */
export interface BrokenSite {
  /** What is wrong, as the name of the site. */
  readonly name: string;
  readonly at: Place;
  /** What of the full suite; default all but the queue. */
  readonly parts?: Parts;
  readonly inputs?: Inputs;
  /** Default `checks-failed`. */
  readonly code?: 'checks-failed' | 'not-ready' | 'clean-up-failed';
  /** The checks that say what is wrong. */
  readonly fails: readonly string[];
  /** What else ends differently than on the good site, because of it. */
  readonly so?: States;
  /** So much is gone that many checks see nothing: only those that fail are named here. */
  readonly outage?: boolean;
  /** What the headline says. */
  readonly headline: RegExp;
}

/** Nobody signs in: what only a visitor sees who did is missing. */
export const NOBODY_SIGNS_IN: States = {
  'cookies/http-only': 'skipped',
  'cookies/same-site': 'skipped',
  'django/open-redirect': 'skipped',
  'The dashboard opens after signing in': 'skipped',
  'A community comes and goes': 'skipped',
  'clean-up/A community comes and goes': 'not there',
};

/** The visit that every certificate which is refused makes impossible. */
export const NO_VISIT: States = {
  'https/redirect-loop': 'failed',
  'https/forwarded-host-spoof': 'failed',
  'https/wrong-host': 'failed',
  'https/no-plain-links': 'failed',
};

export const HEADERS_OF_A_DEAD_PAGE: readonly string[] = [
  'headers/hsts',
  'headers/content-type-options',
  'headers/frame-options',
  'headers/referrer-policy',
  'headers/coop',
  'headers/csp',
  'headers/permissions-policy',
];
