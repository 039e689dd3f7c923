import { fileURLToPath } from 'node:url';
import { messageOf } from '../core/errors.ts';
import type { Processes } from '../core/process.ts';
import type { ProbeAnswer } from './answer.ts';
import type { ProbeQuestion } from './question.ts';

export interface ProbeWorld {
  readonly processes: Processes;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export type ProbeReply =
  | { readonly ok: true; readonly answer: ProbeAnswer }
  | {
      readonly ok: false;
      /** `not-started`: there is no such interpreter, or it is too old; `broken`: it ended without an answer. */
      readonly reason: 'not-started' | 'timeout' | 'broken';
      readonly message: string;
    };

/**
 * Evaluates settings, and what else is asked, in one process of the project's own Python. That process gets nothing of our environment but
 * what an interpreter needs to start: no token of the workflow, no input. Throws `Cancelled` and nothing else.
 * @param python absolute path or command, as `findPython` gives it
 */
export async function askProbe(question: ProbeQuestion, python: string, world: ProbeWorld): Promise<ProbeReply> {
  const result = await world.processes.run({
    command: python,
    args: ['-B', PROBE],
    directory: question.directory,
    environment: startingEnvironment(world.environment),
    timeout: question.limits.total + STARTING,
    signal: world.signal,
    input: JSON.stringify(question),
    answer: { bytes: LARGEST_ANSWER },
  });
  if (!result.ok) {
    return { ok: false, reason: result.reason === 'timeout' ? 'timeout' : 'not-started', message: result.message };
  }
  if (result.answer === undefined) {
    return { ok: false, reason: 'broken', message: `The probe's answer is larger than ${LARGEST_ANSWER} bytes.` };
  }
  if (result.answer === '') {
    const said = result.stderr.trim().split('\n').at(-1) ?? '';
    const reason = said.startsWith('obcms-deploy ') ? 'not-started' : 'broken';
    return {
      ok: false,
      reason,
      message: said === '' ? `The probe ended with status ${result.exitCode} and said nothing.` : said,
    };
  }
  return answerIn(result.answer);
}

/** Beside the source it is a folder of it; the bundle carries a copy, and may be split into a folder of chunks. */
const PROBE = fileURLToPath(
  new URL(/\/chunks\/[^/]+\.js$/.test(import.meta.url) ? '../python/probe.py' : './python/probe.py', import.meta.url),
);
/** What the interpreter may need to start and to end, beside the limit it keeps itself. */
const STARTING = 10_000;
const LARGEST_ANSWER = 48 * 1024 * 1024;

/** Names that decide how programs start, and nothing that a secret can be in. */
const NEEDED = /^(?:PATH|HOME|LANG|LC_[A-Z]+|TMPDIR|VIRTUAL_ENV|PYTHONPATH|SSL_CERT_[A-Z]+)$/;

export function startingEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => {
      return NEEDED.test(entry[0]) && entry[1] !== undefined;
    }),
  );
}

function answerIn(text: string): ProbeReply {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (thrown) {
    return { ok: false, reason: 'broken', message: `The probe's answer is no JSON: ${messageOf(thrown)}` };
  }
  if (!isAnswer(told)) {
    return { ok: false, reason: 'broken', message: "The probe's answer is not of the version that was asked for." };
  }
  return { ok: true, answer: told };
}

/** Our own program wrote it: the version stands for the shape. */
function isAnswer(told: unknown): told is ProbeAnswer {
  return (
    typeof told === 'object' &&
    told !== null &&
    'schema' in told &&
    told.schema === 'obcms-deploy/probe@1' &&
    'evaluations' in told &&
    Array.isArray(told.evaluations)
  );
}
