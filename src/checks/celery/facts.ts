import type { Place } from '../../core/findings.ts';
import type { CeleryAnswer } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Service } from '../services/facts.ts';

/** One Celery program as it would run. */
export interface CeleryFacts {
  readonly program: 'worker' | 'beat' | 'flower' | 'other';
  readonly service: Service | undefined;
  readonly place: Place;
  /** Folder it starts in, absolute in the container; undefined when unknown. */
  readonly directory: string | undefined;
  /** What follows `-A`; undefined when nothing names an app. */
  readonly target: string | undefined;
  /** Options of the command line, long names: `concurrency`, `time-limit`, `pool`, `schedule`. Switches are `true`. */
  readonly options: ReadonlyMap<string, string>;
  /** `worker`, `multi`: the word that says what runs; undefined without one. */
  readonly command: string | undefined;
  /** `-A` stands after that word, where Celery 5 and later refuses it. */
  readonly targetLate: boolean;
  /** What importing the target in the project's Python gave; undefined when it was not asked. */
  readonly answer: CeleryAnswer | undefined;
  /** The settings it runs with. */
  readonly evaluation: DjangoEvaluation | undefined;
}
