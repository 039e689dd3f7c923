import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHistory, type History } from '../../../../lab/app/history.ts';
import { createGitSource } from '../../../../lab/coolify/git-source.ts';
import { BuildFailure, type Container, type Image, type Runtime } from '../../../../lab/coolify/runtime.ts';
import { createProcessRuntime } from '../../../../lab/coolify/runtime-process.ts';

const SUPERVISED = new URL('../../../../lab/coolify/runtime-process-supervised.ts', import.meta.url).href;

let directory: string;
let history: History;
let runtime: Runtime;
let image: Image;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'obcms-containers-'));
  history = await createHistory(join(directory, 'repository'));
  runtime = createProcessRuntime({ directory: join(directory, 'runtime'), python: { bin: '/virtualenv/bin' } });
  image = await build([]);
});

afterAll(async () => {
  await runtime.dispose();
  await rm(directory, { recursive: true, force: true });
});

function build(buildCommand: readonly string[], signal = new AbortController().signal): Promise<Image> {
  const source = createGitSource(history.directory);
  const commit = history.releases.first.sha;
  return runtime.build({
    source,
    commit,
    environment: { GIVEN: 'yes' },
    buildCommand,
    output: () => undefined,
    signal,
  });
}

function shell(name: string, script: string, environment: Record<string, string> = {}): Promise<Container> {
  return runtime.run({ image, name, command: ['sh', '-c', script], environment, web: false });
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 5_000; !condition(); await wait(20)) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
  }
}

/** Whether a process runs; one that ended and waits for somebody to take note of it (state Z) does not. */
function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

test('a process sees the variables it was given and nothing of ours', async () => {
  process.env['OF_OURS'] = 'a secret';
  const container = await shell('environment', 'env', { OWN: 'value' });
  await until(() => container.state === 'exited', 'env ends');
  const names = container
    .logs(100)
    .split('\n')
    .map(line => line.split('=')[0]);
  delete process.env['OF_OURS'];
  expect(names.filter(name => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? '')).sort()).toEqual([
    'DJANGO_SETTINGS_MODULE',
    'HOME',
    'OWN',
    'PATH',
    'PYTHONDONTWRITEBYTECODE',
    'PYTHONUNBUFFERED',
    'SOURCE_COMMIT',
    'TMPDIR',
  ]);
  expect(container.logs(100)).toContain(`SOURCE_COMMIT=${history.releases.first.sha}`);
  expect(container.logs(100)).toContain('PATH=/virtualenv/bin:');
  await container.stop();
});

test('a build command sees its variables in the checkout, and its failure carries the last it said', async () => {
  const failing = build(['sh', '-c', 'test -f Dockerfile && echo "given: $GIVEN"; exit 3']);
  await expect(failing).rejects.toThrow(BuildFailure);
  await expect(failing).rejects.toThrow(/ended with code 3\.\ngiven: yes/);
});

test('an unknown commit does not build', async () => {
  const source = createGitSource(history.directory);
  const request = { source, commit: '0'.repeat(40), environment: {}, buildCommand: [], output: () => undefined };
  await expect(runtime.build({ ...request, signal: new AbortController().signal })).rejects.toThrow(BuildFailure);
});

test('a cancelled build ends at once and leaves no image folder', async () => {
  const before = (await readdir(join(directory, 'runtime', 'images'))).length;
  const controller = new AbortController();
  const building = build(['sleep', '30'], controller.signal);
  setTimeout(() => controller.abort(new Error('cancelled by the user')), 150);
  await expect(building).rejects.toThrow('cancelled by the user');
  expect((await readdir(join(directory, 'runtime', 'images'))).length).toBe(before);
});

test('a program that does not exist is a container that exited', async () => {
  const container = await runtime.run({ image, name: 'absent', command: ['no-such'], environment: {}, web: false });
  await until(() => container.state === 'exited', 'it ends');
  expect(container.logs(1)).toBe('no-such: not found');
  await container.stop();
});

test('exec shares environment and folder, and reports code and output', async () => {
  const container = await shell('exec', 'sleep 60', { OWN: 'value' });
  const lines: string[] = [];
  const { exitCode } = await container.exec('test -f Dockerfile; echo "$? $OWN"; echo oops >&2; exit 7', line =>
    lines.push(line),
  );
  expect([exitCode, lines.sort()]).toEqual([7, ['0 value', 'oops']]);
  await container.stop();
});

test('exec in a container that ended fails as Docker says it', async () => {
  const container = await shell('ended', 'true');
  await until(() => container.state === 'exited', 'it ends');
  const lines: string[] = [];
  expect(await container.exec('true', line => lines.push(line))).toEqual({ exitCode: 1 });
  expect(lines).toEqual(['Error response from daemon: container ended is not running']);
  await container.stop();
});

test('stop asks the first process, which may end in its own way', async () => {
  const container = await shell('polite', 'trap "echo asked; exit 0" TERM; echo up; while :; do sleep 0.05; done');
  await until(() => container.logs(1) === 'up', 'it is up');
  await container.stop();
  expect([container.state, container.logs(1)]).toEqual(['exited', 'asked']);
});

