import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { isEvaluated } from './reads.ts';
import { evidenceOf, lastOfEach, serviceUses, standing, type Use, useOf, usesOf } from './uses.ts';

const ON = /^(?:true|on|ok|y|yes|1)$/i;
const DEVELOPMENT_MODULE = /(?:^|[._])(?:dev|development|develop|local|debug|test|testing)$/;

/** What runs, then what templates for staging and production would make run. */
function everywhere(project: Project): readonly { readonly use: Use; readonly template: boolean }[] {
  const running = [...usesOf(project), ...serviceUses(project)].map(use => ({ use, template: false }));
  const templates = project.environmentFiles
    .filter(({ kind, profile }) => kind === 'template' && (profile === 'staging' || profile === 'production'))
    .flatMap(({ file, entries }) => lastOfEach(entries).map(entry => ({ use: useOf(file, entry), template: true })));
  return [...running, ...templates];
}

export const debugVariable = defineRule({
  id: 'env/debug',
  title: 'No variable switches debugging on',
  severity: deployed('critical'),
  why: 'Error pages show settings, local variables and SQL to whoever provokes an error.',
  remedy: 'Take the variable away, or switch it off:\nDEBUG=0',
  source: ['S0-027', 'S4-004', 'S2-026', 'C35', 'Django security.W018'],
  judge: project => {
    // What DEBUG came to is judged where the settings are.
    const settled = isEvaluated(project);
    return everywhere(project).flatMap(({ use, template }): Hit[] => {
      if (!/^(?:DJANGO_|APP_)?DEBUG$/.test(use.name) || !ON.test(use.value.trim())) return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: template
            ? `The template for a deployed environment switches debugging on.`
            : settled
              ? `${use.name} is on in ${use.where}; only the settings stand between it and the visitors.`
              : `${use.name} is on in ${use.where}.`,
          evidence: evidenceOf(use.name, use.value),
          ...(template ? { severity: 'medium' as const } : settled ? { severity: 'low' as const } : {}),
        },
      ];
    });
  },
});

export const settingsModule = defineRule({
  id: 'env/settings-module',
  title: 'DJANGO_SETTINGS_MODULE names the settings of this environment',
  severity: deployed('high'),
  why: 'Settings for a developer’s machine have debugging on, any host and a database file.',
  remedy: 'Name the module of this environment:\nDJANGO_SETTINGS_MODULE=config.settings.production',
  source: ['S0-026', 'C07', 'C43'],
  judge: project =>
    everywhere(project).flatMap(({ use, template }): Hit[] =>
      use.name !== 'DJANGO_SETTINGS_MODULE' || !DEVELOPMENT_MODULE.test(use.value)
        ? []
        : [
            {
              ...standing(use),
              subject: `${use.where}: DJANGO_SETTINGS_MODULE`,
              message: `For ${project.profile}, ${use.where} names the settings of a developer’s machine.`,
              evidence: evidenceOf(use.name, use.value),
              ...(template ? { severity: 'medium' as const } : {}),
            },
          ],
    ),
});

const LEVELS = /^(?:CRITICAL|FATAL|ERROR|WARNING|WARN|INFO|DEBUG|NOTSET)$/;

export const logLevel = defineRule({
  id: 'env/log-level',
  title: 'The log level suits the environment',
  severity: deployed('medium'),
  why: 'At DEBUG Django logs every SQL statement with its parameters: personal data in the logs, and a disk that fills. A level that Python does not know stops the settings from loading.',
  remedy: 'INFO in staging, WARNING (or INFO) in production:\nLOG_LEVEL=INFO',
  source: ['S4-005', 'S4-094', 'S1-024', 'C40'],
  judge: project =>
    everywhere(project).flatMap(({ use, template }): Hit[] => {
      if (!/^(?:DJANGO_|ROOT_|APP_)?LOG_?LEVEL$/.test(use.name) || use.value === '') return [];
      // settings/log-level says what the loggers came to.
      if (!template && isEvaluated(project)) return [];
      const level = use.value.trim();
      const known = LEVELS.test(level.toUpperCase()) || /^\d+$/.test(level);
      if (known && !/^(?:DEBUG|NOTSET)$/i.test(level)) return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: known
            ? `The level in ${use.where} is ${level.toUpperCase()}, which writes every SQL statement.`
            : `Python’s logging knows no level "${level.slice(0, 20)}".`,
          evidence: evidenceOf(use.name, use.value),
          ...(template || !known ? { severity: 'low' as const } : {}),
        },
      ];
    }),
});

