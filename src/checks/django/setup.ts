import { defineRule } from '../rule.ts';
import { brokenOff, ended, isSandboxed, ownModuleMissing, said } from './broken-off.ts';

export const setupFails = defineRule({
  id: 'django/setup-fails',
  title: 'django.setup() succeeds',
  severity: 'critical',
  why: 'Every process of the project begins with it: gunicorn loads it with the WSGI module, Celery and manage.py before their work.',
  remedy: 'Correct what raises on this line.',
  source: ['S1-153', 'https://docs.djangoproject.com/en/5.2/ref/applications/#initialization-process'],
  judge: project =>
    brokenOff(project, failure => {
      if (failure.stage !== 'setup' || ownModuleMissing(failure)) return undefined;
      const evidence = said(failure);
      const subject = failure.type;
      if (failure.kind === 'timeout' || failure.kind === 'died') {
        return { subject, evidence, unknown: true, message: ended(failure, 'the applications were loaded') };
      }
      if (failure.kind !== 'refused' && failure.kind !== 'exit') return undefined;
      if (isSandboxed(failure)) {
        return {
          subject,
          evidence,
          unknown: true,
          message: 'Loading the applications asks a service, see setup-asks.',
        };
      }
      return {
        subject,
        evidence,
        message: 'Loading the applications of INSTALLED_APPS raises, so no process of the release starts.',
      };
    }),
});

export const setupAsks = defineRule({
  id: 'django/setup-asks',
  title: 'Loading the applications asks no database and no other service',
  severity: 'medium',
  why: 'collectstatic in the image, the first migrate of an empty database and every start while the service is away break.',
  remedy:
    'Move the query out of AppConfig.ready() (and out of module level) to where its result is used, or do it on the first request.',
  source: ['https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig.ready'],
  judge: project =>
    brokenOff(project, failure =>
      failure.stage === 'setup' && isSandboxed(failure)
        ? {
            subject: failure.place?.file ?? failure.type,
            message:
              'While the applications are loaded the project asks a database or another service. Without it nothing starts.',
            evidence: said(failure),
          }
        : undefined,
    ),
});
