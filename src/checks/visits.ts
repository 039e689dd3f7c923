import type { VisitQuestion } from '../django/question.ts';
import { formText } from './docker/form.ts';
import type { CoolifyApplication } from './project.ts';
import type { Service } from './services/facts.ts';

/** What is known of the addresses a platform asks to see whether the site is well. */
export interface HealthKnowledge {
  /** Of the configuration. */
  readonly paths: readonly string[];
  readonly services: readonly Service[];
  readonly application: CoolifyApplication | undefined;
  readonly site: URL | undefined;
}

/** Asked only when nothing names a path: what projects usually call them. Those that do not exist are no fault. */
export const USUAL_PATHS: readonly string[] = ['/health/', '/healthz/', '/ready/', '/readyz/'];

/** A probe asks from inside the container; this is what Docker's examples and Coolify's own probe say. */
const INSIDE = 'localhost:8000';
const MOST_PATHS = 8;

/**
 * The visits that tell what a probe would see: each path from inside (its own Host, no forwarded header) and as the proxy in front hands it
 * on (the public host, HTTPS). The readiness paths are always among them.
 */
export function visitsOf(known: HealthKnowledge): readonly VisitQuestion[] {
  const probes = probesOf(known);
  const inside = probes[0]?.host ?? INSIDE;
  const named = [...probes.map(({ path }) => path), ...known.paths];
  const paths = [...new Set([...named, ...USUAL_PATHS])].slice(0, MOST_PATHS);
  return paths.flatMap(path => {
    const hosts = [...new Set(probes.filter(probe => probe.path === path).map(({ host }) => host))];
    const fromInside = (hosts.length === 0 ? [inside] : hosts).map(host => ({ path, host, forwardedProto: undefined }));
    const fromOutside =
      known.site === undefined ? [] : [{ path, host: known.site.host, forwardedProto: 'https' as const }];
    return [...fromInside, ...fromOutside];
  });
}

interface Probe {
  readonly host: string;
  readonly path: string;
}

function probesOf({ services, application }: HealthKnowledge): readonly Probe[] {
  const checked = services
    .filter(({ role }) => role === 'web')
    .flatMap(({ healthcheck }) =>
      healthcheck === undefined || healthcheck.check === 'none' ? [] : probesIn(formText(healthcheck.check.test)),
    );
  const { enabled = false, path = '', port } = application?.health ?? {};
  const coolifys =
    enabled && path.startsWith('/') ? [{ host: `localhost:${port ?? application?.ports[0] ?? '8000'}`, path }] : [];
  return [...checked, ...coolifys];
}

/** The addresses inside that a health check's command asks; what is not known of it (`${PORT:-8000}`) takes its default. */
export function probesIn(command: string): readonly Probe[] {
  const expanded = command.replace(/\$\{\w+:?-([^}]*)\}/g, '$1').replace(/\$\{?\w+\}?/g, '8000');
  return [...expanded.matchAll(/https?:\/\/[^\s'"`|;&)]+/g)].flatMap(([address]) => {
    if (!URL.canParse(address)) return [];
    const url = new URL(address);
    return isInternal(url.host) ? [{ host: url.host, path: url.pathname }] : [];
  });
}

/** The container itself, or a service beside it; a name with a domain is somebody else, told of the result. */
export function isInternal(host: string): boolean {
  return !host.replace(/:\d+$/, '').includes('.') || /^[\d.]+(?::\d+)?$/.test(host);
}
