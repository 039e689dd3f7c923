import type { Severity } from '../../core/findings.ts';
import type { Profile } from '../profile.ts';
import type { SecretFacts } from './facts.ts';
import type { SecretKind } from './names.ts';

export interface Weakness {
  readonly code: 'empty' | 'placeholder' | 'repetitive' | 'words' | 'ragged' | 'short' | 'below-recommendation';
  readonly severity: Severity;
  /** Completes "SECRET_KEY ...": `carries the mark of a placeholder ("change-me")`. Never holds the value. */
  readonly why: string;
}

export interface Measure {
  readonly kind: SecretKind;
  readonly profile: Profile;
  /** Characters it should have, where a demand names another number than the kind's own. */
  readonly recommended?: number;
}

/** Characters by profile: what Django and the project's documents ask for. A token's are hexadecimal digits of 128 bits. */
const RECOMMENDED: Readonly<Record<Exclude<SecretKind, 'issued'>, Readonly<Record<Profile, number>>>> = {
  'django-key': { development: 50, staging: 96, production: 128 },
  password: { development: 0, staging: 32, production: 48 },
  token: { development: 0, staging: 32, production: 32 },
};
/** Django's own bounds (security.W009). */
const SHORTEST_KEY = 50;
const FEWEST_DISTINCT = 5;
/** More dictionary than this is written by a person; by chance a random key has a tenth of it. */
const MOST_WORDS = 0.45;
/** A sentence of this many characters is long enough whatever its words. */
const LONG_SENTENCE = 40;
/** A machine tries 2^64 passwords, not 2^96. */
const GUESSABLE_BITS = 64;
const COMFORTABLE_BITS = 96;
const COMFORTABLE_LENGTH = 16;

/** The worst that can be said of a secret of this kind, or undefined when it is good enough for the profile. */
export function weaknessOf(facts: SecretFacts, measure: Measure): Weakness | undefined {
  if (facts.length === 0) return { code: 'empty', severity: 'critical', why: 'is empty' };
  return obvious(facts, measure) ?? (measure.kind === 'issued' ? undefined : tooShort(facts, measure, measure.kind));
}

/** Upper bound of its strength, if every character were drawn at random. */
export function bitsOf({ length, alphabet }: Pick<SecretFacts, 'length' | 'alphabet'>): number {
  return Math.floor(length * Math.log2(alphabet));
}

function obvious(facts: SecretFacts, { kind }: Measure): Weakness | undefined {
  if (facts.placeholder !== null)
    return {
      code: 'placeholder',
      severity: 'critical',
      why: `carries the mark of a placeholder (${facts.placeholder})`,
    };
  if (facts.repetitive || (kind === 'django-key' && facts.distinct < FEWEST_DISTINCT))
    return {
      code: 'repetitive',
      severity: 'critical',
      why: `is a sequence or a repetition (${facts.distinct} different characters in ${facts.length})`,
    };
  const longSentence = kind !== 'django-key' && facts.length >= LONG_SENTENCE;
  if (facts.words > MOST_WORDS && !longSentence && kind !== 'issued')
    return {
      code: 'words',
      severity: kind === 'django-key' ? 'critical' : 'high',
      why: `is made of dictionary words (${Math.round(facts.words * 100)} % of it)`,
    };
  if (facts.ragged)
    return {
      code: 'ragged',
      severity: 'medium',
      why: 'has blanks or quotation marks at its ends, which some readers keep and others take away',
    };
  return undefined;
}

function tooShort(
  facts: SecretFacts,
  { profile, recommended }: Measure,
  kind: Exclude<SecretKind, 'issued'>,
): Weakness | undefined {
  const { length } = facts;
  const bits = bitsOf(facts);
  const counted = `has ${length} characters (at most ${bits} bits)`;
  if (kind === 'django-key' && length < SHORTEST_KEY)
    return {
      code: 'short',
      severity: 'critical',
      why: `has ${length} characters; Django calls fewer than ${SHORTEST_KEY} weak`,
    };
  if (bits < GUESSABLE_BITS)
    return { code: 'short', severity: 'high', why: `${counted}: few enough to be guessed by a machine` };
  if (bits < COMFORTABLE_BITS || length < COMFORTABLE_LENGTH)
    return {
      code: 'short',
      severity: 'medium',
      why: `${counted}; below ${COMFORTABLE_LENGTH} random characters or ${COMFORTABLE_BITS} bits guessing is a matter of effort`,
    };
  const wanted = recommended ?? RECOMMENDED[kind][profile];
  if (length < wanted)
    return { code: 'below-recommendation', severity: 'low', why: `${counted}; for ${profile} ${wanted} are asked for` };
  return undefined;
}

/** A secret that no person made up: long, random, and without a mark of a placeholder. */
export function looksReal({ placeholder, repetitive, words, length, alphabet, distinct }: SecretFacts): boolean {
  return (
    placeholder === null &&
    !repetitive &&
    words < 0.45 &&
    length >= 12 &&
    distinct >= 8 &&
    bitsOf({ length, alphabet }) >= 60
  );
}
