/** The `github` context of a run, and the environment a step sees of it. */
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

/** Every value has a default (a push to `main` of `org/app`). */
export interface GithubContext {
  readonly action: string;
  readonly action_ref: string;
  readonly action_repository: string;
  readonly actor: string;
  readonly actor_id: string;
  readonly api_url: string;
  readonly base_ref: string;
  /** The webhook's payload; what GITHUB_EVENT_PATH holds. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly event_name: string;
  readonly graphql_url: string;
  readonly head_ref: string;
  readonly job: string;
  readonly ref: string;
  readonly ref_protected: boolean;
  readonly repository: string;
  readonly repository_id: string;
  readonly repository_owner_id: string;
  readonly retention_days: string;
  readonly run_attempt: string;
  readonly run_id: string;
  readonly run_number: string;
  readonly server_url: string;
  readonly sha: string;
  /** Masked in every log, as GitHub does. */
  readonly token: string;
  readonly triggering_actor: string;
  readonly workflow: string;
  readonly workflow_ref: string;
  readonly workflow_sha: string;
  /** `job.status` before this step. */
  readonly job_status: 'success' | 'failure' | 'cancelled';
}

const defaults: GithubContext = {
  action: '__self',
  action_ref: '',
  action_repository: '',
  actor: 'octocat',
  actor_id: '583231',
  api_url: 'http://127.0.0.1:1',
  base_ref: '',
  event: {},
  event_name: 'push',
  graphql_url: '',
  head_ref: '',
  job: 'deploy',
  ref: 'refs/heads/main',
  ref_protected: false,
  repository: 'org/app',
  repository_id: '1',
  repository_owner_id: '2',
  retention_days: '90',
  run_attempt: '1',
  run_id: '1001',
  run_number: '1',
  server_url: 'https://github.com',
  sha: '0123456789abcdef0123456789abcdef01234567',
  token: 'ghs_labTokenOfThisJobOnly0123456789abcd',
  triggering_actor: '',
  workflow: 'Deploy',
  workflow_ref: '',
  workflow_sha: '',
  job_status: 'success',
};

export function completeContext(given: Partial<GithubContext>): GithubContext {
  const context = { ...defaults, ...given };
  return {
    ...context,
    // Port 1 on loopback is closed: an action that was not given an API must not reach a real one.
    graphql_url: context.graphql_url || `${context.api_url}/graphql`,
    triggering_actor: context.triggering_actor || context.actor,
    workflow_ref: context.workflow_ref || `${context.repository}/.github/workflows/deploy.yml@${context.ref}`,
    workflow_sha: context.workflow_sha || context.sha,
  };
}

/** The folders of one run, all below one temporary folder. */
export interface RunFolders {
  readonly home: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly workspace: string;
  readonly eventFile: string;
}

/** What expressions may look at. */
export function expressionContexts(
  context: GithubContext,
  folders: RunFolders,
  jobStatus: string,
): Readonly<Record<string, unknown>> {
  const { job_status: _status, ...github } = context;
  return {
    github: {
      ...github,
      event_path: folders.eventFile,
      ref_name: refName(context.ref),
      ref_type: refType(context.ref),
      repository_owner: owner(context),
      workspace: folders.workspace,
    },
    job: { status: jobStatus },
    runner: { arch: runnerArch(), name: 'lab', os: runnerOs(), temp: folders.temp, tool_cache: folders.toolCache },
    env: {},
  };
}

/** The default variables of a step (GitHub's "Variables reference"), without inputs, state and command files. */
export function defaultVariables(context: GithubContext, folders: RunFolders): Record<string, string> {
  const fromContext: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (name === 'event' || name === 'token' || name === 'job_status') continue;
    fromContext[`GITHUB_${name.toUpperCase()}`] = String(value);
  }
  return {
    ...fromContext,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_PATH: folders.eventFile,
    GITHUB_REF_NAME: refName(context.ref),
    GITHUB_REF_TYPE: refType(context.ref),
    GITHUB_REPOSITORY_OWNER: owner(context),
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_ARCH: runnerArch(),
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'lab',
    RUNNER_OS: runnerOs(),
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: join(folders.workspace, '..'),
  };
}

/** What the machine itself brings: actions find git and Python on its PATH. The home folder is empty on purpose. */
export function machineVariables(folders: RunFolders, pathBefore: readonly string[]): Record<string, string> {
  return {
    HOME: folders.home,
    LANG: 'C.UTF-8',
    PATH: [...pathBefore, process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    USER: 'runner',
  };
}

/** `INPUT_` and the name in capitals, blanks as underscores, hyphens kept. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function refName(ref: string): string {
  return ref.replace(/^refs\/(heads|tags|pull)\//, '');
}

function refType(ref: string): 'branch' | 'tag' {
  return ref.startsWith('refs/tags/') ? 'tag' : 'branch';
}

function owner(context: GithubContext): string {
  return context.repository.split('/')[0] ?? '';
}

function runnerOs(): string {
  return { darwin: 'macOS', win32: 'Windows' }[platform() as string] ?? 'Linux';
}

function runnerArch(): string {
  return arch() === 'arm64' ? 'ARM64' : 'X64';
}
