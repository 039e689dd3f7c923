import { randomBytes } from 'node:crypto';
import { type Coolify, startCoolify } from '../../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../../lab/coolify/runtime-light.ts';
import { type Faults, startFaults } from '../../../../lab/faults/index.ts';
import { type Github, startGithub } from '../../../../lab/github/index.ts';
import { django, type Tree } from './project.ts';

const SETTINGS = `import os
import time
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = [os.environ["ALLOWED_HOSTS"]]
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/data/db"}}
time.sleep(float(os.environ.get("SLEEPS", "0")))
`;

/** Small, and judged in every way: settings, checks, a page, a server file. */
export const SMALL: Tree = django(SETTINGS, {
  'site_/urls.py': 'urlpatterns = []\n',
  'gunicorn.conf.py': 'workers = 3\n',
  Procfile: 'web: gunicorn --config gunicorn.conf.py site_.wsgi\n',
});

/** A Coolify that knows the application and a GitHub with its pull request, each behind a proxy that can fail. */
export interface Outside {
  readonly coolify: Faults;
  readonly github: Faults;
  readonly inputs: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, unknown>>;
  comments(): readonly string[];
  stop(): Promise<void>;
}

const PULL_REQUEST = {
  number: 7,
  pull_request: { number: 7, head: { repo: { full_name: 'org/app' } }, base: { repo: { full_name: 'org/app' } } },
};

export async function openOutside(): Promise<Outside> {
  const [coolify, github]: [Coolify, Github] = await Promise.all([
    startCoolify({ version: '4.3.10', runtime: lightRuntime() }),
    startGithub({ repository: 'org/app', pullRequests: [7] }),
  ]);
  const environment = { SECRET_KEY: randomBytes(96).toString('base64url'), ALLOWED_HOSTS: 'app.example' };
  const source = lightSource({ main: 'a'.repeat(40) });
  const application = coolify.addApplication({ name: 'web', source, web: false, environment });
  const [beforeCoolify, beforeGithub] = await Promise.all([
    startFaults(new URL(coolify.url)),
    startFaults(new URL(github.url)),
  ]);
  return {
    coolify: beforeCoolify,
    github: beforeGithub,
    inputs: {
      'coolify-url': beforeCoolify.url,
      'coolify-token': coolify.token({ abilities: ['read', 'read:sensitive'] }),
      resource: application.uuid,
      'allow-insecure': 'true',
      comment: 'true',
      'github-token': github.token({ permissions: { contents: 'read', pull_requests: 'write' } }),
    },
    context: { api_url: beforeGithub.url, event_name: 'pull_request', event: PULL_REQUEST, ref: 'refs/pull/7/merge' },
    comments: () => github.comments.of(7).map(({ body }) => body),
    async stop() {
      await Promise.all([beforeCoolify.stop(), beforeGithub.stop()]);
      await Promise.all([coolify.stop(), github.stop()]);
    },
  };
}
