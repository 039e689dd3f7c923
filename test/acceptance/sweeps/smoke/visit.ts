import type { RecordedRequest } from '../../../../lab/faults/index.ts';
import type { Hall, Way } from './hall.ts';
import type { Scenario } from './scenarios.ts';
import { type Trial, type TrialOptions, tryOut } from './trial.ts';
import { complaints, silentLeftovers, untruths } from './truth.ts';

let cases = 0;

/** Of one run, and part of every name that it makes on the site. */
export function newTag(): string {
  cases += 1;
  return `t${cases}x`;
}

export interface Visitor {
  readonly origin: string;
  readonly tag: string;
  readonly options?: Partial<Omit<TrialOptions, 'suite' | 'inputs'>>;
}

/** A scenario over one of the ways of the hall. */
export function visit(
  hall: Hall,
  way: Way,
  scenario: Scenario,
  { origin, tag, options = {} }: Visitor,
): Promise<Trial> {
  const { user, password } = hall.sites.credentials;
  return tryOut({
    suite: scenario.suite,
    inputs: {
      'base-url': origin,
      'http-url': way.httpOrigin,
      'ca-file': hall.caFile,
      variables: `tag=${tag}`,
    },
    env: { SMOKE_USER: user, SMOKE_PASSWORD: password },
    secrets: [password],
    ...options,
  });
}

export interface GoodRun {
  /** That reached the proxy before the application. */
  readonly requests: readonly RecordedRequest[];
  /** Of the line before the edge; 0 when the visitor did not use it. */
  readonly connections: number;
}

/** Throws unless the undisturbed run passes and leaves nothing behind. */
export async function goodRun(hall: Hall, scenario: Scenario, through: 'edge' | 'line' = 'edge'): Promise<GoodRun> {
  const way = await hall.way();
  const tag = newTag();
  try {
    const trial = await visit(hall, way, scenario, { origin: through === 'edge' ? way.origin : way.lineOrigin, tag });
    const wrong = [...untruths(trial), ...(await silentLeftovers(hall, tag, trial))];
    if (trial.ended !== 'passed/works' || wrong.length > 0)
      throw new Error(
        `The good run of "${scenario.name}" ended ${trial.ended}: ${complaints(trial)} ${wrong.join('; ')}`,
      );
    return { requests: [...way.faults.requests], connections: way.line.connections };
  } finally {
    await way.stop();
  }
}
