import { CONFIGURATION_REASONS } from '../config/reasons.ts';
import { COMMON_REASONS } from '../core/action.ts';
import type { ReasonTable } from '../core/outcome.ts';

/** How `check-deploy` can end by what was judged. What is asked of Coolify adds its own reasons to these. */
export const CHECK_REASONS = {
  fit: {
    outcome: 'passed',
    meaning:
      'Everything that was asked for was judged, and nothing at or above `fail-on` is left after `ignore` and `baseline`.',
    remedy: 'Nothing. What is below `fail-on` is in the summary all the same.',
  },
  unfit: {
    outcome: 'failed',
    meaning: 'At least one finding at or above `fail-on`.',
    remedy: 'The summary shows each with its line, what shows it and the exact change.',
  },
  'settings-missing': {
    outcome: 'failed',
    meaning: 'An image, a Compose file or the environment names a settings module that does not exist.',
    remedy: 'Correct the name on the line in the summary, or commit the module.',
  },
  'import-failed': {
    outcome: 'failed',
    meaning:
      "The project's own code breaks while its settings, applications, addresses or entry module are loaded: the release would not start, or not answer.",
    remedy: 'The summary shows the innermost line of the project and the exception.',
  },
  'missing-variable': {
    outcome: 'failed',
    meaning: 'The settings demand a variable that the given environment does not have: the release would not start.',
    remedy: 'Add the variable where the environment is kept; the summary names it and the line that reads it.',
  },
  'settings-refused': {
    outcome: 'failed',
    meaning: 'The settings themselves refuse to load with the given environment (`ImproperlyConfigured`, `sys.exit`).',
    remedy: 'The summary shows their message; correct the variable it is about.',
  },
  'not-installed': {
    outcome: 'inconclusive',
    meaning:
      'A third-party module that the project imports is not installed in the interpreter that was asked, so nothing can be said of its settings.',
    remedy:
      'Install the requirements before this step, name the right interpreter in `python`, or set `stub-imports: missing`.',
  },
  'no-variables': {
    outcome: 'inconclusive',
    meaning: 'The settings demand a variable, and no environment was given to judge them with.',
    remedy:
      'Give `coolify-token`, `env-file` or `env`; or `missing: dummy`, which marks every finding that rests on a stand-in.',
  },
  'not-evaluated': {
    outcome: 'inconclusive',
    meaning:
      'The settings did not load, for a reason that the real start may not have (a connection that is refused while they are judged), or for one that is ignored or known.',
    remedy: 'Let settings read variables and nothing else; the message names what they broke off at.',
  },
  'variables-unreadable': {
    outcome: 'inconclusive',
    meaning: 'Coolify names variables of the application and does not show their values to this token.',
    remedy:
      'Make a token with `read:sensitive` beside `read`; give variables that are shown only once with the input `env`.',
  },
  'no-interpreter': {
    outcome: 'inconclusive',
    meaning: 'No Python was found in which the project could be asked.',
    remedy: 'Set Python up and install the requirements before this step, or name the interpreter in `python`.',
  },
  timeout: {
    outcome: 'inconclusive',
    meaning: 'The settings did not load in time.',
    remedy: 'Find what takes so long while settings are imported: a network call, a model, a large file.',
  },
  'nothing-to-judge': {
    outcome: 'inconclusive',
    meaning: 'Nothing of what was asked for is in the checkout: no project, no container, no file of variables.',
    remedy:
      'Check that the job checks the repository out before this step, and the inputs `working-directory`, `files` and `families`.',
  },
  ...CONFIGURATION_REASONS,
  ...COMMON_REASONS,
} as const satisfies ReasonTable;
