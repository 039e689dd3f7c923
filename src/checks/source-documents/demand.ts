import type { AttestedKey } from './attested.ts';

/**
 * One demand of the documents this project was made from: what they ask of an application and its operation before it is deployed. The words are
 * ours. `docs/requirements.md` lists all of them, with the rules that judge each; what no rule judges says here why.
 */
export interface Demand {
  /** `S1-047`: document and row. Rules name it in their `source`. */
  readonly id: string;
  /** What is demanded, in a few words. */
  readonly says: string;
  /** No file and no API shows it: somebody vouches for it in the configuration, with a day. */
  readonly attested?: AttestedKey;
  /** Where it is answered when no rule does. */
  readonly told?: string;
}

/** One of the points on which the documents contradict each other or themselves, and what is done about it. */
export interface Contradiction {
  /** `C23` */
  readonly id: string;
  readonly topic: string;
  /** What is judged and what is accepted, or why nothing is judged here. */
  readonly treatment: string;
  /** Where it is answered when no rule of this action does. */
  readonly told?: string;
}
