/**
 * The rows the lab's Coolify keeps. Columns that the API reads and writes carry Coolify's own names; what only the lab
 * knows has ours.
 */
import type { Container, Image, Source } from './runtime.ts';

export type BuildPack = 'dockerfile' | 'nixpacks' | 'dockercompose' | 'dockerimage';

/** The health check of an application. Intervals in seconds, as in Coolify's columns. */
export interface HealthColumns {
  health_check_enabled: boolean;
  health_check_type: 'http' | 'cmd';
  health_check_command: string | null;
  health_check_path: string;
  health_check_port: number | null;
  health_check_host: string;
  health_check_method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
  health_check_return_code: number;
  health_check_scheme: 'http' | 'https';
  health_check_response_text: string | null;
  health_check_interval: number;
  health_check_timeout: number;
  health_check_retries: number;
  health_check_start_period: number;
}

export interface ApplicationColumns extends HealthColumns {
  name: string;
  description: string | null;
  /** Comma list of URLs, or null. */
  fqdn: string | null;
  build_pack: BuildPack;
  git_repository: string;
  git_branch: string;
  git_commit_sha: string;
  docker_registry_image_name: string | null;
  docker_registry_image_tag: string | null;
  ports_exposes: string | null;
  ports_mappings: string | null;
  custom_internal_name: string | null;
  watch_paths: string | null;
  pre_deployment_command: string | null;
  pre_deployment_command_container: string | null;
  post_deployment_command: string | null;
  post_deployment_command_container: string | null;
  /** Columns PATCH accepts and the engine does not act on (limits_*, redirect, ...), kept as they came. */
  other: Record<string, unknown>;
}

export interface ApplicationSettings {
  is_auto_deploy_enabled: boolean;
  docker_images_to_keep: number;
  is_consistent_container_name_enabled: boolean;
  is_build_server_enabled: boolean;
  use_build_secrets: boolean;
}

export interface EnvironmentVariable {
  readonly uuid: string;
  readonly key: string;
  value: string | null;
  readonly is_preview: boolean;
  is_literal: boolean;
  is_multiline: boolean;
  is_shown_once: boolean;
  is_runtime: boolean;
  is_buildtime: boolean;
  comment: string | null;
}

export interface TaskExecution {
  readonly uuid: string;
  status: 'running' | 'success' | 'failed';
  /** Output of the command, or why it could not run. */
  message: string | null;
  readonly startedAt: Date;
  finishedAt: Date | null;
}

export interface ScheduledTask {
  readonly uuid: string;
  name: string;
  command: string;
  frequency: string;
  container: string | null;
  /** Seconds. */
  timeout: number;
  enabled: boolean;
  readonly executions: TaskExecution[];
}

/** An image on the server, by the tag Coolify gave it (the commit, for applications built from git). */
export interface StoredImage {
  readonly tag: string;
  readonly image: Image;
  readonly createdAt: Date;
}

/** Docker's own health check of one container: it runs for the container's life. */
export interface HealthWatch {
  readonly state: 'starting' | 'healthy' | 'unhealthy';
  /** What the last check printed. */
  readonly lastOutput: string;
  /** Seconds, as configured. */
  readonly startPeriod: number;
  readonly interval: number;
  readonly retries: number;
  stop(): void;
}

export interface RunningContainer {
  readonly container: Container;
  readonly tag: string;
  /** Docker's own health check; undefined when none is defined. */
  readonly watch: HealthWatch | undefined;
}

export interface Application {
  readonly id: number;
  readonly uuid: string;
  readonly createdAt: Date;
  readonly columns: ApplicationColumns;
  readonly settings: ApplicationSettings;
  readonly source: Source;
  readonly environment: EnvironmentVariable[];
  readonly tasks: ScheduledTask[];
  readonly tags: string[];
  readonly buildCommand: readonly string[];
  readonly startCommand: readonly string[];
  readonly web: boolean;
  /** Whether the image has curl or wget; without them an HTTP health check can only fail. */
  readonly hasHttpClient: boolean;
  /** The HEALTHCHECK of the Dockerfile; it holds when Coolify's own check is off. */
  readonly dockerfileHealthcheck: Partial<HealthColumns> | undefined;
  readonly images: StoredImage[];
  readonly previews: Map<number, RunningContainer | undefined>;
  /** What serves production. */
  current: RunningContainer | undefined;
  /** `<state>:<health>` as the API shows it. */
  status: string;
  /** Fingerprint of the configuration at the last finished deployment. */
  configHash: string | null;
}

export type DeploymentStatus = 'queued' | 'in_progress' | 'finished' | 'failed' | 'cancelled-by-user';

export interface LogEntry {
  readonly command?: string | null;
  readonly output: string;
  readonly type: 'stdout' | 'stderr';
  readonly timestamp: string;
  readonly hidden: boolean;
  readonly batch: number;
  readonly order?: number;
}

export interface Deployment {
  readonly id: number;
  readonly uuid: string;
  readonly application: Application;
  readonly pullRequest: number;
  /** Image tag of a preview deployment (`docker_tag`). */
  readonly previewTag: string | null;
  readonly force: boolean;
  readonly rollback: boolean;
  readonly restartOnly: boolean;
  readonly isApi: boolean;
  readonly isWebhook: boolean;
  readonly createdAt: Date;
  /** "HEAD", a pin or a webhook's commit until the job resolved it. */
  commit: string;
  status: DeploymentStatus;
  updatedAt: Date;
  finishedAt: Date | null;
  configHash: string | null;
  readonly entries: LogEntry[];
}

/** A service (compose stack) or database: it exists, is listed and has a status. */
export interface PlainResource {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** For a database its engine, such as `standalone-postgresql`. */
  readonly type: string;
  readonly tags: readonly string[];
  status: string;
}
