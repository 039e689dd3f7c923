import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { truth } from './values.ts';

export const timeZone = defineRule({
  id: 'settings/time-zone',
  title: 'Times are stored in UTC and shown in the site’s own zone',
  severity: deployed('low', 'medium'),
  why: 'Without USE_TZ times are stored as they look on the wall: one hour a year happens twice, and two services with different clocks disagree. Without TIME_ZONE Django takes Chicago’s.',
  remedy: 'USE_TZ = True\nTIME_ZONE = "UTC"',
  source: ['S1-120', 'https://docs.djangoproject.com/en/5.2/topics/i18n/timezones/'],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['USE_TZ', 'TIME_ZONE'], of: 'any' },
      ({ value, isSet, since, setting }): Fault[] => [
        ...(truth(value('USE_TZ')) === false
          ? [
              {
                on: 'USE_TZ',
                message:
                  since('5.0') || isSet('USE_TZ')
                    ? 'Times are stored without their zone.'
                    : 'USE_TZ is not set, and false before Django 5.0: times are stored without their zone.',
              },
            ]
          : []),
        ...(setting('TIME_ZONE') !== undefined && !isSet('TIME_ZONE')
          ? [
              {
                on: 'TIME_ZONE',
                severity: 'low' as const,
                message: 'TIME_ZONE is not set: pages show the time of Chicago.',
              },
            ]
          : []),
      ],
    ),
});

export const autoField = defineRule({
  id: 'settings/auto-field',
  title: 'Keys of new tables have room',
  severity: { development: 'low', staging: 'off', production: 'low' },
  why: 'A key of 32 bits ends at two thousand million rows, and changing it then means rewriting the table. And the day Django’s default changes (6.0), every model without a choice asks for a migration.',
  remedy: 'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"',
  source: ['Django models.W042', 'https://docs.djangoproject.com/en/5.2/ref/settings/#default-auto-field'],
  versions: 'Django 3.2 to 5.2',
  judge: project =>
    acrossSettings(project, { needs: ['DEFAULT_AUTO_FIELD'], of: 'any' }, ({ isSet, since, value }) =>
      since('6.0') || isSet('DEFAULT_AUTO_FIELD') || value('DEFAULT_AUTO_FIELD') === undefined
        ? []
        : [{ on: 'DEFAULT_AUTO_FIELD', message: 'New tables get keys of 32 bits.' }],
    ),
});
