import { baseName } from '../paths.ts';
import type { Command } from './facts.ts';
import { type Context, DEEPEST, goesOn, type Journey, type Process } from './journey.ts';
import { joinPath } from './path.ts';
import { type Shell, shellCall, shellNamed } from './shells.ts';
import { childOf, type ShellState } from './state.ts';
import { readShell } from './syntax.ts';
import { unwrap } from './wrappers.ts';

/** The words of one program, and the process they are started from. */
export interface Call {
  readonly words: readonly string[];
  readonly assignments: Readonly<Record<string, string>>;
  readonly state: ShellState;
  readonly context: Context;
  readonly runner: Process;
  /** It takes the place of `runner`. */
  readonly replaces: boolean;
}

/** Follows a program through its wrappers and into scripts and shell texts; what remains is a command. */
export async function start(call: Call, journey: Journey): Promise<void> {
  if (!goesOn(journey) || call.context.depth > DEEPEST) return;
  const [first] = call.words;
  if (first === undefined) return;
  const wrapped = unwrap(call.words);
  if (wrapped !== undefined) return start(inside(call, wrapped), journey);
  const shell = shellCall(call.words);
  if (shell?.kind === 'text') {
    const runner = { ...shellProcess(call, shellNamed(first, call.runner.shell)), text: true };
    const state = childOf(call.state, call.assignments, { self: shell.self, positional: shell.words });
    return run({ text: shell.text, file: call.context.file, line: call.context.line, state, runner, call }, journey);
  }
  const [path, ...words] = shell === undefined ? call.words : [shell.path, ...shell.words];
  if (path !== undefined && (await follow(call, { path, words, named: shell !== undefined }, journey))) return;
  remember(call, journey);
}

/** The same call one wrapper further in. */
function inside(call: Call, wrapped: NonNullable<ReturnType<typeof unwrap>>): Call {
  const { runner, context } = call;
  const stays = call.replaces && !wrapped.replaced;
  return {
    ...call,
    words: wrapped.words,
    assignments: { ...call.assignments, ...wrapped.assignments },
    state:
      wrapped.directory === undefined
        ? call.state
        : { ...call.state, directory: joinPath(call.state.directory, wrapped.directory) },
    context: {
      ...context,
      depth: context.depth + 1,
      through: [...context.through, wrapped.wrapper],
      user: wrapped.user ?? context.user,
    },
    runner: stays
      ? { ...runner, front: wrapped.wrapper, main: wrapped.passes !== 'no', group: wrapped.passes === 'group' }
      : runner,
  };
}

/** Reads the script that the path leads to, if it is one of the repository's and a shell's. */
async function follow(
  call: Call,
  script: { readonly path: string; readonly words: readonly string[]; readonly named: boolean },
  journey: Journey,
): Promise<boolean> {
  // `sh web.sh` looks in its folder, a bare `web.sh` on the PATH.
  const path = script.named && !script.path.includes('/') ? `./${script.path}` : script.path;
  const found = await journey.read(path, call.state.directory);
  if (found === undefined) {
    if (looksLikeScript(script.path)) journey.unknown ??= `${baseName(script.path)} is not in the repository`;
    return false;
  }
  const interpreter = interpreterOf(found.text);
  if (!script.named && interpreter !== undefined && !/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(interpreter)) return false;
  if (!script.named && interpreter === undefined && !looksLikeScript(script.path)) return false;
  const shell = shellNamed(script.named ? (call.words[0] ?? 'sh') : (interpreter ?? 'sh'), call.runner.shell);
  journey.scripts.add(found.file);
  const self = script.path.includes('/') ? script.path : (joinPath('/usr/local/bin', script.path) ?? script.path);
  const state = childOf(call.state, call.assignments, { self, positional: script.words });
  if (/^#!.*\s-[a-z]*e/.test(found.text)) state.stopsOnFailure = true;
  await run({ text: found.text, file: found.file, line: 1, state, runner: shellProcess(call, shell), call }, journey);
  return true;
}

async function run(
  given: {
    readonly text: string;
    readonly file: string;
    readonly line: number;
    readonly state: ShellState;
    readonly runner: Process;
    readonly call: Call;
  },
  journey: Journey,
): Promise<void> {
  const { state, runner, call } = given;
  const before = journey.commands.length;
  const text = await readShell(given.text, given);
  if (text === undefined) {
    journey.unknown ??= `${given.file} holds a text that no shell reads`;
    return;
  }
  const context = { ...call.context, file: given.file, depth: call.context.depth + 1, last: true };
  await journey.walk({ text, state, runner, context }, journey);
  const started = journey.commands.length > before;
  if (runner.main && !state.ended && started)
    journey.endings.push({ program: runner.front, passesSignals: runner.group || state.trapsTermination });
}

function shellProcess(call: Call, shell: Shell): Process {
  const { runner } = call;
  const main = runner.main && call.replaces;
  const hasInit = call.context.through.includes(runner.front);
  return {
    shell,
    text: false,
    main,
    front: hasInit ? runner.front : shell === 'bash' ? 'bash' : 'sh',
    group: runner.group,
  };
}

function remember({ words, assignments, state, context, runner, replaces }: Call, journey: Journey): void {
  if (replaces && runner.main) {
    const hasInit = context.through.includes(runner.front);
    journey.endings.push({ program: hasInit ? runner.front : baseName(words[0] ?? ''), passesSignals: true });
  }
  journey.commands.push(commandOf({ words, assignments, state, context, replaces }));
}

/** A command as it is reached in this state. */
export function commandOf({ words, assignments, state, context, replaces }: Omit<Call, 'runner'>): Command {
  const exports: Record<string, string> = {};
  for (const name of state.exported) {
    const value = state.variables.get(name);
    if (value === undefined || !state.written.has(name)) continue;
    const text = value.known ? value.text : value.written;
    if (text !== undefined) exports[name] = text;
  }
  return {
    words,
    assignments,
    directory: state.directory,
    replacesShell: replaces,
    after: context.after,
    role: context.role,
    file: context.file,
    line: context.line,
    ...(context.conditional ? { conditional: true } : {}),
    ...(context.forgiven === true ? { forgiven: true } : {}),
    ...(Object.keys(exports).length > 0 ? { exports } : {}),
    ...(context.through.length > 0 ? { through: context.through } : {}),
    ...(context.user === undefined ? {} : { user: context.user }),
  };
}

function interpreterOf(text: string): string | undefined {
  const words = /^#!\s*([^\r\n]{0,200})/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const [first, ...rest] = words;
  return baseName(first ?? '') === 'env' ? rest.find(word => !word.startsWith('-')) : first;
}

function looksLikeScript(path: string): boolean {
  return /\.(?:sh|bash)$|entrypoint[^/.]*$/.test(path);
}
