import type { CeleryAnswer } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import { baseName } from '../paths.ts';
import { type CommandLine, readOptions } from '../server/command-line.ts';
import { filledIn } from '../server/fill-in.ts';
import { moduleOf, withoutStarters } from '../server/programs.ts';
import type { Service } from '../services/facts.ts';
import type { Command } from '../shell/facts.ts';
import type { CeleryFacts } from './facts.ts';
import { BEAT_OPTIONS, FLOWER_OPTIONS, GLOBAL_OPTIONS, WORKER_OPTIONS } from './options.ts';

/** What the services give to `celery -A`: to be imported in the project's Python. */
export function celeryTargets(services: readonly Service[]): readonly string[] {
  return [...new Set(startsOf(services).flatMap(({ target }) => target ?? []))];
}

/** Every Celery program the services start, with what importing its app gave in the evaluation the service belongs to. */
export async function readCelery(
  services: readonly Service[],
  evaluations: readonly DjangoEvaluation[],
): Promise<readonly CeleryFacts[]> {
  return startsOf(services).map(start => {
    const evaluation = evaluations.find(({ services: titles }) => titles.includes(start.service?.title ?? ''));
    return { ...start, evaluation, answer: answerFor(start.target, evaluation, evaluations) };
  });
}

function answerFor(
  target: string | undefined,
  own: DjangoEvaluation | undefined,
  evaluations: readonly DjangoEvaluation[],
): CeleryAnswer | undefined {
  if (target === undefined) return undefined;
  // A service whose settings were evaluated has its own answer or none.
  const asked = own === undefined ? evaluations : [own];
  return asked.flatMap(({ answer }) => answer.celery).find(answer => answer.target === target);
}

type Started = Omit<CeleryFacts, 'answer' | 'evaluation'>;

function startsOf(services: readonly Service[]): readonly Started[] {
  return services.flatMap(service => {
    const starts = service.start.commands.flatMap(command => {
      const words = celeryWords(command);
      return words === undefined
        ? []
        : [{ sure: command.conditional !== true, start: startOf(words, command, service) }];
    });
    const sure = starts.filter(found => found.sure);
    return (sure.length > 0 ? sure : starts).map(({ start }) => start);
  });
}

/** The words after `celery`, also as `python -m celery`; undefined for any other program. */
export function celeryWords({ words }: Pick<Command, 'words'>): readonly string[] | undefined {
  const [program, ...rest] = withoutStarters(words);
  if (program === undefined) return undefined;
  if (baseName(program) === 'celery') return rest;
  const module = moduleOf(program, rest);
  return module?.name === 'celery' ? module.words : undefined;
}

function startOf(words: readonly string[], command: Command, service: Service): Started {
  const before = readOptions(words, GLOBAL_OPTIONS, { start: 'first' });
  const [named, ...rest] = before.positional;
  const program = named === 'worker' || named === 'beat' || named === 'flower' ? named : 'other';
  const table = { worker: WORKER_OPTIONS, beat: BEAT_OPTIONS, flower: FLOWER_OPTIONS, other: GLOBAL_OPTIONS }[program];
  const after = readOptions(rest, table);
  const options = new Map([...textsOf(before, service), ...textsOf(after, service)]);
  const target = options.get('app');
  return {
    program,
    service,
    place: { file: command.file, line: command.line },
    directory: command.directory,
    target: target?.includes('$') === true ? undefined : target,
    options,
    command: named,
    targetLate: after.options.has('app') && !before.options.has('app') && program !== 'other',
  };
}

/** What is not known keeps its `$`. */
function textsOf(line: CommandLine, service: Service): readonly (readonly [string, string])[] {
  return [...line.options].map(([name, value]) => {
    if (typeof value === 'boolean') return [name, String(value)];
    const text = typeof value === 'string' ? value : value.join(',');
    return [name, filledIn(text, service.environment) ?? text];
  });
}
