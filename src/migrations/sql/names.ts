import type { RangeVar } from 'libpg-query';

/** `public.` is left out, and so is the catalogue's own schema; other schemas stay: `audit.log`. */
export function qualified(parts: readonly string[]): string {
  const [first, ...rest] = parts;
  return rest.length > 0 && (first === 'public' || first === 'pg_catalog') ? rest.join('.') : parts.join('.');
}

export function relationName(relation: RangeVar | undefined): string {
  const { schemaname, relname = '' } = relation ?? {};
  return qualified(schemaname === undefined ? [relname] : [schemaname, relname]);
}

/** A name beside another one in its schema: where a rename leads to. */
export function besides(existing: string, name: string): string {
  const dot = existing.lastIndexOf('.');
  return dot < 0 ? name : `${existing.slice(0, dot)}.${name}`;
}

/** The name without its schema. */
export function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** PostgreSQL cuts names at 63 bytes (NAMEDATALEN - 1). */
export const LONGEST_NAME = 63;

/**
 * The name PostgreSQL makes up: `<table>_<columns>_<label>`. Where that is too long, the longer of the first two parts loses bytes until it fits
 * (makeObjectName in its `indexcmds.c`). Of names that are taken, the label gets a number.
 */
export function madeName(
  table: string,
  columns: readonly string[],
  label: string,
  taken: { has(name: string): boolean },
): string {
  for (let count = 0; ; count += 1) {
    const name = fitted(bare(table), columns.join('_'), count === 0 ? label : `${label}${count}`);
    if (!taken.has(name)) return name;
  }
}

function fitted(table: string, columns: string, label: string): string {
  const room = LONGEST_NAME - label.length - 1 - (columns === '' ? 0 : 1);
  let first = Buffer.byteLength(table);
  let second = Buffer.byteLength(columns);
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return [clipped(table, first), ...(columns === '' ? [] : [clipped(columns, second)]), label].join('_');
}

/** At most so many bytes, and no half character. */
export function clipped(name: string, bytes: number = LONGEST_NAME): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let kept = '';
  let length = 0;
  for (const character of name) {
    length += Buffer.byteLength(character);
    if (length > bytes) return kept;
    kept += character;
  }
  return kept;
}
