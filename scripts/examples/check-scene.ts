import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistory } from '../../lab/app/history.ts';
import type { Edit } from '../../lab/faulty/fault.ts';
import { STACK_VARIABLES } from '../../lab/faulty/variables.ts';
import { startGithub } from '../../lab/github/index.ts';
import { provisionPython } from '../../lab/python/provision.ts';
import { type RunResult, runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../root.ts';
import { changed, committed } from './proposed.ts';

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
export const RUNNER_WORK = ['', 'home', 'runner', 'work'].join('/');
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
  await changed(workspace, proposal, { '.github/obcms-deploy.yml': CONFIGURATION });
  const sha = committed(workspace, 'Let maps and exports in');

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
      [workspace, `${RUNNER_WORK}/obcms/obcms`],
      // That of this machine, which need not be the one of the image.
      [/(python +)3\.\d+\.\d+(?= at)/g, '$13.13.9'],
    ],
  };
}
