import type { Json } from '../../core/outcome.ts';
import { oneLine } from '../../core/text.ts';

/** Longest text that a verdict shows. */
export const LONGEST_SHOWN = 200;

/** Texts are cleaned of secrets before they are cut; of a longer text only this much is, and less is shown. */
const LONGEST_CLEANED = 10_000;

/**
 * A value as JSON on one line, cut to `limit`. Costs no more than what it shows: values of megabytes and of any depth are safe.
 * @param clean hides secrets in a text
 */
export function preview(
  value: Json,
  limit: number = LONGEST_SHOWN,
  clean: (text: string) => string = text => text,
): string {
  // Every level and every item adds a character, so nothing beyond `limit` is ever visited.
  let text = '';
  const write = (part: Json): void => {
    if (text.length > limit) return;
    if (typeof part === 'string') {
      const cleaned = clean(part.slice(0, LONGEST_CLEANED));
      text += JSON.stringify(cleaned.length > limit ? `${cleaned.slice(0, limit)}…` : cleaned);
    } else if (part === null || typeof part !== 'object') {
      text += String(part);
    } else if (isList(part)) {
      list('[', ']', part, write);
    } else {
      list('{', '}', keysOf(part, limit), key => {
        write(key);
        text += ': ';
        write(part[key] ?? null);
      });
    }
  };
  const list = <T extends Json>(open: string, close: string, items: readonly T[], each: (item: T) => void): void => {
    text += open;
    for (const [index, item] of items.entries()) {
      if (text.length > limit) return;
      if (index > 0) text += ', ';
      each(item);
    }
    text += close;
  };
  write(value);
  return oneLine(text, limit);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function keysOf(object: { readonly [key: string]: Json }, most: number): readonly string[] {
  const keys: string[] = [];
  for (const key in object) {
    if (keys.length >= most) break;
    if (Object.hasOwn(object, key)) keys.push(key);
  }
  return keys;
}
