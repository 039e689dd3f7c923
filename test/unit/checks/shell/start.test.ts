import { describe, expect, test } from '@jest/globals';
import type { CommandForm } from '../../../../src/checks/docker/facts.ts';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { combined, followStart, type StartQuestion, wordsOf } from '../../../../src/checks/shell/start.ts';
import { memoryRepository } from '../../../support/checks.ts';

const exec = (...words: readonly string[]): CommandForm => ({ form: 'exec', words });
const shell = (text: string): CommandForm => ({ form: 'shell', text });

async function start(
  given: Partial<StartQuestion> & {
    readonly files?: Readonly<Record<string, string>>;
    readonly variables?: Readonly<Record<string, string>>;
  },
) {
  return followStart({
    entrypoint: undefined,
    command: undefined,
    stage: undefined,
    repository: memoryRepository(given.files ?? {}),
    environment: new Map(Object.entries(given.variables ?? {})),
    directory: '/app',
    sources: [{ container: '/app', repository: '' }],
    place: { file: 'Dockerfile', line: 9 },
    ...given,
  });
}

const lines = (found: Awaited<ReturnType<typeof start>>) => found.commands.map(({ words }) => words.join(' '));

const ROLES = `#!/bin/sh
set -eu
cd "$(dirname "$0")/.."
case "\${1:-web}" in
  web)
    python src/manage.py migrate
    exec gunicorn --config gunicorn.conf.py
    ;;
  worker)
    REMAP_SIGTERM=SIGQUIT
    export REMAP_SIGTERM
    exec celery -A project worker
    ;;
  *)
    exec "$@"
    ;;
esac
`;

describe('ENTRYPOINT and CMD together', () => {
  test.each([
    [exec('a'), exec('b'), ['a', 'b']],
    [exec('a'), shell('b c'), ['a', '/bin/sh', '-c', 'b c']],
    [shell('a'), exec('b'), ['/bin/sh', '-c', 'a']],
    [undefined, shell('b'), ['/bin/sh', '-c', 'b']],
    [exec(), exec('b'), ['b']],
    [undefined, undefined, []],
  ])('%j and %j are %j', (entrypoint, command, expected) => {
    expect(wordsOf(entrypoint, command)).toEqual(expected);
  });

  test('an entrypoint of Compose drops the command of the image, a command does not drop the entrypoint', () => {
    const image = { entrypoint: exec('a'), command: exec('b') };
    expect(combined(image, { entrypoint: ['c'], command: undefined })).toEqual({
      entrypoint: exec('c'),
      command: undefined,
    });
    expect(combined(image, { entrypoint: undefined, command: ['d'] })).toEqual({
      entrypoint: exec('a'),
      command: exec('d'),
    });
    expect(combined(image, { entrypoint: [], command: ['d'] })).toEqual({ entrypoint: undefined, command: exec('d') });
    expect(combined(image, { entrypoint: undefined, command: [] })).toEqual({
      entrypoint: exec('a'),
      command: undefined,
    });
  });
});

