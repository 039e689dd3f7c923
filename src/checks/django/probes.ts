import type { Place } from '../../core/findings.ts';
import { formText } from '../docker/form.ts';
import type { Project } from '../project.ts';
import { probesIn } from '../visits.ts';

/** Somebody who asks an address from inside the container, and acts on the answer. */
export interface Probe {
  readonly host: string;
  readonly path: string;
  /** `docker-compose.prod.yml: web`, `Coolify`. */
  readonly by: string;
  readonly place: Place | undefined;
  /** It goes where a redirect points; `curl` without `-L` takes the redirect itself for success. */
  readonly follows: boolean;
  /** It says `X-Forwarded-Proto` itself, so that it is not sent to https. */
  readonly forwards: boolean;
  /** It says another `Host` than its address. */
  readonly renames: boolean;
}

/** Health checks of the web containers, Docker's and Coolify's own. */
export function probesOf({ services, application }: Pick<Project, 'services' | 'application'>): readonly Probe[] {
  const dockers = services
    .filter(({ roles }) => roles.includes('web'))
    .flatMap(({ healthcheck, title }) => {
      if (healthcheck === undefined || healthcheck.check === 'none') return [];
      const { test, place } = healthcheck.check;
      const command = formText(test);
      return probesIn(command).map(
        ({ host, path }): Probe => ({
          host,
          path,
          by: title,
          place,
          follows: !/\bcurl\b/.test(command) || /\s(-\w*L\w*|--location)\b/.test(command),
          forwards: /x-forwarded-proto/i.test(command),
          renames: /['"\s]host\s*:/i.test(command),
        }),
      );
    });
  const { enabled = false, path = '', port } = application?.health ?? {};
  if (!enabled || !path.startsWith('/')) return dockers;
  const host = `localhost:${port ?? application?.ports[0] ?? '8000'}`;
  // Coolify's own probe is `curl -s -X GET -f ... || wget -q -O- ...`: the first of the two that is installed and content.
  const coolifys: Probe = {
    host,
    path,
    by: 'Coolify',
    place: undefined,
    follows: false,
    forwards: false,
    renames: false,
  };
  return [...dockers, coolifys];
}
