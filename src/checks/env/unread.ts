import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { askedBy } from './reads.ts';
import { filesInUse, GIVEN, lastOfEach, named } from './uses.ts';

/** Variables that programs other than the settings read: Python, PostgreSQL's library, gunicorn, boto, images, Coolify itself. */
const ELSEWHERE =
  /^(?:PATH|HOME|HOST|HOSTNAME|PORT|TZ|LANG|LC_.*|TERM|SHELL|USER|UID|GID|PUID|PGID|TMPDIR|PYTHON.*|PIP_.*|UV_.*|POETRY_.*|VIRTUAL_ENV|PG[A-Z]+|POSTGRES_.*|REDIS_.*|VALKEY_.*|RABBITMQ_.*|MINIO_.*|GRAFANA_.*|GF_.*|PROMETHEUS_.*|FLOWER_.*|PGBOUNCER_.*|GUNICORN_.*|UVICORN_.*|UWSGI_.*|WEB_CONCURRENCY|WEB_.*|CELERY_.*|C_FORCE_ROOT|REMAP_SIGTERM|DJANGO_SETTINGS_MODULE|DJANGO_SUPERUSER_.*|DJANGO_ALLOW_ASYNC_UNSAFE|AWS_.*|S3_.*|SENTRY_.*|OTEL_.*|DD_.*|NEW_RELIC_.*|GOOGLE_.*|HTTPS?_PROXY|NO_PROXY|SSL_CERT_.*|REQUESTS_CA_BUNDLE|COOLIFY_.*|SERVICE_.*|SOURCE_COMMIT|NIXPACKS_.*|BP_.*|COMPOSE_.*|DOCKER_.*|TRAEFIK_.*|NODE_.*|NPM_.*|CI|GITHUB_.*|BACKUP_.*|DOMAIN|IMAGE.*|TAG|VERSION)$/i;

/** Shorter names are near to too many others. */
const SHORTEST = 5;

interface Listed {
  readonly where: string;
  readonly place: Place | undefined;
  readonly names: readonly { readonly name: string; readonly place: Place | undefined }[];
}

export const mistypedName = defineRule({
  id: 'env/mistyped-name',
  title: 'No variable is one slip away from the name that the settings read',
  severity: deployed('medium'),
  why: 'The value is there and nobody reads it, while the settings go on with a default or refuse to load.',
  remedy: 'Give it the name that the settings read.',
  source: ['S1-164', 'S0-021', 'S2-026'],
  judge: project => {
    const { reads, required, complete } = askedBy(project);
    if (!complete && required.size === 0) return [];
    const known = [...new Set([...reads.keys(), ...required])];
    return lists(project).flatMap(({ where, names }) => {
      const here = new Set(names.map(({ name }) => name));
      const absent = known.filter(name => name.length >= SHORTEST && !here.has(name));
      return names.flatMap(({ name, place }): Hit[] => {
        if (reads.has(name) || required.has(name) || name.length < SHORTEST || readElsewhere(name, project, true))
          return [];
        const meant = absent.find(candidate => isSlip(name, candidate));
        if (meant === undefined) return [];
        return [
          {
            ...(place === undefined ? {} : { place }),
            subject: `${where}: ${name}`,
            message: `Nothing reads ${name}; the settings read ${meant}, which is absent here.`,
            evidence: `${name} in ${where}`,
            remedy: `Rename it to ${meant}.`,
            ...(required.has(meant) ? { severity: 'high' as const } : {}),
          },
        ];
      });
    });
  },
});

export const unread = defineRule({
  id: 'env/unread',
  title: 'Every variable is read by somebody',
  severity: deployed('low'),
  why: 'What nobody reads misleads: people change it and wait for something to happen.',
  remedy: 'Remove them, or have the settings read them.',
  source: ['S1-029', 'S1-164', 'S0-049'],
  judge: project => {
    const { reads, required, complete } = askedBy(project);
    if (!complete) return [];
    return lists(project).flatMap(({ where, place, names }): Hit[] => {
      const unknown = names.filter(
        ({ name }) => !reads.has(name) && !required.has(name) && !readElsewhere(name, project, false),
      );
      const [first] = unknown;
      if (first === undefined) return [];
      const at = first.place ?? place;
      return [
        {
          ...(at === undefined ? {} : { place: at }),
          subject: where,
          message: `${unknown.length === 1 ? 'One name' : `${unknown.length} names`} in ${where} ${unknown.length === 1 ? 'is' : 'are'} read neither by the settings nor by anything else that was looked at.`,
          evidence: named(unknown.map(({ name }) => name)),
        },
      ];
    });
  },
});

/** One letter more, less, other or swapped with its neighbour, or other signs between the words. Numbers tell names apart on purpose. */
function isSlip(name: string, meant: string): boolean {
  const [a, b] = [name, meant].map(text => text.toUpperCase().replace(/_/g, ''));
  if (a === undefined || b === undefined || a === b) return a === b;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (/[0-9]/.test(inA + inB)) return false;
  if (inA.length <= 1 && inB.length <= 1) return true;
  return inA.length === 2 && inB.length === 2 && inA[0] === inB[1] && inA[1] === inB[0];
}

function readElsewhere(name: string, project: Project, exactly: boolean): boolean {
  if (!exactly && ELSEWHERE.test(name)) return true;
  const { stacks, services, dockerfiles, source } = project;
  const word = new RegExp(`\\b${name}\\b`);
  return (
    stacks.some(
      stack =>
        stack.unset.some(unset => unset.name === name) ||
        stack.services.some(
          service =>
            word.test(JSON.stringify(service.raw)) ||
            [...service.environment.values()].some(({ written }) => word.test(written)),
        ),
    ) ||
    services.some(({ start }) => start.commands.some(({ words }) => words.some(text => word.test(text)))) ||
    dockerfiles.some(({ stages }) =>
      stages.some(({ instructions }) => instructions.some(({ text }) => word.test(text))),
    ) ||
    [...source.texts.values()].some(text => word.test(text)) ||
    project.servers.some(({ values }) => [...values.values()].some(set => name in set))
  );
}

function lists(project: Project): readonly Listed[] {
  const { given, environmentFiles, profile } = project;
  const used = new Set(filesInUse(project).map(({ file }) => file));
  const files = environmentFiles
    .filter(file => used.has(file.file) || (file.kind === 'template' && file.profile === profile))
    .map(({ file, entries }): Listed => {
      const names = lastOfEach(entries).map(({ name, line }) => ({ name, place: { file, line } }));
      return { where: file, place: undefined, names };
    });
  const listed = new Set(files.map(({ where }) => where));
  const own = [...given.variables.values()]
    .filter(({ origin, place }) => origin !== 'dummy' && !(place !== undefined && listed.has(place.file)))
    .map(({ name, place }) => ({ name, place }));
  return own.length === 0 ? files : [{ where: GIVEN, place: undefined, names: own }, ...files];
}
