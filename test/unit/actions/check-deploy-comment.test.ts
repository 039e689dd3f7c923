import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Github, startGithub } from '../../../lab/github/index.ts';
import { undiciHttp } from '../../../src/core/http-undici.ts';
import { type CheckedProject, checkedProject } from '../../support/checked-project.ts';

const DOCKERFILE =
  'FROM python:3.13-slim\nRUN useradd app\nUSER app\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n';
const FILES = { 'alembic.ini': '[alembic]\n', Dockerfile: DOCKERFILE };
const WORSE = { ...FILES, Dockerfile: DOCKERFILE.replace('USER app\n', '') };
const EVENT = '/events/event.json';

let github: Github;
beforeEach(async () => {
  github = await startGithub({ repository: 'org/app', pullRequests: [7] });
});
afterEach(() => github.stop());

const MAY_WRITE = { permissions: { contents: 'read', pull_requests: 'write' } } as const;

function check(
  files: Readonly<Record<string, string>>,
  { head = 'org/app', token = github.token(MAY_WRITE), name = 'pull_request' } = {},
): Promise<CheckedProject> {
  const repo = (full: string) => ({ repo: { full_name: full } });
  const event = { pull_request: { number: 7, head: repo(head), base: repo('org/app') } };
  return checkedProject(
    files,
    { environment: 'staging', comment: 'true', 'github-token': token },
    {
      http: undiciHttp({ authorities: [] }, {}),
      environment: { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: EVENT },
      outside: { [EVENT]: JSON.stringify(event) },
      context: { githubApi: github.url },
    },
  );
}

const warningOf = ({ world }: CheckedProject) =>
  world.host.annotations.find(({ title }) => title === 'The comment could not be written')?.message;

describe('the comment', () => {
  test('is one, and says what the last run said', async () => {
    const first = await check(WORSE);
    expect([first.outcome.reasonCode, warningOf(first)]).toEqual(['unfit', undefined]);
    const second = await check(FILES);
    const bodies = github.comments.of(7).map(({ body }) => body);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatch(/^<!-- obcms-deploy check-deploy staging -->\n### Check deploy of staging: /);
    expect(bodies[0]).toContain(second.outcome.headline.slice(0, 40));
    expect(second.world.host.lines).toContain('Comment on pull request 7: updated.');
  });

  test.each(['push', 'workflow_dispatch', 'schedule'])('is none for a run by %s', async name => {
    const { world, outcome } = await check(FILES, { name });
    expect(world.host.lines).toContain('No comment: this run belongs to no pull request.');
    expect([github.requests.length, outcome.outcome === 'error']).toEqual([0, false]);
  });

  test.each([
    ['org/app', 'permissions:\n  contents: read\n  pull-requests: write'],
    ['stranger/app', 'forks'],
  ])('that may not be written, for a branch of %s, says why, and changes nothing', async (head, words) => {
    const token = github.token({ permissions: { contents: 'read' } });
    const refused = await check(FILES, { head, token });
    expect(warningOf(refused)).toContain(words);
    expect(refused.outcome.reasonCode).toBe((await check(FILES, { name: 'push' })).outcome.reasonCode);
    expect(github.comments.of(7)).toEqual([]);
  });

  test('is not asked for unless it is wanted', async () => {
    const { world } = await checkedProject(FILES, { environment: 'staging' });
    expect(world.host.lines.filter(line => /comment/i.test(line))).toEqual([]);
  });
});
