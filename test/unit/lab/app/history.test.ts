import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { git } from '../../../../lab/app/git.ts';
import { createHistory, type History, RELEASE_NAMES, type ReleaseName } from '../../../../lab/app/history.ts';
import { APP_IMAGE, BUILD_COMMAND } from '../../../../lab/app/image.ts';

const BASE = fileURLToPath(new URL('../../../../lab/app/base/', import.meta.url));

let directory: string;
let history: History;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'obcms-history-'));
  history = await createHistory(join(directory, 'repository'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

function ask(...words: string[]): Promise<string> {
  return git(words, { directory: history.directory });
}

test('two histories have the same commits, whatever git is configured to do', async () => {
  process.env['GIT_AUTHOR_NAME'] = 'Somebody Else';
  const again = await createHistory(join(directory, 'again')).finally(() => delete process.env['GIT_AUTHOR_NAME']);
  expect(again.releases).toEqual(history.releases);
});

test('the releases follow each other as told', async () => {
  const parents: [string, string][] = [];
  for (const name of RELEASE_NAMES.slice(1)) {
    const parent = await ask('rev-parse', `${history.releases[name].sha}^`);
    const known = RELEASE_NAMES.find(other => history.releases[other].sha === parent);
    parents.push([name, known ?? parent]);
  }
  expect(Object.fromEntries(parents)).toEqual({
    plain: 'first',
    expand: 'plain',
    breaking: 'expand',
    'no-build': 'expand',
    'no-boot': 'expand',
    'healthy-but-dead': 'expand',
    'redirect-loop': 'expand',
    'slow-start': 'expand',
  });
});

test.each<[ReleaseName, string[]]>([
  ['plain', ['src/static/css/site.css', 'src/templates/communities/community_list.html']],
  ['no-boot', ['src/obc_management/wsgi.py']],
  ['redirect-loop', ['src/obc_management/settings/production.py']],
  ['slow-start', ['src/communities/gazetteer.py', 'src/obc_management/wsgi.py']],
])('the release %s changes only what it is about', async (name, files) => {
  const changed = await ask(
    'diff-tree',
    '--name-only',
    '-r',
    `${history.releases[name].sha}^`,
    history.releases[name].sha,
  );
  expect(changed.split('\n')).toEqual(files);
});

test('redirect-loop only takes lines away, and slow-start and no-boot only add some', async () => {
  const counted = async (name: ReleaseName): Promise<string> =>
    ask('diff', '--shortstat', history.releases.expand.sha, history.releases[name].sha);
  expect(await counted('redirect-loop')).toBe('1 file changed, 4 deletions(-)');
  expect(await counted('slow-start')).toMatch(/^2 files changed, \d+ insertions\(\+\)$/);
  expect(await counted('no-boot')).toBe('1 file changed, 3 insertions(+), 1 deletion(-)');
});

test('the title of a release is the message of its commit', async () => {
  for (const name of RELEASE_NAMES) {
    expect(await ask('log', '-1', '--format=%s', history.releases[name].sha)).toBe(history.releases[name].title);
  }
});

test('the message and deletion lists of a release are not files of the project', async () => {
  const files = await ask('ls-tree', '-r', '--name-only', history.releases.breaking.sha);
  expect(files.split('\n')).toEqual(expect.arrayContaining(['Dockerfile', '.dockerignore', 'src/manage.py']));
  expect(files).not.toMatch(/(^|\n)(message|\.deleted|.*__pycache__.*|.*\.pyc)(\n|$)/);
});

test('scripts are executable and nothing else is', async () => {
  const entries = (await ask('ls-tree', '-r', history.releases.first.sha)).split('\n');
  const executable = entries.filter(line => line.startsWith('100755')).map(line => line.split('\t')[1]);
  expect(executable).toEqual(['docker/entrypoint.sh', 'src/manage.py']);
});

test('a branch moves, and a clone has the commit checked out with its past', async () => {
  await history.branch('main', history.releases.plain.sha);
  expect(await ask('rev-parse', 'main')).toBe(history.releases.plain.sha);
  const clone = join(directory, 'clone');
  await history.clone(clone, history.releases.expand.sha);
  expect(existsSync(join(clone, 'src/communities/migrations/0002_community_municipality.py'))).toBe(true);
  expect(await git(['rev-list', '--count', 'HEAD'], { directory: clone })).toBe('3');
  expect(await git(['status', '--short'], { directory: clone })).toBe('');
});

test('a branch name git would not take is refused', async () => {
  await expect(history.branch('../evil', history.releases.first.sha)).rejects.toThrow('check-ref-format');
});

test('what runtimes assume of the image is what its Dockerfile says', () => {
  const [, last = ''] = readFileSync(join(BASE, 'Dockerfile'), 'utf8').split(/^FROM .* AS production$/m);
  const [, block = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(last) ?? [];
  const variables = [...block.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]);
  const { PATH: _, ...environment } = Object.fromEntries(variables);
  expect(environment).toEqual(APP_IMAGE.environment);
  const words = (keyword: string): string[] =>
    JSON.parse(new RegExp(`^${keyword} (\\[.*\\])$`, 'm').exec(last)?.[1] ?? '[]') as string[];
  expect([...words('ENTRYPOINT'), ...words('CMD')]).toEqual(APP_IMAGE.command);
  expect(last).toContain(`${BUILD_COMMAND.join(' ')}\n`);
});

test('the image installs what the lab runs', () => {
  const pinned = readFileSync(
    fileURLToPath(new URL('../../../../lab/python/requirements.txt', import.meta.url)),
    'utf8',
  );
  expect(readFileSync(join(BASE, 'requirements/production.txt'), 'utf8')).toBe(pinned);
});

test('the entrypoint is POSIX shell and refuses roles it does not know', () => {
  expect(() => execFileSync('sh', ['-n', join(BASE, 'docker/entrypoint.sh')])).not.toThrow();
  expect(() => execFileSync('sh', [join(BASE, 'docker/entrypoint.sh'), 'cron'], { stdio: 'pipe' })).toThrow(
    /Unknown role: cron\. One of: web, worker, beat\./,
  );
});
