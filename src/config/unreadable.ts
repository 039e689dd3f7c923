import type { Explanation } from './document-format.ts';

/** No file that people write comes near it; the code that reads files calls itself once a level. */
const DEEPEST = 64;

/** Finds what YAML allows and no reader is made for: an endless group, which an alias to itself makes, and a key with a meaning of its own. */
export function unreadable(written: unknown): (Explanation & { readonly path: readonly string[] }) | undefined {
  const waiting: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: written, path: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > DEEPEST) {
      return {
        path: path.slice(0, 2),
        problem: `this holds more than ${DEEPEST} levels of groups and lists`,
        remedy: 'Write it flatter, and without an alias that stands inside its own anchor.',
      };
    }
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__') {
        return {
          path,
          problem: 'this has the key "__proto__", which JavaScript keeps for itself',
          remedy: 'Leave it out.',
        };
      }
      if (typeof child === 'object' && child !== null) waiting.push({ value: child, path: [...path, key] });
    }
  }
  return undefined;
}
