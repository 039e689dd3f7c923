import { readStacks } from '../../../../../src/checks/compose/read.ts';
import { readDockerfiles } from '../../../../../src/checks/docker/read.ts';
import type { Profile } from '../../../../../src/checks/profile.ts';
import type { Project } from '../../../../../src/checks/project.ts';
import { readProxies } from '../../../../../src/checks/proxy/read.ts';
import type { ServerFacts } from '../../../../../src/checks/server/facts.ts';
import { readServers } from '../../../../../src/checks/server/read.ts';
import { readServices } from '../../../../../src/checks/services/read.ts';
import type { SettingJson, Variation, Visit } from '../../../../../src/django/answer.ts';
import {
  evaluationWith,
  memoryRepository,
  projectWith,
  SETTINGS_FILE,
  type SettingsGiven,
} from '../../../../support/checks.ts';
import type { FiringCase, SilentCase } from '../../../../support/rule-cases.ts';

export type Settings = Readonly<Record<string, SettingJson>>;

export const APPS = ['admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles'].map(
  app => `django.contrib.${app}`,
);

export const MIDDLEWARE = [
  'django.middleware.security.SecurityMiddleware',
  'whitenoise.middleware.WhiteNoiseMiddleware',
  'django.contrib.sessions.middleware.SessionMiddleware',
  'django.middleware.common.CommonMiddleware',
  'django.middleware.csrf.CsrfViewMiddleware',
  'django.contrib.auth.middleware.AuthenticationMiddleware',
  'django.contrib.messages.middleware.MessageMiddleware',
  'django.middleware.clickjacking.XFrameOptionsMiddleware',
];

export const REDIS = {
  $: 'url',
  scheme: 'redis',
  host: 'redis',
  port: 6379,
  user: null,
  password: null,
  path: '/0',
  query: '',
};
export const POSTGRES = 'django.db.backends.postgresql';
export const FORWARDED = ['HTTP_X_FORWARDED_PROTO', 'https'];

/** gunicorn as a unit of systemd starts it, beside the machine’s own proxy. */
export const BESIDE_ITS_PROXY: ServerFacts = {
  program: 'gunicorn',
  service: undefined,
  place: { file: 'deploy/site.service', line: 9 },
  config: undefined,
  application: undefined,
  values: new Map([[0, { bind: { value: '127.0.0.1:8000', from: 'command' } }]]),
  unknownOptions: [],
  unit: new Map([['Service.Restart', { value: 'always', place: { file: 'deploy/site.service', line: 10 } }]]),
  problem: undefined,
};

/** What a case may say beside its settings. */
export interface More extends SettingsGiven {
  readonly project?: Partial<Project>;
  readonly profile?: Profile;
  /** Text of a Compose file whose services run with the settings; read as the action reads it. */
  readonly compose?: string;
  /** Other files of the checkout. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A site with these settings, from line 1 on, and the usual applications and middleware where they say nothing of them. */
export async function site(settings: Settings, more: More = {}): Promise<Project> {
  const { project, profile = 'production', compose, files, ...given } = more;
  const usual = Object.entries({ INSTALLED_APPS: APPS, MIDDLEWARE }).filter(([name]) => settings[name] === undefined);
  const running = compose === undefined ? {} : await runningWith(compose, profile, files ?? {});
  const titles = running.services?.filter(({ own }) => own).map(({ title }) => title) ?? [];
  return projectWith({
    profile,
    ...running,
    evaluations: [
      evaluationWith({
        ...given,
        settings: { ...settings, ...Object.fromEntries(usual) },
        ...(titles.length === 0 ? {} : { services: titles }),
      }),
    ],
    ...project,
  });
}

const COMPOSE_FILE = {
  development: 'docker-compose.yml',
  staging: 'docker-compose.staging.yml',
  production: 'docker-compose.prod.yml',
};

async function runningWith(
  compose: string,
  profile: Profile,
  files: Readonly<Record<string, string>>,
): Promise<Partial<Project>> {
  const repository = memoryRepository({
    'src/manage.py': '',
    Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\n',
    [COMPOSE_FILE[profile]]: compose,
    ...files,
  });
  const stacks = await readStacks(repository, new Map(), new Map());
  const builds = stacks.flatMap(({ services }) =>
    services.flatMap(({ build }) => (build === undefined ? [] : [build])),
  );
  const dockerfiles = await readDockerfiles(repository, [], builds);
  const given = { variables: new Map(), unreadable: [], empty: true };
  const services = await readServices({
    repository,
    profile,
    stacks,
    dockerfiles,
    environmentFiles: [],
    given,
    application: undefined,
    directory: 'src',
  });
  const [servers, proxies] = await Promise.all([
    readServers(services, repository, []),
    readProxies(repository, [], services),
  ]);
  return { stacks, dockerfiles, services, servers, proxies };
}

/** Where the n-th setting of a case stands. */
export const line = (number: number): readonly [string, number] => [SETTINGS_FILE, number];

export const fires = (
  name: string,
  settings: Settings,
  more: More = {},
  at: FiringCase['at'] = [line(1)],
): FiringCase => ({
  name,
  project: site(settings, more),
  at,
});

export const silent = (name: string, settings: Settings, more: More = {}): SilentCase => ({
  name,
  project: site(settings, more),
});

/** As the probe describes a secret; random and long unless the case says otherwise. */
export function secret(parts: Readonly<Record<string, SettingJson>> = {}): SettingJson {
  return {
    $: 'secret',
    length: 128,
    distinct: 50,
    alphabet: 64,
    placeholder: null,
    words: 0.05,
    repetitive: false,
    ragged: false,
    tag: 'ab12',
    ...parts,
  };
}

export function database(parts: Readonly<Record<string, SettingJson>> = {}): SettingJson {
  return {
    default: {
      ENGINE: POSTGRES,
      HOST: 'db',
      PORT: 5432,
      NAME: 'obcms',
      CONN_MAX_AGE: 600,
      CONN_HEALTH_CHECKS: true,
      OPTIONS: {},
      ...parts,
    },
  };
}

/** A variation that changes these settings. */
export function variation(
  variable: string,
  change: Variation['change'],
  differences: Readonly<Record<string, readonly [SettingJson, SettingJson]>>,
): Variation {
  return {
    variable,
    change,
    end: Object.keys(differences).length === 0 ? 'same' : 'differs',
    failure: null,
    differences: Object.entries(differences).map(([setting, [given, then]]) => ({ setting, given, then, place: null })),
  };
}

export function visit(parts: Partial<Visit>): Visit {
  return {
    path: '/health/',
    host: 'localhost',
    forwardedProto: null,
    view: null,
    place: null,
    status: 200,
    location: null,
    contentType: null,
    keys: null,
    refused: [],
    error: null,
    ...parts,
  };
}

export const WEB = `services:
  web:
    build: .
    command: ["gunicorn", "config.wsgi:application", "--workers", "3"]
`;
