import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { type Github, startGithub } from '../../../../lab/github/index.ts';
import { type ScratchRepository, scratchRepository } from './scratch-repository.ts';

let repository: ScratchRepository;
let github: Github;
let token: string;
const shas: Record<'first' | 'second' | 'side' | 'renamed', string> = { first: '', second: '', side: '', renamed: '' };

beforeAll(async () => {
  repository = scratchRepository();
  const write = (name: string, text: string) => {
    writeFileSync(join(repository.directory, name), text);
    repository.git('add', '-A');
  };
  write('kept name.txt', 'one\ntwo\nthree\n');
  shas.first = repository.commit('first\n\nwith a body');
  repository.git('checkout', '--quiet', '-b', 'env/staging');
  write('a.bin', '\0\0');
  shas.side = repository.commit('side');
  repository.git('checkout', '--quiet', 'main');
  write('new.txt', 'x\n');
  shas.second = repository.commit('second');
  repository.git('mv', 'kept name.txt', 'moved.txt');
  shas.renamed = repository.commit('renamed');
  repository.git('tag', '-a', 'v1', '-m', 'one', shas.first);
  repository.git('checkout', '--quiet', '--orphan', 'orphan');
  repository.commit('no ancestor');
  github = await startGithub({ repository: 'org/app', git: repository.directory });
  token = github.token();
});
afterEach(() => github.secondaryLimit(undefined));
afterAll(async () => {
  await github.stop();
  repository.remove();
});