export const errorTracker = defineRule({
  id: 'env/error-tracker',
  title: 'Errors are reported under the environment they happen in',
  severity: deployed('low'),
  why: 'Sentry files everything under "production" when nobody says otherwise: alarms go off for what happens on staging, and real ones are lost among them.',
  remedy: 'Name the environment:\nSENTRY_ENVIRONMENT=staging',
  source: ['S4-020', 'https://docs.sentry.io/platforms/python/configuration/options/#environment'],
  judge: project => {
    // settings/tracker-environment says what the client was started with.
    if (isEvaluated(project)) return [];
    const uses = usesOf(project);
    const dsn = uses.find(({ name, value }) => name === 'SENTRY_DSN' && value !== '');
    if (dsn === undefined) return [];
    const own = uses.find(({ name }) => name === 'SENTRY_ENVIRONMENT');
    const other = uses.some(
      ({ name, value }) => /^(?:APP_ENV|DJANGO_ENV|ENVIRONMENT|ENV|DEPLOY_ENV)$/.test(name) && value !== '',
    );
    if (own === undefined || own.value === '') {
      if (other || project.profile === 'production' || project.given.unreadable.includes('SENTRY_ENVIRONMENT'))
        return [];
      return [
        {
          ...standing(dsn),
          subject: 'SENTRY_ENVIRONMENT',
          message: `SENTRY_DSN is set and SENTRY_ENVIRONMENT is not: what happens in ${project.profile} is filed under "production".`,
          evidence: 'SENTRY_ENVIRONMENT is absent',
          remedy: `SENTRY_ENVIRONMENT=${project.profile}`,
        },
      ];
    }
    const said = own.value.toLowerCase();
    const wrong = (['development', 'staging', 'production'] as const).find(
      name => said.startsWith(name.slice(0, 4)) && name !== project.profile,
    );
    if (wrong === undefined) return [];
    return [
      {
        ...standing(own),
        subject: 'SENTRY_ENVIRONMENT',
        message: `Errors of ${project.profile} are filed under "${own.value.slice(0, 30)}".`,
        evidence: evidenceOf('SENTRY_ENVIRONMENT', own.value),
        remedy: `SENTRY_ENVIRONMENT=${project.profile}`,
        severity: 'medium',
      },
    ];
  },
});

export const modeFlag = defineRule({
  id: 'env/mode',
  title: 'Mode flags say production wherever visitors come',
  severity: deployed('medium'),
  why: 'Libraries and front ends look at them: in development mode they skip minified files, caches and checks, so staging proves nothing.',
  remedy: 'Say what it is:\nAPP_ENV=production',
  source: ['S4-012', 'S0-004'],
  judge: project =>
    everywhere(project).flatMap(({ use, template }): Hit[] =>
      !/^(?:APP_ENV|NODE_ENV|FLASK_ENV|RAILS_ENV|DJANGO_ENV)$/.test(use.name) ||
      !/^(?:dev|development|local|debug|test)$/i.test(use.value)
        ? []
        : [
            {
              ...standing(use),
              subject: `${use.where}: ${use.name}`,
              message: `${use.name} says "${use.value.slice(0, 20)}" in ${use.where}.`,
              evidence: evidenceOf(use.name, use.value),
              remedy: `Say what it is:\n${use.name}=production`,
              ...(template ? { severity: 'low' as const } : {}),
            },
          ],
    ),
});

export const workerCount = defineRule({
  id: 'env/workers',
  title: 'Numbers of workers and threads are whole numbers above zero',
  severity: 'high',
  why: 'gunicorn reads WEB_CONCURRENCY with int(): anything else stops it before it listens.',
  remedy: 'WEB_CONCURRENCY=3',
  source: ['S1-113', 'S1-102', 'C08', 'gunicorn 23: gunicorn/config.py, Workers.default'],
  judge: project =>
    everywhere(project).flatMap(({ use, template }): Hit[] => {
      if (
        !/^(?:WEB_CONCURRENCY|GUNICORN_(?:WORKERS|THREADS|TIMEOUT)|WORKERS|CELERY_(?:WORKER_)?CONCURRENCY)$/.test(
          use.name,
        )
      )
        return [];
      const empty = use.value.trim() === '';
      if (/^\s*[1-9]\d{0,4}\s*$/.test(use.value) || (template && empty) || (empty && use.name !== 'WEB_CONCURRENCY'))
        return [];
      return [
        {
          ...standing(use),
          subject: `${use.where}: ${use.name}`,
          message: `${use.name} is no whole number above zero.`,
          evidence: evidenceOf(use.name, use.value),
          remedy: `Write a number:\n${use.name}=${/TIMEOUT$/.test(use.name) ? '120' : '3'}`,
          ...(template
            ? { severity: 'low' as const }
            : use.name === 'WEB_CONCURRENCY'
              ? {}
              : { severity: 'medium' as const }),
        },
      ];
    }),
});
