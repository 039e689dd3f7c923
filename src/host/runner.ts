import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { endGroup, error, info, notice, saveState, setOutput, setSecret, startGroup, warning } from '@actions/core';
import { Redactor } from '../core/redaction.ts';
import { cut, indentedLines, withoutCommands } from '../core/text.ts';
import type { Annotation, Host, RunContext } from '../core/world.ts';
import { asProperties } from './annotations.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner keeps 1 MiB of summary a step and drops the whole of a larger one. */
const SUMMARY_LIMIT = 1_000_000;
/** The runner keeps ten annotations of each level a step. */
const MOST_ANNOTATIONS = 10;
const LONGEST_MESSAGE = 4_000;
const PROGRESS_EVERY = 15_000;
/** Durations in words, as `inWords` writes them. */
const TIMES = /\d+ (?:s|min|h|d)\b/g;

/** A step of a GitHub workflow: workflow commands on stdout, command files for outputs, state and summary. */
export function runnerHost(environment: Environment): Host {
  const redactor = new Redactor();
  const printed = new Map<string, number>();
  const print = (text: string) => info(withoutCommands(redactor.line(text)));
  let lastProgress = { words: '', at: 0 };
  return {
    kind: 'runner',
    context: runContext(environment),
    mask(secret) {
      for (const value of redactor.learn(secret)) setSecret(value);
    },
    redact: text => redactor.redact(text),
    redactJson: value => redactor.json(value),
    line: print,
    progress(text) {
      // A log cannot be overwritten: the same words with another time are worth a line every few seconds only.
      const words = text.replace(TIMES, '');
      const now = performance.now();
      if (words === lastProgress.words && now - lastProgress.at < PROGRESS_EVERY) return;
      lastProgress = { words, at: now };
      print(text);
    },
    async chapter(title, body) {
      startGroup(withoutCommands(redactor.line(title, 200)));
      try {
        return await body();
      } finally {
        endGroup();
      }
    },
    annotate(annotation) {
      const already = printed.get(annotation.level) ?? 0;
      printed.set(annotation.level, already + 1);
      if (already < MOST_ANNOTATIONS) annotate(annotation, redactor);
      else print(`${annotation.title}: ${annotation.message}`);
    },
    output: (name, value, safe) => setOutput(name, safe === undefined ? redactor.redact(value) : value),
    summary(markdown) {
      const file = environment['GITHUB_STEP_SUMMARY'];
      // Appended by hand: the toolkit's summary only writes when awaited, and a cancelled step may not get that far.
      if (file) appendFileSync(file, `${cutBytes(redactor.redact(markdown), SUMMARY_LIMIT)}\n`);
    },
    state: (name, value) => saveState(name, value),
    async report(name, content) {
      const folder = environment['RUNNER_TEMP'] ?? tmpdir();
      return writeReport(
        join(folder, 'obcms-deploy', 'report-'),
        name,
        JSON.stringify(redactor.json(content), null, 2),
      );
    },
  };
}

const ISSUE = { error, warning, notice } as const;

function annotate(annotation: Annotation, redactor: Redactor): void {
  const lines = indentedLines(redactor.redact(annotation.message));
  const message = cut(redactor.redact(lines.join('\n')), LONGEST_MESSAGE);
  ISSUE[annotation.level](message, asProperties({ ...annotation, title: redactor.line(annotation.title, 200) }));
}

/** The limit counts bytes, and most of the world's letters have two or three. */
function cutBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limit) return text;
  return `${bytes
    .subarray(0, limit)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}\n\n(cut)`;
}

/** Each report in a folder of its own: an action may run several times in a job, and earlier evidence must stay as it was. */
export async function writeReport(prefix: string, name: string, text: string): Promise<string> {
  await mkdir(dirname(prefix), { recursive: true });
  const path = join(await mkdtemp(prefix), name);
  await writeFile(path, `${text}\n`, { mode: 0o600 });
  return path;
}

export function runContext(environment: Environment): RunContext {
  const value = (name: string) => environment[name] || undefined;
  return {
    repository: value('GITHUB_REPOSITORY'),
    githubApi: value('GITHUB_API_URL') ?? 'https://api.github.com',
    githubServer: value('GITHUB_SERVER_URL') ?? 'https://github.com',
    workspace: value('GITHUB_WORKSPACE') ?? process.cwd(),
  };
}
