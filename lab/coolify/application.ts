import { add } from './api/environment.ts';
import type { Instance } from './instance.ts';
import type {
  Application,
  ApplicationColumns,
  ApplicationSettings,
  BuildPack,
  EnvironmentVariable,
  HealthColumns,
} from './records.ts';
import type { Source } from './runtime.ts';

/** How to set up an application. Only a name and a source are needed. */
export interface ApplicationSpec {
  readonly name: string;
  readonly source: Source;
  /** Drawn when absent: 24 characters of [a-z0-9]. */
  readonly uuid?: string;
  /** `git_repository` as Coolify shows it; `org/app` when absent. */
  readonly repository?: string;
  /** `main` when absent. */
  readonly branch?: string;
  /** `dockerfile` when absent. */
  readonly buildPack?: BuildPack;
  /** `HEAD`, or a pin. */
  readonly git_commit_sha?: string;
  /** URL or host name; several as a comma list. A bare host name becomes `https://<host>`. */
  readonly domain?: string;
  readonly imageName?: string;
  readonly imageTag?: string;
  /** Values by name (available at build and run time), or rows with flags. */
  readonly environment?:
    | Readonly<Record<string, string>>
    | readonly (Partial<EnvironmentVariable> & { readonly key: string })[];
  /** In words; see `BuildRequest`. */
  readonly buildCommand?: readonly string[];
  readonly startCommand?: readonly string[];
  /** True when absent. */
  readonly web?: boolean;
  /** Coolify's health check, by its own field names. Off when absent, as in Coolify. */
  readonly health?: Partial<HealthColumns>;
  /** The HEALTHCHECK the image brings; it holds while `health` is off. */
  readonly dockerfileHealthcheck?: Partial<HealthColumns>;
  /** False for an image without curl and wget, in which an HTTP health check can only fail. */
  readonly hasHttpClient?: boolean;
  readonly portsMappings?: string;
  readonly customInternalName?: string;
  readonly settings?: Partial<ApplicationSettings>;
  readonly preDeploymentCommand?: string;
  readonly postDeploymentCommand?: string;
  readonly tags?: readonly string[];
  readonly tasks?: readonly { readonly name: string; readonly command: string; readonly enabled?: boolean }[];
  /** Pull requests that have a preview. */
  readonly previews?: readonly number[];
}

/** Coolify's defaults: off since beta.318; path "/", localhost, every 5 s, 10 tries after 5 s. */
const HEALTH_DEFAULTS: HealthColumns = {
  health_check_enabled: false,
  health_check_type: 'http',
  health_check_command: null,
  health_check_path: '/',
  health_check_port: null,
  health_check_host: 'localhost',
  health_check_method: 'GET',
  health_check_return_code: 200,
  health_check_scheme: 'http',
  health_check_response_text: null,
  health_check_interval: 5,
  health_check_timeout: 5,
  health_check_retries: 10,
  health_check_start_period: 5,
};

const SETTINGS_DEFAULTS: ApplicationSettings = {
  is_auto_deploy_enabled: true,
  docker_images_to_keep: 2,
  is_consistent_container_name_enabled: false,
  is_build_server_enabled: false,
  use_build_secrets: false,
};

const TASK_TIMEOUT_SECONDS = 300;

export function createApplication(instance: Instance, spec: ApplicationSpec): Application {
  const application: Application = {
    id: instance.nextId(),
    uuid: spec.uuid ?? instance.newUuid(),
    createdAt: instance.clock.now(),
    columns: columnsOf(spec),
    settings: { ...SETTINGS_DEFAULTS, ...spec.settings },
    source: spec.source,
    environment: [],
    tasks: (spec.tasks ?? []).map(task => ({
      uuid: instance.newUuid(),
      frequency: 'daily',
      container: null,
      timeout: TASK_TIMEOUT_SECONDS,
      enabled: true,
      executions: [],
      ...task,
    })),
    tags: [...(spec.tags ?? [])],
    buildCommand: spec.buildCommand ?? [],
    startCommand: spec.startCommand ?? [],
    web: spec.web ?? true,
    hasHttpClient: spec.hasHttpClient ?? true,
    dockerfileHealthcheck: spec.dockerfileHealthcheck,
    images: [],
    previews: new Map((spec.previews ?? []).map(number => [number, undefined])),
    current: undefined,
    status: 'exited:unhealthy',
    configHash: null,
  };
  for (const row of rowsOf(spec)) add(instance, application, row);
  return application;
}

function columnsOf(spec: ApplicationSpec): ApplicationColumns {
  return {
    ...HEALTH_DEFAULTS,
    ...spec.health,
    name: spec.name,
    description: null,
    fqdn: fqdnOf(spec.domain),
    build_pack: spec.buildPack ?? 'dockerfile',
    git_repository: spec.repository ?? 'org/app',
    git_branch: spec.branch ?? 'main',
    git_commit_sha: spec.git_commit_sha ?? 'HEAD',
    docker_registry_image_name: spec.imageName ?? null,
    docker_registry_image_tag: spec.imageTag ?? null,
    ports_exposes: '8000',
    ports_mappings: spec.portsMappings ?? null,
    custom_internal_name: spec.customInternalName ?? null,
    watch_paths: null,
    pre_deployment_command: spec.preDeploymentCommand ?? null,
    pre_deployment_command_container: null,
    post_deployment_command: spec.postDeploymentCommand ?? null,
    post_deployment_command_container: null,
    other: {},
  };
}

function fqdnOf(domain: string | undefined): string | null {
  if (domain === undefined) return null;
  const urls = domain.split(',').map(each => each.trim());
  return urls.map(each => (each.includes('://') ? each : `https://${each}`)).join(',');
}

function rowsOf({ environment = {} }: ApplicationSpec): readonly Readonly<Record<string, unknown>>[] {
  if (isRows(environment)) return environment.map(row => ({ ...row }));
  return Object.entries(environment).map(([key, value]) => ({ key, value }));
}

function isRows(
  environment: NonNullable<ApplicationSpec['environment']>,
): environment is readonly (Partial<EnvironmentVariable> & { readonly key: string })[] {
  return Array.isArray(environment);
}
