import { defineRule } from '../rule.ts';
import { faultsOf, inContainer, known, knownNumber, knownText, placeOf, shown } from './values.ts';

const SETTINGS = 'https://docs.gunicorn.org/en/stable/settings.html';

export const daemon = defineRule({
  id: 'server/daemon',
  title: 'The server stays in the foreground',
  severity: { development: 'high', staging: 'critical', production: 'critical' },
  why: 'A container lives as long as its first process. A server that detaches itself ends that process, and the container with it; under systemd the unit counts as dead.',
  remedy: 'Leave the option out:\ndaemon = False',
  source: ['S1-108', `${SETTINGS}#daemon`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uwsgi'], server => {
      const name = server.program === 'uwsgi' ? 'daemonize' : 'daemon';
      const value = known(server, name);
      const off = value === undefined || value.value === false || value.value === null || value.value === '';
      const forks = /^forking$/i.test(server.unit?.get('Service.Type')?.value ?? '');
      if (off || value === undefined || forks) return undefined;
      return {
        setting: name,
        place: placeOf(server, value),
        message: who =>
          `${server.program} of ${who} detaches itself: ${
            inContainer(server, project) ? 'its container ends at once' : 'whatever started it takes it for ended'
          }.`,
        evidence: shown(name, value),
      };
    }),
});

export const switchUser = defineRule({
  id: 'server/user-switch',
  title: 'Only root asks for another user',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'A process that is not root may not become somebody else: gunicorn’s workers end with “Operation not permitted”.',
  remedy: 'Leave user and group to the image (USER) or the unit (User=), and out of gunicorn’s settings.',
  source: ['S1-053', `${SETTINGS}#user`],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const user = server.service?.user?.split(':')[0];
      const value = known(server, 'user');
      const asked = value?.value;
      if (user === undefined || user === 'root' || user === '0' || value === undefined) return undefined;
      if (asked === null || asked === '' || String(asked) === user) return undefined;
      // A name and a number may be the same account.
      if (typeof asked !== 'string' || /^\d+$/.test(asked) !== /^\d+$/.test(user)) return undefined;
      return {
        setting: 'user',
        place: placeOf(server, value),
        message: who => `gunicorn of ${who} is started as ${user} and told to become ${asked}, which only root may.`,
        evidence: `${shown('user', value)}, started as ${user}`,
      };
    }),
});

export const preload = defineRule({
  id: 'server/preload',
  title: 'Nothing that must not be shared is opened before the workers fork',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'With preload the application is loaded once and copied: a database connection, a pool or a thread made while it loads is shared by all workers or dead in them.',
  remedy:
    'Open connections only while a request is served, or close them after the fork:\ndef post_fork(server, worker):\n    from django import db\n    db.connections.close_all()',
  source: ['S1-110', `${SETTINGS}#preload-app`],
  judge: project => {
    const connected = project.evaluations
      .flatMap(({ answer }) => answer.effects)
      .find(({ kind }) => kind === 'connected' || kind === 'started');
    return faultsOf(project, ['gunicorn'], server => {
      const value = known(server, 'preload_app');
      if (value?.value !== true || server.values.values().next().value?.['post_fork'] !== undefined) return undefined;
      return {
        setting: 'preload_app',
        place: placeOf(server, value),
        message: who =>
          connected === undefined
            ? `gunicorn of ${who} loads the application once and forks it. That saves memory, and needs every connection and thread to be made after the fork; nothing here closes them.`
            : `gunicorn of ${who} loads the application once and forks it, and loading it opens what must not be shared (${connected.what}).`,
        evidence: shown('preload_app', value),
        ...(connected === undefined ? {} : { severity: 'medium' as const }),
      };
    });
  },
});

export const workerTemporary = defineRule({
  id: 'server/worker-tmp-dir',
  title: 'The heartbeat of the workers lies in memory',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Each worker touches a file to show that it lives. On the disk of a container that can block for so long that healthy workers are killed.',
  remedy: 'Keep the file in memory:\nworker_tmp_dir = "/dev/shm"',
  source: [
    'S1-106',
    'https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod',
  ],
  judge: project =>
    faultsOf(project, ['gunicorn'], server => {
      const value = known(server, 'worker_tmp_dir');
      if (!inContainer(server, project) || value === undefined) return undefined;
      if (typeof value.value === 'string' && value.value !== '' && !/^\/(var\/)?tmp\b/.test(value.value))
        return undefined;
      return {
        setting: 'worker_tmp_dir',
        place: placeOf(server, value),
        message: who => `The workers of ${who} show that they live by a file on the container’s disk.`,
        evidence: shown('worker_tmp_dir', value),
      };
    }),
});

