import { describe, expect, test } from '@jest/globals';
import type { ComposeBuild } from '../../../../src/checks/compose/facts.ts';
import type { Dockerfile, Stage } from '../../../../src/checks/docker/facts.ts';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { memoryRepository } from '../../../support/checks.ts';

async function read(
  text: string,
  files: Readonly<Record<string, string>> = {},
  builds: readonly ComposeBuild[] = [],
): Promise<Dockerfile> {
  const [file] = await readDockerfiles(memoryRepository({ Dockerfile: text, ...files }), [], builds);
  if (file === undefined) throw new Error('no Dockerfile');
  return file;
}

async function last(text: string, files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = (await read(text, files)).stages.at(-1);
  if (stage === undefined) throw new Error('no stage');
  return stage;
}

const build = (
  context: string,
  dockerfile: string,
  target?: string,
  args: Readonly<Record<string, string>> = {},
): ComposeBuild => ({
  context,
  dockerfile,
  target,
  args: new Map(Object.entries(args)),
});

const ranIn = ({ runs }: Stage) =>
  runs.flatMap(({ commands }) => commands.map(({ words, line }) => [words.join(' '), line]));

describe('instructions', () => {
  test('go on over lines, blank lines and comments, and keep the line of each command', async () => {
    expect(ranIn(await last('FROM x\nRUN a \\\n  # why\n\n  && b \\\n  && c\n'))).toEqual([
      ['a', 2],
      ['b', 5],
      ['c', 6],
    ]);
  });

  test('go on with the character of the escape directive', async () => {
    expect(ranIn(await last('# escape=`\nFROM x\nRUN a `\n && b\n'))).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
  });

  test('hold heredocs: as scripts of RUN, as input of another program, as files of COPY', async () => {
    const stage = await last(
      'FROM x\nRUN <<EOF\n# a comment\nset -e\npython manage.py check\nEOF\nRUN cat <<EOF > /etc/x\npython no\nEOF\nCOPY <<EOF /etc/y\npython no\nEOF\nRUN b\n',
    );
    expect(ranIn(stage)).toEqual([
      ['python manage.py check', 5],
      ['cat', 7],
      ['b', 13],
    ]);
    expect(stage.copies).toMatchObject([{ paths: [], target: '/etc/y' }]);
  });

  test('may be an exec form; what is no JSON is for the shell', async () => {
    expect((await last('FROM x\nCMD ["a", "b c"]\n')).command?.value).toEqual({ form: 'exec', words: ['a', 'b c'] });
    expect((await last("FROM x\nCMD ['a', 'b']\n")).command?.value).toEqual({ form: 'shell', text: "['a', 'b']" });
    expect(ranIn(await last('FROM x\nRUN ["a", "b; c"]\n'))).toEqual([['a b; c', 2]]);
  });

  test('that Docker does not know are problems of their line', async () => {
    expect((await read('WORKDIR /a\nFROM x\nFOO bar\n')).problems.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('variables', () => {
  test('are expanded where Docker does it', async () => {
    const stage = await last(
      'ARG V=3.13\nARG S\nFROM python:${V}-slim${S:-} \nARG V\nENV A=1 B="$V x" C=\'$V\'\nENV D=${A}${NONE:-d}${A:+set}\nWORKDIR /srv/$A\nWORKDIR b\nUSER ${U:-app}\nEXPOSE 80$A\n',
    );
    expect(stage.base.tag).toBe('3.13-slim');
    expect(Object.fromEntries([...stage.environment].map(([name, { value }]) => [name, value]))).toEqual({
      A: '1',
      B: '3.13 x',
      C: '$V',
      D: '1dset',
    });
    expect([stage.workdir, stage.user?.value, stage.exposed[0]?.value]).toEqual(['/srv/1/b', 'app', '801']);
  });

  test('of a build win over defaults; without either they stay as written', async () => {
    const file = await read('ARG V=3.12\nARG I\nFROM python:$V AS a\nFROM $I\n', {}, [
      build('.', 'Dockerfile', undefined, { V: '3.13' }),
    ]);
    expect(file.stages.map(({ base }) => base.text)).toEqual(['python:3.13', '$I']);
  });

  test('of a RUN are those set before it', async () => {
    const [first, second] = (await last('FROM x\nENV A=1\nRUN a $A $B\nENV B=2\nRUN b $A $B\n')).runs;
    expect([first?.commands[0]?.words, second?.commands[0]?.words]).toEqual([
      ['a', '1', '$B'],
      ['b', '1', '2'],
    ]);
  });
});

describe('stages', () => {
  test('inherit from stages they are made from, not from others', async () => {
    const file = await read(
      'FROM x:1 AS Base\nUSER app\nENV A=1\nHEALTHCHECK --interval=1m30s --retries=2 CMD curl x\nCMD ["a"]\nFROM y AS other\nFROM base\nRUN b\n',
    );
    const [, other, final] = file.stages;
    expect(final).toMatchObject({
      name: '2',
      chain: ['base', '2'],
      base: { name: 'x', tag: '1' },
      user: { value: 'app', line: 2 },
      command: { line: 5 },
    });
    expect(final?.healthcheck?.value).toMatchObject({
      interval: 90_000,
      retries: 2,
      timeout: undefined,
      place: { file: 'Dockerfile', line: 4 },
    });
    expect(final?.healthCommands).toMatchObject([{ words: ['curl', 'x'] }]);
    expect([other?.user, file.targets]).toEqual([undefined, ['2']]);
  });

  test('lose the command of another stage when they set an entrypoint', async () => {
    expect((await last('FROM x AS a\nCMD ["a"]\nFROM a\nENTRYPOINT ["b"]\n')).command).toBeUndefined();
    expect((await last('FROM x\nCMD ["a"]\nENTRYPOINT ["b"]\n')).command?.line).toBe(2);
  });

  test('run their shell forms in the shell that SHELL names', async () => {
    expect((await last('FROM x\nSHELL ["/bin/bash", "-c"]\nCMD a && b\n')).command?.value).toEqual({
      form: 'exec',
      words: ['/bin/bash', '-c', 'a && b'],
    });
  });

  test('look into the scripts that they have copied', async () => {
    const files = { 'docker/build.sh': '#!/bin/sh\npython manage.py collectstatic\n' };
    expect(
      ranIn(await last('FROM x\nWORKDIR /app\nRUN docker/build.sh\nCOPY . .\nRUN docker/build.sh\n', files)),
    ).toEqual([
      ['docker/build.sh', 3],
      ['python manage.py collectstatic', 2],
    ]);
  });
});

describe('which files', () => {
  test('are found by name and folder, or named by Compose with its folder and target', async () => {
    const repository = memoryRepository({
      Dockerfile: 'FROM a',
      'docker/web.Dockerfile': 'FROM b',
      'deep/x/y/Dockerfile': 'FROM c',
      'Dockerfile.dockerignore': '',
      'app/Containerfile': 'FROM d AS web',
    });
    const found = await readDockerfiles(
      repository,
      [],
      [build('./app', 'Containerfile', 'Web'), build('..', 'Dockerfile')],
    );
    expect(found.map(({ file, context, targets }) => [file, context, targets])).toEqual([
      ['Dockerfile', '', ['0']],
      ['app/Containerfile', 'app', ['web']],
      ['docker/web.Dockerfile', '', ['0']],
    ]);
    expect((await readDockerfiles(repository, ['deep/**'], [])).map(({ file }) => file)).toEqual([
      'deep/x/y/Dockerfile',
    ]);
  });

  test('are left out of a build as Docker decides', async () => {
    const { ignore } = await read('FROM x\n', {
      '.dockerignore': '# why\n*.md\n!README.md\n.env*\n/docs/\n**/__pycache__\n',
    });
    const excluded = ['a.md', 'README.md', 'b/a.md', '.env.local', 'docs/x', 'a/b/__pycache__/c.pyc', './.env'].filter(
      path => ignore?.excludes(path),
    );
    expect(excluded).toEqual(['a.md', '.env.local', 'docs/x', 'a/b/__pycache__/c.pyc', './.env']);
    expect(ignore?.patterns[0]).toEqual({ line: 2, pattern: '*.md' });
  });

  test('take the ignore file of their own before that of the folder', async () => {
    expect((await read('FROM x\n', { '.dockerignore': 'a', 'Dockerfile.dockerignore': 'b' })).ignore?.file).toBe(
      'Dockerfile.dockerignore',
    );
  });
});

describe('hostile text', () => {
  test.each([
    ['a line of a megabyte', `FROM x\nRUN ${'a'.repeat(1_000_000)}`],
    ['many words', `FROM x\nRUN ${'a '.repeat(45_000)}`],
    ['many continuations', `FROM x\nRUN ${'a \\\n'.repeat(20_000)}`],
    ['thousands of stages', 'FROM x AS a\nRUN b\n'.repeat(5_000)],
    [
      'stages that copy from each other',
      Array.from(
        { length: 190 },
        (_, n) => `FROM x AS s${n}\nCOPY --from=s${n - 1} / /\nCOPY --from=s${n + 1} / /\nCOPY . /a${n}\nRUN a\n`,
      ).join(''),
    ],
    [
      'a chain of stages',
      Array.from({ length: 200 }, (_, n) => `FROM ${n === 0 ? 'x' : `s${n - 1}`} AS s${n}\nRUN b && c\n`).join(''),
    ],
    ['references in references', `FROM x\nENV A=${'${A:-'.repeat(15_000)}`],
    ['thousands of RUNs', `FROM x\n${'RUN a && b\n'.repeat(5_000)}`],
    ['NUL and odd JSON', 'FROM x\nRUN \0\nCMD ["\0"\nENTRYPOINT [1]\nHEALTHCHECK\nCOPY\nENV\nARG\nUSER\nFROM\n'],
    ['a heredoc without end', 'FROM x\nRUN <<EOF\na\n'],
    ['quotes without end', `FROM x\nENV ${'"'.repeat(50_000)}${"'".repeat(40_000)}`],
  ])('neither hangs nor throws: %s', async (_, text) => {
    const before = performance.now();
    const file = await read(text, { '.dockerignore': `${'*a'.repeat(100)}b\n${'**/a'.repeat(50)}\n[\n!\n` });
    file.ignore?.excludes('a'.repeat(200));
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
