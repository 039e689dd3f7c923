import { defineRule } from '../rule.ts';
import { faultsOf, inContainer, placeOf } from './values.ts';

const MANUAL = 'https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html';

/** What uWSGI does not do unless it is told to. */
const WANTED: readonly {
  readonly key: string;
  readonly without: string;
  readonly severity: 'medium' | 'low';
  readonly when?: 'container';
}[] = [
  { key: 'master', without: 'workers that die are not replaced, and signals are not handled', severity: 'medium' },
  {
    key: 'die-on-term',
    without: 'SIGTERM makes it reload in place of stopping, so that its container is killed at every deployment',
    severity: 'medium',
    when: 'container',
  },
  {
    key: 'need-app',
    without: 'it starts without the application and answers every request with an error',
    severity: 'medium',
  },
  { key: 'harakiri', without: 'a worker that hangs is never replaced', severity: 'low' },
  {
    key: 'enable-threads',
    without: 'threads of Python do not run, and with them those of Sentry and other reporters',
    severity: 'low',
  },
  { key: 'vacuum', without: 'sockets and pid files stay behind', severity: 'low' },
];

export const uwsgiWanted = defineRule({
  id: 'server/uwsgi',
  title: 'uWSGI is told what it does not do by itself',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'uWSGI’s defaults are those of 2008: without these options it loses workers, signals or the whole application without a word.',
  remedy:
    '[uwsgi]\nmaster = true\ndie-on-term = true\nneed-app = true\nharakiri = 120\nenable-threads = true\nvacuum = true',
  source: ['S1-099', MANUAL],
  judge: project =>
    WANTED.flatMap(({ key, without, severity, when }) =>
      faultsOf(project, ['uwsgi'], server => {
        const values = server.values.get(0) ?? {};
        if (server.problem !== undefined || (when === 'container' && !inContainer(server, project))) return undefined;
        // The strict mode of newer files, or a hook, does the same for SIGTERM.
        if (key === 'die-on-term' && values['hook-master-start'] !== undefined) return undefined;
        const sockets = typeof values['socket']?.value === 'string' && values['socket'].value.startsWith('/');
        if (key === 'vacuum' && !sockets) return undefined;
        const value = values[key];
        if (value !== undefined && value.value !== false && value.value !== 0) return undefined;
        return {
          setting: key,
          place: placeOf(server, value),
          message: who => `uWSGI of ${who} runs without ${key}: ${without}.`,
          evidence: value === undefined ? `${key} is not set` : `${key} = ${String(value.value)}`,
          remedy: `[uwsgi]\n${key} = ${key === 'harakiri' ? '120' : 'true'}`,
          severity: project.profile === 'production' ? severity : 'low',
        };
      }),
    ),
});

export const uwsgiSocket = defineRule({
  id: 'server/uwsgi-socket',
  title: 'What speaks to uWSGI speaks its protocol',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: '`socket` speaks uWSGI’s own protocol. Traefik, Coolify and health checks speak HTTP and get no answer from it.',
  remedy: 'Speak HTTP, unless an nginx with uwsgi_pass stands before it:\n[uwsgi]\nhttp-socket = 0.0.0.0:8000',
  source: ['S1-101', MANUAL],
  judge: project => {
    const passes = project.proxies.some(
      ({ program, directives }) => program === 'nginx' && JSON.stringify(directives).includes('uwsgi_pass'),
    );
    return faultsOf(project, ['uwsgi'], server => {
      const values = server.values.get(0) ?? {};
      const socket = values['socket'];
      const http = values['http'] ?? values['http-socket'] ?? values['https'];
      if (passes || server.problem !== undefined || socket === undefined || http !== undefined) return undefined;
      if (!inContainer(server, project) || !/:\d+$/.test(String(socket.value))) return undefined;
      // Another container may hold the nginx that is not in this repository.
      if (project.services.some(({ role }) => role === 'proxy')) return undefined;
      return {
        setting: 'socket',
        place: placeOf(server, socket),
        message: who =>
          `uWSGI of ${who} listens on ${String(socket.value)} for its own protocol only; nothing that speaks HTTP gets an answer.`,
        evidence: `socket = ${String(socket.value)}`,
      };
    });
  },
});
