import type { Profile } from '../profiles.ts';

/** Says what is wrong with a value, or nothing. */
type Rule = (value: unknown) => string | undefined;

/**
 * What PATCH /applications/{uuid} accepts, by field. Any other key refuses the whole request. Keys that the OpenAPI file
 * lists and the controller does not take (project_uuid, server_uuid, dockerfile, ...) are missing here on purpose.
 */
const RULES: Readonly<Record<string, Rule>> = {
  name: isText,
  description: isText,
  domains: isText,
  force_domain_override: isBoolean,
  build_pack: oneOf('nixpacks', 'static', 'dockerfile', 'dockercompose', 'dockerimage'),
  git_repository: isText,
  git_branch: isText,
  git_commit_sha: matching(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/),
  docker_registry_image_name: isText,
  docker_registry_image_tag: isText,
  ports_exposes: isText,
  ports_mappings: isText,
  watch_paths: isText,
  is_auto_deploy_enabled: isBoolean,
  is_force_https_enabled: isBoolean,
  instant_deploy: isBoolean,
  use_build_server: isBoolean,
  redirect: oneOf('www', 'non-www', 'both'),
  custom_labels: isText,
  custom_docker_run_options: isText,
  base_directory: isText,
  dockerfile_location: isText,
  dockerfile_target_build: isText,
  docker_compose_location: isText,
  docker_compose_domains: () => undefined,
  install_command: isText,
  build_command: isText,
  start_command: isText,
  pre_deployment_command: isText,
  pre_deployment_command_container: isText,
  post_deployment_command: isText,
  post_deployment_command_container: isText,
  limits_memory: isText,
  limits_memory_swap: isText,
  limits_cpus: isText,
  health_check_enabled: isBoolean,
  health_check_type: oneOf('http', 'cmd'),
  health_check_command: matching(/^[A-Za-z0-9 \-_./:=@,+]+$/),
  health_check_path: matching(/^[A-Za-z0-9/\-_.~%]+$/),
  health_check_port: isInteger(1, 65_535),
  health_check_host: matching(/^[A-Za-z0-9.\-_]+$/),
  health_check_method: oneOf('GET', 'HEAD', 'POST', 'OPTIONS'),
  health_check_return_code: isInteger(100, 599),
  health_check_scheme: oneOf('http', 'https'),
  health_check_response_text: isText,
  health_check_interval: isInteger(1),
  health_check_timeout: isInteger(1),
  health_check_retries: isInteger(1),
  health_check_start_period: isInteger(0),
};

/** The tag grammar: a digest such as `sha256:...` does not fit, it is written `sha256-<hex>`. */
const IMAGE_TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** All refusals of a PATCH body, by field; empty when it may be applied. */
export function refusedFields(
  profile: Profile,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, readonly string[] | string>> {
  const refused = Object.entries(fields).flatMap(([field, value]) => {
    const refusal = refusalOf(profile, field, value);
    return refusal === undefined ? [] : [[field, refusal] as const];
  });
  return Object.fromEntries(refused);
}

function refusalOf(profile: Profile, field: string, value: unknown): readonly string[] | string | undefined {
  const rule = ruleFor(profile, field);
  if (rule === undefined) return ['This field is not allowed.'];
  if (value === null) return undefined;
  const problem = rule(value);
  if (problem !== undefined) return [`The ${field.replaceAll('_', ' ')} ${problem}`];
  if (field !== 'domains') return undefined;
  const invalid = String(value)
    .split(',')
    .find(url => !URL.canParse(url.trim()));
  // One of the places where `errors` holds a plain text instead of a list.
  return invalid === undefined ? undefined : `Invalid URL: ${invalid}`;
}

function ruleFor(profile: Profile, field: string): Rule | undefined {
  if (field === 'docker_images_to_keep') return profile.imagesToKeepWritable ? isInteger(0, 100) : undefined;
  if (field === 'docker_registry_image_tag' && profile.checksImageTag) return matching(IMAGE_TAG);
  return Object.hasOwn(RULES, field) ? RULES[field] : undefined;
}

function isText(value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : 'field must be a string.';
}

function isBoolean(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'field must be true or false.';
}

function isInteger(least: number, most = Number.MAX_SAFE_INTEGER): Rule {
  return value =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `field must be an integer of at least ${least}.`;
}

function oneOf(...allowed: readonly string[]): Rule {
  return value => (allowed.includes(String(value)) ? undefined : 'is invalid.');
}

function matching(pattern: RegExp): Rule {
  return value => (typeof value === 'string' && pattern.test(value) ? undefined : 'field format is invalid.');
}
