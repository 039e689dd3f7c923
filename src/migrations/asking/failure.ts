import { oneLine } from '../../core/text.ts';
import type { EvaluationAnswer, Failure } from '../../django/answer.ts';
import type { Unread } from '../facts.ts';
import { NotCollected } from '../reasons.ts';

const LONGEST = 300;

/** The new release cannot be asked: there is nothing to judge. */
export function notRead({ failure, django }: EvaluationAnswer, python?: string): NotCollected {
  if (failure === null)
    return new NotCollected('The migrations were not read, and nothing says why.', { reasonCode: 'no-interpreter' });
  const message = `${saying(failure)} while ${DURING[failure.stage]}: ${shown(failure)}`;
  const place = failure.place === null ? {} : { place: failure.place };
  if (django === null || failure.kind === 'module-missing')
    return new NotCollected(python === undefined ? message : `${message} (asked: ${oneLine(python, LONGEST)})`, {
      reasonCode: 'not-installed',
      ...place,
    });
  if (failure.sandboxed === true) return new NotCollected(message, { reasonCode: 'not-read', ...place });
  if (failure.kind === 'timeout') return new NotCollected(message, { reasonCode: 'timeout', ...place });
  if (failure.kind === 'settings-missing')
    return new NotCollected(message, {
      reasonCode: 'import-failed',
      remedy: 'Name the settings that are deployed:\nwith:\n  settings: project.settings.production',
      ...place,
    });
  return new NotCollected(message, { reasonCode: 'import-failed', ...place });
}

/** The running release cannot be asked: what it uses is not known, and without a list of what is applied nor is what is pending. */
export function baseNotRead({ failure, django }: EvaluationAnswer, isAppliedKnown: boolean): Unread {
  const reason =
    django === null || failure === null
      ? 'it said nothing'
      : `${lowerFirst(saying(failure))} while ${DURING[failure.stage]}: ${shown(failure)}`;
  const rest = isAppliedKnown
    ? 'Whether it can live on the new schema is not known.'
    : 'Which migrations are pending is not known, so all of them are judged; nor is whether it can live on the new schema.';
  return {
    code: 'base-not-read',
    about: 'the running release',
    why: `The running release could not be loaded in the Python of the new one; ${reason}. ${rest}`,
    remedy:
      'Install what the running release needs beside the new requirements, or let the database say what is applied:\nwith:\n  applied: database\n  database-url: ${{ secrets.MIGRATION_SAFETY_DATABASE_URL }}',
    ...(failure?.place == null ? {} : { place: failure.place }),
  };
}

/** Packages that are not installed: fields and operations that come from them are not what they are. */
export function standIns(modules: readonly string[]): Unread {
  const names = modules.join(', ');
  return {
    code: 'stand-in',
    about: names,
    why: `Not installed here, and stood in for: ${names}. Fields, operations and migrations that come from there are not known.`,
    remedy: 'Install the requirements before this step:\nsteps:\n  - run: pip install -r requirements.txt',
  };
}

const DURING = {
  settings: 'the settings were loaded',
  setup: 'the applications were loaded',
  checks: 'the applications were checked',
  visits: 'an address was asked',
  celery: 'the Celery app was loaded',
  migrations: 'the migrations were read',
} as const satisfies Readonly<Record<Failure['stage'], string>>;

function saying({ kind }: Failure): string {
  if (kind === 'timeout') return 'The time ran out';
  if (kind === 'exit' || kind === 'died') return 'Python itself ended';
  if (kind === 'syntax') return 'A file that is no Python was met';
  return 'The project broke off';
}

function shown({ type, message }: Failure): string {
  return oneLine(`${type}: ${message}`, LONGEST);
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
