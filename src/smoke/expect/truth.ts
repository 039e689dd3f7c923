/**
 * Three answers to a question about what a server sent. The third keeps `not` honest: what cannot be known is neither true nor, under a
 * `not`, true again.
 */
export type Truth =
  | { readonly is: 'true' }
  | { readonly is: 'false' }
  | { readonly is: 'unknown'; readonly why: string };

export const TRUE: Truth = { is: 'true' };
export const FALSE: Truth = { is: 'false' };

export function unknown(why: string): Truth {
  return { is: 'unknown', why };
}

export function truth(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

export function not(of: Truth): Truth {
  return of.is === 'unknown' ? of : truth(of.is === 'false');
}

/** True when one is, false when all are; of nothing: false. */
export function anyOf(all: readonly Truth[]): Truth {
  return all.find(({ is }) => is === 'true') ?? all.find(({ is }) => is === 'unknown') ?? FALSE;
}

/** False when one is, true when all are; of nothing: false, because nothing was asked. */
export function allOf(all: readonly Truth[]): Truth {
  if (all.length === 0) return FALSE;
  return all.find(({ is }) => is === 'false') ?? all.find(({ is }) => is === 'unknown') ?? TRUE;
}
