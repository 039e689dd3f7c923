import { describe, expect, test } from '@jest/globals';
import { parsePipRequirementsLine } from 'pip-requirements-js';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { requirementOf } from '../../../../src/checks/requirements/line.ts';
import { readRequirements } from '../../../../src/checks/requirements/read.ts';
import { memoryRepository } from '../../../support/checks.ts';

async function facts(files: Readonly<Record<string, string>>) {
  const repository = memoryRepository(files);
  return readRequirements(repository, [], await readDockerfiles(repository, [], []), 'src');
}
const deployed = async (files: Readonly<Record<string, string>>) => (await facts(files)).deployed?.file;

describe('a requirement', () => {
  const LINES = [
    'Django',
    'Django==5.2.1',
    'Django >= 5.2 , < 5.3',
    'Django~=5.2.0',
    'psycopg[binary,pool]>=3.2',
    'zope.interface!=1.0',
    'A_b.C-d==1.0+local',
    'foo>=1.0 ; sys_platform=="win32"',
    'foo @ https://host/foo-1.0.whl',
  ];
  test.each(LINES)('%s is read as a parser of the whole grammar reads it', line => {
    const oracle = parsePipRequirementsLine(line);
    const own = requirementOf(line);
    if (oracle?.type === 'ProjectName')
      expect(own).toMatchObject({
        name: oracle.name.toLowerCase().replace(/[-_.]+/g, '-'),
        extras: oracle.extras ?? [],
        specifier: (oracle.versionSpec ?? []).map(({ operator, version }) => `${operator}${version}`).join(','),
      });
    else expect(own).toMatchObject({ name: 'foo', direct: 'https://host/foo-1.0.whl' });
  });

  test.each(['==1.0', '???', 'two words', 'name>=', 'a==1 b==2'])('%s is none', line => {
    expect(requirementOf(line)).toBeUndefined();
  });

  test('hostile lines are refused in passing', () => {
    const started = performance.now();
    for (const line of [
      'a>=1  '.repeat(300),
      `a${'  >=1'.repeat(390)} x`,
      `${'a-'.repeat(900)}`,
      `a${'==1'.repeat(600)};`,
      'a'.repeat(1e6),
    ])
      requirementOf(line);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test.each([
    ['-e git+https://host/o/name.git@main#egg=other', 'other'],
    ['git+ssh://git@host/o/name.git@v1', 'name'],
    ['https://host/files/name-1.2-py3-none-any.whl', 'name'],
    ['-e .', 'itself'],
    ['./packages/thing', 'thing'],
  ])('%s is called %s', (line, name) => {
    expect(requirementOf(line)?.name).toBe(name);
  });
});

describe('the file that is deployed', () => {
  test.each([
    [
      'copied under another name',
      'COPY requirements/production.txt /tmp/r.txt\nRUN pip install --require-hashes -r /tmp/r.txt\n',
    ],
    [
      'copied into the folder',
      'WORKDIR /app\nCOPY requirements/ requirements/\nRUN pip install -r requirements/production.txt\n',
    ],
    [
      'everything copied',
      'WORKDIR /app\nCOPY . .\nRUN python -m pip install --requirement=requirements/production.txt\n',
    ],
    [
      'mounted for the one command',
      'RUN --mount=type=bind,source=requirements/production.txt,target=/r.txt uv pip install --system -r /r.txt\n',
    ],
  ])('%s', async (_, instructions) => {
    const files = {
      Dockerfile: `FROM python:3.13\n${instructions}`,
      'requirements/production.txt': 'a==1\n',
      'requirements.txt': 'b==1\n',
    };
    expect(await deployed(files)).toBe('requirements/production.txt');
  });

  test('is that of the stages the target is made of', async () => {
    const files = {
      Dockerfile:
        'FROM python:3.13 AS dev\nCOPY dev-requirements.txt .\nRUN pip install -r dev-requirements.txt\n' +
        'FROM python:3.13 AS build\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n' +
        'FROM python:3.13\nCOPY --from=build /venv /venv\n',
      'dev-requirements.txt': 'pytest\n',
      'requirements.txt': 'a==1\n',
    };
    expect(await deployed(files)).toBe('requirements.txt');
  });

  test('is a lock where uv or Poetry install it, and unclear where nothing says', async () => {
    const uv =
      'version = 1\n[[package]]\nname = "x"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]\n[package.dev-dependencies]\ndev = [{ name = "pytest" }]\n[[package]]\nname = "a"\nversion = "1.0"\n[[package]]\nname = "pytest"\nversion = "8.0"\n';
    const read = await facts({
      Dockerfile: 'FROM python:3.13\nCOPY . .\nRUN uv sync --frozen --no-dev\n',
      'uv.lock': uv,
    });
    expect(read.deployed?.entries.map(({ name, pinned, place }) => [name, pinned, place.line])).toEqual([
      ['a', '1.0', 9],
    ]);
    expect(
      await deployed({ 'requirements/production.txt': 'a==1\n', 'requirements/development.txt': 'b\n' }),
    ).toBeUndefined();
  });
});

test('pyproject.toml: of the standard and of Poetry, with their lines', async () => {
  const { files, pythons } = await facts({
    'pyproject.toml':
      '[project]\nname = "x"\nrequires-python = ">=3.12"\ndependencies = [\n  "Django>=5.2",\n  "celery[redis]==5.4.0",\n]\n',
    'api/pyproject.toml':
      '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = "^5.2"\ngunicorn = "23.0.0"\nredis = { version = "~5.0", extras = ["hiredis"] }\n',
  });
  expect(
    files.map(({ entries }) =>
      entries.map(({ name, specifier, pinned, place: { line } }) => [name, specifier, pinned, line]),
    ),
  ).toEqual([
    [
      ['django', '^5.2', undefined, 3],
      ['gunicorn', '==23.0.0', '23.0.0', 4],
      ['redis', '~5.0', undefined, 5],
    ],
    [
      ['django', '>=5.2', undefined, 5],
      ['celery', '==5.4.0', '5.4.0', 6],
    ],
  ]);
  expect(pythons.map(({ version }) => version).sort()).toEqual(['>=3.12', '^3.11']);
});

test('Poetry’s and Pipenv’s locks without what only developers install; broken files are left out', async () => {
  const { files } = await facts({
    'poetry.lock':
      '[[package]]\nname = "a"\nversion = "1"\ngroups = ["main", "dev"]\n[[package]]\nname = "b"\nversion = "2"\ngroups = ["dev"]\n',
    'api/Pipfile.lock': '{"default": {"a": {"version": "==1.0"}}, "develop": {"b": {"version": "==2"}}}',
    'x/uv.lock': '[[[',
    'y/Pipfile.lock': '[]',
  });
  expect(files.map(({ file, entries }) => [file, entries.map(({ name }) => name)])).toEqual([
    ['api/Pipfile.lock', ['a']],
    ['poetry.lock', ['a']],
  ]);
});
