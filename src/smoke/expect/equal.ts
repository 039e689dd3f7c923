import type { Json } from '../../core/outcome.ts';
import { isList } from './preview.ts';

/** The same JSON value: `1` is `1.0` and never `"1"`; the order of an object's keys means nothing. Goes only as deep as both agree. */
export function equalJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false;
  if (isList(one) || isList(other)) {
    return (
      isList(one) &&
      isList(other) &&
      one.length === other.length &&
      one.every((item, at) => equalJson(item, other[at] ?? null))
    );
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(key => Object.hasOwn(other, key) && equalJson(one[key] ?? null, other[key] ?? null))
  );
}

/** Text of a header, a cookie or a body against a value of the suite: `42` equals the number and the text, `true` both as well. */
export function equalText(text: string, expected: Json): boolean {
  switch (typeof expected) {
    case 'string':
      return text === expected;
    case 'number':
      return numberIn(text) === expected;
    case 'boolean':
      return text === String(expected);
    default:
      return false;
  }
}

/** The number that a text is, in JSON's spelling; undefined when it is anything else. */
export function numberIn(text: string): number | undefined {
  return /^-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : undefined;
}
