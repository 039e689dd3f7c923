import type { SettingJson } from '../../django/answer.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { entries, list, member, shortened, shown, text } from './values.ts';

const LOGGING_PAGE = 'https://docs.djangoproject.com/en/5.2/topics/logging/';
const SCOPE = { needs: ['LOGGING', 'LOGGING_CONFIG'], of: 'any' } as const;

interface Handler {
  readonly name: string;
  readonly kind: 'stream' | 'file' | 'mail' | 'null' | 'other';
  readonly type: string;
  readonly values: Readonly<Record<string, SettingJson>>;
}

interface Logger {
  /** `''` is the root. */
  readonly name: string;
  readonly handlers: readonly string[];
  readonly level: string | undefined;
  readonly propagates: boolean;
}

function handlersOf({ value }: Evaluated): readonly Handler[] {
  return Object.entries(entries(member(value('LOGGING'), 'handlers')) ?? {}).map(([name, handler]) => {
    const type = text(member(handler, 'class')) ?? text(member(handler, '()')) ?? '';
    return {
      name,
      kind: HANDLERS.find(([part]) => part.test(type))?.[1] ?? 'other',
      type,
      values: entries(handler) ?? {},
    };
  });
}

const HANDLERS: readonly (readonly [RegExp, Handler['kind']])[] = [
  [/FileHandler$/, 'file'],
  [/StreamHandler$|RichHandler$/, 'stream'],
  [/AdminEmailHandler$|SMTPHandler$/, 'mail'],
  [/NullHandler$/, 'null'],
];

function loggersOf({ value }: Evaluated): readonly Logger[] {
  const named = Object.entries(entries(member(value('LOGGING'), 'loggers')) ?? {});
  const root = member(value('LOGGING'), 'root');
  return [...named, ...(root === undefined ? [] : [['', root] as const])].map(([name, logger]) => ({
    name,
    handlers: list(member(logger, 'handlers')) ?? [],
    level: text(member(logger, 'level')),
    propagates: member(logger, 'propagate') !== false,
  }));
}

/** The project leaves Django's own logging alone, or hands it to code of its own. */
function own(evaluated: Evaluated): 'default' | 'dict' | 'code' {
  const configured = evaluated.value('LOGGING_CONFIG');
  if (configured !== undefined && text(configured) !== 'logging.config.dictConfig') return 'code';
  return Object.keys(entries(evaluated.value('LOGGING')) ?? {}).length > 0 ? 'dict' : 'default';
}

export const logsToStdout = defineRule({
  id: 'settings/logs-stdout',
  title: 'Errors are written where the container’s log is',
  severity: deployed('medium'),
  why: 'Django prints its log only while DEBUG is on; after that errors go by mail to ADMINS, which is empty. A 500 then leaves no trace in the log that Coolify shows.',
  remedy:
    'LOGGING = {\n    "version": 1,\n    "disable_existing_loggers": False,\n    "handlers": {"console": {"class": "logging.StreamHandler"}},\n    "root": {"handlers": ["console"], "level": "INFO"},\n    "loggers": {"django": {"handlers": [], "propagate": True}},\n}',
  source: ['S1-024', 'C20', 'S1-141', `${LOGGING_PAGE}#default-logging-configuration`, 'https://12factor.net/logs'],
  judge: project =>
    acrossSettings(project, SCOPE, (evaluated): Fault[] => {
      const how = own(evaluated);
      if (how === 'code') return [];
      if (how === 'default')
        return [
          {
            on: 'LOGGING',
            evidence: 'LOGGING is not set',
            message:
              'With DEBUG off, Django’s own logging prints nothing: errors leave no trace in the container’s log.',
          },
        ];
      const handlers = handlersOf(evaluated);
      // A handler of a kind that is not known (JSON to a collector, Sentry) may well bring errors to where people look.
      const seen = (names: readonly string[]): boolean =>
        names.some(name =>
          handlers.some(
            handler =>
              handler.name === name &&
              (handler.kind === 'stream' || handler.kind === 'other') &&
              !debugOnly(evaluated, handler),
          ),
        );
      const loggers = loggersOf(evaluated);
      const root = loggers.find(({ name }) => name === '');
      const django =
        loggers.find(({ name }) => name === 'django.request') ?? loggers.find(({ name }) => name === 'django');
      if (seen(django?.handlers ?? [])) return [];
      if (django?.propagates !== false && seen(root?.handlers ?? [])) return [];
      return [
        {
          on: 'LOGGING',
          evidence: `handlers: ${handlers.map(({ name, type }) => `${name} (${type.replace(/^.*\./, '')})`).join(', ') || 'none'}; root: ${root?.handlers.join(', ') || 'none'}`,
          message:
            django === undefined
              ? 'No handler that writes to the container’s log is attached to the root logger, so errors of requests leave no trace there.'
              : `What Django logs reaches no handler that writes to the container’s log (logger ${shown(django.name)}).`,
        },
      ];
    }),
});

