import type { SqlType } from '../sql/act.ts';

/** What a driver sends for a value of a column: each family is one kind of literal or parameter. */
export type TypeFamily =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'time'
  | 'interval'
  | 'uuid'
  | 'json'
  | 'bytes'
  | 'network'
  | 'other';

const FAMILIES: Readonly<Record<string, TypeFamily>> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  char: 'text',
  citext: 'text',
  name: 'text',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  float4: 'number',
  float8: 'number',
  bool: 'boolean',
  date: 'date',
  timestamp: 'date',
  timestamptz: 'date',
  time: 'time',
  timetz: 'time',
  interval: 'interval',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'bytes',
  inet: 'network',
  cidr: 'network',
};

/** `other` for enums, domains and the types of extensions. */
export function familyOfType(type: SqlType): TypeFamily {
  return FAMILIES[type.name] ?? 'other';
}

/** The names people write, and the one PostgreSQL's catalogue has for each. */
const CATALOGUE: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'bpchar',
  char: 'bpchar',
  smallint: 'int2',
  integer: 'int4',
  int: 'int4',
  bigint: 'int8',
  smallserial: 'int2',
  serial: 'int4',
  bigserial: 'int8',
  decimal: 'numeric',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
};

/** A type as a framework writes it: `numeric(10, 2)`, `timestamp(3) with time zone`, `varchar(20)[]`. */
export function sqlTypeOf(text: string): SqlType {
  const array = /\[\d*\]\s*$/.test(text);
  const modifiers = /\(([\d\s,]+)\)/.exec(text)?.[1]?.split(',').map(Number) ?? [];
  const bare = text
    .replace(/\([^)]*\)/, ' ')
    .replace(/(\[\d*\])+\s*$/, '')
    .replace(/ collate .*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return { name: CATALOGUE[bare] ?? bare, modifiers, array };
}

/** `varchar(80)`, `int8[]` */
export function typeInWords({ name, modifiers, array }: SqlType): string {
  return `${name}${modifiers.length > 0 ? `(${modifiers.join(', ')})` : ''}${array ? '[]' : ''}`;
}
