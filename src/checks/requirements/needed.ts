import type { Place } from '../../core/findings.ts';
import { connectionOf } from '../env/connection.ts';
import { usesOf } from '../env/uses.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { assigned, list, member, placed, setting, text } from '../settings/values.ts';
import { entryOf, isWhole, written } from './declared.ts';

const DRIVERS = ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg2cffi'];

export const driver = defineRule({
  id: 'requirements/driver',
  title: 'The driver of the database is installed with the site',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'Without it the first import of the database backend fails: nothing starts.',
  remedy: 'Add it to the file that the image installs:\npsycopg[binary]>=3.2',
  source: [
    'C05',
    'S1-043',
    'S2-001',
    'S2-008',
    'https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes',
  ],
  judge: project => {
    const { deployed } = project.requirements;
    if (deployed === undefined || !isWhole(deployed) || !usesPostgres(project)) return [];
    if (entryOf(deployed, ...DRIVERS) !== undefined) return [];
    return [
      {
        place: { file: deployed.file, line: 1 },
        subject: deployed.file,
        message: `The site uses PostgreSQL, and ${deployed.file} installs no driver for it.`,
        evidence: 'neither psycopg nor psycopg2',
      },
    ];
  },
});

function usesPostgres(project: Project): boolean {
  const engines = project.evaluations.map(evaluation =>
    text(member(setting(evaluation, 'DATABASES')?.value, 'default', 'ENGINE')),
  );
  if (engines.some(engine => engine !== undefined)) return engines.some(engine => /postg/.test(engine ?? ''));
  return usesOf(project).some(
    ({ name, value }) => name === 'DATABASE_URL' && /^postg/.test(connectionOf(value)?.scheme ?? ''),
  );
}

export const driverKind = defineRule({
  id: 'requirements/driver-kind',
  title: 'The driver of the database is the kind its makers advise for deployment',
  severity: 'low',
  why: 'psycopg2-binary carries its own libpq and OpenSSL: its makers advise against it in production, and updates of the system’s libraries do not reach it. psycopg without [binary] or [c] needs the system’s libpq.',
  remedy:
    'psycopg[binary] (the successor, whose makers do advise it), or psycopg2 built in the image with libpq-dev:\npsycopg[binary]>=3.2',
  source: ['C05', 'S1-043', 'https://www.psycopg.org/docs/install.html#psycopg-vs-psycopg-binary'],
  judge: project => {
    const { deployed } = project.requirements;
    const binary = entryOf(deployed, 'psycopg2-binary');
    if (binary !== undefined)
      return [
        {
          place: binary.place,
          subject: 'psycopg2-binary',
          message: 'The deployed file installs psycopg2-binary, with libraries that the system does not update.',
          evidence: written(binary),
        },
      ];
    const plain = deployed?.entries.find(
      ({ name, extras }) => name === 'psycopg' && !extras.some(extra => extra === 'binary' || extra === 'c'),
    );
    const lock = deployed !== undefined && /lock$/.test(deployed.kind);
    if (plain === undefined || lock || entryOf(deployed, 'psycopg-binary', 'psycopg-c') !== undefined) return [];
    const images = project.dockerfiles;
    const library = images.some(({ stages }) =>
      stages.some(({ runs }) =>
        runs.some(({ commands }) => commands.some(({ words }) => words.some(word => /^libpq|^postgresql/.test(word)))),
      ),
    );
    if (images.length === 0 || library) return [];
    return [
      {
        place: plain.place,
        subject: 'psycopg',
        message: 'psycopg is installed without its binary part, and no image installs libpq: the import fails.',
        evidence: written(plain),
        severity: 'high',
      },
    ];
  },
});

/** What a program or an app of Django needs, and what brings it along. */
interface Need {
  readonly package: string;
  readonly instead: readonly string[];
}