async function get(path: string, options: { token?: string; headers?: Record<string, string> } = {}) {
  const response = await fetch(`${github.url}${path}`, {
    headers: { authorization: `Bearer ${options.token ?? token}`, ...options.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : undefined,
  };
}
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const octokit = () => new Octokit({ baseUrl: github.url, auth: token, log: silent });
const app = { owner: 'org', repo: 'app' };

describe('reading with Octokit', () => {
  test('the repository', async () => {
    const { data } = await octokit().rest.repos.get(app);
    expect(data).toMatchObject({ full_name: 'org/app', private: true, default_branch: 'main' });
  });

  test('a branch, also one whose name has a slash', async () => {
    const { data } = await octokit().rest.repos.getBranch({ ...app, branch: 'env/staging' });
    expect(data).toMatchObject({ name: 'env/staging', commit: { sha: shas.side, commit: { message: 'side' } } });
  });

  test('a ref: the commit of a branch, the tag object of an annotated tag', async () => {
    const branch = await octokit().rest.git.getRef({ ...app, ref: 'heads/main' });
    expect(branch.data).toMatchObject({ ref: 'refs/heads/main', object: { type: 'commit', sha: shas.renamed } });
    const tag = await octokit().rest.git.getRef({ ...app, ref: 'tags/v1' });
    expect(tag.data.object).toMatchObject({ type: 'tag', sha: repository.git('rev-parse', 'v1') });
  });

  test('a commit by branch, tag, whole or short sha, with times in UTC', async () => {
    for (const ref of ['v1', shas.first, shas.first.slice(0, 8), 'refs/tags/v1']) {
      const { data } = await octokit().rest.repos.getCommit({ ...app, ref });
      expect(data.sha).toBe(shas.first);
      expect(data.commit.message).toBe('first\n\nwith a body');
      expect(data.commit.author).toEqual({ name: 'Ada', email: 'ada@example.org', date: '2026-01-02T01:04:05Z' });
    }
    const { data } = await octokit().rest.repos.getCommit({ ...app, ref: 'main' });
    expect(data.parents.map(parent => parent.sha)).toEqual([shas.second]);
  });

  test('only the sha, for who asks for no more', async () => {
    const answer = await get('/repos/org/app/commits/main', { headers: { accept: 'application/vnd.github.sha' } });
    expect(answer.text).toBe(shas.renamed);
  });

  test('follows a branch that moves, without a restart', async () => {
    repository.git('branch', '-f', 'moving', shas.first);
    const sha = async () => (await get('/repos/org/app/git/ref/heads/moving')).body.object.sha;
    expect(await sha()).toBe(shas.first);
    repository.git('branch', '-f', 'moving', shas.second);
    expect(await sha()).toBe(shas.second);
  });
});

describe('a comparison', () => {
  const cases = [
    { basehead: () => `${shas.first}...main`, status: 'ahead', ahead_by: 2, behind_by: 0, base: 'first' },
    { basehead: () => `main...${shas.first}`, status: 'behind', ahead_by: 0, behind_by: 2, base: 'first' },
    { basehead: () => 'main...main', status: 'identical', ahead_by: 0, behind_by: 0, base: 'renamed' },
    { basehead: () => 'env/staging...main', status: 'diverged', ahead_by: 2, behind_by: 1, base: 'first' },
    { basehead: () => 'org:env/staging...org:main', status: 'diverged', ahead_by: 2, behind_by: 1, base: 'first' },
  ] as const;
  test.each(cases)('$status: ahead by $ahead_by, behind by $behind_by', async ({ basehead, base, ...facts }) => {
    const { data } = await octokit().rest.repos.compareCommitsWithBasehead({ ...app, basehead: basehead() });
    expect(data).toMatchObject({ ...facts, total_commits: facts.ahead_by });
    expect(data.merge_base_commit.sha).toBe(shas[base]);
  });

  test('lists commits oldest first, and files with their counts', async () => {
    const { data } = await octokit().rest.repos.compareCommitsWithBasehead({
      ...app,
      basehead: `${shas.first}...main`,
    });
    expect(data.commits.map(commit => commit.sha)).toEqual([shas.second, shas.renamed]);
    expect(data.files).toMatchObject([
      { filename: 'moved.txt', previous_filename: 'kept name.txt', status: 'renamed', changes: 0 },
      { filename: 'new.txt', status: 'added', additions: 1, deletions: 0 },
    ]);
    const back = await octokit().rest.repos.compareCommitsWithBasehead({ ...app, basehead: 'main...env/staging' });
    expect(back.data.files).toMatchObject([{ filename: 'a.bin', status: 'added', additions: 0 }]);
  });

  test('comes in pages for who asks for them', async () => {
    const answer = await get(`/repos/org/app/compare/${shas.first}...main?per_page=1`);
    expect(answer.body.commits).toHaveLength(1);
    expect(answer.body.total_commits).toBe(2);
    expect(answer.headers.get('link')).toMatch(/page=2>; rel="next", <.*page=2>; rel="last"/);
    expect((await get(`/repos/org/app/compare/${shas.first}...main?per_page=1&page=2`)).body.files).toEqual([]);
  });

  test('of histories without a common ancestor is 404 with a reason', async () => {
    const answer = await get('/repos/org/app/compare/main...orphan');
    expect(answer).toMatchObject({ status: 404, body: { message: 'No common ancestor between main and orphan.' } });
  });
});

describe('what is not there', () => {
  const cases: readonly [string, number, string][] = [
    ['/repos/org/other', 404, 'Not Found'],
    ['/repos/org/app2', 404, 'Not Found'],
    ['/repos/org/app/branches/none', 404, 'Branch not found'],
    ['/repos/org/app/branches/env', 404, 'Branch not found'],
    ['/repos/org/app/git/ref/heads/mai', 404, 'Not Found'],
    ['/repos/org/app/commits/none', 422, 'No commit found for SHA: none'],
    ['/repos/org/app/commits/main~1', 422, 'No commit found for SHA: main~1'],
    ['/repos/org/app/commits/--all', 422, 'No commit found for SHA: --all'],
    ['/repos/org/app/compare/none...main', 404, 'Not Found'],
    ['/repos/org/app/deployments', 404, 'Not Found'],
    ['/repos/org/app/branches/%zz', 404, 'Not Found'],
  ];
  test.each(cases)('%s is %i', async (path, status, message) => {
    expect(await get(path)).toMatchObject({ status, body: { message, status: String(status) } });
  });
});

describe('a token', () => {
  test('that is unknown or revoked is 401, whatever it asks for', async () => {
    const revoked = github.token();
    github.revoke(revoked);
    for (const bad of ['nonsense', revoked]) {
      expect(await get('/repos/org/app', { token: bad })).toMatchObject({
        status: 401,
        body: { message: 'Bad credentials' },
      });
    }
  });

  test('without contents may see the repository, but nothing in it, and is told what is missing', async () => {
    const blind = github.token({ permissions: { contents: 'none', deployments: 'write' } });
    expect((await get('/repos/org/app', { token: blind })).status).toBe(200);
    const answer = await get('/repos/org/app/branches/main', { token: blind });
    expect(answer).toMatchObject({ status: 403, body: { message: 'Resource not accessible by integration' } });
    expect(answer.headers.get('x-accepted-github-permissions')).toBe('contents=read');
  });

  test('is needed to see that a private repository exists, not for a public one', async () => {
    expect((await fetch(`${github.url}/repos/org/app/branches/main`)).status).toBe(404);
    const open = await startGithub({ repository: 'org/app', git: repository.directory, private: false });
    expect((await fetch(`${open.url}/repos/org/app/branches/main`)).status).toBe(200);
    await open.stop();
  });
});

describe('limits', () => {
  test('are counted by token, and the last request of the hour is followed by 403', async () => {
    const small = github.token({ hourlyLimit: 2 });
    const remaining = async () => (await get('/repos/org/app', { token: small })).headers.get('x-ratelimit-remaining');
    expect([await remaining(), await remaining()]).toEqual(['1', '0']);
    const answer = await get('/repos/org/app', { token: small });
    expect(answer).toMatchObject({ status: 403, body: { message: expect.stringMatching(/^API rate limit exceeded/) } });
    expect(Number(answer.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now());
    expect((await get('/repos/org/app')).status).toBe(200);
  });

  test('do not count a request that is answered by 304', async () => {
    const careful = github.token();
    const first = await get('/repos/org/app', { token: careful });
    const again = await get('/repos/org/app', {
      token: careful,
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'));
  });

  test.each([403, 429] as const)(
    'of the secondary kind answer %i with the time to wait, as often as asked',
    async status => {
      github.secondaryLimit({ status, retryAfterSeconds: 7, times: 1 });
      const answer = await get('/repos/org/app');
      expect(answer).toMatchObject({ status, body: { message: expect.stringContaining('secondary rate limit') } });
      expect(answer.headers.get('retry-after')).toBe('7');
      expect((await get('/repos/org/app')).status).toBe(200);
    },
  );
});

test('requests are recorded without the token', async () => {
  const before = github.requests.length;
  await get('/repos/org/app/compare/main...main?page=1');
  expect(github.requests.slice(before)).toMatchObject([
    { method: 'GET', path: '/repos/org/app/compare/main...main', query: 'page=1', visitor: 'token 1', status: 200 },
  ]);
  expect(JSON.stringify(github.requests)).not.toContain(token);
});

test('without a git repository there is a repository, but no branch', async () => {
  const empty = await startGithub({ repository: 'org/app' });
  const headers = { authorization: `token ${empty.token()}` };
  expect((await fetch(`${empty.url}/repos/org/app`, { headers })).status).toBe(200);
  expect((await fetch(`${empty.url}/repos/org/app/branches/main`, { headers })).status).toBe(404);
  await empty.stop();
});
