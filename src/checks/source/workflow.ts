import type { Pair, YAMLMap } from 'yaml';
import { commandsOf } from '../shell/parse.ts';
import type { WorkflowCommand, WorkflowFile } from './facts.ts';

/** Where a job or a step stands: what it inherits, and what it adds. */
interface Scope {
  readonly environment: ReadonlyMap<string, string>;
  readonly tolerated: boolean;
}

/** The `run:` steps of a workflow, or of a composite action, as commands with their environment. */
export async function workflowOf(file: string, text: string): Promise<WorkflowFile> {
  const { parseDocument, LineCounter, isMap, isPair, isScalar, isSeq } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined || !isMap(document.contents))
    return {
      file,
      commands: [],
      problem: error?.message.split('\n')[0] ?? 'it holds no mapping',
      // At the end of a text that is cut off there is no line any more.
      line: Math.min(error?.linePos?.[0].line ?? 1, Math.max(text.trimEnd().split('\n').length, 1)),
    };

  const commands: WorkflowCommand[] = [];
  const root = scopeOf(document.contents, { environment: new Map(), tolerated: false });
  const jobs = document.contents.get('jobs');
  const runs = document.contents.get('runs');
  if (isMap(jobs)) for (const job of jobs.items) await readJob(job);
  if (isMap(runs)) await readSteps(runs, 'runs', root, undefined);
  return { file, commands };

  async function readJob(pair: Pair): Promise<void> {
    const { key, value } = pair;
    if (!isMap(value)) return;
    const environment = value.get('environment');
    const named = isMap(environment) ? environment.get('name') : environment;
    const deployment = typeof named === 'string' && !named.includes('${{') ? named : undefined;
    await readSteps(value, String(isScalar(key) ? key.value : key), scopeOf(value, root), deployment);
  }

  async function readSteps(parent: YAMLMap, job: string, scope: Scope, deployment: string | undefined): Promise<void> {
    const steps = parent.get('steps');
    if (!isSeq(steps)) return;
    for (const step of steps.items) if (isMap(step)) await readStep(step, job, scopeOf(step, scope), deployment);
  }

  async function readStep(step: YAMLMap, job: string, scope: Scope, deployment: string | undefined): Promise<void> {
    const run = step.items.find(item => isPair(item) && isScalar(item.key) && item.key.value === 'run')?.value;
    if (!isScalar(run) || typeof run.value !== 'string') return;
    const shell = step.get('shell');
    if (typeof shell === 'string' && !/^(?:bash|sh)\b/.test(shell)) return;
    const block = run.type === 'BLOCK_LITERAL' || run.type === 'BLOCK_FOLDED';
    const line = lines.linePos(run.range?.[0] ?? 0).line + (block ? 1 : 0);
    const directory = step.get('working-directory');
    const found = await commandsOf(
      run.value,
      { file, line },
      {
        directory: typeof directory === 'string' ? directory : undefined,
        environment: scope.environment,
        shell: 'bash',
      },
    );
    for (const command of found)
      commands.push({
        job,
        command,
        environment: scope.environment,
        place: { file, line: command.line },
        tolerated: scope.tolerated,
        script: run.value,
        ...(deployment === undefined ? {} : { deployment }),
      });
  }

  function scopeOf(map: YAMLMap, outer: Scope): Scope {
    const environment = new Map(outer.environment);
    const own = map.get('env');
    if (isMap(own))
      for (const { key, value } of own.items)
        if (isScalar(key)) environment.set(String(key.value), isScalar(value) ? String(value.value ?? '') : '');
    return { environment, tolerated: outer.tolerated || map.get('continue-on-error') === true };
  }
}
