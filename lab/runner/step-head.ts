/**
 * What the runner prints before a step of a composite: one folded group with what it runs, its inputs and its `env:`.
 *
 * Source: actions/runner, Handler.PrintActionDetails and ScriptHandler.PrintActionDetails. Empty inputs are left out;
 * masks hold here too.
 */
import type { InputValues } from './inputs.ts';
import type { StepLog } from './step-log.ts';

type Environment = Readonly<Record<string, string>>;

export function printActionHead(log: StepLog, title: string, inputs: InputValues, environment: Environment): void {
  log.say(`##[group]Run ${title}`);
  const given = [...inputs].filter(([, value]) => value !== '');
  if (given.length > 0) log.say('with:');
  for (const [name, value] of given) log.say(`  ${name}: ${value}`);
  printEnvironment(log, environment);
  log.say('##[endgroup]');
}

export function printScriptHead(log: StepLog, script: string, shell: string, environment: Environment): void {
  log.say(`##[group]Run ${firstLine(script)}`);
  const brightCyan = '\u001b[36;1m';
  for (const line of script.replace(/\r\n/g, '\n').replace(/\n+$/, '').split('\n')) {
    log.say(`${brightCyan}${line}\u001b[0m`);
  }
  log.say(`shell: ${shell}`);
  printEnvironment(log, environment);
  log.say('##[endgroup]');
}

export function firstLine(script: string): string {
  return script.trimStart().split(/[\r\n]/, 1)[0] ?? '';
}

function printEnvironment(log: StepLog, environment: Environment): void {
  const entries = Object.entries(environment);
  if (entries.length > 0) log.say('env:');
  for (const [name, value] of entries) log.say(`  ${name}: ${value}`);
}
