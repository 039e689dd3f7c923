import { parseArgs, styleText } from 'node:util';
import type { AnyAction } from './actions/index.ts';
import { ACTION_NAMES, isActionName, load } from './actions/index.ts';
import { messageOf } from './core/errors.ts';
import type { InputSpec } from './core/inputs.ts';
import { nearest } from './core/nearest.ts';
import { EXIT_CODES } from './core/outcome.ts';
import { cancellation } from './host/cancellation.ts';
import { leave } from './host/leave.ts';
import { exitCodeOf, perform } from './host/perform.ts';
import { runContext } from './host/runner.ts';
import { terminalHost } from './host/terminal.ts';
import { worldFor } from './host/world.ts';

/** A terminal that does not know its width says 0. */
const DEFAULT_COLUMNS = 80;

/** How the four outcomes look to a person. */
const COLOURS = { passed: 'green', failed: 'red', error: 'red', inconclusive: 'yellow' } as const;

/**
 * What `dist/cli.js` calls.
 * @param heard signals that came while this was being loaded
 */
export async function run(words: readonly string[], heard: readonly unknown[]): Promise<void> {
  leave(await cli(words, heard));
}

/** The terminal door: `obcms-deploy <action> [--input value]`, the same code as in a workflow. */
export async function cli(words: readonly string[], heard: readonly unknown[] = []): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === 'help') return usage(name === undefined ? 2 : 0);
  if (!isActionName(name)) {
    const close = nearest(name, ACTION_NAMES);
    return complain(`There is no action "${name}"${close === undefined ? '' : `; did you mean ${close}?`}`);
  }
  const action = await load(name);
  if (rest.includes('--help')) return help(action);
  const parsed = readWords(action, rest);
  if (typeof parsed === 'string') return complain(parsed);
  const { stdout } = process;
  const interactive = stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  const host = terminalHost(
    {
      write: text => stdout.write(text),
      interactive,
      columns: stdout.columns || DEFAULT_COLUMNS,
    },
    runContext(process.env),
  );
  const outcome = await perform(action, parsed, worldFor(host, process.env, cancellation(heard)));
  const report = host.outputs.get('report-path');
  const ending = `${outcome.outcome} (${outcome.reasonCode})`;
  const painted = interactive ? styleText(COLOURS[outcome.outcome], ending, { validateStream: false }) : ending;
  stdout.write(`${painted}${report ? `, report: ${report}` : ''}\n`);
  return exitCodeOf(outcome);
}

function readWords(action: AnyAction, words: readonly string[]): ReadonlyMap<string, string> | string {
  const names = Object.keys(action.inputs);
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]));
  const unknown = words
    .filter(word => word.startsWith('--'))
    .map(word => word.slice(2).replace(/=.*/s, ''))
    .find(word => !names.includes(word));
  if (unknown !== undefined) {
    const close = nearest(unknown, names);
    return `${action.name} has no input "${unknown}"${close === undefined ? '' : `; did you mean --${close}?`}`;
  }
  try {
    const args = withSwitches(action, words);
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const defaults = Object.entries(action.inputs).map(([name, spec]) => [name, terminalDefault(spec)] as const);
    const given = Object.entries(values).map(([name, value]) => [name, String(value)] as const);
    return new Map([...defaults, ...given]);
  } catch (thrown) {
    const message = messageOf(thrown);
    const bare = /^Option '(--[\w-]+) <value>' argument missing/.exec(message)?.[1];
    return bare === undefined ? message : `${bare} needs a value, such as ${bare} ${exampleFor(action, bare)}`;
  }
}

const SWITCH: readonly string[] = ['true', 'false'];

/** `--list` alone means `--list true`, for inputs that are on or off. */
function withSwitches(action: AnyAction, words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const choices = action.inputs[word.replace(/^--/, '')]?.choices ?? [];
    const isSwitch = word.startsWith('--') && choices.length > 0 && choices.every(choice => SWITCH.includes(choice));
    return isSwitch && !SWITCH.includes(words[index + 1] ?? '') ? `${word}=true` : word;
  });
}

function exampleFor(action: AnyAction, option: string): string {
  return (action.inputs[option.slice(2)]?.example ?? '').split('\n')[0] ?? '';
}

/** No default, or one that only the runner can evaluate. */
function isForRunners(value: string | undefined): boolean {
  return value === undefined || value.includes('${{');
}

/** The environment variable of the input, else its default, unless only the runner could evaluate it. */
function terminalDefault(spec: InputSpec): string {
  const fromEnvironment = spec.variable === undefined ? undefined : process.env[spec.variable];
  if (fromEnvironment) return fromEnvironment;
  return spec.default === undefined || isForRunners(spec.default) ? '' : spec.default;
}

function complain(message: string): number {
  process.stderr.write(`${message}\nEvery input of an action: <action> --help\n`);
  return EXIT_CODES.error;
}

function usage(exitCode: number): number {
  const text = [
    'obcms-deploy <action> [--input value ...]',
    '',
    `Actions: ${ACTION_NAMES.join(', ')}`,
    'Inputs of one: obcms-deploy <action> --help',
    '',
    'Exit status: 0 passed, 1 failed, 2 error in what you gave, 3 inconclusive.',
  ];
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text.join('\n')}\n`);
  return exitCode;
}

function help(action: AnyAction): number {
  const lines = Object.entries(action.inputs).flatMap(([name, spec]) => [
    `  --${name}${spec.choices === undefined ? '' : ` ${spec.choices.join('|')}`}`,
    `      ${spec.description}${isForRunners(spec.default) ? '' : ` Default: ${spec.default}`}${spec.variable === undefined ? '' : ` Variable: ${spec.variable}`}`,
  ]);
  process.stdout.write(`obcms-deploy ${action.name}: ${action.description}\n\n${lines.join('\n')}\n`);
  return 0;
}
