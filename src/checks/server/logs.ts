import { defineRule } from '../rule.ts';
import type { ServerFacts, ServerValue } from './facts.ts';
import { type Fault, faultsOf, inContainer, known, placeOf, shown } from './values.ts';

const SETTINGS = 'https://docs.gunicorn.org/en/stable/settings.html';
const STANDARD = new Set(['-', '/dev/stdout', '/dev/stderr', '/proc/1/fd/1', '/proc/1/fd/2', '/dev/fd/1', '/dev/fd/2']);

export const accessLog = defineRule({
  id: 'server/access-log',
  title: 'The server writes which requests it answered, and how long they took',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Without an access log nobody can say afterwards which addresses failed or were slow; gunicorn writes none unless it is asked to.',
  remedy:
    'Write it to standard output, with the time each request took:\naccesslog = "-"\naccess_log_format = \'%(h)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(D)s\'',
  source: ['S1-107', 'S1-161', `${SETTINGS}#accesslog (default none), #access-log-format`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'uwsgi'], server => {
      const value = accessLogOf(server);
      if (value === undefined || usesOwnLogging(server)) return undefined;
      const place = placeOf(server, value);
      const off = value.value === null || value.value === false || value.value === '';
      if (off)
        return {
          setting: 'accesslog',
          place,
          message: who => `${server.program} of ${who} writes no access log.`,
          evidence: shown('access log', value),
        };
      const format = server.program === 'gunicorn' ? known(server, 'access_log_format') : undefined;
      if (format === undefined || typeof format.value !== 'string' || /%\([TDLM]\)s/.test(format.value))
        return undefined;
      return {
        setting: 'access_log_format',
        place: format.from === 'default' ? place : placeOf(server, format),
        message: who => `The access log of ${who} does not say how long a request took.`,
        evidence:
          format.from === 'default' ? 'access_log_format is gunicorn’s own, which has no duration' : format.value,
        severity: 'low',
      };
    }),
});

function accessLogOf(server: ServerFacts): ServerValue | undefined {
  switch (server.program) {
    case 'uvicorn':
      return known(server, 'access_log');
    case 'uwsgi': {
      const off = known(server, 'disable-logging');
      return off === undefined || off.value === false ? undefined : { ...off, value: false };
    }
    default:
      return known(server, 'accesslog');
  }
}

/** A logging configuration of its own decides about all logs. */
function usesOwnLogging(server: ServerFacts): boolean {
  const values = server.values.values().next().value ?? {};
  return ['logconfig', 'logconfig_dict', 'logconfig_json', 'log_config', 'logger_class'].some(name => {
    const value = values[name]?.value;
    return value !== undefined && value !== null && value !== '{}';
  });
}

export const logFiles = defineRule({
  id: 'server/log-files',
  title: 'Logs go to standard output',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'A file inside of a container is seen by nobody, grows until the disk is full and is gone with the container.',
  remedy: 'Write both logs to standard output:\naccesslog = "-"\nerrorlog = "-"',
  source: ['S1-107', 'C20', `${SETTINGS}#errorlog`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'hypercorn', 'uwsgi', 'daphne'], server => {
      if (!inContainer(server, project)) return undefined;
      const names =
        server.program === 'uwsgi' ? ['logto', 'logto2', 'daemonize'] : ['errorlog', 'accesslog', 'access_log'];
      for (const name of names) {
        const value = known(server, name);
        if (typeof value?.value !== 'string' || value.value === '' || STANDARD.has(value.value)) continue;
        if (name === 'daemonize') continue;
        const path = value.value;
        return {
          setting: name,
          place: placeOf(server, value),
          message: who => `${server.program} of ${who} writes its ${name} into ${path}, inside of the container.`,
          evidence: shown(name, value),
        };
      }
      return undefined;
    }),
});

export const logLevel = defineRule({
  id: 'server/log-level',
  title: 'The server’s log says enough and not too much',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'At debug every connection is a line and headers may be in it; at error nobody sees that workers were killed for their timeout.',
  remedy: 'Use info:\nloglevel = "info"',
  source: ['S1-107', 'S1-113', 'C40', `${SETTINGS}#loglevel (default info)`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn'], (server): Fault | undefined => {
      const name = server.program === 'uvicorn' ? 'log_level' : 'loglevel';
      const value = known(server, name);
      const level = typeof value?.value === 'string' ? value.value.toLowerCase() : '';
      if (/^(debug|trace)$/.test(level))
        return {
          setting: name,
          place: placeOf(server, value),
          message: who => `${server.program} of ${who} logs at ${level}, which fills the log with every connection.`,
          evidence: shown(name, value),
        };
      if (!/^(error|critical)$/.test(level)) return undefined;
      return {
        setting: name,
        place: placeOf(server, value),
        message: who =>
          `${server.program} of ${who} logs at ${level}: starts of workers and killed ones leave no trace.`,
        evidence: shown(name, value),
        severity: 'low',
      };
    }),
});
