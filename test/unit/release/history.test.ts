import { describe, expect, test } from '@jest/globals';
import { historyFor, ownerAndName } from '../../../src/release/history.ts';
import { application, NEW, OLD } from '../../support/coolify-answers.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { json, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const WITH_TOKEN = { githubToken: 'ghs_token', allowInsecure: false };
const WITHOUT = { githubToken: undefined, allowInsecure: false };

test.each([
  ['org/app', 'org/app'],
  ['https://github.com/org/app', 'org/app'],
  ['https://github.com/org/app.git', 'org/app'],
  ['https://github.com/org/app.git/', 'org/app'],
  ['https://x-access-token:secret@github.com/org/app.git', 'org/app'],
  ['git@github.com:org/app.git', 'org/app'],
  ['ssh://git@github.com:22/org/app', 'org/app'],
  ['git+ssh://git@host/org/app.git', 'org/app'],
  ['https://gitlab.example/group/sub/app.git', 'group/sub/app'],
  ['', ''],
])('%p is the repository %p', (address, name) => {
  expect(ownerAndName(address)).toBe(name);
});

describe('the head of the branch', () => {
  const git = (stdout: string) => ({
    run: async () => ({ ok: true as const, exitCode: stdout === '' ? 2 : 0, stdout, stderr: '' }),
  });
  const github = (sha: string) =>
    scriptedHttp(new VirtualClock(), () => json(200, { ref: 'refs/heads/staging', object: { sha, type: 'commit' } }));

  test('comes from GitHub, asked once for all applications of the branch', async () => {
    const http = github(NEW);
    const history = historyFor(WITH_TOKEN, http, recordingWorld());
    expect(await Promise.all([history.head(application()), history.head(application({ uuid: 'other' }))])).toEqual([
      { known: true, value: NEW },
      { known: true, value: NEW },
    ]);
    expect(http.sent).toHaveLength(1);
    expect(http.sent[0]?.request.url.href).toBe('https://api.github.example/repos/org/app/git/ref/heads%2Fstaging');
  });

  test('comes from the remote of the checkout without a token', async () => {
    const world = recordingWorld({ processes: git(`${OLD}\trefs/heads/staging\n`) });
    expect(await historyFor(WITHOUT, github(NEW), world).head(application())).toEqual({ known: true, value: OLD });
  });

  test('is unknown, with the reason, when neither knows', async () => {
    const http = scriptedHttp(new VirtualClock(), () => json(404, { message: 'Not Found' }));
    const world = recordingWorld({ processes: git('') });
    expect(await historyFor(WITH_TOKEN, http, world).head(application())).toMatchObject({
      known: false,
      why: expect.stringContaining('contents: read'),
    });
    expect(await historyFor(WITHOUT, http, world).head(application())).toMatchObject({
      known: false,
      why: expect.stringContaining('no such branch'),
    });
  });

  test('of another repository is nothing we could ask for', async () => {
    const http = github(NEW);
    const head = await historyFor(WITH_TOKEN, http, recordingWorld()).head(
      application({ git_repository: 'https://github.com/else/where.git' }),
    );
    expect(head).toEqual({ known: false, why: 'the application is built from else/where, not from org/app' });
    expect(http.sent).toEqual([]);
  });
});

test.each([
  ['identical', 'identical'],
  ['ahead', 'newer'],
  ['behind', 'older'],
  ['diverged', 'diverged'],
])('what GitHub calls %s is %s', async (status, relation) => {
  const http = scriptedHttp(new VirtualClock(), () => json(200, { status }));
  const answer = await historyFor(WITH_TOKEN, http, recordingWorld()).relation(application(), OLD, NEW);
  expect(answer).toEqual({ known: true, value: relation });
  expect(http.sent[0]?.request.url.pathname).toBe(`/repos/org/app/compare/${OLD}...${NEW}`);
});

test('a comparison nobody allows is unknown, and says which permission to add', async () => {
  const http = scriptedHttp(new VirtualClock(), () => json(403, { message: 'Resource not accessible by integration' }));
  const answer = await historyFor(WITH_TOKEN, http, recordingWorld()).relation(application(), OLD, NEW);
  expect(answer).toEqual({
    known: false,
    why: 'GitHub does not let the token read the comparison (add "contents: read" to the job\'s permissions)',
  });
  expect(await historyFor(WITHOUT, http, recordingWorld()).relation(application(), OLD, NEW)).toEqual({
    known: false,
    why: 'no github-token was given',
  });
});

test('a token of GitHub is not sent over plain HTTP', async () => {
  const http = scriptedHttp(new VirtualClock(), () => json(200, { object: { sha: NEW } }));
  const world = recordingWorld({ context: { githubApi: 'http://github.example/api/v3' } });
  expect(await historyFor(WITH_TOKEN, http, world).head(application())).toMatchObject({ known: false });
  expect(http.sent).toEqual([]);
});
