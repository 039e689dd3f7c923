import type { SqlType, Using } from '../sql/act.ts';
import { isKnownType } from './types.ts';

/** What ALTER COLUMN TYPE means for the values that are there. */
export interface TypeChange {
  /** `unknown`: PostgreSQL may or may not write every row anew; `why` says what that depends on. */
  readonly rows: 'kept' | 'rewritten' | 'unknown';
  /** A clause; empty for `kept`. */
  readonly why: string;
  /** Rows stay, but an index sorts the new type by other rules and is built anew. */
  readonly otherOrder: boolean;
  /** Values can be there that do not fit: the statement fails. */
  readonly fails: boolean;
  /** Values that do not fit are changed without a word: a clause that says how. */
  readonly cuts: string | undefined;
  /** There is no cast between the two: PostgreSQL refuses it with a plain cast in USING too, on an empty table as well. */
  readonly hasNoCast?: true;
  /** PostgreSQL refuses it without USING. */
  readonly needsUsing: boolean;
}

const KEPT: TypeChange = { rows: 'kept', why: '', otherOrder: false, fails: false, cuts: undefined, needsUsing: false };

/** One kind of value in the table and another one in the type: every row is written anew. */
const REWRITTEN: TypeChange = { ...KEPT, rows: 'rewritten', why: 'the new type stores its values differently' };

/**
 * Which changes of type leave the rows alone (PostgreSQL manual, ALTER TABLE, notes: "binary coercible", or a length that only grows), and
 * which can fail on values.
 * @param timeZone of the session that migrates, see `Circumstances`
 */
export function typeChange(
  from: SqlType,
  to: SqlType,
  using: Using | undefined,
  timeZone: string | undefined,
  isEnum: (type: string) => boolean,
): TypeChange {
  if (using?.kind === 'expression') return byExpression(from, to);
  if (from.array !== to.array) return { ...REWRITTEN, fails: true, needsUsing: using === undefined };
  if (sameType(from, to)) return KEPT;
  if (from.array) return betweenArrays(from, to, using !== undefined, timeZone, isEnum);
  const change = byFamily(from, to, using !== undefined, timeZone, isEnum);
  if (using === undefined) return change;
  return hasNoCast(from, to)
    ? { ...change, needsUsing: false, fails: false, hasNoCast: true }
    : { ...change, needsUsing: false };
}

/** Pairs without an entry in pg_cast: a uuid, a number and a moment have nothing to do with each other. */
function hasNoCast(from: SqlType, to: SqlType): boolean {
  const groups = [from, to].map(type => {
    if (type.name === 'uuid') return 'uuid';
    if (isNumber(type) || type.name === 'bool') return 'number';
    return isTemporal(type) ? 'moment' : undefined;
  });
  return groups.every(group => group !== undefined) && groups[0] !== groups[1];
}

/** PostgreSQL looks into arrays only to take a limit away; whatever else changes, it writes every array anew. */
function betweenArrays(
  from: SqlType,
  to: SqlType,
  explicit: boolean,
  timeZone: string | undefined,
  isEnum: (type: string) => boolean,
): TypeChange {
  if (from.name === to.name && to.modifiers.length === 0) return KEPT;
  const change = byFamily(from, to, explicit, timeZone, isEnum);
  if (change.rows === 'unknown') return change;
  return { ...REWRITTEN, fails: change.fails, cuts: change.cuts, needsUsing: change.needsUsing && !explicit };
}

function sameType(from: SqlType, to: SqlType): boolean {
  return from.name === to.name && from.modifiers.join() === to.modifiers.join();
}

/** USING with more than a cast: PostgreSQL works it out for each row, whatever comes of it. */
function byExpression(from: SqlType, to: SqlType): TypeChange {
  const fails = !(isTemporal(from) && isTemporal(to)) && !(isString(to) && to.modifiers.length === 0);
  return { ...REWRITTEN, why: 'the expression after USING is worked out for every row', fails };
}

