import type { Command as CommandNode } from 'unbash';
import { type Operand, truthOfTest } from './condition.ts';
import type { Ended, Journey, Node, Walk } from './journey.ts';
import { joinPath } from './path.ts';
import { commandOf, start } from './program.ts';
import { readValue, type ShellState, UNKNOWN } from './state.ts';
import { readShell } from './syntax.ts';
import { textOf } from './word.ts';

interface Call {
  readonly node: CommandNode;
  readonly words: readonly string[];
  readonly assigned: Readonly<Record<string, string>>;
  readonly walk: Walk;
}

type Builtin = (call: Call, journey: Journey) => Ended | Promise<Ended>;

/** What the shell does itself: changes its state, calls a function, decides. Undefined for a program. */
export async function builtin(call: Call, journey: Journey): Promise<Ended | undefined> {
  const { state } = call.walk;
  const [name] = call.words;
  if (name === undefined) {
    for (const [variable, text] of Object.entries(call.assigned)) assign(state, variable, text);
    return 'ran';
  }
  const body = state.functions.get(name);
  if (body !== undefined) return callFunction(call, body, journey);
  const own = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  return own === undefined ? undefined : own(call, journey);
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  cd: ({ words, walk: { state } }) => {
    const target = words.slice(1).find(word => !word.startsWith('-') || word === '-');
    const known = target !== undefined && target !== '-' && readValue(target).known;
    state.directory = known ? joinPath(state.directory, target) : undefined;
    return 'ran';
  },
  export: call => declared(call, true),
  declare: call =>
    declared(
      call,
      call.words.some(word => /^-[a-z]*x/.test(word)),
    ),
  typeset: call =>
    declared(
      call,
      call.words.some(word => /^-[a-z]*x/.test(word)),
    ),
  readonly: call => declared(call, false),
  local: call => declared(call, false),
  read: ({ words, walk: { state } }) => {
    for (const name of words.slice(1)) if (!name.startsWith('-')) state.variables.set(name, UNKNOWN);
    return 'unknown';
  },
  unset: ({ words, walk: { state } }) => {
    for (const name of words.slice(1)) {
      if (state.complete) state.variables.delete(name);
      else state.variables.set(name, { known: true, text: '' });
      state.exported.delete(name);
    }
    return 'ran';
  },
  set: ({ words, walk: { state } }) => {
    const dashes = words.indexOf('--');
    if (dashes !== -1) state.positional = rest(words.slice(dashes + 1));
    for (const word of words.slice(1, dashes === -1 ? undefined : dashes)) {
      if (/^-[a-z]*e/.test(word) || word === 'errexit') state.stopsOnFailure = true;
      if (/^\+[a-z]*e/.test(word)) state.stopsOnFailure = false;
      if (/^-[a-z]*a/.test(word) || word === 'allexport') state.exportsAll = true;
      if (/^\+[a-z]*a/.test(word)) state.exportsAll = false;
    }
    return 'ran';
  },
  shift: ({ words, walk: { state } }) => {
    state.positional = state.positional?.slice(Number(words[1] ?? 1) || 1);
    return 'ran';
  },
  trap: ({ words, walk: { state } }) => {
    const [, action = '', ...signals] = words.filter(word => word !== '--');
    if (signals.some(signal => /^(?:SIG)?TERM$|^15$/.test(signal)))
      state.trapsTermination = action !== '' && action !== '-';
    return 'ran';
  },
  exec: async (call, journey): Promise<Ended> => {
    const { state, runner, context } = call.walk;
    const words = withoutExecOptions(call.words.slice(1));
    // Without words it only redirects.
    if (words.length === 0) return 'ran';
    const replaces = context.role === 'foreground';
    await start({ words, assignments: call.assigned, state, context, runner, replaces }, journey);
    state.ended = true;
    return 'ran';
  },
  exit: (call, journey) => ends(call, journey),
  return: ({ walk: { state } }) => {
    state.returned = true;
    state.ended = true;
    return 'ran';
  },
  eval: async (call, journey): Promise<Ended> => {
    const text = call.words.slice(1).join(' ');
    if (!readValue(text).known) return 'ran';
    await inline(call, { text, file: call.walk.context.file, line: call.walk.context.line }, journey);
    return 'ran';
  },
  '.': sourced,
  source: sourced,
  ':': () => 'true',
  true: (call, journey) => noted(call, journey, 'true'),
  false: (call, journey) => noted(call, journey, 'false'),
  test: ({ node, walk: { state } }) => truthOfTest(operands(node, state)),
  '[': ({ node, walk: { state } }) => truthOfTest(operands(node, state).slice(0, -1)),
};

async function callFunction(call: Call, body: Node, journey: Journey): Promise<Ended> {
  const { state, context } = call.walk;
  const { positional } = state;
  state.positional = rest(call.words.slice(1));
  const inner = { ...call.walk, context: { ...context, last: false, depth: context.depth + 1 } };
  const ended = await journey.walkNode(body, inner, journey);
  if (state.returned) state.ended = false;
  state.returned = false;
  state.positional = positional;
  return ended;
}

/** `export NAME=value`, `local name`, `readonly X`. */
function declared({ words, walk: { state } }: Call, exports: boolean): Ended {
  for (const word of words.slice(1)) {
    if (word.startsWith('-')) continue;
    const equals = word.indexOf('=');
    const name = equals === -1 ? word : word.slice(0, equals);
    if (equals !== -1) assign(state, name, word.slice(equals + 1));
    if (exports) {
      state.exported.add(name);
      if (state.variables.has(name)) state.written.add(name);
    }
  }
  return 'ran';
}

function assign(state: ShellState, name: string, text: string): void {
  state.variables.set(name, readValue(text));
  state.written.add(name);
  if (state.exportsAll) state.exported.add(name);
}

function ends(call: Call, journey: Journey): Ended {
  const { state, context } = call.walk;
  const { words, assigned } = call;
  journey.commands.push(commandOf({ words, assignments: assigned, state, context, replaces: false }));
  state.ended = true;
  return 'ran';
}

function noted(call: Call, journey: Journey, truth: Ended): Ended {
  const { state, context } = call.walk;
  const { words, assigned } = call;
  journey.commands.push(commandOf({ words, assignments: assigned, state, context, replaces: false }));
  return truth;
}

/** `. ./env.sh` runs in this very shell. */
async function sourced(call: Call, journey: Journey): Promise<Ended> {
  const path = call.words[1];
  const found = path === undefined ? undefined : await journey.read(path, call.walk.state.directory);
  if (found === undefined) return 'ran';
  journey.scripts.add(found.file);
  await inline(call, { ...found, line: 1 }, journey);
  return 'ran';
}

async function inline(
  call: Call,
  script: { readonly text: string; readonly file: string; readonly line: number },
  journey: Journey,
): Promise<void> {
  const text = await readShell(script.text, script);
  if (text === undefined) return;
  const { context } = call.walk;
  const inner = { ...context, file: script.file, depth: context.depth + 1, last: false };
  await journey.walk({ ...call.walk, text, context: inner }, journey);
}

function operands(node: CommandNode, state: ShellState): readonly Operand[] {
  return node.args.map(word => (word.type === 'Word' ? textOf(word, state) : { text: word.text, known: true }));
}

/** `"$@"` that is not known stays one word; then nothing is known of the new arguments either. */
function rest(words: readonly string[]): readonly string[] | undefined {
  return words.some(word => word === '$@' || word === '$*') ? undefined : words;
}

function withoutExecOptions(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word, index) => !word.startsWith('-') && words[index - 1] !== '-a');
  return first === -1 ? [] : words.slice(first);
}
