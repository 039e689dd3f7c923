import { modelDate } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { Application, ApplicationColumns, Deployment } from '../records.ts';

/** The numeric ids of the lab's only server and destination; Coolify serialises some of them as texts. */
const SERVER_ID = 0;
const DESTINATION_ID = '0';

/** An application as GET /applications/{uuid} shows it; `settings` only where the version has it. */
export function applicationShape(instance: Instance, application: Application): Record<string, unknown> {
  const { columns } = application;
  return {
    uuid: application.uuid,
    ...flatColumns(columns),
    status: application.status,
    config_hash: application.configHash,
    custom_healthcheck_found: application.dockerfileHealthcheck !== undefined,
    server_status: true,
    environment_id: 1,
    destination_id: SERVER_ID,
    destination_type: 'App\\Models\\StandaloneDocker',
    created_at: modelDate(application.createdAt),
    updated_at: modelDate(instance.clock.now()),
    ...(instance.profile.settingsInApplication ? { settings: { ...application.settings } } : {}),
  };
}

/** A deployment row, keys in alphabetical order; `logs` is absent unless asked for. */
export function deploymentShape(
  instance: Instance,
  deployment: Deployment,
  withLogs: boolean,
): Record<string, unknown> {
  const { application } = deployment;
  const shape: Record<string, unknown> = {
    application_id: String(application.id),
    application_name: application.columns.name,
    build_server_id: null,
    commit: deployment.commit,
    commit_message: null,
    created_at: modelDate(deployment.createdAt),
    current_process_id: null,
    deployment_url: `/project/lab/environment/lab/application/${application.uuid}/deployment/${deployment.uuid}`,
    deployment_uuid: deployment.uuid,
    destination_id: DESTINATION_ID,
    docker_registry_image_tag: deployment.previewTag,
    finished_at: deployment.finishedAt === null ? null : modelDate(deployment.finishedAt),
    force_rebuild: deployment.force,
    git_type: null,
    horizon_job_id: deployment.status === 'queued' ? null : String(deployment.id),
    horizon_job_worker: null,
    id: deployment.id,
    is_api: deployment.isApi,
    is_webhook: deployment.isWebhook,
    only_this_server: false,
    pull_request_id: deployment.pullRequest,
    restart_only: deployment.restartOnly,
    rollback: deployment.rollback,
    server_id: SERVER_ID,
    server_name: 'localhost',
    status: deployment.status,
    updated_at: modelDate(deployment.updatedAt),
  };
  if (instance.profile.configurationHash) shape['configuration_hash'] = deployment.configHash;
  if (withLogs) shape['logs'] = JSON.stringify(deployment.entries);
  return Object.fromEntries(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The application nested in a single deployment row: a side effect of Coolify's team check. */
export function nestedApplication(instance: Instance, application: Application): Record<string, unknown> {
  return {
    ...applicationShape(instance, application),
    environment: { id: 1, name: 'lab', project: { id: 1, name: 'lab', team: { id: 0, name: 'Root Team' } } },
    settings: { ...application.settings },
  };
}

/** The same with what older versions let through: keys of the log drain and of Sentinel, and tens of kilobytes around. */
export function leakyApplication(instance: Instance, application: Application): Record<string, unknown> {
  const settings = {
    logdrain_newrelic_license_key: 'leaked-newrelic-license-0123456789',
    logdrain_axiom_api_key: 'leaked-axiom-key-0123456789',
    sentinel_token: 'leaked-sentinel-token-0123456789',
    sentinel_custom_url: 'http://host.docker.internal:8000',
  };
  const padding = 'x'.repeat(70_000);
  return {
    ...nestedApplication(instance, application),
    custom_labels: padding,
    manual_webhook_secret_github: 'leaked-webhook-secret-0123456789',
    destination: { server: { name: 'localhost', ip: 'host.docker.internal', settings } },
  };
}

function flatColumns({ other, ...columns }: ApplicationColumns): Record<string, unknown> {
  return { ...columns, ...other };
}
