import { named } from '../env/uses.ts';
import { defineRule, type Hit } from '../rule.ts';
import { assigned, member, setting } from '../settings/values.ts';
import { isAlwaysOlder, isOlder } from '../versions.ts';
import { entryOf, versionOf, written } from './declared.ts';

/** What each document asks for at least; where two differ the lower one, because the higher one is a wish. */
const MINIMUM: Readonly<Record<string, string>> = {
  celery: '5.3',
  redis: '5.0',
  gunicorn: '20.1',
  pillow: '10.0',
  'django-environ': '0.11',
  djangorestframework: '3.14',
  whitenoise: '6.0',
  psycopg2: '2.9',
  'psycopg2-binary': '2.9',
  'django-storages': '1.14',
  boto3: '1.34',
};

export const minimum = defineRule({
  id: 'requirements/minimum',
  title: 'Packages are new enough for what is asked of them',
  severity: 'medium',
  why: 'Older ones lack what the settings rely on, do not know the installed Django and Python, or have known holes (Pillow).',
  remedy: 'Raise the version, and let the tests run.',
  source: ['S1-042', 'S1-043', 'S1-045', 'S1-134', 'S2-002', 'S2-008'],
  judge: ({ requirements: { deployed } }) =>
    (deployed?.entries ?? []).flatMap((entry): Hit[] => {
      const least = MINIMUM[entry.name];
      if (least === undefined || !isAlwaysOlder(entry, least)) return [];
      return [
        {
          place: entry.place,
          subject: entry.name,
          message: `${entry.name} is older than ${least}.`,
          evidence: written(entry),
          remedy: `${entry.name}>=${least}`,
        },
      ];
    }),
});

interface Contradiction {
  readonly package: string;
  readonly since: string;
  /** The setting, and the way into it. */
  readonly setting: readonly [string, ...string[]];
  readonly effect: string;
}

/** Settings that an older version does not know. Where Django's own defaults hold them they are not meant. */
const CONTRADICTIONS: readonly Contradiction[] = [
  {
    package: 'django',
    since: '4.2',
    setting: ['STORAGES'],
    effect: 'it is ignored: static files and media are stored as STATICFILES_STORAGE and DEFAULT_FILE_STORAGE say',
  },
  {
    package: 'django',
    since: '6.1',
    setting: ['MAILERS'],
    effect: 'it is ignored: mail goes where EMAIL_BACKEND says',
  },
  {
    package: 'django',
    since: '5.1',
    setting: ['DATABASES', 'default', 'OPTIONS', 'pool'],
    effect: 'the option reaches the driver, which refuses to connect',
  },
  {
    package: 'django',
    since: '4.1',
    setting: ['DATABASES', 'default', 'CONN_HEALTH_CHECKS'],
    effect: 'connections are kept without being checked',
  },
  { package: 'django', since: '6.0', setting: ['SECURE_CSP'], effect: 'no policy is sent' },
  {
    package: 'django',
    since: '4.1',
    setting: ['SECRET_KEY_FALLBACKS'],
    effect: 'old sessions end when the key changes',
  },
  {
    package: 'celery',
    since: '5.5',
    setting: ['CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT'],
    effect: 'it is ignored: workers end as they did',
  },
  {
    package: 'celery',
    since: '5.1',
    setting: ['CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS'],
    effect: 'it is ignored',
  },
];

export const contradiction = defineRule({
  id: 'requirements/contradiction',
  title: 'The deployed versions know the settings that are used',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'A setting that a version does not know is ignored without a word; the site runs with another behaviour than the one that is written down.',
  remedy: 'Raise the version, or use the setting that this version knows.',
  source: ['C03', 'S1-049', 'S1-126', 'S1-142', 'S1-044', 'https://docs.djangoproject.com/en/5.2/releases/'],
  judge: project => {
    const django = versionOf(project, 'django');
    const psycopg = entryOf(project.requirements.deployed, 'psycopg');
    const old = django !== undefined && isOlder(django.version, '4.2');
    const driver: readonly Hit[] =
      psycopg === undefined || !old
        ? []
        : [
            {
              place: psycopg.place,
              subject: 'psycopg',
              message: `Django ${django.version} only knows psycopg2: with psycopg 3 alone no connection is made.`,
              evidence: written(psycopg),
              remedy: 'Django>=4.2, or psycopg2',
            },
          ];
    const settings = CONTRADICTIONS.flatMap(({ package: name, since, setting: [first, ...path], effect }): Hit[] => {
      const version = versionOf(project, name);
      if (version === undefined || !isOlder(version.version, since)) return [];
      const found = project.evaluations.find(evaluation => {
        const own = setting(evaluation, first);
        if (path.length === 0) return own === undefined ? assigned(evaluation, first) !== undefined : !own.default;
        const value = own?.default === false ? member(own.value, ...path) : undefined;
        return value !== undefined && value !== false && value !== null;
      });
      if (found === undefined) return [];
      const place = setting(found, first)?.place ?? assigned(found, first)?.place ?? version.entry?.place;
      return [
        {
          ...(place === undefined ? {} : { place }),
          subject: first,
          message: `${[first, ...path].join('.')} is known from ${name} ${since} on, and ${version.version} is deployed: ${effect}.`,
          evidence: `${name} ${version.version}`,
          remedy: `${name}>=${since}`,
          ...(first === 'STORAGES' || path.includes('pool') ? {} : { severity: 'medium' as const }),
        },
      ];
    });
    return [...driver, ...settings];
  },
});

