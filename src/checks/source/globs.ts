type Matcher = (path: string) => boolean;

/**
 * The paths that one of these globs matches, and those that are named as they are (a file that git does not track has no other way in).
 * Names that begin with a dot count like any other.
 */
export async function globbed(paths: readonly string[], globs: readonly string[]): Promise<readonly string[]> {
  if (globs.length === 0) return [];
  // @ts-expect-error The package comes without types.
  const module = await import('picomatch');
  const matcherOf: (globs: readonly string[], options: { readonly dot: boolean }) => Matcher = module.default;
  const plain = globs.filter(glob => !/[*?[{(!]/.test(glob));
  return [...new Set([...plain, ...paths.filter(matcherOf([...globs], { dot: true }))])];
}
