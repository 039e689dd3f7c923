import type { Place } from '../../../core/findings.ts';
import type { Project } from '../../project.ts';
import type { Role, Service } from '../../services/facts.ts';
import type { ComposeService, ComposeStack } from '../facts.ts';

/** A service of a stack that would run under the profile. */
export type Running = Service & { readonly stack: ComposeStack; readonly compose: ComposeService };

/** What Compose would start under the profile. */
export function running({ services }: Project): readonly Running[] {
  return services.filter(isRunning);
}

export function isRunning(service: Service): service is Running {
  return service.stack !== undefined && service.compose !== undefined;
}

/** The stacks that run, each with its services. */
export function runningStacks(project: Project): ReadonlyMap<ComposeStack, readonly Running[]> {
  const stacks = new Map<ComposeStack, Running[]>();
  for (const service of running(project)) {
    const own = stacks.get(service.stack);
    if (own === undefined) stacks.set(service.stack, [service]);
    else own.push(service);
  }
  return stacks;
}

/** Of the services of the same stack, those with a role. */
export function neighbours({ stack }: Running, project: Project, ...roles: readonly Role[]): readonly Running[] {
  return running(project).filter(other => other.stack === stack && roles.includes(other.role));
}

/** Roles that are meant to run for ever. */
const LASTING: ReadonlySet<Role> = new Set(['web', 'worker', 'beat', 'flower', 'database', 'cache', 'pooler', 'proxy']);

export function isLasting({ role }: Service): boolean {
  return LASTING.has(role);
}

/** Whether one service waits, over others too, until another one has ended well or is healthy. */
export function waitsFor(
  service: Running,
  name: string,
  services: readonly Running[],
  conditions: readonly string[],
  seen: Set<string> = new Set(),
): boolean {
  if (seen.has(service.name)) return false;
  seen.add(service.name);
  return service.compose.dependsOn.some(({ service: other, condition }) => {
    if (other === name) return conditions.includes(condition);
    if (condition === 'service_started') return false;
    const next = services.find(known => known.name === other);
    return next !== undefined && waitsFor(next, name, services, conditions, seen);
  });
}

/** Where a key of a service was set last. */
export function placed(service: Running, ...path: readonly (string | number)[]): Place {
  return service.compose.placeOf(...path);
}

/** What stands on one line together: services that share a block of YAML share its mistake. */
export function linesOf<Item extends { readonly place: Place }>(items: readonly Item[]): readonly (readonly Item[])[] {
  const lines = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.place.file}:${item.place.line}`;
    lines.set(key, [...(lines.get(key) ?? []), item]);
  }
  return [...lines.values()];
}
