import type { AndOr, Command as CommandNode, CompoundCommand, CompoundList, Pipeline, Statement } from 'unbash';
import { builtin } from './builtins.ts';
import { opposite, truthOfExpression } from './condition.ts';
import { type Context, DEEPEST, type Ended, goesOn, type Journey, type Node, type Walk } from './journey.ts';
import { fits } from './pattern.ts';
import { start } from './program.ts';
import { copyOf, join, readValue, type ShellState, UNKNOWN } from './state.ts';
import { fieldsOf, textOf } from './word.ts';

/** Runs a whole text in the mind: `state` is left as the shell would leave it. */
export async function walk(given: Walk, journey: Journey): Promise<void> {
  await statements(given.text.script.commands, given, journey);
}

/** A function's body, a group: anything that holds statements. */
export async function walkNode(node: Node, given: Walk, journey: Journey): Promise<Ended> {
  if (!goesOn(journey) || given.context.depth > DEEPEST) return 'unknown';
  switch (node.type) {
    case 'AndOr':
      return andOr(node, given, journey);
    case 'Pipeline':
      return pipeline(node, given, journey);
    case 'Command':
      return command(node, given, journey);
    case 'Redirected':
      return walkNode(node.command, given, journey);
    case 'CompoundList':
      return statements(node.commands, given, journey);
    case 'BraceGroup':
      return statements(node.body.commands, asInner(given), journey);
    case 'Subshell':
      return statements(node.body.commands, inSubshell(asInner(given)), journey);
    case 'Function':
      given.state.functions.set(node.name.value, node.body);
      return 'ran';
    case 'Coproc':
      return walkNode(node.body, inSubshell(withRole(given, 'background')), journey);
    case 'TestCommand':
      return truthOfExpression(node.expression, given.state);
    case 'If':
      return condition(
        [node, ...node.elif].map(({ clause, then }) => ({ clause, then })),
        node.else,
        asInner(given),
        journey,
      );
    case 'Case':
      return cases(node, asInner(given), journey);
    case 'While':
      await statements(node.clause.commands, asInner(given), journey);
      return loop(node.body, asInner(given), journey);
    case 'For':
    case 'Select':
      return forEach(node, asInner(given), journey);
    case 'ArithmeticFor':
      return loop(node.body, asInner(given), journey);
    default:
      return 'unknown';
  }
}

async function statements(list: readonly Statement[], given: Walk, journey: Journey): Promise<Ended> {
  let ended: Ended = 'ran';
  for (const [index, { command: node, background }] of list.entries()) {
    if (given.state.ended || !goesOn(journey)) break;
    const last = given.context.last && index === list.length - 1;
    const after = index === 0 || given.context.after === 'failure' ? given.context.after : follows(given.state);
    const next: Walk = { ...given, context: { ...given.context, after, last } };
    ended = await walkNode(node, background === true ? inSubshell(withRole(next, 'background')) : next, journey);
  }
  return ended;
}

async function andOr({ commands, operators }: AndOr, given: Walk, journey: Journey): Promise<Ended> {
  const count = commands.length;
  const [first] = commands;
  if (first === undefined) return 'ran';
  const forgiven = operators.at(-1) === '||' && doesNothing(commands.at(-1));
  const inner = asInner(given);
  let ended = await walkNode(first, forgiven ? { ...inner, context: { ...inner.context, forgiven } } : inner, journey);
  for (const [index, operator] of operators.entries()) {
    const node = commands[index + 1];
    if (node === undefined || given.state.ended) return ended;
    const skipped = operator === '&&' ? ended === 'false' : ended === 'true';
    if (skipped) continue;
    const certain = operator === '&&' ? ended === 'true' || ended === 'ran' : ended === 'false';
    const after: Context['after'] = operator === '&&' ? 'success' : 'failure';
    // Bash hands over to the last command of a chain of `&&` as well, not to one of `||`.
    const last = given.context.last && index + 2 === count && operators.every(each => each === '&&');
    const context = { ...given.context, after, last };
    if (certain) ended = await walkNode(node, { ...given, context }, journey);
    else {
      const way = copyOf(given.state);
      await walkNode(node, { ...given, state: way, context: { ...context, conditional: true } }, journey);
      // A program that is taken to succeed leaves what stands after `||` alone.
      if (ended !== 'ran') join(given.state, [copyOf(given.state), way]);
    }
  }
  return ended;
}

/** `true`, `:`, `echo ...`: it succeeds and mends nothing. */
function doesNothing(node: Node | undefined): boolean {
  const only = node?.type === 'Pipeline' && node.commands.length === 1 ? node.commands[0] : node;
  return only?.type === 'Command' && /^(?:true|:|echo|printf)$/.test(only.name?.value ?? '');
}

async function pipeline(node: Pipeline, given: Walk, journey: Journey): Promise<Ended> {
  const negated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
  if (node.commands.length === 1) {
    const [only] = node.commands;
    const ended = only === undefined ? 'ran' : await walkNode(only, asInner(given), journey);
    return ended === 'ran' || !negated ? (negated ? 'unknown' : ended) : opposite(ended);
  }
  for (const part of node.commands) await walkNode(part, inSubshell(withRole(given, 'piped')), journey);
  return 'ran';
}