function debugOnly({ value }: Evaluated, { values }: Handler): boolean {
  return (list(values['filters']) ?? []).some(name => {
    const filter = member(value('LOGGING'), 'filters', name);
    return (
      /RequireDebugTrue/.test(`${text(member(filter, '()')) ?? ''}${text(member(filter, 'class')) ?? ''}`) ||
      name === 'require_debug_true'
    );
  });
}

export const logsToFiles = defineRule({
  id: 'settings/logs-files',
  title: 'No log is a file of the container',
  severity: deployed('medium'),
  why: 'The file is gone with the container, nobody sees it in Coolify, it fills the disk; rotated by several processes at once it loses lines; and in an image that may not write there nothing starts.',
  remedy: '"handlers": {"console": {"class": "logging.StreamHandler"}}',
  source: ['S1-140', 'S2-040', 'S2-015', 'C20', 'https://12factor.net/logs'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated => {
      const used = new Set(loggersOf(evaluated).flatMap(({ handlers }) => handlers));
      return handlersOf(evaluated)
        .filter(
          ({ kind, name, values }) =>
            kind === 'file' &&
            !/^\/(?:dev\/std|proc\/)/.test(text(values['filename']) ?? '') &&
            (used.has(name) || used.size === 0),
        )
        .map(({ name, type, values }) => ({
          on: 'LOGGING',
          subject: `LOGGING: ${name}`,
          evidence: `${name}: ${type.replace(/^.*\./, '')}, ${shortened(text(values['filename']) ?? 'no filename')}`,
          message: `The handler "${name}" writes into a file of the container, which ends with it.`,
        }));
    }),
});

export const logsLost = defineRule({
  id: 'settings/logs-lost',
  title: 'Every logger that exists goes on logging',
  severity: deployed('low'),
  why: 'dictConfig switches off each logger that was made before it and is not named in it, unless told otherwise: what gunicorn, Celery and the project’s own early imports log is lost without a word.',
  remedy: 'LOGGING = {"version": 1, "disable_existing_loggers": False, ...}',
  source: ['S1-024', 'S1-025', `${LOGGING_PAGE}#configuring-logging`],
  judge: project =>
    acrossSettings(project, SCOPE, (evaluated): Fault[] => {
      if (own(evaluated) !== 'dict') return [];
      const logging = evaluated.value('LOGGING');
      const existing = member(logging, 'disable_existing_loggers');
      const security = loggersOf(evaluated).find(
        ({ name }) => name === 'django.security' || name === 'django.security.DisallowedHost',
      );
      return [
        ...(existing === false || member(logging, 'incremental') === true
          ? []
          : [
              {
                on: 'LOGGING',
                subject: 'disable_existing_loggers',
                evidence: `disable_existing_loggers = ${existing === undefined ? 'not set, which is True' : shown(existing)}`,
                message: 'Loggers that exist already and are not named are switched off.',
              },
            ]),
        ...(security !== undefined &&
        security.name === 'django.security' &&
        (quiet(security, evaluated) || levelOf(security.level) > WARNING)
          ? [
              {
                on: 'LOGGING',
                subject: 'django.security',
                severity: 'medium' as const,
                evidence: `django.security: level ${security.level ?? 'not set'}, handlers ${security.handlers.join(', ') || 'none'}`,
                message: 'Attacks that Django notices (forged hosts, tampered sessions) are not logged.',
              },
            ]
          : []),
      ];
    }),
});

