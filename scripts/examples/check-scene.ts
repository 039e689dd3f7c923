import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHistory } from '../../lab/app/history.ts';
import { applied, type Edit } from '../../lab/faulty/fault.ts';
import { STACK_VARIABLES } from '../../lab/faulty/variables.ts';
import { startGithub } from '../../lab/github/index.ts';
import { provisionPython } from '../../lab/python/provision.ts';
import { type RunResult, runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../root.ts';

/** One run on a pull request, and everything it wrote. */
export interface ExampleCheck {
  readonly run: RunResult;
  /** The comment under the pull request, as GitHub keeps it. */
  readonly comment: string;
  readonly sarif: string;
  /** What is of this machine or this run, each with what a reader may see instead. */
  readonly standIns: readonly (readonly [here: string | RegExp, shown: string])[];
}

const REPOSITORY = 'org/obcms';
/** Where a runner of GitHub works. */
export const RUNNER = '/home/runner';
const PULL_REQUEST = 7;
const SARIF = 'reports/check-deploy.sarif';
/** Of a commit that nobody has. */
const SHA = '3c1f0e9a7b5d2468ace013579bdf2468ace01357';

/** As a team commits it once. */
const CONFIGURATION = `version: 1
environments:
  production:
    url: https://obcms.example
    promote-from: staging
    attested:
      uptime-monitor: 2026-11-02
      secrets-rotated: 2026-10-19
`;

const IGNORE = `compose/memory-limit docker-compose.prod.yml -- the server runs nothing else
requirements/updates -- Renovate is set up for the whole organisation`;

/** The lab's project with these changes as a pull request, judged for production by the committed action. */
export async function checked(proposal: readonly Edit[]): Promise<ExampleCheck> {
  await using leaving = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'obcms-examples-'));
  leaving.defer(() => rm(directory, { recursive: true, force: true }));
  const workspace = join(directory, 'workspace');
  const history = await createHistory(join(directory, 'repository'));
  await history.clone(workspace, history.releases.expand.sha);
  await changed(workspace, proposal);
  const sha = committed(workspace);

  const github = await startGithub({ repository: REPOSITORY, git: workspace, pullRequests: [PULL_REQUEST] });
  leaving.defer(() => github.stop());
  const { python } = await provisionPython();
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const side = { repo: { full_name: REPOSITORY } };
  const run = await runAction({
    action: join(ROOT, 'check-deploy'),
    with: { environment: 'production', python, env: STACK_VARIABLES, ignore: IGNORE, sarif: SARIF, comment: 'true' },
    context: {
      repository: REPOSITORY,
      sha,
      ref: `refs/pull/${PULL_REQUEST}/merge`,
      event_name: 'pull_request',
      event: { number: PULL_REQUEST, pull_request: { number: PULL_REQUEST, head: side, base: side } },
      api_url: github.url,
      token,
    },
    workspace,
  });
  const sarif = await readFile(run.outputs['sarif-path'] ?? '', 'utf8');
  run.dispose();
  return {
    run,
    comment: github.comments.of(PULL_REQUEST)[0]?.body ?? '',
    sarif,
    standIns: [
      [python, '.venv/bin/python'],
      [sha, SHA],
      [workspace, `${RUNNER}/work/obcms/obcms`],
      // That of this machine, which need not be the one of the image.
      [/(python +)3\.\d+\.\d+(?= at)/g, '$13.13.9'],
    ],
  };
}

/** The edits, and the configuration. */
async function changed(workspace: string, proposal: readonly Edit[]): Promise<void> {
  const paths = (await readdir(workspace, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && !entry.parentPath.includes('.git/'))
    .map(entry => join(entry.parentPath, entry.name).slice(workspace.length + 1));
  const files = Object.fromEntries(
    await Promise.all(paths.map(async path => [path, await readFile(join(workspace, path), 'utf8')] as const)),
  );
  const written = { ...applied(files, proposal), '.github/obcms-deploy.yml': CONFIGURATION };
  for (const [path, text] of Object.entries(written)) {
    const file = join(workspace, path);
    await mkdir(dirname(file), { recursive: true });
    if (text === undefined) await rm(file);
    else await writeFile(file, text);
  }
}

function committed(workspace: string): string {
  const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: workspace, encoding: 'utf8' });
  git('add', '--all');
  const author = ['-c', 'user.name=Team', '-c', 'user.email=team@obcms.example', '-c', 'commit.gpgSign=false'];
  git(...author, 'commit', '--quiet', '--no-verify', '--message=Let maps and exports in');
  return git('rev-parse', 'HEAD').trim();
}
