import type { Place } from '../../core/findings.ts';
import type { SettingAnswer, SettingJson } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { ProbePlace } from '../../django/probe-place.ts';
import type { SecretFacts } from '../secrets/facts.ts';
import { defaultOf } from './defaults.ts';

/** An evaluated setting: the project's own value, else the default of Django or of the package that reads it. */
export interface Setting {
  readonly name: string;
  readonly value: SettingJson;
  /** The project does not set it. */
  readonly default: boolean;
  /** The assignment that won; undefined for defaults and for what cannot be followed. */
  readonly place: Place | undefined;
  /** It holds the value of a variable that `missing: dummy` filled. */
  readonly dummy: boolean;
  /** Variables that its assignment reads. */
  readonly variables: readonly string[];
}

/** The parts of an address, as far as they may leave the probe. */
export interface UrlFacts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  readonly query: string;
  readonly user: SecretFacts | undefined;
  readonly password: SecretFacts | undefined;
}

/**
 * The setting, or the default that holds without it; undefined when the settings could not be evaluated, or nobody knows a default. Names
 * that are missing from the answer and have a known default are taken as not set.
 */
export function setting(evaluation: DjangoEvaluation, name: string): Setting | undefined {
  const answer = evaluation.answer.settings;
  if (answer === null) return undefined;
  const own = answer.values[name];
  if (own !== undefined) return fromAnswer(name, own);
  if (Object.hasOwn(answer.others, name)) return undefined;
  const value = defaultOf(name, evaluation.answer.django);
  return value === undefined
    ? undefined
    : { name, value, default: true, place: undefined, dummy: false, variables: [] };
}

/** Where the project sets a name, whether its value was asked for or not; undefined when it does not set it. */
export function assigned(
  evaluation: DjangoEvaluation,
  name: string,
): { readonly place: Place | undefined } | undefined {
  const answer = evaluation.answer.settings;
  const own = answer?.values[name];
  if (own !== undefined && !own.default) return { place: placed(own.place) };
  const other = answer?.others[name];
  return other === undefined ? undefined : { place: placed(other.place) };
}

/** A member of nested dictionaries and lists: `member(databases, 'default', 'OPTIONS', 'sslmode')`. */
export function member(value: SettingJson | undefined, ...path: readonly (string | number)[]): SettingJson | undefined {
  let found = value;
  for (const key of path) {
    if (typeof key === 'number') found = isList(found) ? found[key] : undefined;
    else found = entries(found)?.[key];
  }
  return found;
}

/** As Python's `bool()` sees it: the text `"False"` is true. Undefined when unknown. */
export function truth(value: SettingJson | undefined): boolean | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  if (isList(value)) return value.length > 0;
  if (typeof value !== 'object' || value === null) return Boolean(value);
  const secret = secretIn(value);
  if (secret !== undefined) return secret.length > 0;
  if (value['$'] === 'seconds') return value['value'] !== 0;
  return '$' in value || Object.keys(value).length > 0;
}

/** Text as it is; of paths, patterns, classes and functions what they name. */
export function text(value: SettingJson | undefined): string | undefined {
  if (typeof value === 'string') return value;
  const kind = mark(value);
  if (kind !== 'path' && kind !== 'pattern' && kind !== 'name') return undefined;
  const inner = isMarked(value) ? value['value'] : undefined;
  return typeof inner === 'string' ? inner : undefined;
}

/** A number, or the seconds of a time span. Booleans are none. */
export function count(value: SettingJson | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const inner = isMarked(value) && value['$'] === 'seconds' ? value['value'] : undefined;
  return typeof inner === 'number' ? inner : undefined;
}

/** The texts of a list, tuple or set; undefined for anything else. Members that are no text are left out. */
export function list(value: SettingJson | undefined): readonly string[] | undefined {
  return isList(value) ? value.map(text).filter(item => item !== undefined) : undefined;
}

/** A dictionary; undefined for everything else, objects that are only described among them. */
export function entries(value: SettingJson | undefined): Readonly<Record<string, SettingJson>> | undefined {
  return typeof value === 'object' && value !== null && !isList(value) && !('$' in value) ? value : undefined;
}

/** What may be known of a secret; of an address, of the password in it. */
export function secretIn(value: SettingJson | undefined): SecretFacts | undefined {
  const kind = mark(value);
  if (kind === 'url') return secretIn(isMarked(value) ? value['password'] : undefined);
  if (!isMarked(value) || kind !== 'secret') return undefined;
  return {
    length: count(value['length']) ?? 0,
    distinct: count(value['distinct']) ?? 0,
    alphabet: count(value['alphabet']) ?? 0,
    placeholder: text(value['placeholder']) ?? null,
    words: count(value['words']) ?? 0,
    repetitive: value['repetitive'] === true,
    ragged: value['ragged'] === true,
    tag: text(value['tag']) ?? '',
  };
}

