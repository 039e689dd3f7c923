import type { SettingJson } from '../../../../../src/django/answer.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';
import { BESIDE_ITS_PROXY, fires, silent } from './made.ts';

const SMTP = 'django.core.mail.backends.smtp.EmailBackend';
const CONSOLE = 'django.core.mail.backends.console.EmailBackend';
const HOST = { EMAIL_HOST: 'smtp.provider.com', EMAIL_BACKEND: SMTP };

const log = (parts: Readonly<Record<string, SettingJson>>) => ({
  version: 1,
  disable_existing_loggers: false,
  ...parts,
});
const CONSOLE_HANDLER = { console: { class: 'logging.StreamHandler' } };
const FILE_HANDLER = { file: { class: 'logging.handlers.RotatingFileHandler', filename: '/app/logs/django.log' } };
const GOOD_LOG = log({
  handlers: CONSOLE_HANDLER,
  root: { handlers: ['console'], level: 'INFO' },
  loggers: { django: { handlers: [], propagate: true } },
});

/** Mail, logs and times. */
export const CASES: RuleCases = {
  'settings/mail-backend': {
    fires: [
      fires('printed', { EMAIL_BACKEND: CONSOLE }),
      fires('by the newer setting', { MAILERS: { default: { BACKEND: CONSOLE } } }, { django: '6.1' }),
    ],
    silent: [
      silent('sent', { EMAIL_BACKEND: SMTP }),
      silent('sent by a provider’s own', { EMAIL_BACKEND: 'anymail.backends.mailgun.EmailBackend' }),
      silent(
        'the newer setting wins',
        { EMAIL_BACKEND: CONSOLE, MAILERS: { default: { BACKEND: SMTP } } },
        { django: '6.1' },
      ),
    ],
  },
  'settings/mail-server': {
    fires: [fires('on the same machine', { EMAIL_HOST: 'localhost' }), fires('by default', { EMAIL_BACKEND: SMTP })],
    silent: [
      silent('another machine', HOST),
      silent('none is asked', { EMAIL_BACKEND: CONSOLE }),
      silent('a machine, not a container', { EMAIL_HOST: 'localhost' }, { project: { servers: [BESIDE_ITS_PROXY] } }),
    ],
  },
  'settings/mail-tls': {
    fires: [
      fires('465 with STARTTLS', { EMAIL_PORT: 465, EMAIL_USE_TLS: true, ...HOST }),
      fires('587 with TLS from the start', { EMAIL_USE_SSL: true, EMAIL_PORT: 587, ...HOST }),
      fires('both', { EMAIL_USE_SSL: true, EMAIL_USE_TLS: true, ...HOST }),
      fires('neither, with a login', { EMAIL_USE_TLS: false, EMAIL_HOST_USER: 'obcms', ...HOST }),
    ],
    silent: [
      silent('587 with STARTTLS', { EMAIL_PORT: 587, EMAIL_USE_TLS: true, ...HOST }),
      silent('465 with TLS', { EMAIL_PORT: 465, EMAIL_USE_SSL: true, ...HOST }),
      silent('a relay in the same network, without a login', {
        EMAIL_HOST: 'mail',
        EMAIL_PORT: 25,
        EMAIL_BACKEND: SMTP,
      }),
    ],
  },
  'settings/mail-sender': {
    fires: [
      fires('nobody’s address', { DEFAULT_FROM_EMAIL: 'obcms@localhost', ...HOST }),
      fires('a template’s address', { DEFAULT_FROM_EMAIL: 'OBCMS <noreply@yourdomain.com>', ...HOST }),
    ],
    silent: [
      silent('the site’s own', { DEFAULT_FROM_EMAIL: 'OBCMS <site@obcms.example>', ...HOST }),
      silent('no mail is set up', {}),
    ],
  },
  'settings/mail-timeout': {
    fires: [fires('for ever', { EMAIL_TIMEOUT: null, ...HOST })],
    silent: [silent('ten seconds', { EMAIL_TIMEOUT: 10, ...HOST })],
  },
  'settings/logs-stdout': {
    fires: [
      fires('nothing is set', { LOGGING: {} }),
      fires('a file only', { LOGGING: log({ handlers: FILE_HANDLER, root: { handlers: ['file'] } }) }),
      fires('while debugging only', {
        LOGGING: log({
          filters: { debug: { '()': 'django.utils.log.RequireDebugTrue' } },
          handlers: { console: { class: 'logging.StreamHandler', filters: ['debug'] } },
          root: { handlers: ['console'] },
        }),
      }),
    ],
    silent: [
      silent('the console', { LOGGING: GOOD_LOG }),
      silent('a handler of the project’s own', {
        LOGGING: log({ handlers: { json: { class: 'core.logs.JsonHandler' } }, root: { handlers: ['json'] } }),
      }),
      silent('code of its own', { LOGGING: {}, LOGGING_CONFIG: null }),
    ],
  },
  'settings/logs-files': {
    fires: [
      fires('a file of the container', {
        LOGGING: log({ handlers: { ...CONSOLE_HANDLER, ...FILE_HANDLER }, root: { handlers: ['console', 'file'] } }),
      }),
    ],
    silent: [
      silent('nobody uses it', {
        LOGGING: log({ handlers: { ...CONSOLE_HANDLER, ...FILE_HANDLER }, root: { handlers: ['console'] } }),
      }),
      silent('standard output by its name', {
        LOGGING: log({
          handlers: { out: { class: 'logging.FileHandler', filename: '/dev/stdout' } },
          root: { handlers: ['out'] },
        }),
      }),
    ],
  },
  'settings/logs-lost': {
    fires: [
      fires('existing ones are switched off', {
        LOGGING: { version: 1, handlers: CONSOLE_HANDLER, root: { handlers: ['console'] } },
      }),
      fires('attacks are not logged', {
        LOGGING: log({
          handlers: { nothing: { class: 'logging.NullHandler' } },
          loggers: { 'django.security': { handlers: ['nothing'], propagate: false } },
        }),
      }),
    ],
    silent: [
      silent('they go on', { LOGGING: GOOD_LOG }),
      silent('only refused hosts are quiet', {
        LOGGING: log({
          handlers: { nothing: { class: 'logging.NullHandler' } },
          loggers: { 'django.security.DisallowedHost': { handlers: ['nothing'], propagate: false } },
        }),
      }),
    ],
  },
  'settings/log-level': {
    fires: [
      fires('everything', { LOGGING: log({ root: { handlers: [], level: 'DEBUG' } }) }),
      fires('errors only', { LOGGING: log({ root: { handlers: [], level: 'ERROR' } }) }),
      fires('a word that is no level', { LOGGING: log({ root: { handlers: [], level: 'VERBOSE' } }) }),
    ],
    silent: [
      silent('warnings', { LOGGING: log({ root: { handlers: [], level: 'WARNING' } }) }),
      silent('the default', { LOGGING: log({ root: { handlers: [] } }) }),
    ],
  },
  'settings/log-format': {
    fires: [fires('JSON was asked for', { LOGGING: GOOD_LOG, LOG_FORMAT: 'json' })],
    silent: [
      silent('and is written', {
        LOGGING: log({ formatters: { json: { '()': { $: 'name', value: 'pythonjsonlogger.json.JsonFormatter' } } } }),
        LOG_FORMAT: 'json',
      }),
      silent('text was asked for', { LOGGING: GOOD_LOG, LOG_FORMAT: 'text' }),
    ],
  },
  'settings/time-zone': {
    fires: [
      fires('times without a zone', { USE_TZ: false, TIME_ZONE: 'Asia/Manila' }),
      fires('Chicago, by default', { USE_TZ: true }),
    ],
    silent: [silent('both are set', { USE_TZ: true, TIME_ZONE: 'Asia/Manila' })],
  },
  'settings/auto-field': {
    fires: [fires('not chosen', {})],
    silent: [
      silent('chosen', { DEFAULT_AUTO_FIELD: 'django.db.models.BigAutoField' }),
      silent('a Django with the larger one', {}, { django: '6.0.1' }),
    ],
  },
};