function byFamily(
  from: SqlType,
  to: SqlType,
  explicit: boolean,
  timeZone: string | undefined,
  isEnum: (type: string) => boolean,
): TypeChange {
  const strange = [from, to].find(({ name }) => !isKnownType(name) && !isEnum(name));
  if (strange !== undefined)
    return {
      ...REWRITTEN,
      rows: 'unknown',
      why: `what ${strange.name} is, and how its values are stored, is not known`,
    };
  if (isString(from) && isString(to)) return betweenStrings(from, to, explicit);
  if (isString(to)) return { ...REWRITTEN, fails: limitOf(to) !== undefined && !explicit, cuts: cutBy(to, explicit) };
  if (isString(from)) return { ...REWRITTEN, fails: true, needsUsing: true };
  if (from.name === 'numeric' && to.name === 'numeric') return betweenNumerics(from, to);
  if (isNumber(from) && isNumber(to)) return betweenNumbers(from, to);
  if (isTemporal(from) && isTemporal(to)) return betweenTemporals(from, to, timeZone);
  if (isBits(from) && isBits(to)) return betweenBits(from, to, explicit);
  if (KEPT_PAIRS.has(`${from.name}>${to.name}`)) return KEPT;
  const both = new Set([from.name, to.name]);
  if (both.has('bool') && [...both].some(name => isNumber({ name }))) return { ...REWRITTEN, needsUsing: true };
  if (both.has('json') && both.has('jsonb')) return { ...REWRITTEN, why: 'jsonb is stored in a form of its own' };
  if (both.has('inet') && both.has('cidr')) return { ...REWRITTEN, fails: false };
  return { ...REWRITTEN, fails: true, needsUsing: true };
}

/** Stored alike: the catalogue says so, and nothing is done to the rows. */
const KEPT_PAIRS: ReadonlySet<string> = new Set(['cidr>inet', 'int4>oid', 'oid>int4', 'xml>text', 'xml>varchar']);

const STRINGS: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'xml', 'char']);
const STORED_AS_TEXT: ReadonlySet<string> = new Set(['text', 'varchar', 'citext', 'xml']);

function isString({ name }: Pick<SqlType, 'name'>): boolean {
  return STRINGS.has(name);
}

/** How many characters fit; undefined for as many as you like. */
function limitOf({ name, modifiers }: SqlType): number | undefined {
  return name === 'bpchar' && modifiers.length === 0 ? undefined : modifiers[0];
}

/** A cast that is written out cuts, one that is implied refuses: SQL wants it so for varchar(n) and char(n). */
function cutBy(to: SqlType, explicit: boolean): string | undefined {
  const limit = limitOf(to);
  return explicit && limit !== undefined ? `longer values are cut to ${limit} characters by the cast` : undefined;
}

function betweenStrings(from: SqlType, to: SqlType, explicit: boolean): TypeChange {
  if (to.name === 'xml') return { ...REWRITTEN, fails: true, needsUsing: true };
  const [before, after] = [limitOf(from), limitOf(to)];
  const fits = after === undefined || (before !== undefined && before <= after);
  const fails = !fits && !explicit;
  const cuts = fits ? undefined : cutBy(to, explicit);
  const otherOrder =
    (from.name === 'citext') !== (to.name === 'citext') || from.name === 'bpchar' || to.name === 'bpchar';
  const alike = STORED_AS_TEXT.has(from.name) && STORED_AS_TEXT.has(to.name);
  const paddedAlike = from.name === 'bpchar' && to.name === 'bpchar' && before === after;
  const unpadded = STORED_AS_TEXT.has(from.name) && to.name === 'bpchar' && after === undefined;
  if (fits && (alike || paddedAlike || unpadded)) return { ...KEPT, otherOrder };
  const why = fits ? 'char(n) is filled up with blanks' : 'every value has to be measured against the new length';
  return { ...REWRITTEN, why, fails, cuts };
}

function betweenNumerics(from: SqlType, to: SqlType): TypeChange {
  const [precision, scale = 0] = to.modifiers;
  if (precision === undefined) return KEPT;
  const [wasPrecision, wasScale = 0] = from.modifiers;
  if (wasPrecision !== undefined && precision >= wasPrecision && scale === wasScale) return KEPT;
  const fails = wasPrecision === undefined || precision - scale < wasPrecision - wasScale;
  const cuts = wasPrecision === undefined || scale < wasScale ? `values are rounded to ${scale} decimals` : undefined;
  const why = scale === wasScale ? 'every value has to be measured against the new precision' : 'the scale changes';
  return { ...REWRITTEN, why, fails, cuts };
}

/** Widest range last. */
const INTEGERS = ['int2', 'int4', 'int8'];
const NUMBERS: ReadonlySet<string> = new Set([...INTEGERS, 'numeric', 'float4', 'float8', 'money', 'oid']);
const DIGITS: Readonly<Record<string, number>> = { int2: 5, int4: 10, int8: 19 };

