import type { Service } from '../services/facts.ts';
import { repositoryPaths } from '../shell/path.ts';
import type { FoundFile } from './find.ts';

/** How a file reaches a program that reads it. */
export interface Use {
  readonly who: string;
  readonly service: Service | undefined;
  /** Path in the container; undefined on a machine without one. */
  readonly target: string | undefined;
}

/** Where these programs look for their configuration; a `COPY . .` of the application puts it nowhere of that kind. */
const READ_FROM =
  /^\/(etc\/(nginx|traefik|caddy|pgbouncer)|traefik|usr\/local\/(nginx|openresty)|opt\/bitnami|bitnami|config|data\/caddy)(\/|$)/;
const PROGRAMS: Readonly<Record<FoundFile['program'], RegExp>> = {
  nginx: /nginx|openresty|angie/i,
  traefik: /traefik/i,
  caddy: /caddy/i,
  pgbouncer: /pgbouncer/i,
};

/** Who reads a file: containers that mount or copy it, the machine whose systemd units stand beside it, the input that names it. */
export function usesOf({ file, program, asked }: FoundFile, services: readonly Service[]): readonly Use[] {
  const uses = services.flatMap(service => {
    const target = targetIn(file, program, service);
    return target === undefined ? [] : [{ who: service.title, service, target }];
  });
  if (uses.length > 0) return uses;
  if (asked) return [{ who: 'the input files', service: undefined, target: undefined }];
  // Without containers the programs run on the machine, where no file says what they read.
  const bare = services.some(({ place }) => place.file.endsWith('.service'));
  return bare ? [{ who: 'the machine of the systemd units', service: undefined, target: undefined }] : [];
}

function targetIn(file: string, program: FoundFile['program'], service: Service): string | undefined {
  const runs = PROGRAMS[program].test(
    `${service.imageName} ${service.name} ${service.start.commands.at(-1)?.words[0] ?? ''}`,
  );
  for (const { container, repository } of [...service.sources].reverse()) {
    if (repository !== file && repository !== '' && !file.startsWith(`${repository}/`)) continue;
    const rest = repository === file ? '' : file.slice(repository === '' ? 0 : repository.length + 1);
    const target = rest === '' ? container : `${container === '/' ? '' : container}/${rest}`;
    if (!READ_FROM.test(target) && !runs) continue;
    // A later mount or COPY may put something else there.
    const holds = repositoryPaths(target, service.sources);
    if (holds.length === 0 || holds.includes(file)) return target;
  }
  return undefined;
}

/** The official image of nginx fills `${NAME}` into `/etc/nginx/templates/*.template` at its start; others call envsubst themselves. */
export function fillsVariables({ service, target }: Use): boolean {
  if (target === undefined || service === undefined) return true;
  const written = JSON.stringify(service.written) + JSON.stringify(service.start.commands.map(({ words }) => words));
  if (/envsubst|confd|dockerize|gomplate|sed /.test(written) || service.start.unknown !== undefined) return true;
  if (
    service.image?.stage.runs.some(({ commands }) => commands.some(({ words }) => /envsubst|sed/.test(words.join(' '))))
  )
    return true;
  return /^\/etc\/nginx\/templates\/.*\.template$/.test(target);
}