async function condition(
  branches: readonly { readonly clause: CompoundList; readonly then: CompoundList }[],
  otherwise: CompoundList | undefined,
  given: Walk,
  journey: Journey,
): Promise<Ended> {
  const ways: ShellState[] = [];
  for (const { clause, then } of branches) {
    const ended = await statements(clause.commands, given, journey);
    if (given.state.ended) return 'unknown';
    if (ended === 'false') continue;
    if (ended === 'true' && ways.length === 0) return statements(then.commands, given, journey);
    const way = copyOf(given.state);
    ways.push(way);
    await statements(then.commands, maybe({ ...given, state: way }), journey);
    if (ended === 'true') return settle(given, ways);
  }
  const rest = copyOf(given.state);
  if (otherwise !== undefined)
    await statements(
      otherwise.commands,
      ways.length === 0 ? { ...given, state: rest } : maybe({ ...given, state: rest }),
      journey,
    );
  return settle(given, [...ways, rest]);
}

async function cases(node: Extract<CompoundCommand, { type: 'Case' }>, given: Walk, journey: Journey): Promise<Ended> {
  const asked = textOf(node.word, given.state);
  const ways: ShellState[] = [];
  for (const { pattern, body } of node.items) {
    const patterns = pattern.map(word => textOf(word, given.state).text);
    const everything = patterns.includes('*');
    if (asked.known && !patterns.some(each => fits(asked.text, each))) continue;
    if (asked.known) return statements(body.commands, given, journey);
    const way = copyOf(given.state);
    ways.push(way);
    await statements(body.commands, maybe({ ...given, state: way }), journey);
    if (everything) return settle(given, ways);
  }
  return settle(given, [...ways, copyOf(given.state)]);
}

async function loop(body: CompoundList, given: Walk, journey: Journey): Promise<Ended> {
  const way = copyOf(given.state);
  await statements(body.commands, maybe({ ...given, state: way }), journey);
  join(given.state, [copyOf(given.state), way]);
  return 'ran';
}

/** Words that are all known are gone through, a few of them; else the body once. */
async function forEach(
  node: Extract<CompoundCommand, { type: 'For' | 'Select' }>,
  given: Walk,
  journey: Journey,
): Promise<Ended> {
  const words = node.wordlist?.flatMap(word => fieldsOf(word, given.state)) ?? given.state.positional ?? [];
  const known =
    words.length > 0 && words.length <= 16 && words.every(word => readValue(word).known && !/[*?[]/.test(word));
  if (!known) {
    given.state.variables.set(node.name.value, UNKNOWN);
    return loop(node.body, given, journey);
  }
  for (const word of words) {
    given.state.variables.set(node.name.value, { known: true, text: word });
    await statements(node.body.commands, given, journey);
    if (given.state.ended) break;
  }
  return 'ran';
}

async function command(node: CommandNode, given: Walk, journey: Journey): Promise<Ended> {
  const { state, runner } = given;
  const context = { ...given.context, line: given.text.lineOf(node.pos) };
  const assigned = Object.fromEntries(
    node.prefix.flatMap(part =>
      part.type === 'Assignment'
        ? [[part.name, part.value.type === 'Word' ? textOf(part.value, state).text : part.text] as const]
        : [],
    ),
  );
  const words = [
    ...(node.name === undefined ? [] : fieldsOf(node.name, state)),
    ...node.args.flatMap(word => {
      if (word.type === 'Word') return fieldsOf(word, state);
      return [`${word.name}=${word.value.type === 'Word' ? textOf(word.value, state).text : word.text}`];
    }),
  ];
  const walkable = { ...given, context };
  const done = await builtin({ node, words, assigned, walk: walkable }, journey);
  if (done !== undefined) return done;
  const handsOver = runner.text && runner.shell !== 'dash' && context.last && context.role === 'foreground';
  const call = { words, assignments: assigned, state, context, runner, replaces: handsOver };
  await start(call, journey);
  if (handsOver) state.ended = true;
  return 'ran';
}

function settle(given: Walk, ways: readonly ShellState[]): Ended {
  join(given.state, ways);
  return 'unknown';
}

function follows(state: ShellState): Context['after'] {
  return state.stopsOnFailure ? 'success' : 'always';
}

/** What stands inside of something else is never what the shell hands over to by itself. */
function asInner(given: Walk): Walk {
  return { ...given, context: { ...given.context, last: false, depth: given.context.depth + 1 } };
}

function maybe(given: Walk): Walk {
  return { ...given, context: { ...given.context, conditional: true } };
}

function withRole(given: Walk, role: Context['role']): Walk {
  return { ...given, context: { ...given.context, role, last: false } };
}

/** Its `cd` and `exec` are its own. */
function inSubshell(given: Walk): Walk {
  return { ...given, state: copyOf(given.state), runner: { ...given.runner, main: false } };
}