describe('followStart', () => {
  test('reads the script of the repository, the branch of its role only', async () => {
    const files = { 'docker/entrypoint.sh': ROLES };
    const web = await start({ entrypoint: exec('docker/entrypoint.sh'), command: exec('web'), files });
    expect(lines(web)).toEqual(['python src/manage.py migrate', 'gunicorn --config gunicorn.conf.py']);
    expect(web).toMatchObject({
      pid1: { program: 'gunicorn', passesSignals: true },
      scripts: ['docker/entrypoint.sh'],
      commands: [
        { file: 'docker/entrypoint.sh', line: 6, directory: '/app' },
        { line: 7, replacesShell: true },
      ],
    });
    const worker = await start({ entrypoint: exec('docker/entrypoint.sh'), command: exec('worker'), files });
    expect(worker.commands).toMatchObject([
      { words: ['celery', '-A', 'project', 'worker'], exports: { REMAP_SIGTERM: 'SIGQUIT' } },
    ]);
    const other = await start({ entrypoint: exec('docker/entrypoint.sh'), command: exec('python', 'x.py'), files });
    expect(lines(other)).toEqual(['python x.py']);
  });

  test('finds it by an absolute path, by COPY elsewhere, and on the PATH', async () => {
    const files = { 'docker/start.sh': '#!/bin/bash\nexec gunicorn "$@"\n' };
    const sources = [
      { container: '/app', repository: '' },
      { container: '/start.sh', repository: 'docker/start.sh' },
      { container: '/usr/local/bin', repository: 'docker' },
    ];
    for (const path of ['/app/docker/start.sh', '/start.sh', 'start.sh', './docker/start.sh'])
      expect(lines(await start({ entrypoint: exec(path), command: exec('x'), files, sources }))).toEqual([
        'gunicorn x',
      ]);
  });

  test('says when a script is not there to be read', async () => {
    expect(await start({ entrypoint: exec('/docker-entrypoint.sh'), command: exec('web') })).toMatchObject({
      unknown: 'docker-entrypoint.sh is not in the repository',
    });
  });

  test.each([
    [['tini', '--', 'gunicorn', 'x'], 'tini', true],
    [['tini', '-g', '--', 'sh', '-c', 'gunicorn x'], 'tini', true],
    [['tini', '--', 'sh', '-c', 'cd src && gunicorn x'], 'tini', false],
    [['dumb-init', 'sh', '-c', 'gunicorn x'], 'dumb-init', true],
    [['dumb-init', '-c', 'sh', '-c', 'gunicorn x'], 'dumb-init', false],
    [['gosu', 'app:app', 'gunicorn', 'x'], 'gunicorn', true],
    [['su-exec', 'app', 'gunicorn', 'x'], 'gunicorn', true],
    [['setpriv', '--reuid', 'app', '--init-groups', 'gunicorn', 'x'], 'gunicorn', true],
    [['env', '-u', 'A', 'B=1', 'nice', '-n', '5', 'gunicorn', 'x'], 'gunicorn', true],
    [['timeout', '-k', '5', '60', 'gunicorn', 'x'], 'timeout', true],
    [['uv', 'run', '--frozen', '--with', 'y', 'gunicorn', 'x'], 'uv run', true],
    [['poetry', '-C', '/app', 'run', 'gunicorn', 'x'], 'gunicorn', true],
    [['pipenv', 'run', 'gunicorn', 'x'], 'gunicorn', true],
    [['./wait-for-it.sh', 'db:5432', '-t', '30', '--', 'gunicorn', 'x'], 'gunicorn', true],
    [['dockerize', '-wait', 'tcp://db:5432', 'gunicorn', 'x'], 'dockerize', true],
    [['bash', '-c', 'gunicorn x'], 'gunicorn', true],
    [['sh', '-c', 'gunicorn x'], 'sh', false],
    [['sh', '-c', 'exec gunicorn x'], 'gunicorn', true],
    [['/bin/sh', '-ec', 'trap "kill 0" TERM; gunicorn x & wait'], 'sh', true],
  ])('looks through %j', async (words, program, passesSignals) => {
    const found = await start({ command: exec(...words) });
    expect(lines(found)).toContain('gunicorn x');
    expect(found.pid1).toEqual({ program, passesSignals });
  });

  test('names the user that a wrapper switches to, and the assignments it makes', async () => {
    const { commands } = await start({ command: exec('gosu', 'app', 'env', 'A=1', 'gunicorn') });
    expect(commands).toMatchObject([
      { words: ['gunicorn'], user: 'app', assignments: { A: '1' }, through: ['gosu', 'env'] },
    ]);
  });

  test('takes both branches where nobody knows, and one where the environment is complete', async () => {
    const command = exec('sh', '-c', 'if [ "$MIGRATE" = 1 ]; then python manage.py migrate; fi; exec gunicorn');
    expect(lines(await start({ command }))).toEqual(['python manage.py migrate', 'gunicorn']);
    expect(lines(await start({ command, complete: true }))).toEqual(['gunicorn']);
    expect(lines(await start({ command, variables: { MIGRATE: '1' } }))).toEqual([
      'python manage.py migrate',
      'gunicorn',
    ]);
    expect((await start({ command })).commands[0]).toMatchObject({ conditional: true });
  });

  test('sees that Alpine’s shell hands over and Debian’s does not', async () => {
    const stage = async (from: string) => {
      const [file] = await readDockerfiles(memoryRepository({ Dockerfile: `FROM ${from}\n` }), [], []);
      return file?.stages[0];
    };
    const command = shell('cd src && gunicorn');
    expect((await start({ command, stage: await stage('python:3.13-alpine') })).pid1.passesSignals).toBe(true);
    expect((await start({ command, stage: await stage('python:3.13-slim') })).pid1.passesSignals).toBe(false);
  });

  test('goes on from one script to the next, and stops where they go in a circle', async () => {
    const files = {
      'a.sh': '#!/bin/sh\nexec ./b.sh "$@" 2\n',
      'b.sh': '#!/bin/bash\nexec gunicorn "$@"\n',
      'c.sh': '#!/bin/sh\n./c.sh\n',
    };
    expect(lines(await start({ entrypoint: exec('./a.sh'), command: exec('1'), files }))).toEqual(['gunicorn 1 2']);
    expect((await start({ entrypoint: exec('./c.sh'), files })).commands).toEqual([]);
  });

  test('leaves a script of another language alone', async () => {
    const files = { 'start.py': '#!/usr/bin/env python3\nprint(1)\n' };
    expect(lines(await start({ command: exec('./start.py'), files }))).toEqual(['./start.py']);
  });
});

test('a function has arguments of its own, and the script has its own again after it', async () => {
  const found = await start({
    entrypoint: exec('/app/start.sh'),
    command: exec('gunicorn', 'proj.wsgi'),
    files: { 'start.sh': '#!/bin/sh\nsay() {\n  echo-it "$1" "$#"\n}\nsay ready now\nexec "$@"\n' },
  });
  expect(lines(found)).toEqual(['echo-it ready 2', 'gunicorn proj.wsgi']);
});
