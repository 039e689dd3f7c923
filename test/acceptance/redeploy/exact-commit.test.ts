import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { git } from '../../../lab/app/git.ts';
import { startGithub } from '../../../lab/github/index.ts';
import { inScene, resourcesOf, type Scene, type SceneOptions, shown, triggers } from '../scene.ts';

interface Story {
  readonly scene: Scene;
  /** Commits of a real repository that GitHub and Coolify both know: each the parent of the next. */
  readonly commits: readonly [first: string, second: string, third: string];
  readonly github: { readonly url: string; readonly token: string };
  branch(commit: string): Promise<void>;
}

/** A scene whose commits exist on GitHub as well; the branch `main` moves in both places. */
async function withGithub(options: SceneOptions, story: (told: Story) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'obcms-deploy-history-'));
  const run = (...words: string[]) => git(words, { directory });
  await run('init', '--quiet', '--initial-branch', 'main');
  const commits: string[] = [];
  for (const number of [1, 2, 3]) {
    await writeFile(join(directory, 'release.txt'), `${number}\n`);
    await run('add', '.');
    await run(
      '-c',
      'user.name=Lab',
      '-c',
      'user.email=lab@example.test',
      'commit',
      '--quiet',
      '-m',
      `release ${number}`,
    );
    commits.push((await run('rev-parse', 'HEAD')).trim());
  }
  const [first = '', second = '', third = ''] = commits;
  const github = await startGithub({ repository: 'org/app', git: directory });
  try {
    await inScene(options, async scene => {
      await story({
        scene,
        commits: [first, second, third],
        github: { url: github.url, token: github.token({ permissions: { contents: 'read' } }) },
        async branch(commit) {
          scene.source.move('main', commit);
          await run('update-ref', 'refs/heads/main', commit);
        },
      });
    });
  } finally {
    await github.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const asking = ({ github }: Story) => ({
  inputs: { 'github-token': github.token },
  options: { context: { api_url: github.url, repository: 'org/app' } },
});

describe('the commit that was asked for', () => {
  test.concurrent.each(['4.2.0', '4.3.10'] as const)(
    'is pinned on %s when the branch has moved on, and the pin is taken back',
    version =>
      withGithub({ version }, async story => {
        const { scene, commits } = story;
        await story.branch(commits[1]);
        await story.branch(commits[2]);
        const { inputs, options } = asking(story);
        const run = await scene.run({ ...inputs, sha: commits[1] }, options);

        expect(run.outputs).toMatchObject({ outcome: 'passed', 'deployed-sha': commits[1] });
        expect(resourcesOf(run)['web']).toMatchObject({ pinned: true });
        expect(scene.web.current?.tag).toBe(commits[1]);
        expect(scene.web.columns.git_commit_sha).toBe('HEAD');
      }),
  );

  test.concurrent.each(['4.2.0', '4.3.10'] as const)('is not pinned on %s when it is the head of the branch', version =>
    withGithub({ version }, async story => {
      const { scene, commits } = story;
      await story.branch(commits[1]);
      const { inputs, options } = asking(story);
      const run = await scene.run({ ...inputs, sha: commits[1] }, options);

      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.coolify.requests.some(({ method }) => method === 'PATCH')).toBe(false);
    }),
  );

  test.concurrent.each(['4.0.0', '4.1.2'] as const)(
    'is refused on %s when the branch has moved on, before anything is triggered',
    version =>
      withGithub({ version }, async story => {
        const { scene, commits } = story;
        await story.branch(commits[1]);
        await story.branch(commits[2]);
        const { inputs, options } = asking(story);
        const run = await scene.run({ ...inputs, sha: commits[1] }, options);

        expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'commit-not-guaranteed' });
        expect(shown(run)).toContain(commits[2].slice(0, 7));
        expect(triggers(scene.coolify)).toBe(0);
      }),
  );

  test.concurrent.each(['4.0.0', '4.1.2'] as const)(
    'is compared afterwards on %s when the head cannot be known, and another one fails',
    version =>
      inScene({ version }, async scene => {
        scene.source.move('main', scene.later);
        const run = await scene.run({ 'health-timeout': '6s' });

        expect(run.outputs).toMatchObject({
          outcome: 'failed',
          'reason-code': 'wrong-commit',
          'deployed-sha': scene.later,
        });
        expect(shown(run)).toContain(scene.later.slice(0, 7));
      }),
  );

  test.concurrent('is refused by pin: never when the branch has moved on', () =>
    withGithub({}, async story => {
      const { scene, commits } = story;
      await story.branch(commits[1]);
      await story.branch(commits[2]);
      const { inputs, options } = asking(story);
      const run = await scene.run({ ...inputs, sha: commits[1], pin: 'never' }, options);
      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'commit-not-guaranteed' });
    }));

  test.concurrent('is pinned by pin: always, also at the head; older versions refuse that', () =>
    inScene({}, async scene => {
      const run = await scene.run({ pin: 'always' });
      expect(resourcesOf(run)['web']).toMatchObject({ pinned: true, state: 'live' });
    }).then(() =>
      inScene({ version: '4.1.2' }, async scene => {
        const run = await scene.run({ pin: 'always' });
        expect(run.outputs['reason-code']).toBe('commit-not-guaranteed');
      }),
    ));

  test.concurrent('replaces a pin somebody left, and puts exactly that one back', () =>
    inScene({}, async scene => {
      scene.web.columns.git_commit_sha = scene.old;
      const run = await scene.run();
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.web.current?.tag).toBe(scene.next);
      expect(scene.web.columns.git_commit_sha).toBe(scene.old);
      expect(run.summary).toContain('pinned to');
    }));

  test.concurrent('has its pin taken back when the deployment fails', () =>
    inScene({}, async scene => {
      scene.runtime.behave(scene.next, { buildFails: 'exit code: 1' });
      const run = await scene.run({ pin: 'always' });
      expect(run.outputs['reason-code']).toBe('deployment-failed');
      expect(scene.web.columns.git_commit_sha).toBe('HEAD');
    }));

  test.concurrent('needs write to be pinned; a token without it is told so before anything happens', () =>
    inScene({ token: { abilities: ['deploy', 'read'] } }, async scene => {
      const run = await scene.run({ pin: 'always' });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'token-ability' });
      expect(shown(run)).toContain('"write"');
      expect(triggers(scene.coolify)).toBe(0);
    }));

  test.concurrent('is refused when a newer one is live', () =>
    withGithub({}, async story => {
      const { scene, commits } = story;
      await story.branch(commits[2]);
      await scene.coolify.deploy(scene.web);
      const { inputs, options } = asking(story);
      const run = await scene.run({ ...inputs, sha: commits[1] }, options);

      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'stale-run' });
      expect(triggers(scene.coolify)).toBe(0);
    }));

  test.concurrent('is refused while a newer one is being deployed', () =>
    withGithub({}, async story => {
      const { scene, commits } = story;
      await story.branch(commits[1]);
      await scene.coolify.deploy(scene.web);
      await story.branch(commits[2]);
      scene.runtime.behave(commits[2], { buildMs: 8_000 });
      scene.coolify.push(scene.web, commits[2]);
      const { inputs, options } = asking(story);
      const run = await scene.run({ ...inputs, sha: commits[1] }, options);

      expect(run.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'stale-run' });
      expect(shown(run)).toContain('being deployed');
      expect(triggers(scene.coolify)).toBe(0);
    }));

  test.concurrent('stays the same on a later line of resources when somebody pushes meanwhile', () =>
    withGithub({}, async story => {
      const { scene, commits } = story;
      await story.branch(commits[1]);
      const worker = scene.coolify.addApplication({ name: 'worker', source: scene.source, web: false });
      const { inputs, options } = asking(story);
      const resources = `web=${scene.web.uuid}\nworker=${worker.uuid}`;
      let moved = Promise.resolve();
      const onLine = (line: string) => {
        if (line.includes('web: finished')) moved = story.branch(commits[2]);
      };
      const run = await scene.run({ ...inputs, sha: commits[1], resources }, { ...options, onLine });
      await moved;

      expect(run.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'deployed' });
      expect(worker.current?.tag).toBe(commits[1]);
      expect(worker.columns.git_commit_sha).toBe('HEAD');
    }));

  test.concurrent('is deployed without the comparison when the GitHub token may not read, and that is said', () =>
    withGithub({}, async story => {
      const { scene, commits } = story;
      await story.branch(commits[1]);
      const { options } = asking(story);
      const run = await scene.run({ sha: commits[1], 'github-token': 'not-a-token' }, options);
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(run.summary).toContain('contents: read');
    }));
});
