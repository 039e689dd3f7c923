import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { imageReference } from '../../services/images.ts';
import { deployed } from '../../settings/severities.ts';
import type { Mount } from '../facts.ts';
import { type Running, running } from './running.ts';

/** The user of timescaledb-ha. */
const TIMESCALE_HOME = '/home/postgres';
const POSTGRES = /^(postgres|postgresql|postgis|timescaledb|pgvector)/;

export const volume: Rule = defineRule({
  id: 'compose/data-volume',
  title: 'The database’s files outlive its container',
  severity: deployed('critical'),
  why: 'Without a named volume the data lies in the container, or in a volume nobody can name: the next `down`, the next deployment or a change of the image begins with an empty database.',
  remedy: 'volumes:\n  - database:/var/lib/postgresql/data',
  source: ['S1-072', 'S4-030', 'S0-033'],
  judge: project =>
    running(project)
      .filter(({ role, image }) => role === 'database' && image === undefined)
      .flatMap((service): Hit[] => {
        const folder = dataFolder(service);
        if (folder === undefined || keeper(service, folder) !== undefined || misplaced(service) !== undefined)
          return [];
        const lost = service.compose.volumes.find(mount => covers(mount, folder));
        return [
          {
            place: lost?.place ?? service.place,
            subject: service.title,
            message:
              lost === undefined
                ? `Nothing keeps the files of "${service.name}": its data is gone with its container.`
                : lost.kind === 'tmpfs'
                  ? `"${service.name}" keeps its files in memory: its data is gone with its container.`
                  : `The volume of "${service.name}" has no name: the next container gets a new, empty one.`,
            evidence: lost === undefined ? `no volume on ${folder}` : `${lost.kind}: ${lost.target}`,
            remedy: `volumes:\n  - database:${folder}`,
          },
        ];
      }),
});

/** Where the usual images put their data; undefined for others. */
function dataFolder(service: Running): string | undefined {
  const { short } = imageReference(service.imageName);
  const named = service.environment.get('PGDATA');
  if (/^(mysql|mariadb|percona)/.test(short)) return '/var/lib/mysql';
  if (!POSTGRES.test(short)) return undefined;
  if (/bitnami/.test(service.imageName)) return '/bitnami/postgresql';
  if (/timescaledb-ha/.test(service.imageName)) return `${TIMESCALE_HOME}/pgdata`;
  if (named !== undefined && named !== '') return named;
  return (postgresMajor(service) ?? 0) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
}

/** A mount that keeps what is written into a folder. */
function keeper(service: Running, folder: string): Mount | undefined {
  return service.compose.volumes.find(
    mount => covers(mount, folder) && mount.source !== undefined && mount.source !== '' && mount.kind !== 'tmpfs',
  );
}

function covers({ target }: Mount, folder: string): boolean {
  return folder === target || folder.startsWith(`${target}/`);
}

export function postgresMajor({ imageName }: Pick<Running, 'imageName'>): number | undefined {
  const { short, tag } = imageReference(imageName);
  if (!POSTGRES.test(short) || tag === undefined) return undefined;
  const major = /(?:^|[-_]pg|pg)?(\d+)/.exec(/pg(\d+)/.exec(tag)?.[0] ?? tag)?.[1];
  const found = major === undefined ? undefined : Number(major);
  return found !== undefined && found >= 8 && found < 100 ? found : undefined;
}

export const folder: Rule = defineRule({
  id: 'compose/postgres-data-path',
  title: 'The volume lies where this PostgreSQL writes',
  severity: deployed('critical'),
  why: 'Up to 17 the image keeps data in /var/lib/postgresql/data and declares a volume there, which hides one that is mounted above it. From 18 on it keeps it in a folder by version below /var/lib/postgresql and refuses to start with a volume on the old path.',
  remedy:
    'PostgreSQL 17 and older:\n  - database:/var/lib/postgresql/data\nPostgreSQL 18 and newer:\n  - database:/var/lib/postgresql',
  source: ['S1-072', 'S1-063', 'C28', 'https://hub.docker.com/_/postgres (PGDATA)'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { name, title, imageName } = service;
      const wrong = misplaced(service);
      if (wrong === undefined) return [];
      const { mount, right, major } = wrong;
      return [
        {
          place: mount.place,
          subject: title,
          message:
            major >= 18
              ? `PostgreSQL ${major} does not use ${mount.target} any more: "${name}" refuses to start with a volume there.`
              : `The image of PostgreSQL ${major} puts a volume without a name on ${right}, below the one of "${name}": its data is not in the named one, and is lost with the container.`,
          evidence: `${mount.source ?? ''}:${mount.target} with ${imageName}`,
          remedy: `volumes:\n  - ${mount.source ?? 'database'}:${right}`,
        },
      ];
    }),
});

/** The volume that lies where this version does not write. */
function misplaced(service: Running) {
  const major = postgresMajor(service);
  if (major === undefined || service.environment.has('PGDATA')) return undefined;
  if (!/^(docker\.io\/)?(library\/)?(postgres|postgis\/postgis|pgvector\/pgvector):/.test(service.imageName))
    return undefined;
  const wrong = major >= 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql';
  const right = major >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
  const { volumes } = service.compose;
  const mount = volumes.find(({ target }) => target === wrong);
  return mount === undefined || volumes.some(({ target }) => target === right) ? undefined : { mount, right, major };
}
