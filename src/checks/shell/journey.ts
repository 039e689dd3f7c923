import type { CommandNode, CompoundList, Statement } from 'unbash';
import type { Truth } from './condition.ts';
import type { Command } from './facts.ts';
import type { Shell } from './shells.ts';
import type { ShellState } from './state.ts';
import type { ShellText } from './syntax.ts';

/** A script of the repository that a path of the container leads to. */
export interface Script {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
}

/** Finds the script behind a word that names a program, as started from a folder of the container. */
export type ScriptReader = (word: string, directory: string | undefined) => Promise<Script | undefined>;

/** Statements that are walked at most: loops in loops would go on for ever. */
const MOST_STEPS = 20_000;
const MOST_COMMANDS = 2_000;
/** Functions in functions, scripts that start scripts. */
export const DEEPEST = 30;

/** What following a start, or reading a text, gathers on its way. */
export interface Journey extends Walking {
  readonly read: ScriptReader;
  readonly commands: Command[];
  readonly scripts: Set<string>;
  /** One for each way the first process ends up as something that stays: who it is then, and whether SIGTERM gets through. */
  readonly endings: { readonly program: string; readonly passesSignals: boolean }[];
  unknown: string | undefined;
  steps: number;
}

export function newJourney(read: ScriptReader, walking: Walking): Journey {
  return { ...walking, read, commands: [], scripts: new Set(), endings: [], unknown: undefined, steps: 0 };
}

/** False when it has gone on for too long; says so once. */
export function goesOn(journey: Journey): boolean {
  journey.steps++;
  if (journey.steps <= MOST_STEPS && journey.commands.length < MOST_COMMANDS) return true;
  journey.unknown ??= 'the scripts are too long to be followed';
  return false;
}

/** The process that a text runs in. */
export interface Process {
  readonly shell: Shell;
  /** Of `sh -c`, where some shells hand over to their last command by themselves; not of a script's file. */
  readonly text: boolean;
  /** It is PID 1, or the direct child of an init that passes signals on. */
  readonly main: boolean;
  /** What PID 1 is called: the init in front, else the shell. */
  readonly front: string;
  /** The init signals every process, so that a shell in between does no harm. */
  readonly group: boolean;
}

/** How the next command is reached, and whose words it stands in. */
export interface Context {
  readonly file: string;
  readonly line: number;
  readonly after: Command['after'];
  readonly role: Command['role'];
  readonly conditional: boolean;
  /** `|| true` stands behind it. */
  readonly forgiven?: boolean;
  readonly depth: number;
  readonly through: readonly string[];
  readonly user: string | undefined;
  /** Nothing of the text follows. */
  readonly last: boolean;
}

/** A text on its way through a shell. */
export interface Walk {
  readonly text: ShellText;
  readonly state: ShellState;
  readonly runner: Process;
  readonly context: Context;
}

/** `ran`: a program whose success is taken for granted, as whoever wrote the script does. */
export type Ended = Truth | 'ran';

export type Node = Statement['command'] | CommandNode | CompoundList;

/** How texts and their parts are gone through: handed along, because a text starts programs and a program may be a text. */
export interface Walking {
  walk(given: Walk, journey: Journey): Promise<void>;
  walkNode(node: Node, given: Walk, journey: Journey): Promise<Ended>;
}