export const forwarded = defineRule({
  id: 'server/forwarded-allow-ips',
  title: 'Forwarded headers are believed from the proxy only',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Who may set X-Forwarded-Proto decides what the application takes for https; with uvicorn who may set X-Forwarded-For decides the client’s address.',
  remedy: 'Name the proxy’s network:\nforwarded_allow_ips = "10.0.0.0/8"',
  source: ['S1-035', 'S1-036', `${SETTINGS}#forwarded-allow-ips`],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn'], server => {
      const value = known(server, 'forwarded_allow_ips');
      const text = knownText(server, 'forwarded_allow_ips');
      if (value === undefined || text === undefined) return undefined;
      const everyone = text.split(',').some(part => part.trim() === '*' || part.trim() === '0.0.0.0/0');
      const open = (server.service?.compose?.ports ?? []).find(
        ({ host }) => host === undefined || !/^(127\.|::1)/.test(host),
      );
      if (everyone && open !== undefined)
        return {
          setting: 'forwarded_allow_ips',
          place: placeOf(server, value),
          message: who =>
            `${server.program} of ${who} believes forwarded headers from everybody, and its port is published: whoever comes past the proxy decides what counts as https.`,
          evidence: shown('forwarded_allow_ips', value),
          severity: 'medium',
        };
      const proxied = server.program === 'uvicorn' && known(server, 'proxy_headers')?.value === false;
      if (!proxied || !inContainer(server, project)) return undefined;
      const headers = known(server, 'proxy_headers');
      return {
        setting: 'proxy_headers',
        place: placeOf(server, headers),
        message: who => `uvicorn of ${who} ignores forwarded headers: every client has the proxy’s address.`,
        evidence: shown('proxy_headers', headers),
        remedy: 'Believe them from the proxy:\n--proxy-headers --forwarded-allow-ips 10.0.0.0/8',
      };
    }),
});

/** gunicorn's own limits, which the demands repeat; 0 takes a limit away. */
const LIMITS: readonly (readonly [name: string, most: number])[] = [
  ['limit_request_line', 8190],
  ['limit_request_fields', 1000],
  ['limit_request_field_size', 65_536],
];

export const requestLimits = defineRule({
  id: 'server/request-limits',
  title: 'Requests have a limit of line and headers',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'The limits keep a stranger from filling the memory of a worker with one endless request line or header.',
  remedy:
    'Keep gunicorn’s own:\nlimit_request_line = 4094\nlimit_request_fields = 100\nlimit_request_field_size = 8190',
  source: ['S1-109', `${SETTINGS}#security`],
  judge: project =>
    LIMITS.flatMap(([name, most]) =>
      faultsOf(project, ['gunicorn'], server => {
        const value = known(server, name);
        const limit = knownNumber(server, name);
        if (value === undefined || limit === undefined || (limit > 0 && limit <= most)) return undefined;
        // There is always a limit to the number of headers: gunicorn takes 32768 for 0.
        return {
          setting: name,
          place: placeOf(server, value),
          message: who => `gunicorn of ${who} takes ${limit === 0 ? 'any' : `up to ${limit} for`} ${name}.`,
          evidence: shown(name, value),
          ...(limit === 0 ? {} : { severity: 'low' as const }),
        };
      }),
    ),
});

export const backlog = defineRule({
  id: 'server/backlog',
  title: 'Connections may wait for a moment',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'A short queue refuses connections in every small burst; so does a small number of connections a worker.',
  remedy: 'Keep gunicorn’s own:\nbacklog = 2048\nworker_connections = 1000',
  source: ['S1-111', `${SETTINGS}#backlog, #worker-connections`],
  judge: project =>
    [
      ['backlog', 128],
      ['worker_connections', 100],
    ].flatMap(([name, least]) =>
      faultsOf(project, ['gunicorn', 'uvicorn'], server => {
        const value = known(server, String(name));
        const size = knownNumber(server, String(name));
        if (value === undefined || size === undefined || size >= Number(least)) return undefined;
        return {
          setting: String(name),
          place: placeOf(server, value),
          message: who =>
            `${server.program} of ${who} has a ${name} of ${size}: more clients at one moment are refused.`,
          evidence: shown(String(name), value),
        };
      }),
    ),
});
