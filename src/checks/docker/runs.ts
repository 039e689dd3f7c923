import type { Repository } from '../../core/repository.ts';
import type { Command } from '../shell/facts.ts';
import { commandsOf } from '../shell/parse.ts';
import { readerFor } from '../shell/start.ts';
import type { Dockerfile, Run } from './facts.ts';
import { formOf } from './form.ts';
import { sourcesOf } from './sources.ts';
import { type Draft, shellOf, type WrittenRun } from './stage.ts';

interface RunPlace {
  readonly file: string;
  readonly repository: Repository;
  readonly dockerfile: Pick<Dockerfile, 'context'> & { readonly stages: readonly Draft[] };
}

/** A RUN as its commands: shell form, exec form or heredocs, with the scripts of the repository that it calls. */
export async function readRun(run: WrittenRun, stage: Draft, place: RunPlace): Promise<Run> {
  const { written, user, directory, environment } = run;
  const form = formOf(written.text);
  return {
    line: written.line,
    user,
    directory,
    environment,
    text: form.form === 'exec' ? form.words.join(' ') : written.shell,
    mounts: written.flags.filter(({ name }) => name === 'mount').map(({ value }) => value ?? ''),
    commands: await commandsIn(run, stage, place),
  };
}

/** What a HEALTHCHECK starts. Docker asks it in WORKDIR, with the image's variables. */
export async function readHealth(stage: Draft, file: string): Promise<readonly Command[]> {
  const { healthcheck } = stage;
  if (healthcheck === undefined || healthcheck.value === 'none') return [];
  const { test, place } = healthcheck.value;
  const text = test.form === 'exec' ? test.words.map(quote).join(' ') : test.text;
  const environment = new Map([...stage.environment].map(([name, { value }]) => [name, value] as const));
  return commandsOf(
    text,
    { file, line: place.line },
    { directory: stage.workdir, environment, shell: shellOf(stage, stage.shell) },
  );
}

async function commandsIn(
  run: WrittenRun,
  stage: Draft,
  { file, repository, dockerfile }: RunPlace,
): Promise<readonly Command[]> {
  const { written, directory, environment } = run;
  const copied = { name: stage.name, copies: run.copies };
  const scope = {
    directory,
    environment,
    shell: shellOf(stage, run.shell),
    read: readerFor({ repository, sources: sourcesOf(copied, dockerfile), path: environment.get('PATH') }),
  };
  const form = formOf(written.text);
  if (form.form === 'exec') return commandsOf(form.words.map(quote).join(' '), { file, line: written.line }, scope);
  const bodies = scriptsIn(written);
  if (bodies === undefined) return commandsOf(written.shell, { file, line: written.shellLine }, scope);
  const commands: Command[] = [];
  for (const { body, line } of bodies) commands.push(...(await commandsOf(body, { file, line }, scope)));
  return commands;
}

/** `RUN <<EOF` runs the text that follows; before another word (`cat <<EOF`) it is only that program's input. */
function scriptsIn(
  written: WrittenRun['written'],
): readonly { readonly body: string; readonly line: number }[] | undefined {
  if (written.heredocs.length === 0) return undefined;
  const rest = written.text.replace(/<<-?\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)/g, '').trim();
  if (rest !== '' && !/^(?:\/bin\/)?(?:ba|da|a)?sh(?:\s+-[a-z]+)*$/.test(rest)) return undefined;
  return written.heredocs.filter(({ body }) => !/^#!(?!.*sh\b)/.test(body));
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
