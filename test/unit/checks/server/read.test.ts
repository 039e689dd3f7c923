import { describe, expect, test } from '@jest/globals';
import { inRepository } from '../../../../src/checks/server/locate.ts';
import { readServers, serverQuestions } from '../../../../src/checks/server/read.ts';
import { known, overCores, workerClass } from '../../../../src/checks/server/values.ts';
import { readServices, type ServicesQuestion } from '../../../../src/checks/services/read.ts';
import { memoryRepository } from '../../../support/checks.ts';
import { running, served } from './running.ts';

const file = (text: string) => ({ 'gunicorn.conf.py': text });
const only = async (project: ReturnType<typeof served>) => {
  const [server] = (await project).servers;
  if (server === undefined) throw new Error('no server was found');
  return server;
};

describe('later ones win: defaults, file, GUNICORN_CMD_ARGS, command line', () => {
  const command = 'gunicorn --threads 8 proj.wsgi';
  const environment = {
    given: { GUNICORN_CMD_ARGS: '--threads 6 --keep-alive 9', WEB_CONCURRENCY: '7', PORT: '9000' },
  };

  test('each value says where it is from', async () => {
    const server = await only(served(command, file('timeout = 90\nkeepalive = 3\n'), environment));
    expect(known(server, 'threads')).toMatchObject({
      value: 8,
      from: 'command',
      place: { file: 'Dockerfile', line: 6 },
    });
    expect(known(server, 'keepalive')).toMatchObject({ value: 9, from: 'environment' });
    expect(known(server, 'timeout')).toMatchObject({
      value: 90,
      from: 'file',
      place: { file: 'gunicorn.conf.py', line: 1 },
    });
    expect(known(server, 'workers')).toMatchObject({ value: 7, from: 'environment' });
    expect(known(server, 'bind')).toMatchObject({ value: '0.0.0.0:9000', from: 'environment' });
    expect(known(server, 'graceful_timeout')).toMatchObject({ value: 30, from: 'default' });
  });

  test('a file that sets workers takes the place of WEB_CONCURRENCY', async () => {
    const server = await only(served(command, file('workers = 2\n'), environment));
    expect(known(server, 'workers')).toMatchObject({ value: 2, from: 'file' });
  });

  test('./gunicorn.conf.py is read without being named, and only from the working directory', async () => {
    expect((await only(served('gunicorn proj.wsgi', file('workers = 2\n')))).config?.exists).toBe(true);
    expect(
      (await only(served('gunicorn --chdir src proj.wsgi', { 'src/gunicorn.conf.py': 'workers = 2\n' }))).config,
    ).toBeUndefined();
  });
});

test('a file that is copied alone into the folder of the start is no folder itself', async () => {
  const docker = `FROM python:3.13-slim
WORKDIR /srv
COPY deploy/gunicorn.conf.py ./
COPY src ./src
CMD ["gunicorn", "--chdir", "src", "--config", "gunicorn.conf.py", "proj.wsgi"]
`;
  const files = {
    'deploy/Dockerfile': docker,
    'deploy/compose.yaml': 'services:\n  web:\n    build: { context: .., dockerfile: deploy/Dockerfile }\n',
    'deploy/gunicorn.conf.py': 'workers = 2\n',
    'src/proj/wsgi.py': 'application = 1\n',
  };
  const { services } = await running(files);
  const [question] = await serverQuestions(services, memoryRepository(files));
  expect(question).toMatchObject({ file: '/checkout/deploy/gunicorn.conf.py', directory: '/checkout/deploy' });
});

describe('what cannot be known is not guessed', () => {
  test('a file that was not evaluated makes defaults unknown, and leaves the command line', async () => {
    const server = await only(served('gunicorn -w 3 proj.wsgi', file('timeout = 5\n'), { gunicorn: 'not asked' }));
    expect(server.problem).toContain('not evaluated');
    expect(known(server, 'timeout')).toBeUndefined();
    expect(known(server, 'workers')?.value).toBe(3);
  });

  test('a file outside of the repository too', async () => {
    const server = await only(served('gunicorn -c /etc/gunicorn/site.py proj.wsgi'));
    expect(server.problem).toBe('its file /etc/gunicorn/site.py is not in the repository');
    expect(known(server, 'bind')).toBeUndefined();
  });

  test('a variable nobody gives stays unknown, one with a default does not', async () => {
    const server = await only(
      running({
        Procfile: 'web: gunicorn -w $COUNT --threads ${THREADS:-4} proj.wsgi\n',
        'proj/wsgi.py': 'application = 1\n',
      }),
    );
    expect(known(server, 'workers')).toBeUndefined();
    expect(Number(known(server, 'threads')?.value)).toBe(4);
  });

  test('a value of the file that reads an unreadable variable is unknown', async () => {
    const text = 'import os\nworkers = int(os.environ.get("COUNT", "1"))\ntimeout = 60\n';
    const repository = memoryRepository({ 'gunicorn.conf.py': text });
    const project = await served('gunicorn proj.wsgi', file(text));
    const services = project.services.map(service => ({
      ...service,
      environment: new Map<string, string | undefined>([['COUNT', undefined]]),
    }));
    const cores = { workers: 1, timeout: 60 };
    const [question] = await serverQuestions(services, repository);
    const [server] = await readServers(services, repository, [
      {
        id: question?.id ?? '',
        problem: null,
        cores: { 1: cores, 2: cores, 4: cores, 8: cores },
        lines: { workers: 2, timeout: 3 },
        reads: [{ name: 'COUNT', place: null, present: false, optional: true, cast: null }],
      },
    ]);
    if (server === undefined) throw new Error('no server was found');
    expect(question?.environment).not.toHaveProperty('COUNT');
    expect(known(server, 'workers')).toBeUndefined();
    expect(known(server, 'timeout')?.value).toBe(60);
  });
});

