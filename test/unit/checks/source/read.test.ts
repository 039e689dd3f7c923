import { expect, test } from '@jest/globals';
import { readSource } from '../../../../src/checks/source/read.ts';
import { memoryRepository } from '../../../support/checks.ts';

const WORKFLOW = `on: push
env:
  A: workflow
jobs:
  test:
    environment: { name: production }
    env: { B: job }
    continue-on-error: true
    steps:
      - uses: actions/checkout@v4
      - run: python manage.py check --deploy
        env:
          C: "\${{ secrets.C }}"
      - name: several
        run: |
          cd src
          # a comment
          python manage.py test && echo done
      - shell: pwsh
        run: Get-Item
  reused:
    uses: ./.github/workflows/other.yml
`;

test('steps become commands with the environment of workflow, job and step, on their own lines', async () => {
  const { workflows } = await readSource(memoryRepository({ '.github/workflows/ci.yml': WORKFLOW }));
  const commands = workflows[0]?.commands ?? [];
  expect(
    commands.map(({ job, command, place, tolerated, deployment }) => [
      job,
      command.words.join(' '),
      place.line,
      tolerated,
      deployment,
    ]),
  ).toEqual([
    ['test', 'python manage.py check --deploy', 11, true, 'production'],
    ['test', 'python manage.py test', 18, true, 'production'],
    ['test', 'echo done', 18, true, 'production'],
  ]);
  expect(Object.fromEntries(commands[0]?.environment ?? [])).toEqual({
    A: 'workflow',
    B: 'job',
    C: '${{ secrets.C }}',
  });
});

test('a workflow that cannot be read says why, and anchors, empty jobs and odd steps do no harm', async () => {
  const { workflows } = await readSource(
    memoryRepository({
      '.github/workflows/a.yml': 'jobs: [\n',
      '.github/workflows/b.yml': 'jobs:\n  a:\n  b: { steps: [1, null, { run: 3 }, { run: "true" }] }\n',
      '.github/workflows/c.yml': '',
      'docs/workflows/d.yml': 'jobs: {}\n',
    }),
  );
  expect(workflows.map(({ file, problem, commands }) => [file, problem !== undefined, commands.length])).toEqual([
    ['.github/workflows/a.yml', true, 0],
    ['.github/workflows/b.yml', false, 1],
    ['.github/workflows/c.yml', true, 0],
  ]);
});

test('only what rules look into is kept, and only the beginning of it', async () => {
  const { texts, files, tracked } = await readSource(
    memoryRepository({ 'dump.sql': 'x'.repeat(100_000), 'src/models.py': 'secret', '.gitignore': '.env\n' }),
  );
  expect([...texts].map(([path, text]) => [path, text.length])).toEqual([
    ['.gitignore', 5],
    ['dump.sql', 65_536],
  ]);
  expect([files.length, tracked]).toEqual([3, true]);
});

test('files that git does not track are not committed', async () => {
  const repository = memoryRepository({ a: '', '.env': '' });
  expect((await readSource({ ...repository, tracked: new Set(['a']) })).files).toEqual(['a']);
  expect(await readSource({ ...repository, tracked: undefined })).toMatchObject({
    tracked: false,
    files: ['.env', 'a'],
  });
});
