import { joinPath } from '../shell/path.ts';
import { shellOfImage } from '../shell/shells.ts';
import { expand, pairsOf, wordsOf } from './expansion.ts';
import type { Assigned, CommandForm, Copied, Healthcheck, Instruction, Located, Stage } from './facts.ts';
import { formOf } from './form.ts';
import { healthOf } from './health.ts';
import { imageName } from './image.ts';
import type { Written } from './instructions.ts';

/** A RUN as read, before its commands are: where and as whom it runs. */
export interface WrittenRun {
  readonly written: Written;
  readonly user: string;
  readonly directory: string;
  readonly environment: ReadonlyMap<string, string>;
  /** What SHELL says; undefined for `/bin/sh -c`. */
  readonly shell: readonly string[] | undefined;
  readonly copies: readonly Copied[];
}

/** A stage while its instructions are gone through. */
export interface Draft extends Omit<Stage, 'runs' | 'healthCommands'> {
  readonly instructions: Instruction[];
  readonly environment: Map<string, Located<string>>;
  readonly arguments: Map<string, Located<string | undefined>>;
  readonly exposed: Located<string>[];
  readonly copies: Copied[];
  readonly assigned: Assigned[];
  readonly writtenRuns: WrittenRun[];
  user: Located<string> | undefined;
  workdir: string;
  entrypoint: Located<CommandForm> | undefined;
  command: Located<CommandForm> | undefined;
  healthcheck: Located<Healthcheck | 'none'> | undefined;
  stopSignal: Located<string> | undefined;
  shell: readonly string[] | undefined;
}

/** What a stage begins with: its base, and what it inherits from a stage of the same file. */
export function newStage(given: {
  readonly name: string;
  readonly line: number;
  readonly image: string;
  readonly parent: Draft | undefined;
}): Draft {
  const { name, line, image, parent } = given;
  return {
    name,
    line,
    from: { image, stage: parent?.name, line },
    base: parent?.base ?? imageName(image),
    chain: [...(parent?.chain ?? []), name],
    instructions: [...(parent?.instructions ?? [])],
    user: parent?.user,
    workdir: parent?.workdir ?? '/',
    environment: new Map(parent?.environment),
    arguments: new Map(parent?.arguments),
    assigned: [...(parent?.assigned ?? [])],
    entrypoint: parent?.entrypoint,
    command: parent?.command,
    healthcheck: parent?.healthcheck,
    exposed: [...(parent?.exposed ?? [])],
    stopSignal: parent?.stopSignal,
    copies: [...(parent?.copies ?? [])],
    writtenRuns: [...(parent?.writtenRuns ?? [])],
    shell: parent?.shell,
  };
}

/** ARG before the first FROM, and what the build gives. */
export interface BuildArguments {
  readonly global: ReadonlyMap<string, string | undefined>;
  readonly given: ReadonlyMap<string, string>;
}

type Step = (stage: Draft, written: Written, at: { readonly file: string; readonly build: BuildArguments }) => void;

/** Lets one instruction change its stage. */
export const STEPS: Readonly<Record<string, Step>> = {
  ARG: (stage, written, { build }) => {
    for (const { name, value, written: text } of pairsOf(written.text, variablesOf(stage))) {
      const effective = build.given.get(name) ?? value ?? build.global.get(name);
      stage.arguments.set(name, { value: effective, line: written.line });
      stage.assigned.push({ keyword: 'ARG', name, value: effective, written: text, line: written.line });
    }
  },
  ENV: (stage, written) => {
    // All of one instruction are expanded with what was set before it.
    for (const { name, value, written: text } of pairsOf(written.text, variablesOf(stage))) {
      stage.environment.set(name, { value: value ?? '', line: written.line });
      stage.assigned.push({ keyword: 'ENV', name, value, written: text, line: written.line });
    }
  },
  WORKDIR: (stage, written) => {
    stage.workdir = joinPath(stage.workdir, expand(written.text, variablesOf(stage))) ?? stage.workdir;
  },
  USER: (stage, written) => {
    stage.user = { value: expand(written.text, variablesOf(stage)), line: written.line };
  },
  EXPOSE: (stage, written) => {
    for (const value of wordsOf(written.text, variablesOf(stage))) stage.exposed.push({ value, line: written.line });
  },
  STOPSIGNAL: (stage, written) => {
    stage.stopSignal = { value: expand(written.text, variablesOf(stage)), line: written.line };
  },
  SHELL: (stage, written) => {
    const form = formOf(written.text);
    if (form.form === 'exec' && form.words.length > 0) stage.shell = form.words;
  },
  ENTRYPOINT: (stage, written) => {
    stage.entrypoint = { value: shellForm(stage, formOf(written.text)), line: written.line };
    // What a base image says in CMD is meant for that image's own entrypoint, and Docker drops it.
    const own = stage.instructions.some(({ keyword, stage: name }) => keyword === 'CMD' && name === stage.name);
    if (!own) stage.command = undefined;
  },
  CMD: (stage, written) => {
    stage.command = { value: shellForm(stage, formOf(written.text)), line: written.line };
  },
  HEALTHCHECK: (stage, written, { file }) => {
    const value = healthOf(written, file);
    if (value !== undefined) stage.healthcheck = { value, line: written.line };
  },
  COPY: (stage, written) => copy(stage, written, 'COPY'),
  ADD: (stage, written) => copy(stage, written, 'ADD'),
  RUN: (stage, written) => {
    stage.writtenRuns.push({
      written,
      user: stage.user?.value ?? 'root',
      directory: stage.workdir,
      environment: new Map(
        [...variablesOf(stage)].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      ),
      shell: stage.shell,
      copies: stage.copies.slice(),
    });
  },
};

/** What an instruction of this stage sees; ENV hides ARG of the same name. */
export function variablesOf(stage: Draft): ReadonlyMap<string, string | undefined> {
  return new Map([
    ...[...stage.arguments].map(([name, { value }]) => [name, value] as const),
    ...[...stage.environment].map(([name, { value }]) => [name, value] as const),
  ]);
}

/** With another SHELL the shell form is an exec form of that shell. */
function shellForm({ shell }: Draft, form: CommandForm): CommandForm {
  if (form.form === 'exec' || shell === undefined) return form;
  return { form: 'exec', words: [...shell, form.text] };
}

function copy(stage: Draft, written: Written, keyword: Copied['keyword']): void {
  const variables = variablesOf(stage);
  const form = formOf(written.text);
  const words =
    form.form === 'exec'
      ? form.words.map(word => expand(word, variables))
      : wordsOf(written.text.split('\n')[0] ?? '', variables);
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return;
  const flag = (name: string) => written.flags.find(each => each.name === name)?.value;
  const paths = words.slice(0, -1).filter(path => !path.startsWith('<<'));
  const from = flag('from');
  stage.copies.push({
    keyword,
    line: written.line,
    from: from === undefined ? undefined : expand(from, variables).toLowerCase(),
    paths,
    target: joinPath(stage.workdir, target) ?? target,
    intoFolder: /(?:^|\/)\.?\/?$/.test(target) || target.endsWith('/') || target === '.' || paths.length > 1,
    owner: flag('chown'),
    mode: flag('chmod'),
    checked: flag('checksum') !== undefined,
  });
}

/** Which shell runs this stage's `sh`. */
export function shellOf(
  stage: Pick<Stage, 'base'>,
  shell: readonly string[] | undefined,
): ReturnType<typeof shellOfImage> {
  const named = shell?.[0] ?? '';
  if (/bash$/.test(named)) return 'bash';
  return /(?:^|\/)ash$/.test(named) ? 'ash' : shellOfImage(stage.base.text);
}
