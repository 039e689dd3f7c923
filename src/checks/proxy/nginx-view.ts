import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import type { Service } from '../services/facts.ts';
import type { Directive, ProxyFile } from './facts.ts';

/** A place where requests are handed on, with the blocks around it, outermost first: what is set in them holds there. */
export interface Handover {
  readonly file: ProxyFile;
  /** `proxy_pass` and its kin. */
  readonly pass: Directive;
  readonly location: Directive;
  readonly server: Directive | undefined;
  readonly blocks: readonly (readonly Directive[])[];
  /** Where it leads: the host of the address, or of the first server of the upstream it names. */
  readonly host: string | undefined;
  readonly port: string | undefined;
}

/** Files of a program that something uses; the others are told once and not judged. */
export function used(project: Project, program: ProxyFile['program']): readonly ProxyFile[] {
  return project.proxies.filter(file => file.program === program && file.usedBy.length > 0);
}

/** Every place of the used nginx files that hands requests on. */
export function handovers(project: Project): readonly Handover[] {
  return used(project, 'nginx').flatMap(file => {
    const upstreams = upstreamsOf(project, file);
    const outer = outerBlocks(project, file);
    const found: Handover[] = [];
    const visit = (
      block: readonly Directive[],
      blocks: readonly (readonly Directive[])[],
      server: Directive | undefined,
    ): void => {
      for (const directive of block) {
        if (directive.block === undefined) continue;
        const inside = [...blocks, directive.block];
        const own = directive.name === 'server' ? directive : server;
        const pass = directive.block.find(({ name }) => name === 'proxy_pass' || name === 'uwsgi_pass');
        if (pass !== undefined && directive.name !== 'upstream')
          found.push({ file, pass, location: directive, server: own, blocks: inside, ...addressOf(pass, upstreams) });
        visit(directive.block, inside, own);
      }
    };
    visit(file.directives, [...outer, file.directives], undefined);
    return found;
  });
}

/** Those that lead to this project's web, as far as names say it. */
export function webHandovers(project: Project): readonly Handover[] {
  const all = handovers(project);
  const hosts = new Set(all.map(({ host }) => host));
  const byName = new Map(project.services.map(service => [service.name, service]));
  return all.filter(({ host }) => {
    const service = host === undefined ? undefined : byName.get(host);
    if (service !== undefined) return service.role === 'web';
    if (hosts.size === 1) return true;
    return (
      host !== undefined && /^(web|app|django|gunicorn|backend|api|127\.0\.0\.1|localhost|server)([-_\d]|$)/i.test(host)
    );
  });
}

/** The nearest value around a place: nginx takes the innermost. */
export function effective(handover: Handover, name: string): Directive | undefined {
  for (const block of [...handover.blocks].reverse()) {
    const found = block.find(directive => directive.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of directives that come in numbers (`proxy_set_header`, `add_header`) only the innermost block that has any counts. */
export function effectiveList(handover: Handover, name: string): readonly Directive[] {
  for (const block of [...handover.blocks].reverse()) {
    const found = block.filter(directive => directive.name === name);
    if (found.length > 0) return found;
  }
  return [];
}

/** A value that a file included there may set: then nobody knows here. */
export function includesUnknown(handover: Handover): boolean {
  return handover.blocks.some(block =>
    block.some(
      ({ name, words }) =>
        name === 'include' && !/mime\.types|uwsgi_params|conf\.d\/|sites-enabled/.test(words[0] ?? ''),
    ),
  );
}

export function listensWithTls(server: Directive | undefined): boolean {
  return listensOf(server).some(({ words }) => words.includes('ssl') || /(^|:)443$/.test(words[0] ?? ''));
}

export function listensOf(server: Directive | undefined): readonly Directive[] {
  return server?.block?.filter(({ name }) => name === 'listen') ?? [];
}

/** All directives of a file, with those of their blocks. */
export function everyDirective(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap(directive => [
    directive,
    ...(directive.block === undefined ? [] : everyDirective(directive.block)),
  ]);
}

/** `10m`, `512k`, `1g`, `0`: bytes; undefined for what is no size. */
export function bytesOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,15})([kKmMgG]?)$/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * ({ k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit.toLowerCase()] ?? 1);
}

/** `60`, `60s`, `2m`, `1m30s`, `500ms`: seconds; undefined for what is no time. */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(ms|s|m|h|d)?)+$/.test(text) || text.length > 40) return undefined;
  let total = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)?/g))
    total += Number(digits) * ({ ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? 's'] ?? 1);
  return total;
}

/** The services a file is used by. */
export function usersOf(project: Project, file: ProxyFile): readonly Service[] {
  return project.services.filter(({ title }) => file.usedBy.includes(title));
}

export function placeOf(handover: Handover, directive: Directive | undefined): Place {
  return directive?.place ?? handover.pass.place;
}

/** The http block of another file of the same nginx holds around the servers of this one. */
function outerBlocks(project: Project, file: ProxyFile): readonly (readonly Directive[])[] {
  if (file.directives.some(({ name }) => name === 'http')) return [];
  return used(project, 'nginx')
    .filter(other => other !== file && other.usedBy.some(who => file.usedBy.includes(who)))
    .flatMap(({ directives }) =>
      directives.filter(({ name }) => name === 'http').flatMap(({ block }) => (block === undefined ? [] : [block])),
    );
}

function upstreamsOf(project: Project, file: ProxyFile): ReadonlyMap<string, string> {
  const near = used(project, 'nginx').filter(
    other => other === file || other.usedBy.some(who => file.usedBy.includes(who)),
  );
  const found = new Map<string, string>();
  for (const { name, words, block } of near.flatMap(({ directives }) => everyDirective(directives))) {
    const server = name === 'upstream' ? block?.find(directive => directive.name === 'server') : undefined;
    if (server !== undefined) found.set(words[0] ?? '', server.words[0] ?? '');
  }
  return found;
}

function addressOf(pass: Directive, upstreams: ReadonlyMap<string, string>): Pick<Handover, 'host' | 'port'> {
  const [, authority = ''] = /^(?:\w+:\/\/)?([^/]*)/.exec(pass.words[0] ?? '') ?? [];
  const real = upstreams.get(authority) ?? authority;
  if (real.includes('$') || real.startsWith('unix:') || real === '') return { host: undefined, port: undefined };
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(real) ?? [];
  return { host, port: port ?? (pass.name === 'proxy_pass' ? '80' : undefined) };
}
