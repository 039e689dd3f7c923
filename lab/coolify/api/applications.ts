import type { Answer } from '../answer.ts';
import { json, message, validationFailed } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication, jsonBody, textInput } from '../call.ts';
import { enqueue } from '../engine/queue.ts';
import { announce } from '../engine/swap.ts';
import type { Application, ApplicationColumns } from '../records.ts';
import { refusedFields } from './application-rules.ts';
import { applicationShape } from './shapes.ts';

const DEFAULT_LOG_LINES = 100;

/** GET /applications[?tag=]: all of them, no pages. */
export function listApplications(call: Call): Answer {
  const tag = textInput(call, 'tag');
  const wanted = call.instance.applications.filter(each => tag === undefined || each.tags.includes(tag));
  return json(
    200,
    wanted.map(each => applicationShape(call.instance, each)),
  );
}

export function showApplication(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  return json(200, applicationShape(call.instance, application));
}

/** PATCH /applications/{uuid}: one unknown or bad field refuses everything; success answers the uuid alone. */
export function patchApplication(call: Call): Answer {
  const body = jsonBody(call);
  if ('refusal' in body) return body.refusal;
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  const refused = refusedFields(call.instance.profile, body.fields);
  if (Object.keys(refused).length > 0) return validationFailed(refused);
  const conflicts = domainConflicts(call, application, body.fields);
  if (conflicts.length > 0) {
    return json(409, {
      message: 'Domain conflicts detected. Use force_domain_override=true to proceed.',
      conflicts,
      warning: 'Using the same domain for multiple resources can cause routing conflicts and unpredictable behavior.',
    });
  }
  for (const [field, value] of Object.entries(body.fields)) applyField(application, field, value);
  if ('domains' in body.fields) announce(call.instance, application);
  if (body.fields['instant_deploy'] === true) {
    // Queued, and its uuid is told to nobody.
    enqueue(call.instance, { application, commit: application.columns.git_commit_sha, isApi: true });
  }
  return json(200, { uuid: application.uuid });
}

/** GET /applications/{uuid}/logs: of the first container only. */
export function applicationLogs(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const container = application.current?.container;
  if (container === undefined || container.state !== 'running') return message(400, 'Application is not running.');
  const asked = Number.parseInt(textInput(call, 'lines') ?? '', 10) || DEFAULT_LOG_LINES;
  const lines = Math.min(asked, call.instance.profile.logLineCap ?? asked);
  return json(200, { logs: container.logs(lines) });
}

function domainConflicts(
  { instance }: Call,
  application: Application,
  fields: Readonly<Record<string, unknown>>,
): readonly Record<string, string>[] {
  const wanted = fields['domains'];
  if (typeof wanted !== 'string' || fields['force_domain_override'] === true) return [];
  const domains = wanted.split(',').map(each => each.trim());
  return instance.applications
    .filter(other => other !== application)
    .flatMap(other =>
      (other.columns.fqdn ?? '')
        .split(',')
        .filter(domain => domains.includes(domain.trim()))
        .map(domain => ({
          domain,
          resource_name: other.columns.name,
          resource_uuid: other.uuid,
          resource_type: 'application',
          message: `Domain ${domain} is already in use by application '${other.columns.name}'`,
        })),
    );
}

function applyField({ columns, settings }: Application, field: string, value: unknown): void {
  if (field === 'domains') columns.fqdn = value === null ? null : String(value);
  else if (field === 'is_auto_deploy_enabled') settings.is_auto_deploy_enabled = value === true;
  else if (field === 'docker_images_to_keep') settings.docker_images_to_keep = Number(value);
  else if (field === 'use_build_server') settings.is_build_server_enabled = value === true;
  else if (isColumn(columns, field)) Object.assign(columns, { [field]: value });
  else if (field !== 'instant_deploy' && field !== 'force_domain_override') columns.other[field] = value;
}

function isColumn(columns: ApplicationColumns, field: string): boolean {
  return field !== 'other' && Object.hasOwn(columns, field);
}
