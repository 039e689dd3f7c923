import { CONFIGURATION_REASONS } from '../config/reasons.ts';
import { COMMON_REASONS } from '../core/action.ts';
import type { ReasonTable } from '../core/outcome.ts';

/** Why the two releases could not be compared at all. Each has one outcome, as every reason. */
export const COLLECT_REASONS = {
  'base-missing': {
    outcome: 'inconclusive',
    meaning: 'The checkout has no commit, branch or tag that `base` names, or is no git repository.',
    remedy: 'Name in `base` a commit that the checkout holds, and check out with `fetch-depth: 0`.',
  },
  shallow: {
    outcome: 'inconclusive',
    meaning: 'The checkout is shallow and does not hold the release that is running.',
    remedy: 'Give `actions/checkout` the line `fetch-depth: 0`.',
  },
  'not-installed': {
    outcome: 'inconclusive',
    meaning:
      'Django (or Alembic), or a package without which the project says nothing, is not installed in its Python.',
    remedy: 'Install the requirements before this step, or name the right interpreter in `python`.',
  },
  'import-failed': {
    outcome: 'failed',
    meaning:
      "The project's own settings, models or migrations break while they are loaded: `migrate` would break as well.",
    remedy: 'The message names the innermost line of the project and the exception.',
  },
  'not-read': {
    outcome: 'inconclusive',
    meaning:
      'Loading the project broke off at something that is not let happen here: a connection, a program, a file that is changed. Elsewhere it may load.',
    remedy:
      'Let settings, models and migrations only define things while they are imported; the message names the line.',
  },
  'no-interpreter': {
    outcome: 'inconclusive',
    meaning: 'No Python was found in which the project could be asked.',
    remedy: 'Set Python up and install the requirements before this step, or name the interpreter in `python`.',
  },
  timeout: {
    outcome: 'inconclusive',
    meaning: 'The project did not load in time.',
    remedy:
      'Find what takes so long while models or migrations are imported: a network call, a large file, an endless loop.',
  },
  'database-unreadable': {
    outcome: 'inconclusive',
    meaning: 'A database that was given could not be reached, or does not show what was asked.',
    remedy: 'Check the address, the network between runner and database, and that the role may connect and read.',
  },
  'not-a-scratch-database': {
    outcome: 'error',
    meaning:
      '`trace-database-url` names a database that holds something, or the server of `database-url`. Nothing was changed in it.',
    remedy: 'Give an empty database of its own, such as a service container of the job.',
  },
  'nothing-to-judge': {
    outcome: 'inconclusive',
    meaning: 'Neither `manage.py` nor `alembic.ini` is in the checkout.',
    remedy: 'Check that the job checks the repository out before this step, and the input `working-directory`.',
  },
} as const satisfies ReasonTable;

/** How `migration-safety` can end. */
export const MIGRATION_REASONS = {
  safe: {
    outcome: 'passed',
    meaning: 'Every pending migration can run while the previous release keeps serving.',
    remedy: 'Nothing. The summary has the order and the commands.',
  },
  review: {
    outcome: 'passed',
    meaning: 'Nothing is blocked, something is to be looked at, and `allow: review` lets that pass.',
    remedy: 'Read the hazards in the summary before the deployment.',
  },
  'nothing-pending': {
    outcome: 'passed',
    meaning: 'The new release has no migration that the running one has not.',
    remedy: 'Nothing.',
  },
  'needs-review': {
    outcome: 'failed',
    meaning: 'Something is to be looked at, or could not be known, and `allow` is `safe`.',
    remedy: 'Mend it, accept single hazards with a reason in `ignore`, or set `allow: review`.',
  },
  blocked: {
    outcome: 'failed',
    meaning:
      'A migration breaks a release that serves, holds a lock for long, fails on rows that are there, or cannot run in this order.',
    remedy: 'The summary has the exact replacement for each hazard.',
  },
  ...COLLECT_REASONS,
  'no-base': {
    outcome: 'error',
    meaning: 'Nothing says which release is running: no `base`, no pull request, no successful deployment on GitHub.',
    remedy: 'Give `base`, such as `origin/production`.',
  },
  ...CONFIGURATION_REASONS,
  ...COMMON_REASONS,
} as const satisfies ReasonTable;

export type MigrationReason = keyof typeof MIGRATION_REASONS;

/** Thrown while facts are collected, when there is nothing to judge without them: becomes the outcome of its reason. */
export class NotCollected extends Error {
  override readonly name = 'NotCollected';
  readonly reasonCode: keyof typeof COLLECT_REASONS;
  /** What to do, with the exact YAML or command. */
  readonly remedy: string;
  /** Where in the project, when it is there. */
  readonly place: { readonly file: string; readonly line: number } | undefined;

  /** @param message one or two sentences for people */
  constructor(
    message: string,
    options: {
      readonly reasonCode: keyof typeof COLLECT_REASONS;
      /** Default: the one of the reason. */
      readonly remedy?: string;
      readonly place?: { readonly file: string; readonly line: number };
    },
  ) {
    super(message);
    this.reasonCode = options.reasonCode;
    this.remedy = options.remedy ?? COLLECT_REASONS[options.reasonCode].remedy;
    this.place = options.place;
  }
}
