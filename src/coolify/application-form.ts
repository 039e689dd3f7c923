import { isJsonObject } from './problems.ts';

/** What people fill in for an application, and what decides how its containers are built and started. Empty fields are undefined. */
export interface ApplicationForm {
  readonly uuid: string;
  readonly name: string;
  readonly branch: string;
  /** `dockerfile`, `nixpacks`, `railpack`, `dockercompose`, `dockerimage`, `static`. */
  readonly buildPack: string;
  readonly startCommand: string | undefined;
  readonly preDeployment: string | undefined;
  readonly postDeployment: string | undefined;
  /** Services of a Compose application in whose containers they run. */
  readonly preDeploymentContainer: string | undefined;
  readonly postDeploymentContainer: string | undefined;
  /** Folder of the repository that is built, without slashes at its ends; `''` is the root. */
  readonly baseDirectory: string;
  /** From the base directory, without the leading slash that Coolify writes. */
  readonly dockerfile: string | undefined;
  readonly composeFile: string | undefined;
  /** The check of Coolify's own form; `enabled` is false where the one of the image holds. */
  readonly health: { readonly enabled: boolean; readonly path: string; readonly port: string | undefined };
  /** `ports_exposes`, split. */
  readonly ports: readonly string[];
  /** Addresses with their scheme. */
  readonly domains: readonly string[];
}

/** What Coolify adds to the variables of a container by itself; rows of the same name win. */
export function addedVariables(
  { uuid, branch, domains }: ApplicationForm,
  commit: string,
): Readonly<Record<string, string>> {
  const urls = domains.join(',');
  return {
    SOURCE_COMMIT: commit,
    COOLIFY_BRANCH: branch,
    COOLIFY_RESOURCE_UUID: uuid,
    COOLIFY_URL: urls,
    COOLIFY_FQDN: urls.replace(/https?:\/\//g, ''),
  };
}

export function readApplicationForm(value: unknown): ApplicationForm | undefined {
  if (!isJsonObject(value)) return undefined;
  const text = (name: string) => textOf(value[name]);
  const uuid = text('uuid');
  if (uuid === undefined) return undefined;
  return {
    uuid,
    name: text('name') ?? uuid,
    branch: text('git_branch') ?? '',
    buildPack: text('build_pack') ?? '',
    startCommand: text('start_command'),
    preDeployment: text('pre_deployment_command'),
    postDeployment: text('post_deployment_command'),
    preDeploymentContainer: text('pre_deployment_command_container'),
    postDeploymentContainer: text('post_deployment_command_container'),
    baseDirectory: (text('base_directory') ?? '').replace(/^\/+|\/+$/g, ''),
    dockerfile: text('dockerfile_location')?.replace(/^\/+/, ''),
    composeFile: text('docker_compose_location')?.replace(/^\/+/, ''),
    health: {
      enabled: isTrue(value['health_check_enabled']),
      path: text('health_check_path') ?? '/',
      port: text('health_check_port'),
    },
    ports: listOf(text('ports_exposes')),
    domains: domainsOf(text('fqdn'), text('docker_compose_domains')),
  };
}

/** Compose applications keep their addresses by service, as JSON in a text: `{"web":{"domain":"https://a,https://b"}}`. */
function domainsOf(fqdn: string | undefined, byService: string | undefined): readonly string[] {
  const services: unknown = byService === undefined ? undefined : jsonOf(byService);
  const own = isJsonObject(services)
    ? Object.values(services).flatMap(service => listOf(isJsonObject(service) ? textOf(service['domain']) : undefined))
    : [];
  return [...new Set([...listOf(fqdn), ...own])];
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(field: unknown): string | undefined {
  const text = typeof field === 'number' ? String(field) : typeof field === 'string' ? field.trim() : '';
  return text === '' ? undefined : text;
}

function isTrue(field: unknown): boolean {
  return field === true || field === 1 || field === '1' || field === 'true';
}