export function isSecret(value: SettingJson | undefined): boolean {
  return mark(value) === 'secret';
}

/** The parts of an address that the probe described, or of a text that is one and carries no password. */
export function addressIn(value: SettingJson | undefined): UrlFacts | undefined {
  if (isMarked(value) && value['$'] === 'url') {
    return {
      scheme: text(value['scheme']) ?? '',
      host: text(value['host']) ?? '',
      port: count(value['port']),
      path: text(value['path']) ?? '',
      query: text(value['query']) ?? '',
      user: secretIn(value['user']),
      password: secretIn(value['password']),
    };
  }
  if (typeof value !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const { protocol, hostname, port, pathname, search } = new URL(value);
  return {
    scheme: protocol.slice(0, -1),
    host: hostname,
    port: port === '' ? undefined : Number(port),
    path: pathname,
    query: search.slice(1),
    user: undefined,
    password: undefined,
  };
}

/** Neither true nor false: it comes from a module that was stood in for, or was too large to tell. */
export function isUnknown(value: SettingJson | undefined): boolean {
  return mark(value) === 'unknown' || mark(value) === 'object';
}

/** The probe's way to say a place, as findings say it. Files outside of the repository are no place for a finding. */
export function placed(place: ProbePlace | null): Place | undefined {
  return place === null || place.file.startsWith('/') ? undefined : { file: place.file, line: place.line };
}

/** A value in a few words, for evidence: secrets as their length, long ones cut. */
export function shown(value: SettingJson | undefined): string {
  if (value === undefined) return 'not set';
  return clip(written(value));
}

function written(value: SettingJson): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return `'${harmless(shortened(value))}'`;
  if (typeof value === 'number') return String(value);
  if (isList(value)) return `[${value.map(written).join(', ')}]`;
  const address = addressIn(value);
  if (address !== undefined) return `'${addressText(address)}'`;
  const secret = isSecret(value) ? secretIn(value) : undefined;
  if (secret !== undefined) return `a secret of ${secret.length} characters`;
  if (value['$'] === 'seconds') return `${count(value) ?? '?'} s`;
  if ('$' in value) return shortened(text(value) ?? 'a value that cannot be told');
  return `{${Object.entries(value)
    .map(([name, inner]) => `'${name}': ${written(inner)}`)
    .join(', ')}}`;
}

/** Takes the login out of every address in a text: a value that was not recognised as one may hold a password. */
export function withoutLogins(written: string): string {
  return written.replace(/(:\/\/)[^/@\s]+@/g, '$1***@');
}

/** Nor whatever would break a line. */
function harmless(written: string): string {
  return withoutLogins(written).replace(
    /[\u0000-\u001f\u007f]/g,
    character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Settings are evaluated in a checkout: where that lies on this machine says nothing, and differs with every run. */
export function shortened(path: string): string {
  const parts = path.split('/');
  return path.startsWith('/') && parts.length > LONGEST_PATH && !/\s/.test(path)
    ? `.../${parts.slice(-2).join('/')}`
    : path;
}

const LONGEST_PATH = 4;

function addressText({ scheme, host, port, path, user, password }: UrlFacts): string {
  const login = user === undefined && password === undefined ? '' : '***@';
  return `${scheme}://${login}${host}${port === undefined ? '' : `:${port}`}${path}`;
}

function clip(shownText: string): string {
  return shownText.length <= EVIDENCE_CHARACTERS ? shownText : `${shownText.slice(0, EVIDENCE_CHARACTERS - 3)}...`;
}

/** A finding's evidence is one line of a table. */
const EVIDENCE_CHARACTERS = 160;

function fromAnswer(name: string, { value, default: isDefault, place, dummy, variables }: SettingAnswer): Setting {
  return { name, value, default: isDefault, place: placed(place), dummy, variables };
}

function mark(value: SettingJson | undefined): string | undefined {
  const kind = isMarked(value) ? value['$'] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

function isMarked(value: SettingJson | undefined): value is Readonly<Record<string, SettingJson>> {
  return typeof value === 'object' && value !== null && !isList(value) && '$' in value;
}

function isList(value: SettingJson | undefined): value is readonly SettingJson[] {
  return Array.isArray(value);
}
