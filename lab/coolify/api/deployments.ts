import type { Answer } from '../answer.ts';
import { json, message } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication } from '../call.ts';
import { cancelDeployment } from '../engine/queue.ts';
import { isTerminal } from '../instance.ts';
import type { Deployment } from '../records.ts';
import { deploymentShape, leakyApplication, nestedApplication } from './shapes.ts';

const DEFAULT_TAKE = 10;

/** GET /deployments: what is queued or in progress. An array, or an object keyed by index. */
export function listRunning(call: Call): Answer {
  const { instance } = call;
  const open = instance.deployments.filter(each => !isTerminal(each));
  const rows = open.map(each => deploymentShape(instance, each, call.sensitive || instance.profile.listLeaksLogs));
  if (instance.traps.springs('object-lists', call) === undefined) return json(200, rows);
  return json(200, Object.fromEntries(rows.map((row, index) => [String(index), row])));
}

/** GET /deployments/{uuid}: the row, and nested in it the application. */
export function showDeployment(call: Call): Answer {
  const { instance } = call;
  const deployment = findDeployment(call);
  if (deployment === undefined) return message(404, 'Deployment not found.');
  const logsLost = instance.traps.springs('missing-logs', call) !== undefined;
  const nest = instance.traps.springs('leaky-application', call) === undefined ? nestedApplication : leakyApplication;
  return json(200, {
    ...deploymentShape(instance, deployment, call.sensitive && !logsLost),
    application: nest(instance, deployment.application),
  });
}

/** GET /deployments/applications/{uuid}?skip&take: newest first, previews included, `take` without a maximum. */
export function listOfApplication(call: Call): Answer {
  const { instance, query } = call;
  const skip = wholeNumber(query.get('skip'), 0, 0);
  const take = wholeNumber(query.get('take'), DEFAULT_TAKE, 1);
  // The framework's own validation here, not Coolify's.
  if (skip === undefined) return frameworkRefusal('skip', 'The skip field must be an integer.');
  if (take === undefined) return frameworkRefusal('take', 'The take field must be at least 1.');
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  const rows = instance.deployments.filter(each => each.application === application).toSorted((a, b) => b.id - a.id);
  const deployments = rows.slice(skip, skip + take).map(each => deploymentShape(instance, each, call.sensitive));
  return json(200, { count: rows.length, deployments });
}

/** POST /deployments/{uuid}/cancel. Some versions act and answer 500 all the same. */
export function cancel(call: Call): Answer {
  const { instance } = call;
  const deployment = findDeployment(call);
  if (deployment === undefined) return message(404, 'Deployment not found.');
  if (isTerminal(deployment)) {
    return message(400, `Deployment cannot be cancelled. Current status: ${deployment.status}`);
  }
  const forced = instance.traps.springs('cancel-500', call) !== undefined;
  cancelDeployment(instance, deployment, { stall: forced });
  if (forced || instance.profile.cancelAnswer === 500) {
    return message(500, 'Failed to cancel deployment: Undefined variable $teamId');
  }
  return json(200, {
    message: 'Deployment cancelled successfully.',
    deployment_uuid: deployment.uuid,
    status: deployment.status,
  });
}

function findDeployment({ instance, params }: Call): Deployment | undefined {
  return instance.deployments.find(each => each.uuid === params['uuid']);
}

function wholeNumber(text: string | null, fallback: number, least: number): number | undefined {
  if (text === null || text === '') return fallback;
  return /^\d+$/.test(text) && Number(text) >= least ? Number(text) : undefined;
}

function frameworkRefusal(field: string, text: string): Answer {
  return json(422, { message: text, errors: { [field]: [text] } });
}
