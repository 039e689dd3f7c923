import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistory, type ReleaseName } from '../../lab/app/history.ts';
import type { Edit } from '../../lab/faulty/fault.ts';
import { startGithub } from '../../lab/github/index.ts';
import { startPostgres } from '../../lab/postgres/server.ts';
import { provisionPython } from '../../lab/python/provision.ts';
import { runAction } from '../../lab/runner/index.ts';
import { ROOT } from '../root.ts';
import { type ExampleCheck, RUNNER_WORK } from './check-scene.ts';
import { changed, committed } from './proposed.ts';

/** A pull request of the lab's project: what runs, what the new release starts from, and the edits. */
export interface Proposed {
  readonly running: ReleaseName;
  readonly next: ReleaseName;
  readonly edits: readonly Edit[];
  /** Whether a scratch PostgreSQL stands beside it. */
  readonly measured: boolean;
}

const REPOSITORY = 'org/obcms';
const PULL_REQUEST = 7;
const SARIF = 'reports/migration-safety.sarif';
/** Of a commit that nobody has. */
const SHA = '3c1f0e9a7b5d2468ace013579bdf2468ace01357';

/** As a team commits it once. */
const CONFIGURATION = `version: 1
environments:
  production:
    url: https://obcms.example
    promote-from: staging
`;

/** The pull request, judged for production by the action that lies in `bundle`: the committed one. */
export async function compared({ running, next, edits, measured }: Proposed, bundle = ROOT): Promise<ExampleCheck> {
  await using leaving = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'obcms-examples-'));
  leaving.defer(() => rm(directory, { recursive: true, force: true }));
  const workspace = join(directory, 'workspace');
  const history = await createHistory(join(directory, 'repository'));
  await history.clone(workspace, history.releases[next].sha);
  await changed(workspace, edits, { '.github/obcms-deploy.yml': CONFIGURATION });
  const sha = committed(workspace, 'Take over the census');

  const github = await startGithub({ repository: REPOSITORY, git: workspace, pullRequests: [PULL_REQUEST] });
  leaving.defer(() => github.stop());
  const { python } = await provisionPython();
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const head = { repo: { full_name: REPOSITORY } };
  const run = await runAction({
    action: join(bundle, 'migration-safety'),
    with: {
      environment: 'production',
      python,
      sarif: SARIF,
      comment: 'true',
      ...(measured ? { 'trace-database-url': await scratch(leaving) } : {}),
    },
    context: {
      repository: REPOSITORY,
      sha,
      ref: `refs/pull/${PULL_REQUEST}/merge`,
      event_name: 'pull_request',
      event: {
        number: PULL_REQUEST,
        pull_request: { number: PULL_REQUEST, head, base: { ...head, sha: history.releases[running].sha } },
      },
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
      [sha.slice(0, 7), SHA.slice(0, 7)],
      [workspace, `${RUNNER_WORK}/obcms/obcms`],
    ],
  };
}

/** The address of an empty database. */
async function scratch(leaving: AsyncDisposableStack): Promise<string> {
  const server = await startPostgres();
  leaving.defer(() => server.stop());
  await server.createDatabase('scratch');
  return server.url('scratch');
}
