import type { Answer } from '../answer.ts';
import { json, message, validationFailed } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication, jsonBody } from '../call.ts';
import { modelDate } from '../clock.ts';
import { enqueue } from '../engine/queue.ts';

/**
 * GET /applications/{uuid}/rollback-images (from 4.3.0). `current` comes from a container named exactly like the
 * application, which exists only with consistent container names: else it is null.
 */
export function rollbackImages(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const named = application.settings.is_consistent_container_name_enabled ? application.current : undefined;
  const current = named?.tag ?? null;
  const images = application.images
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ tag, createdAt }) => ({ tag, created_at: modelDate(createdAt), is_current: tag === current }));
  return json(200, { current, images });
}

/**
 * POST /applications/{uuid}/rollback {commit} (from 4.3.0): builds or reuses that commit, persists nothing. A commit that
 * does not exist only fails at the build; for Docker image applications the tag is ignored up to 4.3.10.
 */
export function rollback(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const body = jsonBody(call);
  if ('refusal' in body) return body.refusal;
  const { commit, ...unknown } = body.fields;
  const unknownFields = Object.keys(unknown).map(field => [field, ['This field is not allowed.']]);
  if (unknownFields.length > 0) return validationFailed(Object.fromEntries(unknownFields));
  if (typeof commit !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(commit)) {
    return validationFailed({ commit: ['The commit field is required.'] });
  }
  const answer = enqueue(call.instance, { application, commit, rollback: true, isApi: true });
  if (answer.outcome === 'queue-full') return message(400, 'Deployment queue is full.');
  if (answer.outcome === 'skipped') return message(200, 'Deployment already queued for this commit.');
  return json(200, { message: 'Rollback deployment queued.', deployment_uuid: answer.deployment.uuid });
}
