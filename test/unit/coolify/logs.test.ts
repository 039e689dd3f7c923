import { describe, expect, test } from '@jest/globals';
import { explainLog, postCommandFailed, readLog, visibleLines, withoutCredentials } from '../../../src/coolify/logs.ts';

const logOf = (...outputs: readonly string[]) => JSON.stringify(outputs.map(output => ({ output, hidden: false })));

describe('a log', () => {
  test('is read chunk by chunk, in its own order', () => {
    const log = JSON.stringify([
      { output: 'first\nsecond\r\n', batch: 2, order: 2 },
      { output: 'secret build step', hidden: true, batch: 1 },
      { output: 'third', batch: 1, order: 1 },
      { command: 'no output' },
      null,
      'text',
    ]);
    expect(visibleLines(log)).toEqual(['first', 'second', 'third']);
    expect(readLog(log).filter(({ hidden }) => hidden)).toEqual([{ text: 'secret build step', hidden: true }]);
  });

  test.each([undefined, '', 'not json', '{"a":1}', 'null', '[1,2]'])('%p has no lines', log => {
    expect(readLog(log)).toEqual([]);
  });

  test('shows no escape sequences', () => {
    expect(visibleLines(logOf('\u001B[31mred\u001B[0m\r##[error]x'))).toEqual(['red', '##[error]x']);
  });
});

describe('what looks like a credential is taken out', () => {
  test.each([
    ['DATABASE_URL=postgres://app:hunter2@db:5432/app', 'DATABASE_URL=postgres://app:***@db:5432/app'],
    ['Authorization: Bearer abcdef.123456', 'Authorization: Bearer ***'],
    ['SECRET_KEY=django-insecure-x', 'SECRET_KEY=***'],
    ['"password": "hun ter2", "user": "me"', '"password": ***, "user": "me"'],
    ["API_KEY: 'abc def'", 'API_KEY: ***'],
    ['export AWS_SECRET_ACCESS_KEY=abc', 'export AWS_SECRET_ACCESS_KEY=***'],
    ['SENTRY_DSN=https://abc@sentry.example/1', 'SENTRY_DSN=***'],
    ['private-key = abc', 'private-key = ***'],
    ['cloning https://ghp_abcdefgh@github.example/org/app', 'cloning https://***@github.example/org/app'],
    ['postgres://app:p@ss@db/app', 'postgres://app:***@db/app'],
  ])('%s', (line, clean) => {
    expect(withoutCredentials(line)).toBe(clean);
  });

  test.each([
    'Rolling update started.',
    'https://site.example/path?x=1',
    'the token is missing',
    'GET /health/ 200',
    'compiling secrets.py',
  ])('but %p stays', line => {
    expect(withoutCredentials(line)).toBe(line);
  });
});

test('a log full of hostile lines is read in a moment', () => {
  const lines = [
    'secret.'.repeat(150),
    'a.b-c_'.repeat(170),
    'x://'.repeat(250),
    '"secret": "'.repeat(90),
    'token='.repeat(160),
    'bearer '.repeat(140),
  ];
  const began = performance.now();
  for (const line of lines) readLog(logOf(Array.from({ length: 300 }, () => line).join('\n')));
  expect(performance.now() - began).toBeLessThan(10_000);
});

describe('a post-deployment command that failed', () => {
  test('is noticed by what Coolify prints', () => {
    expect(postCommandFailed(logOf('New container started.', 'Post-deployment command failed.'))).toBe(true);
  });

  test('is not suspected otherwise', () => {
    expect(postCommandFailed(logOf('Post-deployment command finished.'))).toBe(false);
    expect(postCommandFailed(undefined)).toBe(false);
    expect(postCommandFailed(JSON.stringify([{ output: 'echo Post-deployment command failed', hidden: true }]))).toBe(
      false,
    );
  });
});

describe('a known sign is explained', () => {
  test.each([
    ['Deployment failed: Server is not functional.', /reach the server/],
    ["Invalid HTTP_HOST header: 'localhost:8000'", /Host of the health check/],
    ['sh: curl: not found', /neither curl nor wget/],
    ['curl: (22) The requested URL returned error: 404', /does not exist \(404\)/],
    ["ModuleNotFoundError: No module named 'django'", /import fails/],
    ['django.core.exceptions.ImproperlyConfigured: SECRET_KEY', /refuses its settings/],
    ['psycopg.OperationalError: connection failed', /reach its database/],
    ['exited with code 137', /memory/],
    ['write /var/lib: no space left on device', /disk/],
    ['Bind for 0.0.0.0:80 failed: port is already allocated', /published port/],
    ['New container is not healthy, rolling back to the old container.', /never became healthy/],
  ])('%s', (line, meaning) => {
    const sign = explainLog(logOf('Building docker image.', line, 'Attempt 1 of 10 | Healthcheck status: "unhealthy"'));
    expect(sign?.meaning).toMatch(meaning);
    expect(sign?.remedy).not.toBe('');
  });

  test.each(['ERROR: HTTP error 404 while getting https://files.example/app.whl', '/bin/sh: 1: curl: not found'])(
    'and %p of a build is no sign about the health check',
    line => {
      expect(explainLog(logOf('Building docker image.', line))).toBeUndefined();
    },
  );

  test('also in a hidden line, without showing the line', () => {
    const log = JSON.stringify([{ output: 'TOKEN x ModuleNotFoundError', hidden: true }]);
    expect(JSON.stringify(explainLog(log))).not.toContain('TOKEN x');
  });

  test('and the cause wins over the consequence', () => {
    expect(explainLog(logOf('New container is not healthy', "ModuleNotFoundError: 'x'"))?.meaning).toMatch(/import/);
  });

  test('nothing is made up', () => {
    expect(explainLog(logOf('something nobody has seen'))).toBeUndefined();
  });
});