const need = (name: string, ...instead: readonly string[]): Need => ({ package: name, instead });
const PROGRAMS: Readonly<Record<string, Need>> = {
  gunicorn: need('gunicorn'),
  celery: need('celery', 'django-celery-beat', 'django-celery-results'),
  uvicorn: need('uvicorn', 'uvicorn-worker', 'fastapi'),
  daphne: need('daphne', 'channels'),
  hypercorn: need('hypercorn'),
  uwsgi: need('uwsgi', 'pyuwsgi'),
  flower: need('flower'),
  granian: need('granian'),
  waitress: need('waitress'),
};
const APPS: Readonly<Record<string, Need>> = {
  whitenoise: need('whitenoise'),
  rest_framework: need(
    'djangorestframework',
    'djangorestframework-simplejwt',
    'drf-spectacular',
    'drf-yasg',
    'dj-rest-auth',
  ),
  rest_framework_simplejwt: need('djangorestframework-simplejwt'),
  corsheaders: need('django-cors-headers'),
  storages: need('django-storages'),
  django_filters: need('django-filter'),
  django_extensions: need('django-extensions'),
  django_celery_beat: need('django-celery-beat'),
  django_celery_results: need('django-celery-results'),
  django_redis: need('django-redis'),
  axes: need('django-axes'),
  csp: need('django-csp'),
  health_check: need('django-health-check'),
  django_safemigrate: need('django-safemigrate'),
  drf_spectacular: need('drf-spectacular'),
  django_prometheus: need('django-prometheus'),
  auditlog: need('django-auditlog'),
  simple_history: need('django-simple-history'),
  channels: need('channels'),
  allauth: need('django-allauth', 'dj-rest-auth'),
};

export const missing = defineRule({
  id: 'requirements/missing',
  title: 'What commands and settings use is installed with the site',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'The image is built and cannot start: the program is not found, or Django cannot import an app or a middleware.',
  remedy: 'Add the package to the file that the image installs.',
  source: ['S0-008', 'S1-042', 'S1-045', 'S1-134', 'S2-006', 'S2-008'],
  judge: project => {
    const { deployed } = project.requirements;
    if (deployed === undefined || !isWhole(deployed)) return [];
    const hits = new Map<string, Hit>();
    for (const { needed, because, place } of neededBy(project)) {
      if (hits.has(needed.package) || entryOf(deployed, needed.package, ...needed.instead) !== undefined) continue;
      hits.set(needed.package, {
        place: place ?? { file: deployed.file, line: 1 },
        subject: needed.package,
        message: `${because}, and ${deployed.file} does not install ${needed.package}.`,
        evidence: `${deployed.entries.length} packages, none of them ${needed.package}`,
        remedy: `Add to ${deployed.file}:\n${needed.package}`,
      });
    }
    return [...hits.values()];
  },
});

function* neededBy(
  project: Project,
): Generator<{ readonly needed: Need; readonly because: string; readonly place: Place | undefined }> {
  for (const { own, title, start } of project.services) {
    if (!own) continue;
    for (const { words, file, line } of start.commands) {
      const first = words[0]?.replace(/^.*\//, '') ?? '';
      const program = /^python[\d.]*$/.test(first) && words[1] === '-m' ? (words[2] ?? '') : first;
      const needed = PROGRAMS[program];
      if (needed !== undefined) yield { needed, because: `${title} starts ${program}`, place: { file, line } };
    }
  }
  for (const evaluation of project.evaluations) {
    for (const name of ['INSTALLED_APPS', 'MIDDLEWARE'] as const) {
      const of = setting(evaluation, name);
      for (const dotted of list(of?.value) ?? []) {
        const needed = APPS[dotted.split('.')[0] ?? ''];
        if (needed !== undefined) yield { needed, because: `${name} holds "${dotted}"`, place: of?.place };
      }
    }
    const cache = setting(evaluation, 'CACHES');
    const backend = text(member(cache?.value, 'default', 'BACKEND')) ?? '';
    if (backend.startsWith('django.core.cache.backends.redis'))
      yield {
        needed: need('redis', 'django-redis', 'celery', 'redis-py'),
        because: 'The cache is in Redis',
        place: cache?.place,
      };
    if (backend.startsWith('django_redis'))
      yield { needed: need('django-redis'), because: 'The cache is in Redis', place: cache?.place };
    const storages = setting(evaluation, 'STORAGES');
    if (/S3|s3boto/.test(JSON.stringify(storages?.value ?? '')))
      yield { needed: need('django-storages'), because: 'Files are stored in a bucket', place: storages?.place };
    if (
      assigned(evaluation, 'AWS_STORAGE_BUCKET_NAME') !== undefined &&
      /storages\.backends\.s3/.test(JSON.stringify(storages?.value ?? ''))
    )
      yield {
        needed: hasExtra(project, 'django-storages', ['s3', 'boto3']) ? need('django-storages') : need('boto3'),
        because: 'Files are stored in a bucket',
        place: placed(evaluation.answer.settings?.others['AWS_STORAGE_BUCKET_NAME']?.place ?? null) ?? storages?.place,
      };
  }
}

function hasExtra({ requirements: { deployed } }: Project, name: string, extras: readonly string[]): boolean {
  return entryOf(deployed, name)?.extras.some(extra => extras.includes(extra)) === true;
}
