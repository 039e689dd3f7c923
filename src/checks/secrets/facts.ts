/**
 * What may be known of a secret outside of the process that holds it. Made by `src/checks/secrets/strength.ts` for values in files, and
 * by the Python probe for evaluated settings: the same numbers from the same marks, which a contract test holds against each other.
 */
export interface SecretFacts {
  /** Characters; 0 for an empty value. */
  readonly length: number;
  /** Different characters. */
  readonly distinct: number;
  /** Size of the smallest usual alphabet that holds all of it (10, 16, 26, 36, 52, 62, 64, 95); `length * log2(alphabet)` bounds its strength. */
  readonly alphabet: number;
  /** Name of the first mark of a placeholder it carries (`change-me`, `your-`, `unexpanded`), or null. */
  readonly placeholder: string | null;
  /** Share of its characters that stand in dictionary words, 0 to 1. */
  readonly words: number;
  /** It is a sequence or a repetition: `aaaa`, `abcabc`, `12345678`. */
  readonly repetitive: boolean;
  /** Blanks or quotation marks stand at its ends. */
  readonly ragged: boolean;
  /** HMAC-SHA-256 under a key of this run, hexadecimal: equal tags are equal values, and say nothing else. */
  readonly tag: string;
}
