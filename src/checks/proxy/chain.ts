import type { Project } from '../project.ts';
import { defineRule } from '../rule.ts';
import { knownNumber } from '../server/values.ts';
import { count, setting, text } from '../settings/values.ts';
import { onePerFile } from './forwarding.ts';
import { bytesOf, effective, includesUnknown, placeOf, secondsOf, used, webHandovers } from './nginx-view.ts';

const MIB = 1024 ** 2;
/** nginx's default, and Django's for DATA_UPLOAD_MAX_MEMORY_SIZE. */
const NGINX_BODY = MIB;
const DJANGO_BODY = 2.5 * MIB;
const NGINX_READ = 60;

export const bodySize = defineRule({
  id: 'proxy/body-size',
  title: 'Every proxy lets through what the site accepts',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'The smallest limit of the chain decides. A proxy below the site’s own limit answers uploads with a bare 413 that no log of Django’s shows.',
  remedy: 'Set the same limit on every proxy, not below the site’s:\nclient_max_body_size 20m;',
  source: [
    'S1-178',
    'S4-038',
    'C30',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size (default 1m)',
  ],
  judge: project => {
    const wanted = acceptedBySite(project);
    const nginx = onePerFile(
      webHandovers(project).filter(handover => {
        const bytes = bytesOf(effective(handover, 'client_max_body_size')?.words[0] ?? '1m');
        const open = effective(handover, 'client_max_body_size') === undefined && includesUnknown(handover);
        return !open && bytes !== undefined && bytes !== 0 && bytes < Math.max(wanted.bytes, NGINX_BODY + 1);
      }),
    ).map(handover => {
      const own = effective(handover, 'client_max_body_size');
      const limit = own?.words[0] ?? '1m';
      return {
        place: placeOf(handover, own),
        subject: `${handover.file.file}: client_max_body_size`,
        message: `nginx refuses bodies above ${limit}${own === undefined ? ' (its default)' : ''}, while the site accepts ${inMib(wanted.bytes)}${wanted.said}: larger uploads end in a 413.`,
        evidence: own === undefined ? 'no client_max_body_size, so 1m' : `client_max_body_size ${limit}`,
        ...(wanted.explicit || wanted.uploads ? {} : { severity: 'low' as const }),
      };
    });
    const endless = onePerFile(
      webHandovers(project).filter(handover => bytesOf(effective(handover, 'client_max_body_size')?.words[0]) === 0),
    ).map(handover => ({
      place: placeOf(handover, effective(handover, 'client_max_body_size')),
      subject: `${handover.file.file}: client_max_body_size`,
      message: 'nginx takes bodies of any size: one visitor can fill the disk.',
      evidence: 'client_max_body_size 0',
      severity: 'low' as const,
    }));
    const traefik = used(project, 'traefik').flatMap(({ file, directives }) =>
      directives.flatMap(({ name, words, place }) => {
        const bytes = /buffering\.maxrequestbodybytes$/i.test(name) ? Number(words[0]) : 0;
        if (!(bytes > 0) || bytes >= wanted.bytes) return [];
        return [
          {
            place,
            subject: `${file}: maxRequestBodyBytes`,
            message: `Traefik refuses bodies above ${inMib(bytes)}, while the site accepts ${inMib(wanted.bytes)}${wanted.said}.`,
            evidence: `maxRequestBodyBytes ${bytes}`,
          },
        ];
      }),
    );
    return [...nginx, ...endless, ...traefik];
  },
});

function acceptedBySite(project: Project): {
  readonly bytes: number;
  readonly explicit: boolean;
  readonly uploads: boolean;
  readonly said: string;
} {
  const limits = project.evaluations.flatMap(evaluation => {
    const found = setting(evaluation, 'DATA_UPLOAD_MAX_MEMORY_SIZE');
    const bytes = count(found?.value);
    return bytes === undefined ? [] : [{ bytes, explicit: found?.default === false }];
  });
  const uploads = project.evaluations.some(evaluation => (text(setting(evaluation, 'MEDIA_ROOT')?.value) ?? '') !== '');
  const own = limits.filter(({ explicit }) => explicit).sort((a, b) => b.bytes - a.bytes)[0];
  return own === undefined
    ? { bytes: DJANGO_BODY, explicit: false, uploads, said: ' and files of any size' }
    : { ...own, uploads, said: ' (DATA_UPLOAD_MAX_MEMORY_SIZE)' };
}

function inMib(bytes: number): string {
  return `${Math.round((bytes / MIB) * 10) / 10} MiB`;
}

export const timeouts = defineRule({
  id: 'proxy/timeouts',
  title: 'The proxy waits at least as long as the server works',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'When the proxy gives up first, the visitor gets a 504 while the worker goes on with work that nobody waits for; he tries again, and it is done twice.',
  remedy: 'Let the proxy wait longer than gunicorn’s timeout:\nproxy_read_timeout 130s;',
  source: [
    'S4-039',
    'S1-106',
    'C31',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout (default 60s)',
  ],
  judge: project => {
    const worker = workerTimeout(project);
    if (worker === undefined) return [];
    const nginx = onePerFile(
      webHandovers(project).filter(handover => {
        const own = effective(handover, readTimeoutName(handover.pass.name));
        if (own === undefined && includesUnknown(handover)) return false;
        const seconds = own === undefined ? NGINX_READ : secondsOf(own.words[0]);
        return seconds !== undefined && seconds < worker;
      }),
    ).map(handover => {
      const name = readTimeoutName(handover.pass.name);
      const own = effective(handover, name);
      const waits = own?.words[0] ?? '60s';
      return {
        place: placeOf(handover, own),
        subject: `${handover.file.file}: ${name}`,
        message: `nginx gives up after ${waits}${own === undefined ? ' (its default)' : ''}, while gunicorn lets a worker go on for ${worker} seconds: slow requests end in a 504 and are worked on all the same.`,
        evidence: `${name} ${waits}, gunicorn timeout ${worker}`,
        remedy: `Let the proxy wait longer:\n${name} ${worker + 10}s;`,
      };
    });
    const traefik = used(project, 'traefik').flatMap(({ file, directives }) =>
      directives.flatMap(({ name, words, place }) => {
        if (!/(forwardingtimeouts\.responseheadertimeout|respondingtimeouts\.writetimeout)$/i.test(name)) return [];
        const seconds = secondsOf(words[0]);
        if (seconds === undefined || seconds === 0 || seconds >= worker) return [];
        const key = name.slice(name.lastIndexOf('.') + 1);
        return [
          {
            place,
            subject: `${file}: ${key}`,
            message: `Traefik gives up after ${words[0]}, while gunicorn lets a worker go on for ${worker} seconds.`,
            evidence: `${key} ${words[0]}, gunicorn timeout ${worker}`,
            remedy: `Let the proxy wait longer:\n${key}: ${worker + 10}s`,
          },
        ];
      }),
    );
    return [...nginx, ...traefik];
  },
});

function readTimeoutName(pass: string): string {
  return pass === 'uwsgi_pass' ? 'uwsgi_read_timeout' : 'proxy_read_timeout';
}

/** For workers with threads the timeout is about the worker, not a request; a request may then take longer, never shorter. */
function workerTimeout(project: Project): number | undefined {
  const seconds = project.servers
    .filter(({ program }) => program === 'gunicorn')
    .map(server => knownNumber(server, 'timeout'))
    .filter(value => value !== undefined);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}
