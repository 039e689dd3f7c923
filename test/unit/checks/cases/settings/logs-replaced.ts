import type { Project } from '../../../../../src/checks/project.ts';
import type { SettingAnswer, SettingJson } from '../../../../../src/django/answer.ts';
import { evaluationWith, projectWith, SETTINGS_FILE } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';

const logging = (...names: readonly string[]): SettingJson => ({
  version: 1,
  loggers: Object.fromEntries(names.map(name => [name, { level: 'INFO' }])),
});

/** Production's LOGGING, and the one of the base settings that it took the place of. */
function replacing(now: SettingJson, before: SettingJson): Project {
  const evaluation = evaluationWith();
  const setting: SettingAnswer = {
    value: now,
    default: false,
    place: { file: SETTINGS_FILE, line: 7 },
    dummy: false,
    variables: [],
    replaced: { value: before, place: { file: 'src/config/settings/base.py', line: 90 } },
  };
  const { settings } = evaluation.answer;
  const answer = { ...evaluation.answer, settings: settings && { ...settings, values: { LOGGING: setting } } };
  return projectWith({ evaluations: [{ ...evaluation, answer }] });
}

export const CASES: RuleCases = {
  'settings/logs-replaced': {
    fires: [
      {
        name: 'two loggers of the base settings are gone',
        project: replacing(logging('django'), logging('django', 'celery', 'communities')),
        at: [[SETTINGS_FILE, 7]],
      },
    ],
    silent: [
      { name: 'all are named again', project: replacing(logging('celery', 'django'), logging('django', 'celery')) },
      { name: 'there were none', project: replacing(logging('django'), { version: 1 }) },
    ],
  },
};
