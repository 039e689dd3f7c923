import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ALL_PACKAGES } from '../../../lab/projects/index.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import { MARKS } from '../../../src/checks/secrets/marks.ts';
import { SECRET_NAMES } from '../../../src/checks/secrets/names.ts';
import { WANTED_SETTINGS } from '../../../src/checks/settings/wanted.ts';
import { systemProcesses } from '../../../src/core/process.ts';
import type { EvaluationAnswer, ProbeAnswer, SettingAnswer } from '../../../src/django/answer.ts';
import { askProbe, type ProbeReply } from '../../../src/django/probe.ts';
import type { EvaluationQuestion, ProbeQuestion } from '../../../src/django/question.ts';
import { NEVER_STUBBED } from '../../../src/django/stubbing.ts';

export type Files = Readonly<Record<string, string>>;

export interface Asked {
  readonly files: Files;
  readonly environment?: Readonly<Record<string, string>>;
  readonly evaluation?: Partial<EvaluationQuestion>;
  readonly question?: Partial<ProbeQuestion>;
  /** Of the probe's own process. */
  readonly around?: Readonly<Record<string, string>>;
  readonly python?: string;
}

/** Enough for `django.setup()` and the checks. */
export const BARE = `SECRET_KEY = "kq8Vz3mXr9Ktw5wJc2Hy8BfN6Np4LdG1Gs0RvTxWk3Mz7Qb9Yh5Cj2"
ROOT_URLCONF = "urls"
USE_TZ = True
`;

/** A project in a folder of its own, its settings in `settings.py`; gone when `use` is done. */
export async function withProject<Value>(files: Files, use: (root: string) => Promise<Value>): Promise<Value> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'probed-')));
  for (const [path, text] of Object.entries({ 'urls.py': 'urlpatterns = []\n', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  try {
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export function questionOf(root: string, asked: Asked): ProbeQuestion {
  return {
    schema: 'obcms-deploy/probe-question@1',
    neverStubbed: NEVER_STUBBED,
    root,
    directory: root,
    key: 'ab'.repeat(32),
    stubs: 'never',
    missing: 'fail',
    marks: MARKS,
    settings: WANTED_SETTINGS,
    secretNames: SECRET_NAMES,
    evaluations: [
      {
        id: 'only',
        settings: 'settings',
        environment: asked.environment ?? {},
        variations: false,
        depth: 'settings',
        visits: [],
        celery: [],
        ...asked.evaluation,
      },
    ],
    servers: [],
    limits: { evaluation: 15_000, total: 40_000 },
    ...asked.question,
  };
}

export async function replyTo(asked: Asked): Promise<ProbeReply> {
  const python = asked.python ?? (await provisionPython()).python;
  return withProject(asked.files, root =>
    askProbe(questionOf(root, asked), python, {
      processes: systemProcesses,
      environment: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...asked.around },
      signal: new AbortController().signal,
    }),
  );
}

export async function answerTo(asked: Asked): Promise<ProbeAnswer> {
  const reply = await replyTo(asked);
  if (!reply.ok) throw new Error(`${reply.reason}: ${reply.message}`);
  return reply.answer;
}

/** A Python with python-decouple, pydantic-settings and dj-database-url: what the foreign projects import. */
export async function readersPython(): Promise<string> {
  return (await provisionPython({ requirements: ALL_PACKAGES })).python;
}

/** The first evaluation of the answer. */
export async function evaluate(asked: Asked): Promise<EvaluationAnswer> {
  const [evaluation] = (await answerTo(asked)).evaluations;
  if (evaluation === undefined) throw new Error('no evaluation was answered');
  return evaluation;
}

/** Evaluates a text as `settings.py`. */
export function settle(text: string, asked: Omit<Asked, 'files'> & { readonly files?: Files } = {}) {
  return evaluate({ ...asked, files: { 'settings.py': text, ...asked.files } });
}

export function settingOf(evaluation: EvaluationAnswer, name: string): SettingAnswer {
  const found = evaluation.settings?.values[name];
  if (found === undefined) throw new Error(`${name} is not told: ${JSON.stringify(evaluation.failure)}`);
  return found;
}

export const toldValue = (evaluation: EvaluationAnswer, name: string) => settingOf(evaluation, name).value;

/** `settings.py:3` */
export function placeOf(evaluation: EvaluationAnswer, name: string): string | null {
  const { place } = settingOf(evaluation, name);
  return place === null ? null : `${place.file}:${place.line}`;
}
