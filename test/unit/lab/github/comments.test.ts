import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Github, startGithub } from '../../../../lab/github/index.ts';

let github: Github;
beforeEach(async () => {
  github = await startGithub({ repository: 'org/app', pullRequests: [7] });
});
afterEach(() => github.stop());

const permissions = (levels: Readonly<Record<string, 'read' | 'write'>>) => github.token({ permissions: levels });

type Answer = { readonly id?: number; readonly length?: number };

async function ask(method: string, path: string, token: string, body?: unknown) {
  const response = await fetch(`${github.url}/repos/org/app${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: Answer = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, body: answer };
}

describe('comments on a pull request', () => {
  test.each(['issues', 'pull_requests'])('are made, listed and changed with %s: write', async permission => {
    const token = permissions({ [permission]: 'write' });
    const made = await ask('POST', '/issues/7/comments', token, { body: 'one' });
    expect(made).toMatchObject({
      status: 201,
      body: { body: 'one', user: { login: 'github-actions[bot]', type: 'Bot' } },
    });
    const changed = await ask('PATCH', `/issues/comments/${made.body.id}`, token, { body: 'two' });
    expect(changed).toMatchObject({ status: 200, body: { id: made.body.id, body: 'two' } });
    expect((await ask('GET', '/issues/7/comments', token)).body).toMatchObject([{ body: 'two' }]);
  });

  test('come in pages of thirty, or of up to a hundred, with links to the others', async () => {
    for (let index = 0; index < 101; index += 1) github.comments.add(7, `${index}`);
    const token = permissions({ issues: 'read' });
    const pages = await Promise.all(
      ['', '?per_page=500', '?per_page=100&page=2', '?page=9'].map(query =>
        ask('GET', `/issues/7/comments${query}`, token),
      ),
    );
    expect(pages.map(({ body }) => body.length)).toEqual([30, 100, 1, 0]);
    expect(pages[0]?.headers.get('link')).toMatch(/page=2>; rel="next".*page=4>; rel="last"/);
    expect(pages[2]?.headers.get('link')).toBeNull();
  });

  test('need a permission, which is named', async () => {
    const answer = await ask('POST', '/issues/7/comments', permissions({ issues: 'read' }), { body: 'x' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
  });

  test('are refused where there is nothing, and with a body that is none or too long', async () => {
    const token = permissions({ issues: 'write' });
    const of = async (path: string, body: unknown) => (await ask('POST', path, token, body)).status;
    expect(await of('/issues/8/comments', { body: 'x' })).toBe(404);
    for (const body of [{}, { body: ' ' }, { body: 3 }, { body: 'x'.repeat(65_537) }])
      expect(await of('/issues/7/comments', body)).toBe(422);
    expect((await ask('PATCH', '/issues/comments/1', token, { body: 'x' })).status).toBe(404);
  });
});

test('whose token of a job it is, nobody is told', async () => {
  const response = await fetch(`${github.url}/user`, { headers: { authorization: `Bearer ${github.token()}` } });
  expect(response.status).toBe(403);
});
