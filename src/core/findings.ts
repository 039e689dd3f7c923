/** Severities of document order: critical blocks, high before scaling, medium operational, low. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A file of the repository and a 1-based line in it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** One thing worth knowing, with what shows it and what to do about it. */
export interface Finding {
  /** Stable id, `family/name`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What it is about, when that is not a place in a file: a resource, a setting. */
  readonly subject: string;
  readonly place?: Place;
  readonly message: string;
  readonly evidence: string;
  readonly remedy: string;
  /** Where the demand comes from: ids of `docs/requirements.md`, words or addresses of manuals. */
  readonly source?: readonly string[];
  /** It rests on a value that was made up because the real one was absent. */
  readonly dummy?: boolean;
}
