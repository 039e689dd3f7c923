import { count } from '../../core/text.ts';
import { defineRule } from '../rule.ts';
import { faultsOf, known, knownNumber, placeOf, shown, workerClass } from './values.ts';

const SETTINGS = 'https://docs.gunicorn.org/en/stable/settings.html';

export const timeout = defineRule({
  id: 'server/timeout',
  title: 'The worker timeout ends what hangs and nothing else',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A worker that is silent for that long is killed with the request it serves. Too short kills uploads and reports, without an error page; none at all leaves hung workers in the number for ever.',
  remedy: 'Set it above the longest request, and the proxy’s read timeout above it:\ntimeout = 120',
  source: ['S1-099', 'S1-106', 'S0-032', 'S2-018', 'S2-041', 'C31', `${SETTINGS}#timeout (default 30)`],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const value = known(server, 'timeout');
      const seconds = knownNumber(server, 'timeout');
      if (value === undefined || seconds === undefined) return undefined;
      const place = placeOf(server, value);
      const evidence = shown('timeout', value);
      if (seconds === 0)
        return {
          setting: 'timeout',
          place,
          message: who => `${who} switches the worker timeout off: a worker that hangs is never replaced.`,
          evidence,
        };
      if (seconds < 15)
        return {
          setting: 'timeout',
          place,
          message: who =>
            `${who} kills a worker after ${seconds} seconds: every slower upload, export or cold start ends in a 502.`,
          evidence,
        };
      if (seconds > 600)
        return {
          setting: 'timeout',
          place,
          message: who => `${who} waits ${seconds} seconds before a hung worker is replaced.`,
          evidence,
          severity: 'low',
        };
      if (value.from !== 'default') return undefined;
      return {
        setting: 'timeout',
        place,
        message: who =>
          `${who} leaves gunicorn’s timeout of 30 seconds as it is: ${
            workerClass(server) === 'sync'
              ? 'a request that takes longer is cut off with its worker.'
              : 'nobody decided how long a worker may be silent.'
          }`,
        evidence,
        severity: 'low',
      };
    }),
});

export const gracefulTimeout = defineRule({
  id: 'server/graceful-timeout',
  title: 'Requests may finish when the server is replaced',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'At every deployment, requests that still run after this time are cut off.',
  remedy: 'Leave it at 30 seconds, and let the container’s stop_grace_period be longer:\ngraceful_timeout = 30',
  source: ['S1-106', 'S1-161', `${SETTINGS}#graceful-timeout (default 30)`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn'], server => {
      const name = server.program === 'gunicorn' ? 'graceful_timeout' : 'timeout_graceful_shutdown';
      const value = known(server, name);
      const seconds = knownNumber(server, name);
      if (value === undefined || seconds === undefined) return undefined;
      const unit = server.unit?.get('Service.TimeoutStopSec');
      const stop = /^(\d+)s?$/.exec(unit?.value ?? '')?.[1];
      if (stop !== undefined && Number(stop) <= seconds && unit !== undefined)
        return {
          setting: name,
          place: unit.place,
          message: who =>
            `systemd kills ${who} after ${stop} seconds, before gunicorn’s ${seconds} seconds for running requests are over.`,
          evidence: `TimeoutStopSec=${unit.value}, ${name} ${seconds}`,
          remedy: `Give systemd more time than gunicorn:\nTimeoutStopSec=${seconds + 10}`,
        };
      if (seconds >= 5) return undefined;
      return {
        setting: name,
        place: placeOf(server, value),
        message: who =>
          `${who} gives running requests ${count(seconds, 'second')} when it stops: each deployment cuts some of them off.`,
        evidence: shown(name, value),
      };
    }),
});

export const keepalive = defineRule({
  id: 'server/keepalive',
  title: 'Idle connections are closed in time',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Each idle connection of a client holds a place of the worker; with sync workers the setting does nothing at all.',
  remedy: 'Between two and some seconds, behind a proxy up to a minute:\nkeepalive = 5',
  source: ['S1-106', `${SETTINGS}#keepalive (default 2)`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn'], server => {
      const name = server.program === 'gunicorn' ? 'keepalive' : 'timeout_keep_alive';
      const value = known(server, name);
      const seconds = knownNumber(server, name);
      if (value === undefined || seconds === undefined || seconds <= 90) return undefined;
      return {
        setting: name,
        place: placeOf(server, value),
        message: who => `${who} keeps idle connections for ${seconds} seconds.`,
        evidence: shown(name, value),
      };
    }),
});

export const recycling = defineRule({
  id: 'server/max-requests',
  title: 'Workers are replaced now and then, and not all at once',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'A leak in any library grows until the container is out of memory. Workers that are all replaced at the same request leave a moment in which nobody answers.',
  remedy: 'Replace workers after some requests, at different times:\nmax_requests = 1000\nmax_requests_jitter = 100',
  source: ['S1-105', `${SETTINGS}#max-requests (default 0, never)`],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const value = known(server, 'max_requests');
      const requests = knownNumber(server, 'max_requests');
      const jitter = known(server, 'max_requests_jitter');
      if (value === undefined || requests === undefined) return undefined;
      if (requests === 0)
        return {
          setting: 'max_requests',
          place: placeOf(server, value),
          message: who => `${who} never replaces its workers, so that a leak grows until the memory is gone.`,
          evidence: shown('max_requests', value),
        };
      if (requests < 100)
        return {
          setting: 'max_requests',
          place: placeOf(server, value),
          message: who =>
            `${who} replaces each worker after ${requests} requests: it is busy importing Django most of the time.`,
          evidence: shown('max_requests', value),
          severity: 'medium',
        };
      if (jitter?.value !== 0) return undefined;
      return {
        setting: 'max_requests_jitter',
        place: placeOf(server, jitter.from === 'default' ? value : jitter),
        message: who =>
          `${who} replaces all its workers after the same ${requests} requests, which is at about the same moment.`,
        evidence: shown('max_requests_jitter', jitter),
      };
    }),
});
