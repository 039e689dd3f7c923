import { isJsonObject } from './problems.ts';

/**
 * Coolify's answers, reduced to the fields this project uses. Everything else is dropped at once: the answers carry the
 * nested application with its settings and, for a sensitive token, secrets. Nothing here throws on a missing field.
 */

/** `queued`, `in_progress` and three ends; any other text is kept as it came and treated as not ended. */
export type DeploymentStatus = 'queued' | 'in_progress' | 'finished' | 'failed' | 'cancelled-by-user' | (string & {});

export interface DeploymentRow {
  readonly uuid: string;
  /** Grows with every row of the instance; 0 when the answer has none. */
  readonly id: number;
  readonly status: DeploymentStatus;
  /** A commit, or `HEAD` until it is resolved, and for docker images. */
  readonly commit: string;
  readonly pullRequest: number;
  readonly forced: boolean;
  readonly restartOnly: boolean;
  readonly rollback: boolean;
  readonly startedBy: 'api' | 'webhook' | 'person';
  /** On Coolify's own clock, as it writes it. */
  readonly finishedAt: string | undefined;
  readonly serverName: string;
  /** Path on Coolify's own pages; empty when unknown. */
  readonly path: string;
  /** The log as JSON text; undefined when the token may not read it. */
  readonly log: string | undefined;
}

const ENDS: ReadonlySet<string> = new Set(['finished', 'failed', 'cancelled-by-user']);

export function hasEnded(row: Pick<DeploymentRow, 'status'>): boolean {
  return ENDS.has(row.status);
}

export function readDeployment(value: unknown): DeploymentRow | undefined {
  if (!isJsonObject(value)) return undefined;
  const uuid = text(value, 'deployment_uuid');
  if (uuid === '') return undefined;
  return {
    uuid,
    id: number(value, 'id'),
    status: text(value, 'status'),
    commit: text(value, 'commit') || 'HEAD',
    pullRequest: number(value, 'pull_request_id'),
    forced: truth(value, 'force_rebuild'),
    restartOnly: truth(value, 'restart_only'),
    rollback: truth(value, 'rollback'),
    startedBy: truth(value, 'is_api') ? 'api' : truth(value, 'is_webhook') ? 'webhook' : 'person',
    finishedAt: text(value, 'finished_at') || undefined,
    serverName: text(value, 'server_name'),
    path: text(value, 'deployment_url'),
    // The key is absent for a token that may not read it, and null while there is nothing to read.
    log: 'logs' in value ? text(value, 'logs') : undefined,
  };
}

/** A list, or an object keyed by index: Laravel's sorted collections keep their keys (GET /deployments up to 4.3). */
export function readList<Item>(value: unknown, item: (entry: unknown) => Item | undefined): readonly Item[] {
  const entries = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return entries.map(item).filter(entry => entry !== undefined);
}

export type BuildPack =
  | 'dockerfile'
  | 'nixpacks'
  | 'railpack'
  | 'static'
  | 'dockercompose'
  | 'dockerimage'
  | (string & {});

export interface ApplicationAnswer {
  readonly uuid: string;
  readonly name: string;
  /** `<state>:<health>`. */
  readonly status: string;
  /** The first of its public addresses; undefined when it has none. */
  readonly address: string | undefined;
  readonly buildPack: BuildPack;
  readonly repository: string;
  readonly branch: string;
  /** `HEAD`, or what the application is pinned to. */
  readonly pin: string;
  readonly imageName: string;
  readonly imageTag: string;
  readonly healthCheck: { readonly enabled: boolean; readonly fromImage: boolean };
  readonly portMappings: string;
  readonly runOptions: string;
  readonly postCommand: string;
  /** undefined before 4.2, which does not tell settings. */
  readonly consistentName: boolean | undefined;
  readonly customName: string;
}

/** What Coolify accepts for `git_commit_sha`; anything else could not be put back. */
const PIN = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$/;