test('values that count cores stand for 1, 2, 4 and 8 of them', async () => {
  const server = await only(served('gunicorn proj.wsgi', file('workers = 2 * cores + 1\ntimeout = 60\n')));
  expect(overCores(server, 'workers')).toEqual([
    [1, 3],
    [2, 5],
    [4, 9],
    [8, 17],
  ]);
  expect(overCores(server, 'timeout')).toEqual([[0, 60]]);
});

test('gunicorn runs gthread where sync has threads', async () => {
  expect(workerClass(await only(served('gunicorn --threads 2 proj.wsgi')))).toBe('gthread');
  expect(workerClass(await only(served('gunicorn --threads 1 proj.wsgi')))).toBe('sync');
  expect(workerClass(await only(served('gunicorn -k gevent --threads 2 proj.wsgi')))).toBe('gevent');
});

describe('programs are known by their names, however they are started', () => {
  test.each([
    ['/venv/bin/gunicorn proj.wsgi', 'gunicorn'],
    ['python -m gunicorn proj.wsgi', 'gunicorn'],
    ['python3 -m uvicorn proj.asgi:application', 'uvicorn'],
    ['ddtrace-run gunicorn proj.wsgi', 'gunicorn'],
    ['newrelic-admin run-program gunicorn proj.wsgi', 'gunicorn'],
    ['fastapi run main.py', 'uvicorn'],
    ['hypercorn proj.asgi:application', 'hypercorn'],
    ['daphne -b 0.0.0.0 proj.asgi:application', 'daphne'],
    ['python -u manage.py runserver', 'runserver'],
    ['uwsgi --http-socket :8000 --module proj.wsgi', 'uwsgi'],
  ])('%s', async (command, program) => {
    expect((await only(served(command))).program).toBe(program);
  });

  test('a management command is none', async () => {
    expect((await served('python manage.py migrate')).servers).toEqual([]);
  });
});

test('hostile text ends in facts, not in an error', async () => {
  const words = [
    'gunicorn',
    '-c',
    '../'.repeat(2_000),
    '--bind',
    '\u0000',
    `-${'w'.repeat(5_000)}`,
    'a'.repeat(100_000),
    '__proto__:x',
  ];
  const project = await running({ Dockerfile: `FROM python:3.13\nCMD ${JSON.stringify(words)}\n`, 'uwsgi.ini': '[' });
  expect(project.servers.length).toBeLessThanOrEqual(1);
});

describe('options in GUNICORN_CMD_ARGS', () => {
  const of = (args: string, command: string) =>
    only(
      running({
        'docker-compose.prod.yml': `services:
  web:
    image: example/web:1
    command: ${command}
    environment:
      WEB_CONCURRENCY: 9
      GUNICORN_CMD_ARGS: ${args}
`,
      }),
    );

  test('stand between the file and the command line, and name their own line', async () => {
    const server = await of(
      `"--workers 5 --timeout=70 --access-logformat '%(h)s x'"`,
      'gunicorn --timeout 40 proj.wsgi',
    );
    expect(known(server, 'workers')).toEqual({
      value: 5,
      from: 'environment',
      place: { file: 'docker-compose.prod.yml', line: 7 },
    });
    expect(known(server, 'timeout')).toMatchObject({ value: 40, from: 'command' });
    expect(known(server, 'access_log_format')?.value).toBe('%(h)s x');
  });

  test('without a value nobody knows defaults', async () => {
    const server = await of('${ARGS_OF_NOBODY:?}', 'gunicorn --timeout 40 proj.wsgi');
    expect(known(server, 'graceful_timeout')).toBeUndefined();
    expect(known(server, 'timeout')?.value).toBe(40);
  });
});

test('a Procfile starts in its own folder, a systemd unit in a folder of the machine', async () => {
  const config = { 'site/gunicorn.conf.py': 'workers = 3\n' };
  const line = 'gunicorn --config gunicorn.conf.py proj.wsgi';
  const procfile = await readServices({
    ...question({ ...config, 'site/Procfile': `web: ${line}\n` }),
    directory: 'site',
  });
  expect(procfile.map(service => inRepository(service, '/app/gunicorn.conf.py'))).toEqual([['site/gunicorn.conf.py']]);
  const unit = `[Service]\nWorkingDirectory=/app\nExecStart=/venv/bin/${line}\n`;
  const units = await readServices(question({ ...config, 'site/web.service': unit }));
  expect(units.map(service => inRepository(service, '/app/gunicorn.conf.py'))).toEqual([[]]);
});

function question(files: Readonly<Record<string, string>>): ServicesQuestion {
  return {
    repository: memoryRepository(files),
    profile: 'production',
    stacks: [],
    dockerfiles: [],
    environmentFiles: [],
    given: { variables: new Map(), unreadable: [], empty: true },
    application: undefined,
    directory: '',
  };
}
