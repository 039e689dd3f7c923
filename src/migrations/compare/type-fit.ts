import type { SqlType } from '../sql/act.ts';
import { familyOfType, type TypeFamily, typeInWords } from './type-family.ts';

/**
 * Whether a column of one type takes what is written for another: every value, some of them, or none, because PostgreSQL has no assignment cast
 * from what the driver sends (its manual, "Value Storage" and the catalogue pg_cast).
 */
export type TypeFit = { readonly fit: 'all' } | { readonly fit: 'some' | 'none'; readonly why: string };

const ALL: TypeFit = { fit: 'all' };

export function typeFit(written: SqlType, column: SqlType): TypeFit {
  if (written.array !== column.array)
    return { fit: 'none', why: column.array ? 'it holds arrays now' : 'it holds no arrays any more' };
  const [from, to] = [familyOfType(written), familyOfType(column)];
  if (from === 'other' || to === 'other') return unfamiliar(written, column, from, to);
  if (from !== to) return acrossFamilies(written, from, to);
  if (from === 'text') return texts(written, column);
  if (from === 'number') return numbers(written, column);
  if (from === 'network' && written.name === 'inet' && column.name === 'cidr')
    return some('it refuses addresses with bits to the right of the mask');
  if (from === 'date' && column.name === 'date' && written.name !== 'date') return some('it drops the time of day');
  return ALL;
}

function some(why: string): TypeFit {
  return { fit: 'some', why };
}

/** An enum, a domain, a type of an extension: only equal ones are known to fit, and text takes all of them. */
function unfamiliar(written: SqlType, column: SqlType, from: TypeFamily, to: TypeFamily): TypeFit {
  if (written.name === column.name && String(written.modifiers) === String(column.modifiers)) return ALL;
  if (to === 'text' && from === 'other') return texts({ name: 'text', modifiers: [], array: false }, column);
  return some(`whether ${typeInWords(column)} takes every ${typeInWords(written)} is not known`);
}

function texts(written: SqlType, column: SqlType): TypeFit {
  const limit = column.name === 'name' ? 63 : column.modifiers[0];
  if (limit === undefined) return ALL;
  const longest = written.modifiers[0];
  return longest !== undefined && longest <= limit
    ? ALL
    : some(`it refuses more than ${limit} ${limit === 1 ? 'character' : 'characters'}`);
}

/** Decimal digits before the point that every value of the type fits in. */
const INTEGER_DIGITS: Readonly<Record<string, number>> = { int2: 5, int4: 10, int8: 19 };
const INTEGERS = ['int2', 'int4', 'int8'];
const FLOATS = ['float4', 'float8'];

function numbers(written: SqlType, column: SqlType): TypeFit {
  const order = INTEGERS.includes(written.name) ? INTEGERS : FLOATS;
  if (order.includes(written.name) && order.includes(column.name))
    return order.indexOf(column.name) >= order.indexOf(written.name)
      ? ALL
      : some(`it refuses numbers beyond ${column.name}`);
  if (column.name === 'numeric') return intoNumeric(written, column);
  if (FLOATS.includes(column.name)) return written.name === 'int8' ? some('it rounds large numbers') : ALL;
  return some(`it rounds to whole numbers, and refuses those beyond ${column.name}`);
}

function intoNumeric(written: SqlType, column: SqlType): TypeFit {
  const [precision, scale = 0] = column.modifiers;
  if (precision === undefined) return ALL;
  const whole = precision - scale;
  if (FLOATS.includes(written.name)) return some(`it refuses numbers of more than ${whole} digits before the point`);
  const [digits, decimals = 0] = written.name === 'numeric' ? written.modifiers : [INTEGER_DIGITS[written.name] ?? 0];
  if (digits === undefined || digits - decimals > whole)
    return some(`it refuses numbers of more than ${whole} digits before the point`);
  return decimals > scale ? some(`it rounds to ${scale} decimals`) : ALL;
}

/** Whatever is written becomes text by assignment; numbers and dates have casts among their own kind and no others. */
function acrossFamilies(written: SqlType, from: TypeFamily, to: TypeFamily): TypeFit {
  if (to === 'text')
    return some(`it holds text, which PostgreSQL does not compare with ${typeInWords(written)} in a filter`);
  if (from === 'date' && to === 'time') return some('it drops the date');
  if (from === 'time' && to === 'interval') return ALL;
  if (from === 'interval' && to === 'time') return some('it drops whole days');
  return { fit: 'none', why: `it takes no ${typeInWords(written)}` };
}
