import type { VariableRead } from '../../django/answer.ts';
import type { Project } from '../project.ts';

/** What the settings ask of the environment, over all evaluations. */
export interface Asked {
  readonly reads: ReadonlyMap<string, VariableRead>;
  /** Names without which the settings refuse to load. */
  readonly required: ReadonlySet<string>;
  /** Every evaluation came to its end, so that a name that is not among `reads` is not read. */
  readonly complete: boolean;
}

export function askedBy({ evaluations }: Project): Asked {
  const reads = new Map<string, VariableRead>();
  const required = new Set<string>();
  let varied = false;
  const decided = new Set<string>();
  for (const { answer } of evaluations) {
    for (const read of answer.reads) if (reads.get(read.name)?.cast == null) reads.set(read.name, read);
    for (const name of answer.dummies) required.add(name);
    if (answer.failure?.kind === 'variable-missing' && answer.failure.name !== null) required.add(answer.failure.name);
    for (const { variable, change, end } of answer.variations) {
      varied = true;
      decided.add(variable);
      if (change === 'absent' && end === 'closed') required.add(variable);
    }
  }
  // The probe takes away every name that has a default; one it did not take away has none.
  if (varied) for (const { name, present } of reads.values()) if (present && !decided.has(name)) required.add(name);
  // manage.py and wsgi.py have a default for it, or Django itself says that there is none.
  required.delete('DJANGO_SETTINGS_MODULE');
  const complete =
    evaluations.length > 0 && reads.size > 0 && evaluations.every(({ answer }) => answer.settings !== null);
  return { reads, required, complete };
}

/** Settings were evaluated, so that their own rules judge what the values came to. */
export function isEvaluated({ evaluations }: Project): boolean {
  return evaluations.some(({ answer }) => answer.settings !== null);
}
