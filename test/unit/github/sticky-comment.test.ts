import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Github, startGithub } from '../../../lab/github/index.ts';
import { Cancelled } from '../../../src/core/errors.ts';
import type { Http } from '../../../src/core/http.ts';
import { undiciHttp } from '../../../src/core/http-undici.ts';
import { LONGEST_COMMENT, type StickyComment, stickyComment } from '../../../src/github/sticky-comment.ts';

let github: Github;
beforeEach(async () => {
  github = await startGithub({ repository: 'org/app', pullRequests: [7, 8] });
});
afterEach(() => github.stop());

const MAY_WRITE = { permissions: { contents: 'read', pull_requests: 'write' } } as const;
const MARKER = 'obcms-deploy check-deploy staging';

function options(parts: Partial<StickyComment> = {}): StickyComment {
  return {
    token: github.token(MAY_WRITE),
    api: github.url,
    http: undiciHttp({ authorities: [] }, {}),
    signal: new AbortController().signal,
    repository: 'org/app',
    pullRequest: 7,
    marker: MARKER,
    ...parts,
  };
}

const bodies = (pullRequest = 7) => github.comments.of(pullRequest).map(({ body }) => body);
const asked = () => github.requests.map(({ method, path }) => `${method} ${path}`);

// The client waits three seconds between two comments that it makes, as GitHub asks it to: what is there already is put there by the lab.
describe('the one comment', () => {
  test('is made, then changed, then left alone, and never made twice', async () => {
    const done = [];
    for (const text of ['one', 'two', 'two']) done.push((await stickyComment(options(), text)).done);
    expect(done).toEqual(['created', 'updated', 'unchanged']);
    expect(bodies()).toEqual([`<!-- ${MARKER} -->\ntwo`]);
    // Who it is, it asks only when there is something to choose from.
    const [list, made] = ['GET /repos/org/app/issues/7/comments', 'POST /repos/org/app/issues/7/comments'];
    expect(asked()).toEqual([
      list,
      made,
      list,
      'GET /user',
      'PATCH /repos/org/app/issues/comments/1000',
      list,
      'GET /user',
    ]);
  });

  test('is found on the last of many pages', async () => {
    for (let index = 0; index < 230; index += 1) github.comments.add(7, `comment ${index}`);
    github.comments.add(7, `<!-- ${MARKER} -->\none`);
    expect(await stickyComment(options(), 'two')).toEqual({ done: 'updated' });
    expect(bodies().at(-1)).toBe(`<!-- ${MARKER} -->\ntwo`);
  });

  test('is none of somebody else, of another environment or pull request, or that only quotes the marker', async () => {
    const others = [`look: <!-- ${MARKER} -->`, `<!-- ${MARKER} --> and more`, `<!-- ${MARKER}-2 -->\nx`];
    for (const body of others) github.comments.add(7, body);
    github.comments.add(7, `<!-- ${MARKER} -->\nmine`, { login: 'mallory', type: 'User' });
    github.comments.add(8, `<!-- ${MARKER} -->\nother`);
    expect(await stickyComment(options(), 'ours')).toEqual({ done: 'created' });
    expect(bodies().slice(3)).toEqual([`<!-- ${MARKER} -->\nmine`, `<!-- ${MARKER} -->\nours`]);
    expect(bodies(8)).toEqual([`<!-- ${MARKER} -->\nother`]);
  });

  test('has a marker that no name of an environment can end', async () => {
    const safe = '<!-- obcms-deploy check-deploy x -_ _b_y -->';
    github.comments.add(7, `${safe}\nold`);
    await stickyComment(options({ marker: 'obcms-deploy check-deploy x --> <b>y' }), 'new');
    expect(bodies()).toEqual([`${safe}\nnew`]);
  });
});

describe('when it cannot be written', () => {
  test.each([
    ['reads only', { permissions: { contents: 'read', pull_requests: 'read' } }],
    ['may nothing of the kind', { permissions: { contents: 'read' } }],
  ] as const)('a token that %s is refused', async (_, request) => {
    expect(await stickyComment(options({ token: github.token(request) }), 'x')).toEqual({ done: 'refused' });
    expect(bodies()).toEqual([]);
  });

  test('an unknown token and a body that is too long are said', async () => {
    github.comments.add(7, `<!-- ${MARKER} -->\none`);
    expect(await stickyComment(options({ token: 'ghs_unknown' }), 'x')).toEqual({
      done: 'failed',
      why: 'GitHub does not accept the token',
    });
    const long = await stickyComment(options(), 'x'.repeat(LONGEST_COMMENT));
    expect(long).toMatchObject({ done: 'failed', why: expect.stringContaining('too long') });
  });

  test('a pull request that does not exist is refused', async () => {
    expect(await stickyComment(options({ pullRequest: 99 }), 'x')).toEqual({ done: 'refused' });
  });

  test('a cancelled run does not wait to ask again', async () => {
    const cancelled = new AbortController();
    const asking: Http = {
      send: ({ signal }) =>
        new Promise((_, reject) => {
          if (signal.aborted) reject(new Cancelled());
          signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
          setTimeout(() => cancelled.abort(), 20);
        }),
    };
    const began = performance.now();
    await expect(stickyComment(options({ http: asking, signal: cancelled.signal }), 'x')).rejects.toThrow(Cancelled);
    expect(performance.now() - began).toBeLessThan(900);
  });
});
