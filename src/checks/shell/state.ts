import type { CompoundCommand, CompoundList, Redirected } from 'unbash';

/** The value of a variable; `unknown` when it is set and nobody can say to what. */
export type Value =
  | { readonly known: true; readonly text: string }
  | { readonly known: false; readonly written?: string };
export const UNKNOWN: Value = { known: false };

/** What a shell knows at one moment. Changed by the commands that run in it, so a branch gets its own copy. */
export interface ShellState {
  readonly variables: Map<string, Value>;
  readonly exported: Set<string>;
  /** What scripts have set themselves. */
  readonly written: Set<string>;
  /** `$1` and on; undefined when they are not known. */
  positional: readonly string[] | undefined;
  /** `$0` */
  self: string | undefined;
  directory: string | undefined;
  readonly functions: Map<string, CompoundCommand | Redirected | CompoundList>;
  /** `set -e` */
  stopsOnFailure: boolean;
  /** `set -a` */
  exportsAll: boolean;
  /** `trap '...' TERM` with something in it. */
  trapsTermination: boolean;
  /** Nothing after this is reached: `exec`, `exit`. */
  ended: boolean;
  /** It ended by `return`: only the function is over. */
  returned: boolean;
  /** Variables that are not in `variables` are unset; otherwise nobody knows. */
  readonly complete: boolean;
}

/** A value that a caller holds as `undefined` is one that is set and not known. */
export function newState(given: {
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly directory: string | undefined;
  readonly complete?: boolean;
  readonly self?: string | undefined;
  readonly positional?: readonly string[] | undefined;
}): ShellState {
  return {
    variables: new Map(
      [...given.environment].map(([name, text]) => [name, text === undefined ? UNKNOWN : { known: true, text }]),
    ),
    exported: new Set(given.environment.keys()),
    written: new Set(),
    positional: given.positional,
    self: given.self,
    directory: given.directory,
    functions: new Map(),
    stopsOnFailure: false,
    exportsAll: false,
    trapsTermination: false,
    ended: false,
    returned: false,
    complete: given.complete ?? false,
  };
}

/** A subshell's view, or that of a branch that may not be taken. */
export function copyOf(state: ShellState): ShellState {
  return {
    ...state,
    variables: new Map(state.variables),
    exported: new Set(state.exported),
    written: new Set(state.written),
    functions: new Map(state.functions),
  };
}

/** Another program's: it sees what is exported, and starts where this one stands. */
export function childOf(
  state: ShellState,
  assignments: Readonly<Record<string, string>>,
  started: { readonly self: string | undefined; readonly positional: readonly string[] | undefined },
): ShellState {
  const variables = new Map([...state.variables].filter(([name]) => state.exported.has(name)));
  for (const [name, text] of Object.entries(assignments)) variables.set(name, readValue(text));
  return {
    ...state,
    variables,
    exported: new Set(variables.keys()),
    written: new Set(state.written),
    functions: new Map(),
    positional: started.positional,
    self: started.self,
    stopsOnFailure: false,
    exportsAll: false,
    trapsTermination: false,
    ended: false,
    returned: false,
  };
}

/** Takes over what several ways through a condition left behind; where they differ nothing is known. */
export function join(state: ShellState, ways: readonly ShellState[]): void {
  const alive = ways.filter(way => !way.ended);
  const [first, ...others] = alive;
  if (first === undefined) {
    state.ended = true;
    state.returned = ways.some(way => way.returned);
    return;
  }
  const names = new Set(alive.flatMap(way => [...way.variables.keys()]));
  for (const name of names) {
    const value = first.variables.get(name);
    if (value !== undefined && others.every(way => same(way.variables.get(name), value)))
      state.variables.set(name, value);
    else state.variables.set(name, UNKNOWN);
    if (alive.some(way => way.exported.has(name))) state.exported.add(name);
    if (alive.some(way => way.written.has(name))) state.written.add(name);
  }
  state.positional = agreed(alive.map(way => way.positional));
  state.directory = agreed(alive.map(way => way.directory));
  state.stopsOnFailure = alive.some(way => way.stopsOnFailure);
  state.trapsTermination = alive.some(way => way.trapsTermination);
  state.exportsAll = alive.some(way => way.exportsAll);
  for (const way of alive) for (const [name, body] of way.functions) state.functions.set(name, body);
}

/** A text with an expansion left in it is one that could not be worked out. */
export function readValue(text: string): Value {
  return /\$[A-Za-z_{(0-9@*#?!]|`/.test(text) ? { known: false, written: text } : { known: true, text };
}

function same(one: Value | undefined, other: Value): boolean {
  if (one === undefined || one.known !== other.known) return false;
  return !one.known || !other.known || one.text === other.text;
}

function agreed<Thing>(things: readonly (Thing | undefined)[]): Thing | undefined {
  const [first] = things;
  return things.every(thing => JSON.stringify(thing) === JSON.stringify(first)) ? first : undefined;
}
