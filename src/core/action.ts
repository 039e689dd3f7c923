import type { InputSpecs, Inputs } from './inputs.ts';
import type { Outcome, ReasonTable } from './outcome.ts';
import type { World } from './world.ts';

/** Outputs every action writes on every terminal path. */
export const COMMON_OUTPUTS = {
  outcome: 'How it ended: `passed`, `failed`, `inconclusive` or `error`.',
  'reason-code': 'Why, as a stable code for machines.',
  result: 'Everything as one line of versioned JSON, without secrets.',
  'report-path': 'The same and more in a file, kept until the job ends; evidence for later steps.',
} as const;

export type OutputSpecs = Readonly<Record<string, string>>;

/** Reasons every action can end for. */
export const COMMON_REASONS = {
  'invalid-input': {
    outcome: 'error',
    meaning: 'An input is missing, misspelt or contradicts another.',
    remedy: 'The message names the input and shows a value that would be accepted.',
  },
  'invalid-configuration': {
    outcome: 'error',
    meaning: 'The configuration file cannot be read or does not fit its schema.',
    remedy: 'The message gives file, line, column and the nearest valid key.',
  },
  cancelled: {
    outcome: 'inconclusive',
    meaning: 'The run was cancelled before the answer was known.',
    remedy: 'Run the job again; the message says what was left running.',
  },
  'internal-error': {
    outcome: 'error',
    meaning: 'A defect of this action, not of your application.',
    remedy: 'Please open an issue with the stack that is shown.',
  },
} as const satisfies ReasonTable;

export interface Presentation {
  /** Markdown of the job summary; empty: none. */
  readonly summary: string;
  /** Values of the action's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * One action: its contract as data, and three functions. `read` only parses; `run` only acts; `present` only shows.
 * Everything about the place where it runs comes in through `World`.
 */
export interface ActionDefinition<Specs extends InputSpecs, Request, Result extends Outcome> {
  readonly name: string;
  /** The version of `result`'s shape. */
  readonly schemaVersion: number;
  readonly description: string;
  readonly inputs: Specs;
  readonly outputs: OutputSpecs;
  readonly reasons: ReasonTable;
  /** Raw strings to one typed request. Throws `UserError`. */
  read(inputs: Inputs<Specs>): Request;
  /** Acts, and says how it ended. Throws `UserError` for what was given wrongly, `Cancelled` when there is nothing left to say. */
  run(request: Request, world: World): Promise<Result>;
  present(result: Result, world: World): Presentation;
  /** Runs after the job's other steps, also after a cancel or a kill, with what `state` kept. */
  post?(state: ReadonlyMap<string, string>, inputs: Inputs<Specs>, world: World): Promise<void>;
}

export function defineAction<const Specs extends InputSpecs, Request, Result extends Outcome>(
  definition: ActionDefinition<Specs, Request, Result>,
): ActionDefinition<Specs, Request, Result> {
  return definition;
}
