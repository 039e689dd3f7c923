/**
 * A step's log: takes the lines a process printed, obeys the commands among them and keeps what a user would see.
 *
 * Source: actions/runner, ActionCommandManager and OutputManager (2.336).
 */
import { parseCommand, registeredCommands, type WorkflowCommand } from './command-line.ts';
import type { Masks } from './masks.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** Masked; cut at 4096 characters. */
  readonly message: string;
}

export interface StepLog {
  /** One line of stdout or stderr, without its end. */
  line(text: string): void;
  /** The runner's own annotation. */
  report(level: Annotation['level'], message: string): void;
  /** A line of the runner itself. */
  say(text: string): void;
  /** As a user sees them: masked, commands replaced by what they print. */
  readonly lines: readonly string[];
  /** As printed. */
  readonly rawLines: readonly string[];
  /** Every command that was obeyed, in order. */
  readonly commands: readonly WorkflowCommand[];
  /** The first ten of each level. */
  readonly annotations: readonly Annotation[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** A command could not be obeyed, which fails the step. */
  readonly failed: boolean;
}

export const annotationsPerLevel = 10;
const annotationLength = 4096;

export function createStepLog(masks: Masks): StepLog {
  const lines: string[] = [];
  const rawLines: string[] = [];
  const commands: WorkflowCommand[] = [];
  const annotations: Annotation[] = [];
  const outputs: Record<string, string> = {};
  const state: Record<string, string> = {};
  let failed = false;
  let echo = false;
  let resumeToken: string | undefined;

  const say = (text: string) => void lines.push(masks.apply(text));
  const isKnown = (name: string) =>
    registeredCommands.some(known => known === name) || name === resumeToken?.toLowerCase();

  function annotate(level: Annotation['level'], message: string, properties: WorkflowCommand['properties'] = {}): void {
    say(`##[${level}]${message}`);
    if (annotations.filter(annotation => annotation.level === level).length >= annotationsPerLevel) return;
    const text = (name: string) => (properties[name] ? masks.apply(properties[name]) : undefined);
    const lineNumber = Number.parseInt(properties['line'] ?? '', 10);
    annotations.push({
      level,
      title: text('title'),
      file: text('file'),
      line: Number.isNaN(lineNumber) ? undefined : lineNumber,
      message: masks.apply(message).slice(0, annotationLength),
    });
  }

  function refuse(shown: string, reason: string): void {
    annotate('error', `Unable to process command '${shown}' successfully.`);
    annotate('error', reason);
    failed = true;
  }

  /** What each command does; the text it prints in place of itself, if any, it says itself. */
  const handlers: Readonly<Record<string, (command: WorkflowCommand, printed: string) => void>> = {
    'add-mask': ({ text }) => {
      if (text.trim() === '') annotate('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      else masks.add(text);
    },
    'set-output': ({ properties, text }, printed) => named('set-output', outputs, properties, text, printed),
    'save-state': ({ properties, text }, printed) => named('save-state', state, properties, text, printed),
    'set-env': (_command, printed) => refuse(printed, disabled('set-env')),
    'add-path': (_command, printed) => refuse(printed, disabled('add-path')),
    error: ({ properties, text }) => annotate('error', text, properties),
    warning: ({ properties, text }) => annotate('warning', text, properties),
    notice: ({ properties, text }) => annotate('notice', text, properties),
    group: ({ text }) => say(`##[group]${text}`),
    endgroup: () => say('##[endgroup]'),
    echo: ({ text }, printed) => {
      const wish = text.trim().toLowerCase();
      if (wish === 'on' || wish === 'off') echo = wish === 'on';
      else
        refuse(
          printed,
          `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${text}'.`,
        );
    },
    'stop-commands': ({ text }, printed) => {
      if (text === '' || text === 'pause-logging' || registeredCommands.some(known => known === text.toLowerCase())) {
        refuse(printed, `The stop token '${text}' is not allowed: it must be hard to guess.`);
        return;
      }
      resumeToken = text;
      if (text.length > 6) masks.add(text);
      say(printed);
    },
  };

  function named(
    name: string,
    values: Record<string, string>,
    properties: WorkflowCommand['properties'],
    text: string,
    printed: string,
  ): void {
    const key = properties['name'];
    if (key === undefined || key === '') refuse(printed, `Required field 'name' is missing in ##[${name}] command.`);
    else values[key] = text;
  }

  return {
    lines,
    rawLines,
    commands,
    annotations,
    outputs,
    state,
    get failed() {
      return failed;
    },
    say,
    report: annotate,
    line(text) {
      rawLines.push(text);
      const command = parseCommand(text, isKnown);
      if (command === undefined) return say(text);
      const name = command.name.toLowerCase();
      if (resumeToken !== undefined) {
        if (name === resumeToken.toLowerCase()) resumeToken = undefined;
        return say(text);
      }
      commands.push(command);
      if (echo && name !== 'add-mask' && !(name in printsItself)) say(text);
      handlers[name]?.(command, text);
    },
  };
}

const printsItself: Readonly<Record<string, true>> = {
  error: true,
  warning: true,
  notice: true,
  group: true,
  endgroup: true,
  debug: true,
  'stop-commands': true,
};

function disabled(name: string): string {
  return `The \`${name}\` command is disabled. Please upgrade to using Environment Files or opt into unsecure command execution by setting the \`ACTIONS_ALLOW_UNSECURE_COMMANDS\` environment variable to \`true\`.`;
}