test('stop ends children that the first process leaves behind, and what exec started', async () => {
  const container = await shell('parent', 'sleep 60 & echo "$!"; wait');
  await until(() => container.logs(1) !== '', 'it has a child');
  const execution = container.exec('sleep 60; echo survived', () => undefined);
  await wait(100);
  await container.stop();
  expect((await execution).exitCode).toBeGreaterThan(128);
  expect(alive(Number(container.logs(1)))).toBe(false);
});

test('what exec started ends when the container ends by itself', async () => {
  const container = await shell('brief', 'sleep 0.4');
  const { exitCode } = await container.exec('sleep 60', () => undefined);
  expect([exitCode > 128, container.state]).toEqual([true, 'exited']);
  await container.stop();
});

test('stop kills what does not listen, after five seconds', async () => {
  const container = await shell('deaf', 'trap "" TERM; echo up; while :; do sleep 0.1; done');
  await until(() => container.logs(1) === 'up', 'it is up');
  const started = performance.now();
  await container.stop();
  const took = performance.now() - started;
  expect([container.state, took > 4_900, took < 7_000]).toEqual(['exited', true, true]);
}, 15_000);

test('nothing is left running when the process that started it is killed', async () => {
  const home = join(directory, 'home-of-the-orphan');
  const script = `
    import { mkdirSync } from 'node:fs';
    import { supervise } from ${JSON.stringify(SUPERVISED)};
    mkdirSync(${JSON.stringify(home)});
    const command = ['sh', '-c', 'trap "" HUP; sleep 60 & echo "$$ $!"; wait'];
    const environment = { PATH: process.env.PATH };
    supervise({ command, directory: ${JSON.stringify(directory)}, environment, output: console.log, graceMs: 300, removeAtEnd: ${JSON.stringify(home)} });
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(owner.stdout, 'data')) as [Buffer];
  const pids = chunk.toString().trim().split(' ').map(Number);
  expect([pids.length, pids.every(alive), existsSync(home)]).toEqual([2, true, true]);
  owner.kill('SIGKILL');
  await until(() => !pids.some(alive), 'the tree ends');
  await until(() => !existsSync(home), 'its folder is removed');
});

test('an image in use cannot be removed, and a name in use cannot be taken', async () => {
  const container = await shell('busy', 'sleep 60');
  await expect(runtime.remove(image)).rejects.toThrow('in use by the container busy');
  await expect(shell('busy', 'true')).rejects.toThrow('"busy" is already in use');
  await container.stop();
});

test('a removed image is gone from the disk and cannot run', async () => {
  const other = await build(['touch', 'mark-of-the-removed']);
  const marks = async (): Promise<number> =>
    (await readdir(join(directory, 'runtime', 'images'), { recursive: true })).filter(path =>
      path.endsWith('mark-of-the-removed'),
    ).length;
  const before = await marks();
  await runtime.remove(other);
  expect([before, await marks()]).toEqual([1, 0]);
  await expect(runtime.run({ image: other, name: 'ghost', command: [], environment: {}, web: false })).rejects.toThrow(
    'No such image',
  );
});

test('the probe reports status and body, never follows, and gives up in time', async () => {
  const server = `
    const { createServer } = require('node:http');
    createServer((asked, answer) => {
      if (asked.url === '/slow') return;
      answer.writeHead(301, { location: '/elsewhere' });
      answer.end(asked.method + ' ' + asked.headers.host);
    }).listen(process.env.PORT, process.env.HOST, () => console.log('up'));`;
  const command = [process.execPath, '--eval', server];
  const container = await runtime.run({ image, name: 'server', command, environment: {}, web: true });
  await until(() => container.logs(1) === 'up', 'it listens');
  const options = { method: 'GET', host: 'localhost', timeoutMs: 300 };
  expect(await container.probe('/', options)).toEqual({ status: 301, body: 'GET localhost' });
  expect(await container.probe('/slow', options)).toEqual({ error: 'no answer within 300 ms' });
  await container.stop();
  expect(await container.probe('/', options)).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
});

test('the log keeps the last two thousand lines', async () => {
  const container = await shell('talkative', 'i=0; while [ $i -lt 2100 ]; do i=$((i+1)); echo "line $i"; done');
  await until(() => container.state === 'exited', 'it ends');
  const lines = container.logs(10_000).split('\n');
  expect([lines.length, lines[0], container.logs(2)]).toEqual([2_000, 'line 101', 'line 2099\nline 2100']);
  await container.stop();
});

test('two checkouts of different commits do not disturb each other', async () => {
  const source = createGitSource(history.directory);
  const folders = [join(directory, 'one'), join(directory, 'two')] as const;
  await Promise.all([
    source.checkout(history.releases.first.sha, folders[0]),
    source.checkout(history.releases.expand.sha, folders[1]),
  ]);
  const models = await Promise.all(folders.map(folder => readFile(join(folder, 'src/communities/models.py'), 'utf8')));
  expect(models.map(text => text.includes('municipality'))).toEqual([false, true]);
});

test('a source knows its branches and its commits', async () => {
  const source = createGitSource(history.directory);
  await history.branch('staging', history.releases.plain.sha);
  expect(await source.head('staging')).toBe(history.releases.plain.sha);
  await history.branch('staging', history.releases.expand.sha);
  expect(await source.head('staging')).toBe(history.releases.expand.sha);
  await expect(source.head('nowhere')).rejects.toThrow('no branch "nowhere"');
  expect([await source.has(history.releases.first.sha), await source.has('f'.repeat(40))]).toEqual([true, false]);
});
