import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { isSecret, list, member, secretIn, shown, text, truth } from './values.ts';

export const adminAddresses = defineRule({
  id: 'settings/admin-addresses',
  title: 'The list of addresses that may open the admin is in use',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'The project can close the admin to everybody but a few addresses, and leaves it open.',
  remedy: 'ALLOWED_ADMIN_IPS=203.0.113.7',
  source: ['S1-023'],
  judge: project =>
    acrossSettings(project, { needs: ['ALLOWED_ADMIN_IPS'], of: 'web' }, ({ value, isSet, installed }) =>
      isSet('ALLOWED_ADMIN_IPS') && installed('django.contrib.admin') && truth(value('ALLOWED_ADMIN_IPS')) === false
        ? [{ on: 'ALLOWED_ADMIN_IPS', message: 'The list is empty, so every address may try passwords at the admin.' }]
        : [],
    ),
});

export const clientAddress = defineRule({
  id: 'settings/client-address',
  title: 'The visitor’s address is told by somebody who knows it',
  severity: deployed('low'),
  why: 'CF-Connecting-IP and X-Forwarded-For are what the client wrote, unless only Cloudflare, or only the proxy, can reach the server: rate limits and address lists are then the attacker’s to choose.',
  remedy:
    'Let the server answer Cloudflare’s addresses only (authenticated origin pulls, a firewall), or leave the setting off.',
  source: ['S1-037', 'S1-038', 'https://developers.cloudflare.com/fundamentals/reference/http-headers/'],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'web' }, ({ value, isSet }): Fault[] => [
      ...(truth(value('USE_CLOUDFLARE')) === true && isSet('USE_CLOUDFLARE')
        ? [
            {
              on: 'USE_CLOUDFLARE',
              message:
                'The visitor’s address is read from a header of Cloudflare’s; nothing here shows that only Cloudflare can reach the server.',
            },
          ]
        : []),
      ...(isSet('AXES_IPWARE_PROXY_COUNT') && value('AXES_IPWARE_PROXY_COUNT') === null
        ? [
            {
              on: 'AXES_IPWARE_PROXY_COUNT',
              message: 'Logins are counted by the address that the client itself writes into X-Forwarded-For.',
            },
          ]
        : []),
    ]),
});

export const errorsReported = defineRule({
  id: 'settings/errors-reported',
  title: 'Somebody is told of errors',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'An error that is only a line of a log is found when a visitor complains.',
  remedy: 'ADMINS and the handler django.utils.log.AdminEmailHandler, or an error tracker (SENTRY_DSN).',
  source: ['S0-056', 'S2-045', 'https://docs.djangoproject.com/en/5.2/howto/error-reporting/'],
  judge: project =>
    acrossSettings(project, { needs: ['ADMINS', 'LOGGING'], of: 'web' }, ({ value, evaluation, isSet }): Fault[] => {
      const { answer } = evaluation;
      const names = [
        ...Object.keys(answer.settings?.others ?? {}),
        ...Object.keys(answer.settings?.values ?? {}),
        ...answer.reads.map(({ name }) => name),
      ];
      const tracked =
        names.some(name => TRACKERS.test(name)) ||
        list(value('INSTALLED_APPS'))?.some(name => TRACKERS.test(name)) === true;
      const mails = truth(value('ADMINS')) === true;
      // A handler of a class that is not the library's may well tell somebody.
      const handlers = JSON.stringify(member(value('LOGGING'), 'handlers') ?? {});
      if (
        tracked ||
        mails ||
        /slack|telegram|teams|discord|webhook|sentry|rollbar|SMTPHandler|syslog|loki|gelf/i.test(handlers)
      )
        return [];
      return [
        {
          on: isSet('ADMINS') ? 'ADMINS' : 'LOGGING',
          subject: 'ADMINS',
          evidence: `ADMINS = ${shown(value('ADMINS'))}, no error tracker`,
          message: 'Nobody is told of an error: ADMINS is empty, and no error tracker is set up.',
        },
      ];
    }),
});

const TRACKERS =
  /SENTRY|ROLLBAR|BUGSNAG|HONEYBADGER|OPBEAT|ELASTIC_?APM|NEW_?RELIC|GLITCHTIP|RAYGUN|APPSIGNAL|AIRBRAKE|DATADOG|LOGFIRE/i;

/** Names for an environment that mean production, staging or a developer's machine. */
const ENVIRONMENTS: readonly (readonly [RegExp, string])[] = [
  [/^prod/i, 'production'],
  [/^(?:stag|stg|preprod|uat|qa)/i, 'staging'],
  [/^(?:dev|local)/i, 'development'],
];

export const trackerEnvironment = defineRule({
  id: 'settings/tracker-environment',
  title: 'Errors are filed under the environment they happened in',
  severity: deployed('low'),
  why: 'Errors of staging under production’s name wake people up; production’s under staging’s do not.',
  remedy: 'SENTRY_ENVIRONMENT=production',
  source: ['S4-020', 'https://docs.sentry.io/platforms/python/configuration/environments/'],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'any' }, ({ value, isSet, profile, setting }): Fault[] => {
      const dsn = value('SENTRY_DSN');
      const used = isSecret(dsn) ? (secretIn(dsn)?.length ?? 0) > 0 : truth(dsn) === true;
      const said = text(value('SENTRY_ENVIRONMENT'))?.trim() ?? '';
      if (!used || setting('SENTRY_ENVIRONMENT')?.dummy === true) return [];
      if (said === '')
        return isSet('SENTRY_ENVIRONMENT')
          ? [
              {
                on: 'SENTRY_ENVIRONMENT',
                message: 'Errors are reported without an environment; Sentry files them under production.',
              },
            ]
          : [];
      const meant = ENVIRONMENTS.find(([name]) => name.test(said))?.[1];
      return meant === undefined || meant === profile
        ? []
        : [{ on: 'SENTRY_ENVIRONMENT', severity: 'medium', message: `Errors of ${profile} are filed under ${said}.` }];
    }),
});
