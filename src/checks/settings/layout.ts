import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault, headOf } from './across.ts';

export const productionModule = defineRule({
  id: 'settings/module',
  title: 'What is deployed runs with settings that are made for it',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Settings for a developer’s machine have open doors on purpose. And when one file serves both, each line has to be right for both.',
  remedy: 'A package with a base and one module a purpose:\nDJANGO_SETTINGS_MODULE=config.settings.production',
  source: ['S1-002', 'S1-028', 'S0-026', 'C07', 'C43', 'https://docs.djangoproject.com/en/5.2/topics/settings/'],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'all' }, ({ evaluation, profile }): Fault[] => {
      const answer = evaluation.answer.settings;
      if (answer === null) return [];
      const last = answer.module.split('.').at(-1) ?? '';
      const fault = {
        on: 'DJANGO_SETTINGS_MODULE',
        subject: answer.module,
        place: headOf(evaluation),
        evidence: `settings module ${answer.module}`,
      };
      if (
        /^(?:dev|devel|development|local|localhost|test|tests|testing|ci|debug)(?:_settings)?$|^settings_(?:dev|development|local|test|testing|ci)$/.test(
          last,
        )
      )
        return [
          {
            ...fault,
            severity: 'high',
            message: `${profile === 'production' ? 'Production' : 'Staging'} would run with ${answer.module}, which by its name is for something else.`,
          },
        ];
      const own = answer.files.filter(
        file => !file.endsWith('/__init__.py') || file.endsWith(`${answer.module.replaceAll('.', '/')}/__init__.py`),
      );
      const [only] = own;
      if (/^(?:base|common|defaults?)$/.test(last))
        return [
          {
            ...fault,
            message: `${answer.module} is what the other settings are made from; what makes them safe is missing.`,
          },
        ];
      const settingFiles = new Set(
        Object.values(answer.values).flatMap(({ place }) => (place === null ? [] : [place.file])),
      );
      const named = headOf(evaluation)?.file;
      if (
        named !== undefined &&
        own.length > 1 &&
        settingFiles.size > 0 &&
        !settingFiles.has(named) &&
        profile === 'production' &&
        last !== 'settings'
      )
        return [
          {
            ...fault,
            severity: 'low',
            message: `${answer.module} changes nothing: every setting comes from ${[...settingFiles].join(', ')}.`,
          },
        ];
      return only !== undefined && own.length === 1 && profile === 'production' && /(?:^|_)settings$/.test(last)
        ? [
            {
              ...fault,
              severity: 'low',
              message:
                'One file holds the settings of every environment, so production is what its variables make of it.',
            },
          ]
        : [];
    }),
});
