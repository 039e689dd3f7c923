import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Github, startGithub } from '../../../lab/github/index.ts';
import { PARCELS } from '../../../lab/projects/index.ts';
import { judge } from './foreign-scene.ts';
import type { Checked, Inputs } from './scene.ts';

/** One comment on a pull request, kept up to date. Only files are judged here, which is quick. */

const REPOSITORY = 'org/parcels';
const MARKER = '<!-- obcms-deploy check-deploy production -->';
const READ_ONLY = { issues: 'read', pull_requests: 'read' } as const;
const WRITE = { pull_requests: 'write' } as const;

interface Run {
  readonly number: number;
  readonly token?: string;
  readonly faulty?: boolean;
  readonly fork?: boolean;
  readonly event?: string;
  readonly inputs?: Inputs;
}

let github: Github;
beforeAll(async () => {
  const pullRequests = Array.from({ length: 20 }, (_, index) => index + 1);
  github = await startGithub({ repository: REPOSITORY, pullRequests });
});
afterAll(() => github.stop());

function run({
  number,
  token,
  faulty = true,
  fork = false,
  event = 'pull_request',
  inputs = {},
}: Run): Promise<Checked> {
  const repositoryOf = (name: string) => ({ repo: { full_name: name } });
  return judge(PARCELS, {
    faults: faulty ? PARCELS.faults.filter(({ edit }) => edit.file === 'Dockerfile') : [],
    inputs: {
      families: 'docker, server, compose',
      environment: 'production',
      comment: 'true',
      'github-token': token ?? github.token({ permissions: WRITE }),
      ...inputs,
    },
    options: {
      sarif: false,
      context: {
        repository: REPOSITORY,
        api_url: github.url,
        event_name: event,
        ref: `refs/pull/${number}/merge`,
        event: {
          number,
          pull_request: {
            number,
            head: repositoryOf(fork ? 'somebody/parcels' : REPOSITORY),
            base: repositoryOf(REPOSITORY),
          },
        },
      },
    },
  });
}

const ours = (number: number) => github.comments.of(number).filter(({ body }) => body.startsWith(MARKER));
const written = () => github.requests.filter(({ method }) => method !== 'GET').length;

describe('the comment of a pull request', () => {
  test('is made once, changed by the next run, and left alone by one that says the same', async () => {
    const first = await run({ number: 1 });
    expect(ours(1)).toHaveLength(1);
    const made = ours(1)[0]?.body ?? '';
    expect(made).toContain('docker/root-user');
    expect(made).toContain('Dockerfile:1');
    expect(first.run.log).toContain('Comment on pull request 1: created.');

    const second = await run({ number: 1, faulty: false });
    expect(github.comments.of(1)).toHaveLength(1);
    expect(ours(1)[0]?.body).not.toContain('docker/root-user');
    expect(ours(1)[0]?.body).toContain('fit to be deployed');
    expect(second.run.log).toContain('Comment on pull request 1: updated.');

    const before = written();
    await run({ number: 1, faulty: false });
    expect(written()).toBe(before);
  });

  test('is found behind hundreds of others', async () => {
    for (let index = 0; index < 120; index++) github.comments.add(2, `Comment ${index}`);
    const own = github.comments.add(2, `${MARKER}\nof an earlier run`);
    for (let index = 0; index < 130; index++) github.comments.add(2, `Comment ${index}`);
    await run({ number: 2 });
    expect(github.comments.of(2)).toHaveLength(251);
    expect(own.body).toContain('docker/root-user');
  });

  test('of somebody who copies the marker is not ours', async () => {
    const foreign = github.comments.add(3, `${MARKER}\nall is well`, { login: 'mallory', type: 'User' });
    const quoted = github.comments.add(3, `> ${MARKER}\nwhat is this?`);
    await run({ number: 3 });
    await run({ number: 3 });
    expect(foreign.body).toBe(`${MARKER}\nall is well`);
    expect(quoted.body).toContain('what is this?');
    expect(github.comments.of(3)).toHaveLength(3);
  });

  test('is another one for each environment', async () => {
    await run({ number: 4 });
    await run({ number: 4, inputs: { environment: 'staging' } });
    expect(github.comments.of(4).map(({ body }) => body.split('\n')[0])).toEqual([
      MARKER,
      '<!-- obcms-deploy check-deploy staging -->',
    ]);
  });

  test('says what the summary says, and no more than GitHub takes', async () => {
    const checked = await run({ number: 5 });
    const body = ours(5)[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(checked.run.rawSummary).toContain('The app is not fit to be deployed');
    expect(body).toContain('The app is not fit to be deployed');
  });
});

describe('without a comment', () => {
  test('a token that may not write names the permission, and changes nothing about the outcome', async () => {
    const checked = await run({ number: 6, token: github.token({ permissions: READ_ONLY }) });
    expect(checked.shown).toContain('pull-requests: write');
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
    expect(github.comments.of(6)).toEqual([]);
    const fit = await run({ number: 6, token: github.token({ permissions: READ_ONLY }), faulty: false });
    expect(fit.result.outcome).toBe('passed');
  });

  test('a run of a fork is told that no permission helps', async () => {
    const checked = await run({ number: 7, token: github.token({ permissions: READ_ONLY }), fork: true });
    expect(checked.shown).toContain('forks');
    expect(checked.shown).not.toContain('pull-requests: write');
    expect(github.comments.of(7)).toEqual([]);
  });

  test('a run of no pull request says so and asks nobody', async () => {
    const before = github.requests.length;
    const checked = await run({ number: 8, event: 'push' });
    expect(checked.run.log).toContain('this run belongs to no pull request');
    expect(github.requests.length).toBe(before);
  });

  test('no token, and a token nobody knows, are told', async () => {
    const none = await run({ number: 9, token: '' });
    expect(none.shown).toContain('github-token');
    const unknown = await run({ number: 9, token: 'ghs_0123456789012345678901234567890123456' });
    expect(unknown.shown).toContain('does not accept the token');
    expect(github.comments.of(9)).toEqual([]);
  });

  test('unless it is asked for', async () => {
    const before = github.requests.length;
    await run({ number: 10, inputs: { comment: 'false' } });
    expect(github.requests.length).toBe(before);
  });
});