export function readApplication(value: unknown): ApplicationAnswer | undefined {
  if (!isJsonObject(value)) return undefined;
  const uuid = text(value, 'uuid');
  if (uuid === '') return undefined;
  const settings = isJsonObject(value['settings']) ? value['settings'] : undefined;
  return {
    uuid,
    name: text(value, 'name') || uuid,
    status: text(value, 'status'),
    address: text(value, 'fqdn').split(',')[0]?.trim() || undefined,
    buildPack: text(value, 'build_pack'),
    repository: text(value, 'git_repository'),
    branch: text(value, 'git_branch'),
    pin: PIN.test(text(value, 'git_commit_sha')) ? text(value, 'git_commit_sha') : 'HEAD',
    imageName: text(value, 'docker_registry_image_name'),
    imageTag: text(value, 'docker_registry_image_tag'),
    healthCheck: {
      enabled: truth(value, 'health_check_enabled'),
      fromImage: truth(value, 'custom_healthcheck_found'),
    },
    portMappings: text(value, 'ports_mappings'),
    runOptions: text(value, 'custom_docker_run_options'),
    postCommand: text(value, 'post_deployment_command'),
    consistentName: settings === undefined ? undefined : truth(settings, 'is_consistent_container_name_enabled'),
    customName: settings === undefined ? '' : text(settings, 'custom_internal_name'),
  };
}

/** One entry of the answer to a deploy call. */
export interface DeployEntry {
  readonly resource: string;
  readonly message: string;
  readonly deployment: string | undefined;
}

/**
 * The two shapes of a 200: `{deployments: [...]}` for ids, `{message: [...], details: [...]}` for a tag, whose messages
 * cannot be matched to resources and stand under the resource "".
 */
export function readDeployAnswer(value: unknown): readonly DeployEntry[] | undefined {
  if (!isJsonObject(value)) return undefined;
  if (Array.isArray(value['deployments'])) return readList(value['deployments'], readEntry);
  if (!('message' in value)) return undefined;
  const messages = Array.isArray(value['message']) ? value['message'].map(String) : [String(value['message'])];
  const details = readList(value['details'], readEntry);
  return [...details, ...messages.map(message => ({ resource: '', message, deployment: undefined }))];
}

function readEntry(value: unknown): DeployEntry | undefined {
  if (!isJsonObject(value)) return undefined;
  return {
    resource: text(value, 'resource_uuid'),
    message: text(value, 'message'),
    deployment: text(value, 'deployment_uuid') || undefined,
  };
}

export interface TaskAnswer {
  readonly uuid: string;
  readonly name: string;
  readonly command?: string;
  /** It runs by itself, at its hours; one that does not is executed by somebody. */
  readonly enabled?: boolean;
}

export function readTask(value: unknown): TaskAnswer | undefined {
  if (!isJsonObject(value)) return undefined;
  const uuid = text(value, 'uuid');
  if (uuid === '') return undefined;
  return {
    uuid,
    name: text(value, 'name'),
    ...('command' in value ? { command: text(value, 'command') } : {}),
    ...('enabled' in value ? { enabled: truth(value, 'enabled') } : {}),
  };
}

export interface ExecutionAnswer {
  readonly uuid: string;
  readonly status: string;
  readonly output: string;
  readonly startedAt: string;
}

export function readExecution(value: unknown): ExecutionAnswer | undefined {
  if (!isJsonObject(value)) return undefined;
  const uuid = text(value, 'uuid');
  if (uuid === '') return undefined;
  return { uuid, status: text(value, 'status'), output: text(value, 'message'), startedAt: text(value, 'started_at') };
}

export interface VariableAnswer {
  readonly key: string;
  readonly values: readonly string[];
}

export function readVariable(value: unknown): VariableAnswer | undefined {
  if (!isJsonObject(value)) return undefined;
  const values = [text(value, 'value'), text(value, 'real_value')].filter(entry => entry !== '');
  return { key: text(value, 'key'), values };
}

function text(value: Readonly<Record<string, unknown>>, name: string): string {
  const field = value[name];
  return typeof field === 'string' ? field : typeof field === 'number' ? String(field) : '';
}

/** Several of Coolify's numbers travel as text. */
function number(value: Readonly<Record<string, unknown>>, name: string): number {
  const field = Number(value[name] ?? 0);
  return Number.isFinite(field) ? field : 0;
}

function truth(value: Readonly<Record<string, unknown>>, name: string): boolean {
  const field = value[name];
  return field === true || field === 1 || field === '1' || field === 'true';
}
