import type { Judgement } from './preset.ts';

export function holds(actual: string): Judgement {
  return { verdict: 'holds', actual };
}

/** Without a remedy of its own, the check's is shown. */
export function doubtful(expected: string, actual: string, remedy?: string): Judgement {
  return { verdict: 'doubtful', expected, actual, ...(remedy === undefined ? {} : { remedy }) };
}

/** Without a remedy of its own, the check's is shown. */
export function broken(expected: string, actual: string, remedy?: string): Judgement {
  return { verdict: 'broken', expected, actual, ...(remedy === undefined ? {} : { remedy }) };
}

export function notKnowable(why: string): Judgement {
  return { verdict: 'not-knowable', why };
}
