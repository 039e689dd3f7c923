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
  /** What the headline says. */
  readonly headline: RegExp;
}
