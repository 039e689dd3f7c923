import { isJsonObject } from './problems.ts';

/** One row of an application's variables, as `GET /applications/{uuid}/envs` gives it (4.0 to 4.3). */
export interface VariableRow {
  readonly name: string;
  /** Undefined when the answer holds none: the token lacks `read:sensitive`, or the variable is shown once. */
  readonly value: string | undefined;
  /** Of pull request previews: every production row has such a twin, and both stand in one list. */
  readonly preview: boolean;
  readonly literal: boolean;
  readonly shownOnce: boolean;
  /** The container gets it; rows of Coolify before 4.0.0-beta.435 do not say, and do. */
  readonly runtime: boolean;
}

export function readVariableRow(value: unknown): VariableRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const { key } = value;
  if (typeof key !== 'string' || key === '') return undefined;
  return {
    name: key,
    value: writtenIn(value),
    preview: isTrue(value['is_preview']),
    literal: isTrue(value['is_literal']) || isTrue(value['is_multiline']),
    shownOnce: isTrue(value['is_shown_once']),
    runtime: value['is_runtime'] === undefined || isTrue(value['is_runtime']),
  };
}

/** A name and what the container would see. */
export interface RunningVariables {
  readonly values: ReadonlyMap<string, string>;
  readonly unreadable: readonly string[];
  /** No row shows its value, though not all are shown once: the token may not read values at all. */
  readonly insensitive: boolean;
}

/** What the containers of the application itself get: rows of previews and of builds left out. */
export function runningVariables(rows: readonly VariableRow[]): RunningVariables {
  const own = rows.filter(({ preview, runtime }) => !preview && runtime);
  const written = new Map(own.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  const literal = new Set(own.filter(row => row.literal).map(({ name }) => name));
  const values = new Map(
    [...written].map(([name, value]) => [name, literal.has(name) ? value : expanded(value, written)]),
  );
  const unreadable = own.filter(({ value }) => value === undefined);
  return {
    values,
    unreadable: unreadable.map(({ name }) => name),
    insensitive: written.size === 0 && unreadable.some(({ shownOnce }) => !shownOnce),
  };
}

/** `$NAME` of a variable that is no literal is filled from the other variables; what is not among them stays as it is. */
function expanded(value: string, written: ReadonlyMap<string, string>): string {
  return value.replace(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
    (text, braced: string | undefined, bare: string | undefined) => written.get(braced ?? bare ?? '') ?? text,
  );
}

/** `value` is what was typed; `real_value` has shared variables (`{{team.NAME}}`) filled in, and quotation marks round a literal. */
function writtenIn(row: Readonly<Record<string, unknown>>): string | undefined {
  const { value, real_value: real } = row;
  if (typeof value !== 'string') return value === null && 'value' in row ? '' : undefined;
  if (!SHARED.test(value)) return value;
  // What is not filled in stands somewhere that this token cannot look at.
  if (typeof real !== 'string' || SHARED.test(real)) return undefined;
  return /^'(.*)'$/s.exec(real)?.[1] ?? real;
}

const SHARED = /\{\{\s*(?:team|project|environment|server)\..*\}\}/;

function isTrue(field: unknown): boolean {
  return field === true || field === 1 || field === '1' || field === 'true';
}
