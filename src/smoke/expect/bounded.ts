import { type Context, createContext, Script } from 'node:vm';
import type { Milliseconds } from '../../core/duration.ts';

/**
 * Work on text that a server chose, with an end in sight: catastrophic regular expressions, JSONPaths and JSON Schemas that multiply.
 *
 * V8 stops running code, matching included, when the time limit of a `vm` script is over, and nothing else can stop it on the same
 * thread. No code of others is run here: the script is one call of a function of ours. It costs 1 ms once and 0.2 ms each time; a worker
 * thread costs 40 ms and 20 MB. While it runs nothing else does, so the limit is also how long the rest of a run may stand still.
 */
export const LONGEST_WORK: Milliseconds = 1_000;

/** The time was over, or the stack. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/**
 * The work's value.
 * @throws TooMuchWork when it took longer than `limit` or went too deep; everything else as the work throws it
 */
export function bounded<T>(work: () => T, limit: Milliseconds = LONGEST_WORK): T {
  room ??= createContext({});
  let answer: { readonly value: T } | undefined;
  room['work'] = () => {
    answer = { value: work() };
  };
  try {
    CALL.runInContext(room, { timeout: limit });
  } catch (thrown) {
    if (hasCode(thrown, 'ERR_SCRIPT_EXECUTION_TIMEOUT'))
      throw new TooMuchWork(`it takes longer than ${limit / 1_000} s`);
    if (isNamed(thrown, 'RangeError')) throw new TooMuchWork('it goes too deep');
    throw thrown;
  } finally {
    room['work'] = undefined;
  }
  if (answer === undefined) throw new TooMuchWork('it came to no end');
  return answer.value;
}

const CALL = new Script('work()');
let room: Context | undefined;

function hasCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}

function isNamed(thrown: unknown, name: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === name;
}
