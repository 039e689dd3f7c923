/**
 * A word of a command line with the variables filled in that are known: `${PORT:-8000}` is 8000 when nothing sets PORT. Undefined when
 * something with `$` is left, which nobody can know here.
 */
export function filledIn(
  text: string,
  environment: ReadonlyMap<string, string | undefined> | undefined,
): string | undefined {
  const filled = text.replace(
    /\$\{([A-Za-z_]\w*)(?::?-([^${}]*))?\}|\$([A-Za-z_]\w*)/g,
    (all, braced?: string, fallback?: string, bare?: string) => {
      const name = braced ?? bare ?? '';
      if (environment?.has(name) === true) return environment.get(name) ?? all;
      return fallback ?? all;
    },
  );
  return filled.includes('$') ? undefined : filled;
}