function quiet({ handlers, propagates }: Logger, evaluated: Evaluated): boolean {
  return !propagates && !handlersOf(evaluated).some(({ name, kind }) => handlers.includes(name) && kind !== 'null');
}

const LEVELS: Readonly<Record<string, number>> = {
  NOTSET: 0,
  DEBUG: 10,
  INFO: 20,
  WARN: 30,
  WARNING: 30,
  ERROR: 40,
  FATAL: 50,
  CRITICAL: 50,
};
const WARNING = 30;

/** Without a level of its own a logger has its parent's, which is judged there. */
function levelOf(level: string | undefined): number {
  return level === undefined ? WARNING : (LEVELS[level.toUpperCase()] ?? WARNING);
}

export const logLevel = defineRule({
  id: 'settings/log-level',
  title: 'The log says enough, and not everything',
  severity: deployed('low'),
  why: 'At DEBUG a log holds SQL with its values, headers and tokens, and costs more than the work it is about; above WARNING it is silent until it is too late.',
  remedy: '"root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")}',
  source: ['S4-005', 'S4-094', 'C40', 'S1-024', 'S1-025'],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      own(evaluated) !== 'dict'
        ? []
        : loggersOf(evaluated).flatMap((logger): Fault[] => {
            const { name, level } = logger;
            const fault = {
              on: 'LOGGING',
              subject: name === '' ? 'LOGGING: root' : `LOGGING: ${name}`,
              evidence: `${name === '' ? 'root' : name}: level ${level ?? 'not set'}`,
            };
            if (level !== undefined && LEVELS[level.toUpperCase()] === undefined)
              return [
                {
                  ...fault,
                  severity: 'high',
                  message: `${shown(level)} is no level: logging cannot be configured, and nothing starts.`,
                },
              ];
            const own = levelOf(level);
            const main = name === '' || name === 'django';
            if (level !== undefined && own > 0 && own <= 10)
              return [
                {
                  ...fault,
                  ...(main && evaluated.profile === 'production' ? { severity: 'medium' as const } : {}),
                  message: `${name === '' ? 'Everything' : name} is logged down to DEBUG.`,
                },
              ];
            return main && own > WARNING
              ? [
                  {
                    ...fault,
                    message: 'Warnings are not logged: slow answers, forged hosts and failing logins stay unseen.',
                  },
                ]
              : [];
          }),
    ),
});

export const logFormat = defineRule({
  id: 'settings/log-format',
  title: 'The log is in the format that was asked for',
  severity: deployed('low'),
  why: 'Whoever set LOG_FORMAT=json collects lines as JSON; lines of text are lost there or end up unparsed.',
  remedy: '"formatters": {"json": {"()": "pythonjsonlogger.json.JsonFormatter"}}',
  source: ['S4-019'],
  judge: project =>
    acrossSettings(project, { ...SCOPE, of: 'web' }, evaluated => {
      const asked = project.given.variables.get('LOG_FORMAT')?.value ?? text(evaluated.value('LOG_FORMAT'));
      const formatters = JSON.stringify(member(evaluated.value('LOGGING'), 'formatters') ?? {});
      return asked?.toLowerCase() === 'json' &&
        own(evaluated) === 'dict' &&
        !/json|structlog|ecs|logfmt/i.test(formatters)
        ? [
            {
              on: 'LOGGING',
              subject: 'LOG_FORMAT',
              evidence: 'LOG_FORMAT = json, no formatter that writes JSON',
              message: 'LOG_FORMAT asks for JSON, and no formatter writes it.',
            },
          ]
        : [];
    }),
});
