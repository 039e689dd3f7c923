import { expect, test } from '@jest/globals';
import { learnSecrets } from '../../../src/release/secrets.ts';
import { APPLICATION, clientOver } from '../../support/coolify-answers.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { releaseRequest } from '../../support/release-facts.ts';
import { json, scriptedHttp } from '../../support/scripted-http.ts';

const WEB = { name: 'web', uuid: APPLICATION, version: undefined, health: undefined };

async function masked(variables: Readonly<Record<string, string>>, more: Parameters<typeof releaseRequest>[0] = {}) {
  const world = recordingWorld();
  const http = scriptedHttp(world.clock, () =>
    json(
      200,
      Object.entries(variables).map(([key, value]) => ({ key, value })),
    ),
  );
  await learnSecrets(WEB, releaseRequest(more), clientOver(http, world.clock), world);
  return world.host.masked;
}

test.each([
  ['SECRET_KEY', 'django-insecure-x', ['django-insecure-x']],
  ['APP_KEY', 'base64:AbC123==', ['base64:AbC123==']],
  ['BASIC_AUTH', 'user:hunter2', ['user:hunter2']],
  ['DATABASE_URL', 'postgres://app:hunter2@db:5432/app', ['hunter2', 'hunter2']],
  ['DATABASE_URL', 'postgres://app:100%sure@db/app', ['100%sure', '100%sure']],
  ['DATABASE_URL', 'postgres://app:p%40ssword@db/app', ['p%40ssword', 'p@ssword']],
  ['SENTRY_DSN', 'https://abcdef0123@sentry.example/1', ['abcdef0123', 'abcdef0123']],
  ['SITE_URL', 'https://site.example/path', []],
  ['CACHE_URL', 'https://c.example/?key=abcdefgh', ['abcdefgh']],
  ['DEBUG', 'everything', []],
  ['API_KEY', 'short', []],
])('of %s=%s these are hidden: %j', async (key, value, secrets) => {
  expect(await masked({ [key]: value })).toEqual(secrets);
});

test('nothing is asked for when no log will be shown', async () => {
  expect(await masked({ SECRET_KEY: 'django-insecure-x' }, { logs: 'never' })).toEqual([]);
});

test('they are asked for when a task will print something, whatever is shown of logs', async () => {
  const afterTasks = [{ resource: 'web', task: 'migrate' }];
  expect(await masked({ SMTP_PASS: 'hunter2hunter2' }, { logs: 'never', afterTasks })).toEqual(['hunter2hunter2']);
});
