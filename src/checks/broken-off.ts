import type { Failure } from '../django/answer.ts';
import type { Judged } from './judge.ts';
import type { Family } from './profile.ts';
import type { Project, Unjudged } from './project.ts';
import { saysItDoesNotStart } from './verdict.ts';

const RESTS_ON_SETTINGS: readonly Family[] = ['django', 'settings'];

/**
 * What broke off without a finding that says so. Pure.
 * @param findings neither ignored nor known: what is passed over does not make seen what was not
 */
export function brokenOff(
  project: Pick<Project, 'evaluations' | 'given' | 'unjudged'>,
  findings: readonly Pick<Judged, 'rule'>[],
): readonly Unjudged[] {
  const failure = project.evaluations[0]?.answer.failure;
  if (failure == null || findings.some(({ rule }) => saysItDoesNotStart(rule))) return [];
  return project.evaluations[0]?.answer.settings === null ? notLoaded(project) : laterStage(failure, project);
}

/** Stages after the settings that ended without being done: what they would have shown was not seen. */
function laterStage({ stage, message }: Failure, { unjudged }: Pick<Project, 'unjudged'>): readonly Unjudged[] {
  const family: Family = stage === 'celery' ? 'celery' : 'django';
  if (unjudged.some(each => each.family === family)) return [];
  return [
    {
      family,
      reason: 'not-evaluated',
      why: `what comes after the settings broke off (${stage}: ${message})`,
      remedy:
        'If the message is about the project, correct it there; if it is about the probe, please open an issue with it.',
    },
  ];
}

/**
 * Settings that did not load, without a finding that says so: with stand-ins, or where nothing was given, they may refuse for a reason that the real
 * environment would not give them. Whatever rests on them was not seen, and silence would read as a pass.
 */
function notLoaded({
  evaluations,
  given,
  unjudged,
}: Pick<Project, 'evaluations' | 'given' | 'unjudged'>): readonly Unjudged[] {
  const answer = evaluations[0]?.answer;
  if (answer == null || answer.failure === null) return [];
  const standIns = answer.dummies.length + (answer.guessed ?? []).length > 0;
  const known = !given.empty && !standIns && answer.failure.kind !== 'variable-missing';
  const remedy = known
    ? remedyOfKnown(answer.failure)
    : given.empty || standIns
      ? GIVE_REAL
      : remedyOfAbsent(answer.failure);
  const why = `the settings did not load (${answer.failure.message})`;
  return RESTS_ON_SETTINGS.filter(family => !unjudged.some(each => each.family === family)).map(family => ({
    family,
    reason: known ? 'not-evaluated' : 'missing-variable',
    why,
    remedy,
  }));
}

const GIVE_REAL =
  'Give the real variables (from Coolify, or a file); stand-ins are not enough for these settings:\nwith:\n  env: |\n    NAME=value';

function remedyOfKnown({ sandboxed }: Failure): string {
  return sandboxed === true
    ? 'Settings that reach for a server, a program or a database while they load cannot be judged before they are deployed: let them read variables only.'
    : 'See in the report why; what django/* says of it is ignored or known.';
}

/** Variables were given, and yet the service is not known to get this one. */
function remedyOfAbsent({ name }: Failure): string {
  return `The service gets ${name ?? 'it'} from where nobody can look here, such as an env_file that is not in the checkout. Give what is in it:\nwith:\n  env-file: path/of/that.env`;
}
