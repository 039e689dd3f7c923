import type { EvaluationAnswer } from './answer.ts';

/** One evaluation of the settings, with what it stands for. */
export interface DjangoEvaluation {
  /** Titles of the services that run with it: `docker-compose.prod.yml: web`; `['the given environment']` when there are none. */
  readonly services: readonly string[];
  /** The settings module that was asked for; undefined: the project's own default. */
  readonly module: string | undefined;
  /** Names in its environment, beside those of the operating system. */
  readonly variables: ReadonlySet<string>;
  readonly answer: EvaluationAnswer;
}
