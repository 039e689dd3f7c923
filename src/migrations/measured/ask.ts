import { fileURLToPath } from 'node:url';
import type { World } from '../../core/world.ts';
import { askProbe, startingEnvironment } from '../../django/probe.ts';
import { NEVER_STUBBED } from '../../django/stubbing.ts';
import type { MeasuredStatement, Step } from '../facts.ts';
import { NotCollected } from '../reasons.ts';
import { matchSteps } from './matching.ts';
import type { MeasureQuestion, TracerAnswer, TracerQuestion } from './question.ts';
import { prepareScratch, type ScratchServer } from './scratch.ts';

export type MeasureWorld = Pick<World, 'processes' | 'environment' | 'signal' | 'database'>;

export interface Measurement {
  readonly statements: readonly MeasuredStatement[];
  /** The server it was measured on. */
  readonly server: ScratchServer;
  readonly tracer: Extract<TracerAnswer, { ok: true }>;
}

/**
 * Applies the pending migrations to a scratch database that was built as it is before the first of them, and tells what each statement did.
 * @throws NotCollected when the database is no scratch one, or the project or its old schema cannot be built there; Cancelled
 */
export async function measure(question: MeasureQuestion, world: MeasureWorld): Promise<Measurement> {
  const server = await prepareScratch(question, world);
  const { directory, root } = question.head;
  const folder = directory === '' ? root : `${root}/${directory}`;
  const settled = question.framework === 'django' ? await settle(question, folder, world) : NOT_ASKED;
  const tracer = await trace(tracerQuestion(question, folder, settled), question.python, world);
  return { statements: matchSteps(question.pending, tracer.statements), server, tracer };
}

const ROWS = 2_000;

function tracerQuestion(question: MeasureQuestion, directory: string, settled: Settled): TracerQuestion {
  const { framework, traceUrl, baseNodes, pending } = question;
  return {
    framework,
    directory,
    ...settled,
    url: traceUrl,
    baseNodes,
    schema: question.schema ?? [],
    rows: question.rows ?? ROWS,
    reader: question.reader ?? true,
    pending: pending.map(({ id, atomic, steps, operations }) => ({
      id,
      atomic,
      texts: [...sqlOf(steps), ...operations.flatMap(({ code }) => [...(code?.tables ?? []), ...(code?.sql ?? [])])],
      steps: steps.flatMap(step => (step.step === 'sql' ? [step.sql] : step.step === 'commit' ? [null] : [])),
    })),
  };
}

function sqlOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(step => (step.step === 'sql' ? [step.sql] : []));
}

type Settled = Pick<TracerQuestion, 'settings' | 'dummies'>;

const NOT_ASKED: Settled = { settings: null, dummies: [] };
const LIMITS = { evaluation: 60_000, total: 120_000 };

/** Which variables the settings cannot do without: the probe finds that out, and the same stand-ins are used here. */
async function settle(question: MeasureQuestion, directory: string, world: MeasureWorld): Promise<Settled> {
  const reply = await askProbe(
    {
      schema: 'obcms-deploy/probe-question@1',
      root: question.head.root,
      directory,
      key: '00',
      stubs: 'never',
      neverStubbed: NEVER_STUBBED,
      missing: 'dummy',
      marks: { patterns: [], words: [] },
      settings: { names: [], prefixes: [] },
      secretNames: 'KEY|SECRET|TOKEN|PASS',
      evaluations: [
        {
          id: 'measured',
          settings: question.settings,
          environment: {},
          variations: false,
          depth: 'settings',
          visits: [],
          celery: [],
        },
      ],
      servers: [],
      limits: LIMITS,
    },
    question.python,
    world,
  );
  if (!reply.ok) throw notLoaded(reply.message);
  const [evaluation] = reply.answer.evaluations;
  if (evaluation === undefined || evaluation.settings === null) {
    throw notLoaded(evaluation?.failure?.message ?? 'the settings say nothing');
  }
  const casts = new Map(evaluation.reads.map(({ name, cast }) => [name, cast]));
  return {
    settings: evaluation.settings.module,
    dummies: evaluation.dummies.map(name => [name, casts.get(name) ?? null] as const),
  };
}

/** Beside the source it is a folder of it; the bundle carries a copy, and may be split into a folder of chunks. */
const TRACER = fileURLToPath(
  new URL(
    /\/chunks\/[^/]+\.js$/.test(import.meta.url) ? '../python/measured.py' : '../../django/python/measured.py',
    import.meta.url,
  ),
);
/** Migrations of years may have to be applied before the first one that matters. */
const LONGEST = 5 * 60_000;
const LARGEST_ANSWER = 48 * 1024 * 1024;

/** One process of the project's Python, on a database that is empty. Throws NotCollected, and Cancelled. */
export async function trace(
  question: TracerQuestion,
  python: string,
  world: Pick<MeasureWorld, 'processes' | 'environment' | 'signal'>,
): Promise<Extract<TracerAnswer, { ok: true }>> {
  const result = await world.processes.run({
    command: python,
    args: ['-B', TRACER],
    directory: question.directory,
    environment: startingEnvironment(world.environment),
    timeout: LONGEST,
    signal: world.signal,
    input: JSON.stringify(question),
    answer: { bytes: LARGEST_ANSWER },
  });
  if (!result.ok) {
    throw new NotCollected(`The migrations could not be measured: ${result.message}.`, {
      reasonCode: result.reason === 'timeout' ? 'timeout' : 'no-interpreter',
    });
  }
  const answer = answerIn(result.answer ?? '');
  if (answer === undefined) throw notLoaded(result.stderr.trim().split('\n').at(-1) ?? '');
  if (!answer.ok) throw REFUSALS[answer.reason](answer.message);
  return answer;
}

/** Our own program wrote it: the version stands for the shape. */
function answerIn(text: string): TracerAnswer | undefined {
  try {
    const told: TracerAnswer = JSON.parse(text);
    return told.schema === 'obcms-deploy/measured@1' ? told : undefined;
  } catch {
    // What it said on the way tells more than that this is no JSON.
    return undefined;
  }
}

type Reason = Extract<TracerAnswer, { ok: false }>['reason'];

const REFUSALS: Readonly<Record<Reason, (message: string) => NotCollected>> = {
  driver: message =>
    new NotCollected(`The migrations could not be measured: ${message}.`, {
      reasonCode: 'not-installed',
      remedy: 'Install psycopg beside the project: pip install "psycopg[binary]".',
    }),
  connection: message =>
    new NotCollected(`The project's driver does not reach the scratch database: ${message}`, {
      reasonCode: 'database-unreadable',
    }),
  project: message => notLoaded(message),
  base: message =>
    new NotCollected(`The schema of the running release could not be built on the scratch database: ${message}`, {
      reasonCode: 'database-unreadable',
      remedy:
        'Give a scratch database on which the whole history of migrations applies: with the extensions it needs, and a role that may create them.',
    }),
};

function notLoaded(message: string): NotCollected {
  return new NotCollected(`The project did not load to measure its migrations: ${message}`, {
    reasonCode: 'import-failed',
  });
}