function isNumber({ name }: Pick<SqlType, 'name'>): boolean {
  return NUMBERS.has(name);
}

function betweenNumbers(from: SqlType, to: SqlType): TypeChange {
  if (KEPT_PAIRS.has(`${from.name}>${to.name}`)) return { ...KEPT, otherOrder: true };
  const [before, after] = [INTEGERS.indexOf(from.name), INTEGERS.indexOf(to.name)];
  const why = `${from.name} and ${to.name} take a different number of bytes`;
  if (before >= 0 && after >= 0) return { ...REWRITTEN, why, fails: after < before };
  if (before >= 0 && to.name === 'numeric') {
    const [precision, scale = 0] = to.modifiers;
    return { ...REWRITTEN, fails: precision !== undefined && precision - scale < (DIGITS[from.name] ?? 0) };
  }
  const rounded = after >= 0 ? 'fractions are rounded' : undefined;
  const fails =
    after >= 0 || (to.name === 'numeric' && to.modifiers.length > 0) || to.name === 'float4' || to.name === 'money';
  return { ...REWRITTEN, fails, cuts: rounded, needsUsing: from.name === 'money' && to.name !== 'numeric' };
}

const TEMPORALS: ReadonlySet<string> = new Set(['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval']);
/** Names of a zone that has been at Greenwich's time for ever. */
const UTC = /^(etc\/)?(utc|gmt|uct|universal|zulu|greenwich|gmt[+-]?0)$/i;
/** A second has six decimals, unless less was asked for. */
const FULL_PRECISION = 6;

function isTemporal({ name }: Pick<SqlType, 'name'>): boolean {
  return TEMPORALS.has(name);
}

function betweenTemporals(from: SqlType, to: SqlType, timeZone: string | undefined): TypeChange {
  const [before, after] = [from.modifiers[0] ?? FULL_PRECISION, to.modifiers[0] ?? FULL_PRECISION];
  const precisionCut = after < before ? 'fractions of a second are rounded' : undefined;
  const rounded = { ...REWRITTEN, why: 'every value has to be rounded to the new precision', cuts: precisionCut };
  const pair = `${from.name}>${to.name}`;
  if (from.name === to.name) return after >= before ? KEPT : rounded;
  if (pair === 'timestamp>timestamptz' || pair === 'timestamptz>timestamp') {
    if (after < before) return rounded;
    if (timeZone === undefined)
      return {
        ...REWRITTEN,
        rows: 'unknown',
        otherOrder: true,
        why: 'it is done without touching the rows only when the time zone of the session is UTC, and that is not known',
      };
    if (UTC.test(timeZone)) return { ...KEPT, otherOrder: true };
    return { ...REWRITTEN, why: `the session's time zone is ${timeZone} and not UTC, so every value is moved` };
  }
  const cuts = LOSSY.get(pair) ?? precisionCut;
  const castable = CASTABLE_TEMPORALS.has(pair);
  return { ...REWRITTEN, cuts, needsUsing: !castable, fails: false };
}

const LOSSY: ReadonlyMap<string, string> = new Map([
  ['timestamp>date', 'the time of day is lost'],
  ['timestamptz>date', 'the time of day is lost'],
  ['timestamp>time', 'the date is lost'],
  ['timestamptz>time', 'the date is lost'],
  ['timestamptz>timetz', 'the date is lost'],
  ['timetz>time', 'the time zone is lost'],
]);
/** Pairs that PostgreSQL converts on assignment. */
const CASTABLE_TEMPORALS: ReadonlySet<string> = new Set([
  ...LOSSY.keys(),
  'date>timestamp',
  'date>timestamptz',
  'time>timetz',
  'time>interval',
  'interval>time',
]);

function isBits({ name }: Pick<SqlType, 'name'>): boolean {
  return name === 'bit' || name === 'varbit';
}

function betweenBits(from: SqlType, to: SqlType, explicit: boolean): TypeChange {
  const [before, after] = [from.modifiers[0], to.modifiers[0]];
  const widens = after === undefined || (from.name === 'varbit' && before !== undefined && before <= after);
  if (to.name === 'varbit' && widens) return KEPT;
  return { ...REWRITTEN, fails: !explicit, cuts: explicit ? 'longer values are cut' : undefined };
}
