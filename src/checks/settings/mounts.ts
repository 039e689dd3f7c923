import type { Project } from '../project.ts';
import type { Service } from '../services/facts.ts';

/** Whether what a service writes to a path of the evaluated settings outlives its container. */
export type Persistence = 'kept' | 'lost' | 'unknown';

/**
 * Settings are evaluated in a checkout, services run in containers: the path is looked for where the image puts the checkout, and as it is
 * written. Without a Compose file nothing says what is mounted (Coolify keeps that to itself), so it is unknown.
 */
export function persistenceOf(services: readonly Service[], path: string): Persistence {
  const composed = services.filter(({ compose }) => compose !== undefined);
  if (composed.length === 0) return 'unknown';
  return composed.every(service => isMounted(service, path)) ? 'kept' : 'lost';
}

export function websOf({ services }: Project): readonly Service[] {
  return services.filter(({ own, roles }) => own && roles.includes('web'));
}

function isMounted({ compose, sources, directory }: Service, path: string): boolean {
  const targets = (compose?.volumes ?? [])
    .filter(({ kind }) => kind === 'volume' || kind === 'bind')
    .map(({ target }) => clean(target));
  const roots = [...sources.map(({ container }) => container), directory ?? '/app'].map(clean);
  const parts = clean(path)
    .split('/')
    .filter(part => part !== '');
  // The checkout's own folders come first in the path; which of them end it is not told, so every tail is tried.
  const places = [
    clean(path),
    ...roots.flatMap(root => parts.map((_, index) => `${root}/${parts.slice(index).join('/')}`)),
  ];
  return targets.some(target =>
    places.some(place => place === target || (place.startsWith(`${target}/`) && !roots.includes(target))),
  );
}

function clean(path: string): string {
  const short = path.replace(/\/+$/, '');
  return short.startsWith('/') ? short : `/${short}`;
}
