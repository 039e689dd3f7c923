import type { Project } from '../project.ts';
import type { Directive, ProxyFile } from '../proxy/facts.ts';
import type { Service } from '../services/facts.ts';
import { reach } from './network.ts';

/** How requests come to Django, as far as the files tell. */
export interface Entrance {
  /** The server itself takes X-Forwarded-Proto from the proxy and tells Django that the request is HTTPS. */
  readonly serverKnowsHttps: boolean;
  /** The server itself speaks HTTPS. */
  readonly serverSpeaksHttps: boolean;
  /** Something says how the site is started; else what the server does with the proxy’s headers is anybody's guess. */
  readonly known: boolean;
  /** Services with the site's code whose port is published on every address of the host, past any proxy. */
  readonly published: readonly Service[];
}

export function entranceOf(project: Project): Entrance {
  const webs = project.services.filter(({ roles, own }) => own && roles.includes('web'));
  const values = project.servers.flatMap(server => [...server.values.values()]);
  const given = (names: readonly string[]) =>
    values.flatMap(value => names.map(name => value[name]?.value)).filter(value => typeof value === 'string');
  const trusted = [
    ...given(['forwarded_allow_ips', 'forwarded-allow-ips']),
    ...webs.map(({ environment }) => environment.get('FORWARDED_ALLOW_IPS') ?? ''),
  ];
  return {
    known: project.servers.length > 0 || webs.length > 0,
    // Behind a socket file gunicorn believes whoever speaks: only a proxy of the same machine can.
    serverKnowsHttps:
      trusted.some(covers) ||
      project.servers.some(isBesideItsProxy) ||
      given(['bind', 'uds']).some(address => /^(?:unix:|\/)/.test(address)),
    serverSpeaksHttps: given(['certfile', 'ssl_certfile', 'ssl-certfile']).some(file => file !== ''),
    published: webs.filter(({ compose }) =>
      compose?.ports.some(({ host }) => host === undefined || host === '0.0.0.0' || host === '::'),
    ),
  };
}

/** systemd starts it on the machine its proxy runs on: gunicorn and uvicorn believe 127.0.0.1 by default. */
function isBesideItsProxy({ unit, program, values }: Project['servers'][number]): boolean {
  if (unit === undefined || (program !== 'gunicorn' && program !== 'uvicorn')) return false;
  return [...values.values()].some(({ bind, host }) =>
    /^(?:127\.|localhost|\[?::1)/.test(String((bind ?? host)?.value ?? '')),
  );
}

/** More than the container itself, which is where both gunicorn and uvicorn believe the header by default. */
function covers(addresses: string): boolean {
  return addresses
    .split(',')
    .map(address => address.trim())
    .some(address => address !== '' && reach(address) !== 'local');
}

/** Proxies that something uses, with a directive whose name or words match. Only what is used counts: a file nobody mounts proves nothing. */
export function proxiesSay({ proxies, services }: Project, wanted: RegExp): boolean {
  const inFile = ({ usedBy, directives }: ProxyFile): boolean => usedBy.length > 0 && directives.some(said);
  const said = ({ name, words, block }: Directive): boolean =>
    wanted.test([name, ...words].join(' ')) || (block?.some(said) ?? false);
  const inLabels = services.some(({ compose }) =>
    [...(compose?.labels ?? [])].some(([name, value]) => wanted.test(`${name}=${value}`)),
  );
  return inLabels || proxies.some(inFile);
}

/**
 * Proxies in use that send a header with the pages of the site. What stands in a location of nginx that serves files itself says nothing of
 * the pages.
 */
export function proxiesSend(project: Project, header: RegExp): boolean {
  return proxiesSay({ ...project, proxies: project.proxies.map(withoutFileLocations) }, header);
}

function withoutFileLocations(file: ProxyFile): ProxyFile {
  const kept = (directives: readonly Directive[]): readonly Directive[] =>
    directives
      .filter(directive => !servesFiles(directive))
      .map(directive => (directive.block === undefined ? directive : { ...directive, block: kept(directive.block) }));
  return { ...file, directives: kept(file.directives) };
}

function servesFiles({ name, block }: Directive): boolean {
  if (name !== 'location' || block === undefined) return false;
  const has = (wanted: RegExp) => block.some(directive => wanted.test(directive.name));
  return has(/^(alias|root|return)$/) && !has(/^(\w+_pass|include|try_files|if|location)$/);
}

/** A proxy of the project's own stands in front: not Coolify's, which no file shows. */
export function hasOwnProxy({ services, proxies }: Project): boolean {
  return (
    services.some(({ role }) => role === 'proxy') ||
    proxies.some(({ usedBy, program }) => program !== 'pgbouncer' && usedBy.length > 0)
  );
}
