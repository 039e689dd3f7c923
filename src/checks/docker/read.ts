import type { Repository } from '../../core/repository.ts';
import type { ComposeBuild } from '../compose/facts.ts';
import { readCheckout } from './checkout.ts';
import { expand, pairsOf } from './expansion.ts';
import type { Checkout, Dockerfile, Run, Stage } from './facts.ts';
import { findDockerfiles } from './find.ts';
import { readIgnore } from './ignore.ts';
import { readInstructions, type Written } from './instructions.ts';
import { readHealth, readRun } from './runs.ts';
import { type BuildArguments, type Draft, newStage, STEPS, type WrittenRun } from './stage.ts';

/** More stages than any file of a person has. */
const MOST_STAGES = 200;

/**
 * The Dockerfiles of a repository: those that these globs name, else those that Compose builds or that lie where Dockerfiles lie. A file that Compose builds
 * from two contexts comes once, with the first.
 */
export async function readDockerfiles(
  repository: Repository,
  asked: readonly string[],
  builds: readonly ComposeBuild[],
): Promise<readonly Dockerfile[]> {
  const found = await findDockerfiles(repository, asked, builds);
  const files: Dockerfile[] = [];
  const checkout = await readCheckout(repository);
  for (const { file, context, targets, args } of found) {
    const text = await repository.read(file);
    if (text !== undefined)
      files.push(await readDockerfile(repository, { file, context, targets, args, text, checkout }));
  }
  return files;
}

async function readDockerfile(
  repository: Repository,
  given: {
    readonly file: string;
    readonly context: string;
    readonly targets: readonly string[];
    readonly args: ReadonlyMap<string, string>;
    readonly text: string;
    readonly checkout: Checkout;
  },
): Promise<Dockerfile> {
  const { file, context } = given;
  const { instructions, problem } = await readInstructions(given.text);
  const { drafts, problems } = goThrough(instructions, given);
  const stages: Stage[] = [];
  // A stage inherits the RUNs of another: each is read once.
  const runs = new Map<WrittenRun, Run>();
  for (const draft of drafts) {
    const { writtenRuns, shell: _, ...stage } = draft;
    for (const run of writtenRuns)
      if (!runs.has(run))
        runs.set(run, await readRun(run, draft, { file, repository, dockerfile: { context, stages: drafts } }));
    stages.push({
      ...stage,
      runs: writtenRuns.flatMap(run => runs.get(run) ?? []),
      healthCommands: await readHealth(draft, file),
    });
  }
  const last = drafts.at(-1);
  return {
    file,
    context,
    targets: given.targets.length > 0 || last === undefined ? given.targets : [last.name],
    stages,
    problems: [...(problem === undefined ? [] : [{ line: 1, message: problem }]), ...problems],
    ignore: await readIgnore(repository, file, context),
    checkout: given.checkout,
  };
}

function goThrough(
  instructions: readonly Written[],
  { file, args }: { readonly file: string; readonly args: ReadonlyMap<string, string> },
): { readonly drafts: readonly Draft[]; readonly problems: Dockerfile['problems'] } {
  const drafts: Draft[] = [];
  const problems: { line: number; message: string }[] = [];
  const global = new Map<string, string | undefined>();
  const build: BuildArguments = { global, given: args };
  for (const written of instructions) {
    const { keyword, line } = written;
    const stage = drafts.at(-1);
    if (keyword === 'FROM') {
      if (drafts.length >= MOST_STAGES) {
        problems.push({ line, message: `more than ${MOST_STAGES} stages: the rest is not read` });
        break;
      }
      drafts.push(begin(written, drafts, global));
    } else if (stage === undefined) {
      if (keyword === 'ARG')
        for (const { name, value } of pairsOf(written.text, global)) global.set(name, args.get(name) ?? value);
      else problems.push({ line, message: `${keyword.slice(0, 40)} stands before the first FROM` });
    } else if (KNOWN.has(keyword)) {
      STEPS[keyword]?.(stage, written, { file, build });
      stage.instructions.push({ keyword, text: written.text, line, stage: stage.name });
    } else problems.push({ line, message: `"${keyword.slice(0, 40)}" is no instruction` });
  }
  return { drafts, problems };
}

const KNOWN = new Set([...Object.keys(STEPS), 'LABEL', 'MAINTAINER', 'ONBUILD', 'VOLUME']);

function begin(written: Written, drafts: readonly Draft[], global: ReadonlyMap<string, string | undefined>): Draft {
  const [image = '', , alias] = written.text.split(/\s+/);
  const named = expand(image, global);
  const parent = drafts.find(({ name }) => name === named.toLowerCase());
  const called = /\sas\s/i.test(written.text) ? alias?.toLowerCase() : undefined;
  // A name that is taken already leads to the first stage of that name.
  const isNew = called !== undefined && !drafts.some(each => each.name === called);
  const name = isNew ? called : String(drafts.length);
  const stage = newStage({ name, line: written.line, image: named, parent });
  stage.instructions.push({ keyword: 'FROM', text: written.text, line: written.line, stage: name });
  return stage;
}
