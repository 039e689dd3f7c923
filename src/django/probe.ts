import { fileURLToPath } from 'node:url';
import { messageOf } from '../core/errors.ts';
import type { Processes, ProcessResult } from '../core/process.ts';
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
  return replyOf(
    await world.processes.run({
      ...starting(question.directory, python, world),
      args: ['-B', PROBE],
      timeout: question.limits.total + STARTING,
      input: JSON.stringify(question),
    }),
  );
}

/** A probe that has started and loaded what it needs, before its question is known. */
export interface ReadyProbe {
  /** Once; throws as `askProbe`. The question's root and folder are those it was begun with. */
  ask(question: ProbeQuestion): Promise<ProbeReply>;
  /** Ends it when there is nothing to ask; without effect after the question. */
  dismiss(): void;
}

/** Begins a probe for a question of the depth `migrations`: starting Python and loading Django takes as long as finding out what to ask. */
export function readyProbe(
  { root, directory }: Pick<ProbeQuestion, 'root' | 'directory'>,
  python: string,
  world: ProbeWorld,
): ReadyProbe {
  const { promise: input, resolve, reject } = Promise.withResolvers<string>();
  const running = world.processes.run({
    ...starting(directory, python, world),
    args: ['-B', PROBE, root],
    timeout: WAITING,
    input,
  });
  // Whoever asks is told; when nobody does, nobody is missing anything.
  running.catch(() => undefined);
  input.catch(() => undefined);
  return {
    async ask(question) {
      resolve(JSON.stringify(question));
      return replyOf(await running);
    },
    dismiss: () => reject(new Error('There is no question.')),
  };
}

function starting(directory: string, command: string, { environment, signal }: ProbeWorld) {
  return {
    command,
    directory,
    environment: startingEnvironment(environment),
    signal,
    answer: { bytes: LARGEST_ANSWER },
  };
}

function replyOf(result: ProcessResult): ProbeReply {
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
/** The probe keeps the limits of its question itself; this one also covers what goes before the question. */
const WAITING = 400_000;
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
