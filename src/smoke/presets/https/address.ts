/**
 * The path with a query that no cache has seen. Whoever asks with a forged header must: a cache that stores the answer would hand it to real
 * visitors, and one that has the right answer already would hide that the forged header is believed.
 */
export function withMark(path: string, mark: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}smoke=${mark}`;
}

/** A host that is nobody's (RFC 2606), and in no page unless the site puts it there. */
export function foreignHost(run: string): string {
  return `evil-${run}.example`;
}
