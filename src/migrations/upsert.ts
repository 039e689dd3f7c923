import type { Place } from '../core/findings.ts';

/** A line of code that writes with ON CONFLICT; what it does not show is undefined. */
export interface Upsert extends Place {
  /** Class of the model, as it is imported under its own name. */
  readonly model?: string;
  /** Fields or columns that it names. */
  readonly columns?: readonly string[];
}
