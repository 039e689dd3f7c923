import { createHash } from 'node:crypto';
import type { Instance } from '../instance.ts';
import type { Application, Deployment } from '../records.ts';

/**
 * Fingerprint of the configuration an image depends on. Equal fingerprint and an image at hand: the build is skipped.
 * Before 4.1.0 any change of any variable or field counted; since then only what a build can see, the pin among it.
 */
export function configurationHash(instance: Instance, application: Application): string {
  const { columns, environment } = application;
  const buildFields = {
    pack: columns.build_pack,
    repository: columns.git_repository,
    branch: columns.git_branch,
    pin: columns.git_commit_sha,
    build: application.buildCommand,
    variables: environment.filter(row => row.is_buildtime && !row.is_preview).map(row => [row.key, row.value]),
  };
  const subject =
    instance.profile.configurationCheck === 'everything'
      ? { ...buildFields, columns, variables: environment.map(row => [row.key, row.value, row.is_preview]) }
      : buildFields;
  return createHash('md5').update(JSON.stringify(subject)).digest('hex');
}

/** What a build sees: the build-time variables, as build arguments. */
export function buildEnvironment(deployment: Deployment): Readonly<Record<string, string>> {
  return variables(deployment, row => row.is_buildtime);
}

/** What the container sees: its runtime variables and what Coolify adds. */
export function runtimeEnvironment(deployment: Deployment): Readonly<Record<string, string>> {
  const { application, commit } = deployment;
  const urls = application.columns.fqdn ?? '';
  return {
    SOURCE_COMMIT: commit,
    COOLIFY_BRANCH: application.columns.git_branch,
    COOLIFY_RESOURCE_UUID: application.uuid,
    COOLIFY_URL: urls,
    COOLIFY_FQDN: urls.replace(/https?:\/\//g, ''),
    ...variables(deployment, row => row.is_runtime),
  };
}

function variables(
  { application, pullRequest }: Deployment,
  wanted: (row: Application['environment'][number]) => boolean,
): Readonly<Record<string, string>> {
  const rows = application.environment.filter(row => row.is_preview === pullRequest > 0 && wanted(row));
  return Object.fromEntries(rows.map(row => [row.key, row.value ?? '']));
}
