import type { Inputs } from '../scene.ts';
import type { Place, States } from '../site-scene.ts';

/** A site that is good but for one thing, which one check has to see. */
export interface NearMiss {
  /** The check's id. */
  readonly check: string;
  /** What is wrong; ends a sentence that begins with the check's id and "sees". */
  readonly what: string;
  readonly at: Place;
  /** The site without the fault, on which the check passes. Default: the good one of its kind. */
  readonly good?: Place;
  /** The preset's options, where they are not the usual ones. */
  readonly options?: string;
  /** Whether the suite signs in. Default false. */
  readonly login?: boolean;
  readonly inputs?: Inputs;
  /** Default `failed`. */
  readonly state?: 'failed' | 'warned';
  /** The reason code of a run that is not green; `not-ready` when nobody gets as far as a page. Default `checks-failed`. */
  readonly code?: 'checks-failed' | 'not-ready';
  readonly expected: RegExp;
  readonly actual: RegExp;
  /** Other checks of the preset that end differently because of the fault, with how. */
  readonly so?: States;
}
