import type { Milliseconds } from '../core/duration.ts';
import { oneLine } from '../core/text.ts';
import type { VersionSource } from '../smoke/version-source.ts';
import type { SmokeTestInputs } from './smoke-test-inputs.ts';
import { versionOf } from './version-inputs.ts';

/** The inputs alone, parsed; what files add is not known yet. */
export interface SmokeTestRequest {
  readonly inputs: SmokeTestInputs;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly own: {
    readonly presets: readonly string[];
    readonly variables: ReadonlyMap<string, string>;
    readonly expected: string | undefined;
    readonly version: VersionSource | undefined;
    readonly waitReady: Milliseconds;
    readonly timeout: Milliseconds;
    readonly concurrency: number;
    /** Lines of tags and ids; which of their commas separate, the plan knows. */
    readonly only: readonly string[];
    readonly skip: readonly string[];
    readonly allowInsecure: boolean;
    readonly list: boolean;
  };
}

export function readRequest(inputs: SmokeTestInputs): SmokeTestRequest {
  const timeout = inputs.duration('timeout');
  if (!timeout) throw inputs.refusal('timeout', 'must be longer than nothing');
  return {
    inputs,
    config: inputs.text('config'),
    environment: inputs.text('environment'),
    own: {
      presets: [...new Set(inputs.lines('presets').flatMap(wordsOf))],
      variables: variablesOf(inputs),
      expected: expectedOf(inputs),
      version: versionOf(inputs),
      waitReady: inputs.duration('wait-ready') ?? 0,
      timeout,
      concurrency: concurrencyOf(inputs),
      only: inputs.lines('only'),
      skip: inputs.lines('skip'),
      allowInsecure: inputs.flag('allow-insecure'),
      list: inputs.flag('list'),
    },
  };
}

/** The words of a line, separated by commas. */
export function wordsOf(line: string): readonly string[] {
  return line
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

/** A name as `${name}` takes it. */
const VARIABLE = /^([a-z][a-z0-9_-]*)\s*=\s*(.*)$/;

function variablesOf(inputs: SmokeTestInputs): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of inputs.lines('variables')) {
    const [, name, value] = VARIABLE.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw inputs.refusal(
        'variables',
        `has the line "${oneLine(line, 80)}", which is not "name=value" with a name of lower-case letters, digits, "-" and "_"`,
      );
    }
    if (name === 'run') throw inputs.refusal('variables', 'sets "run", which every suite has already');
    if (variables.has(name)) throw inputs.refusal('variables', `sets "${name}" twice`);
    variables.set(name, value);
  }
  return variables;
}

/** Fewer digits than git's own shortest abbreviation prove nothing. */
const COMMIT = /^[0-9a-f]{7,64}$/i;

function expectedOf(inputs: SmokeTestInputs): string | undefined {
  const text = inputs.text('expected-sha');
  if (text === undefined) return undefined;
  if (!COMMIT.test(text)) throw inputs.refusal('expected-sha', 'is no commit id of at least 7 hexadecimal digits');
  return text.toLowerCase();
}

const MOST_AT_ONCE = 100;

function concurrencyOf(inputs: SmokeTestInputs): number {
  const number = Number(inputs.text('concurrency'));
  if (Number.isInteger(number) && number >= 1 && number <= MOST_AT_ONCE) return number;
  throw inputs.refusal('concurrency', `is no whole number from 1 to ${MOST_AT_ONCE}`);
}
