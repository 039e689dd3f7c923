import { describe, expect, test } from '@jest/globals';
import type { ComposeService, ComposeStack } from '../../../../src/checks/compose/facts.ts';
import { readStacks } from '../../../../src/checks/compose/read.ts';
import type { Profile } from '../../../../src/checks/profile.ts';
import { memoryRepository } from '../../../support/checks.ts';

async function stack(files: Record<string, string>, order: readonly string[]): Promise<ComposeStack> {
  const asked = new Map<Profile, readonly (readonly string[])[]>([['production', [order]]]);
  const found = (await readStacks(memoryRepository(files), asked, new Map())).find(
    ({ profile }) => profile === 'production',
  );
  if (found === undefined) throw new Error('there is no stack');
  return found;
}

async function service(files: Record<string, string>, order: readonly string[], name = 'web'): Promise<ComposeService> {
  const { services, problems } = await stack(files, order);
  expect(problems).toEqual([]);
  const found = services.find(candidate => candidate.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

describe('several files', () => {
  const merged = (base: string, over: string) =>
    service({ 'a.yml': `services:\n  web:\n    image: a:1\n${base}`, 'b.yml': `services:\n  web:\n${over}` }, [
      'a.yml',
      'b.yml',
    ]);

  test('a later value wins, and its place is the later file’s', async () => {
    const web = await merged('    restart: always\n', '    restart: "no"\n');
    expect(web.restart).toBe('no');
    expect(web.placeOf('restart')).toEqual({ file: 'b.yml', line: 3 });
    expect(web.placeOf('image')).toEqual({ file: 'a.yml', line: 3 });
  });

  test('variables are merged by name, whatever form they have', async () => {
    const web = await merged('    environment:\n      - A=1\n      - B=2\n', '    environment: { B: 3, C: 4 }\n');
    expect([...web.environment.values()].map(({ name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', '3'],
      ['C', '4'],
    ]);
    expect(web.environment.get('A')?.place).toEqual({ file: 'a.yml', line: 5 });
  });

  test('commands and health questions are replaced', async () => {
    const web = await merged(
      '    command: ["a", "b"]\n    healthcheck: { test: ["CMD", "a"], retries: 5 }\n',
      '    command: c\n    healthcheck: { test: ["CMD", "b"] }\n',
    );
    expect(web.command).toEqual(['c']);
    expect(web.healthcheck).toMatchObject({ test: ['CMD', 'b'], retries: 5 });
  });

  test('ports and other lists are joined, volumes by where they lie', async () => {
    const web = await merged(
      '    ports: ["8000:8000"]\n    volumes: ["./a:/data", "./c:/c"]\n',
      '    ports: ["8000:8000", "127.0.0.1:9:9"]\n    volumes: ["named:/data"]\n',
    );
    expect(web.ports.map(({ host, published, target }) => [host, published, target])).toEqual([
      [undefined, '8000', '8000'],
      ['127.0.0.1', '9', '9'],
    ]);
    expect(web.volumes.map(({ kind, source, target }) => [kind, source, target])).toEqual([
      ['volume', 'named', '/data'],
      ['bind', 'c', '/c'],
    ]);
  });

  test('!reset takes away and !override replaces', async () => {
    const web = await merged(
      '    ports: ["1:1"]\n    restart: always\n    environment: { A: 1 }\n',
      '    ports: !override ["2:2"]\n    restart: !reset null\n    environment: !override { B: 2 }\n',
    );
    expect(web.ports.map(({ target }) => target)).toEqual(['2']);
    expect(web.restart).toBeUndefined();
    expect([...web.environment.keys()]).toEqual(['B']);
  });

  test('paths are relative to the first file', async () => {
    const files = {
      'deploy/a.yml': 'services:\n  web:\n    build: ..\n    volumes: ["./x:/x"]\n',
      'deploy/more/b.yml': 'services:\n  web:\n    env_file: ./web.env\n',
    };
    const web = await service(files, ['deploy/a.yml', 'deploy/more/b.yml']);
    expect(web.build?.context).toBe('');
    expect(web.volumes[0]?.source).toBe('deploy/x');
    expect(web.environmentFiles).toMatchObject([{ path: 'deploy/web.env', required: true }]);
  });
});

describe('extends and include', () => {
  test('a service takes over another one of another file, paths from there', async () => {
    const web = await service(
      {
        'a.yml': 'services:\n  web:\n    extends: { file: base/b.yml, service: app }\n    command: x\n',
        'base/b.yml':
          'services:\n  app:\n    extends: { service: root }\n    environment: { A: 1 }\n  root:\n    build: .\n    restart: always\n',
      },
      ['a.yml'],
    );
    expect(web).toMatchObject({ command: ['x'], restart: 'always', build: { context: 'base' } });
    expect(web.placeOf('restart')).toEqual({ file: 'base/b.yml', line: 7 });
  });

  test('an included file brings its services', async () => {
    const files = {
      'a.yml': 'include:\n  - db/b.yml\nservices:\n  web:\n    image: a:1\n',
      'db/b.yml': 'services:\n  db:\n    image: postgres:17\n',
    };
    expect((await service(files, ['a.yml'], 'db')).image).toBe('postgres:17');
    expect((await stack(files, ['a.yml'])).read).toEqual(['a.yml', 'db/b.yml']);
  });

  test('nothing outside of the repository is read', async () => {
    const { problems } = await stack({ 'a.yml': 'include: [../../etc/x.yml]\nservices: { web: { image: "a:1" } }\n' }, [
      'a.yml',
    ]);
    expect(problems).toEqual([
      {
        place: { file: 'a.yml', line: 1 },
        message: expect.stringContaining('outside of the repository'),
        unknown: true,
      },
    ]);
  });
});

describe('one file', () => {
  const one = (text: string, name?: string) => service({ 'a.yml': text }, ['a.yml'], name);

  test('merge keys: the own value wins, then the first that is named', async () => {
    const web = await one(
      'x-a: &a { image: a, restart: always }\nx-b: &b { image: b, user: app }\nservices:\n  web:\n    <<: [*a, *b]\n    restart: "no"\n',
    );
    expect(web).toMatchObject({ image: 'a', restart: 'no', user: 'app' });
    expect(web.placeOf('user')).toEqual({ file: 'a.yml', line: 2 });
  });

  test('durations and sizes', async () => {
    const web = await one(
      'services:\n  web:\n    image: a\n    stop_grace_period: 1m30s\n    mem_limit: 1.5g\n    cpus: 0.5\n    healthcheck: { test: x, interval: 500ms, start_period: 1h }\n',
    );
    expect(web.stopGracePeriod).toBe(90_000);
    expect(web.limits).toEqual({ memory: 1.5 * 1024 ** 3, cpus: 0.5 });
    expect(web.healthcheck).toMatchObject({ test: ['CMD-SHELL', 'x'], interval: 500, startPeriod: 3_600_000 });
  });

  test('null leaves the image’s command, an empty list resets it, a text is split as words', async () => {
    const text =
      'services:\n  a: { image: a, command: null }\n  b: { image: a, command: [] }\n  c: { image: a, command: "sh -c \'a && b\'" }\n';
    expect((await one(text, 'a')).command).toBeUndefined();
    expect((await one(text, 'b')).command).toEqual([]);
    expect((await one(text, 'c')).command).toEqual(['sh', '-c', 'a && b']);
  });

  test('a variable keeps how it was written', async () => {
    const web = await one('services:\n  web:\n    image: a\n    environment: ["A=x$$y", "B=${NONE}", "C"]\n');
    expect([...web.environment.values()].map(({ value, written }) => [value, written])).toEqual([
      ['x$y', 'x$$y'],
      [undefined, '${NONE}'],
      [undefined, ''],
    ]);
  });
});
