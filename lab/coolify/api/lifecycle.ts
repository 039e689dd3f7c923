import type { Answer } from '../answer.ts';
import { json, message } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication, input, textInput, truthy } from '../call.ts';
import type { DeploymentRequest } from '../engine/queue.ts';
import { enqueue } from '../engine/queue.ts';
import { pruneImages } from '../engine/retention.ts';
import { announce, stopContainer } from '../engine/swap.ts';
import type { Instance } from '../instance.ts';
import type { Application } from '../records.ts';
import { forceOf } from './deploy.ts';

/** POST /applications/{uuid}/start: a deployment; `instant_deploy` passes queue and dedupe by. */
export function startApplication(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  return queueAndAnswer(call, 'Deployment request queued.', {
    application,
    commit: application.columns.git_commit_sha,
    force: forceOf(call),
    instant: truthy(input(call, 'instant_deploy')),
    isApi: true,
  });
}

/** POST /applications/{uuid}/restart: not a restart of the container but a deployment with `restart_only`. */
export function restartApplication(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  return queueAndAnswer(call, 'Restart request queued.', {
    application,
    commit: 'HEAD',
    restartOnly: true,
    isApi: true,
  });
}

/** POST /applications/{uuid}/stop: asynchronous; the image cleanup is on unless refused. */
export function stopApplication(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const cleanup = textInput(call, 'docker_cleanup');
  setImmediate(() => void stop(call.instance, application, cleanup === undefined || truthy(cleanup)));
  return message(200, 'Application stopping request queued.');
}

/** Unlike /deploy: a skip answers without a uuid, and a full queue answers 200 with a uuid that was never stored. */
function queueAndAnswer(call: Call, text: string, request: DeploymentRequest): Answer {
  const answer = enqueue(call.instance, request);
  if (answer.outcome === 'skipped') return message(200, 'Deployment already queued for this commit.');
  const uuid = answer.outcome === 'queued' ? answer.deployment.uuid : call.instance.newUuid();
  return json(200, { message: text, deployment_uuid: uuid });
}

async function stop(instance: Instance, application: Application, cleanup: boolean): Promise<void> {
  const old = application.current;
  application.current = undefined;
  application.status = 'exited:unhealthy';
  announce(instance, application);
  if (old !== undefined) await stopContainer(old);
  if (cleanup) await pruneImages(instance, application);
}