/** Packages that nobody maintains, with what took their place. */
const OBSOLETE: Readonly<Record<string, string>> = {
  'django-secure': 'Django’s own checks and settings, which have all of it since 1.8',
  raven: 'sentry-sdk',
  'raven-aiohttp': 'sentry-sdk',
  'django-celery': 'celery itself, with django-celery-beat and django-celery-results',
  djcelery: 'celery itself, with django-celery-beat and django-celery-results',
  south: 'Django’s own migrations',
  nose: 'pytest',
  'django-nose': 'pytest-django',
  pycrypto: 'cryptography, or pycryptodome',
  boto: 'boto3',
  'django-storages-redux': 'django-storages',
  'python-memcached': 'pymemcache',
  'django-redis-cache': 'django-redis, or Django’s own Redis cache',
  'django-heroku': 'the settings that it sets, written down',
  'django-sslify': 'SECURE_SSL_REDIRECT',
  'django-cors-middleware': 'django-cors-headers',
  'django-rest-swagger': 'drf-spectacular',
  'djangorestframework-jwt': 'djangorestframework-simplejwt',
  'django-rest-auth': 'dj-rest-auth',
  'django-jsonfield': 'models.JSONField',
  jsonfield: 'models.JSONField',
  'django-nested-admin-inline': 'django-nested-admin',
  'django-jet': 'django-unfold, or the admin itself',
  six: 'nothing, because Python 2 is gone',
};
const DANGEROUS = new Set(['pycrypto', 'djangorestframework-jwt']);

export const obsolete = defineRule({
  id: 'requirements/obsolete',
  title: 'No package is abandoned',
  severity: 'low',
  why: 'Nobody fixes its holes, and it stops the move to the next Django and Python.',
  remedy: 'Replace it by its successor.',
  source: ['S1-042', 'S2-002', 'django-secure: merged into Django 1.8'],
  judge: ({ requirements: { files } }) => {
    const found = new Map<string, Hit>();
    for (const { kind, entries } of files)
      for (const entry of entries) {
        const instead = OBSOLETE[entry.name];
        // A lock holds what others still bring along.
        if (
          instead === undefined ||
          found.has(entry.name) ||
          (/lock$/.test(kind) && entry.name === 'six') ||
          entry.hashed
        )
          continue;
        if (entry.name === 'six' && entry.pinned !== undefined) continue;
        found.set(entry.name, {
          place: entry.place,
          subject: entry.name,
          message: `${entry.name} is not kept up any more; today one takes ${instead}.`,
          evidence: written(entry),
          remedy: `Remove ${entry.name}, and take instead: ${instead}.`,
          ...(DANGEROUS.has(entry.name) ? { severity: 'medium' as const } : {}),
        });
      }
    return [...found.values()];
  },
});

const DEVELOPMENT =
  /^(?:pytest(?:-.+)?|django-debug-toolbar|ipdb|pdbpp|pudb|ipython|jupyter(?:lab)?|notebook|black|flake8(?:-.+)?|isort|mypy|pylint(?:-.+)?|ruff|coverage|factory-boy|faker|model-bakery|pre-commit|tox|nox|nose|selenium|playwright|watchdog|django-browser-reload|django-stubs|bandit|locust|responses|freezegun|vcrpy|djlint|autopep8|pip-tools)$/;

export const developmentPackages = defineRule({
  id: 'requirements/development',
  title: 'The image holds no tools of developers and tests',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'They make the image larger and slower to load, and each is one more package with holes of its own.',
  remedy: 'Move them to a file that only developers and tests install:\nrequirements/development.txt',
  source: ['S2-008', 'S1-051'],
  judge: ({ requirements: { deployed } }) => {
    const found = (deployed?.entries ?? []).filter(({ name }) => DEVELOPMENT.test(name));
    const [first] = found;
    if (first === undefined || deployed === undefined) return [];
    return [
      {
        place: first.place,
        subject: deployed.file,
        message: `${found.length === 1 ? 'One package of the deployed file only helps' : `${found.length} packages of the deployed file only help`} developers and tests.`,
        evidence: named(found.map(({ name }) => name)),
      },
    ];
  },
});
