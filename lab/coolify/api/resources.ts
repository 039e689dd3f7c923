import type { Answer } from '../answer.ts';
import { json, message, text } from '../answer.ts';
import type { Call } from '../call.ts';
import { textInput, truthy } from '../call.ts';
import type { Application, PlainResource } from '../records.ts';
import { applicationShape } from './shapes.ts';

/** GET /version: a bare version as text/html, no `v`, not JSON. */
export function version(call: Call): Answer {
  const forced = call.instance.traps.springs('wrong-version', call);
  return text(200, forced === undefined ? call.instance.profile.version : (forced.text ?? 'not a version'));
}

export function listServices(call: Call): Answer {
  return json(200, call.instance.services.map(plainShape));
}

export function listDatabases(call: Call): Answer {
  return json(200, call.instance.databases.map(plainShape));
}

/** GET /resources: everything in one flat list with `type` and `status`. */
export function listResources({ instance }: Call): Answer {
  const typed = (application: Application) => ({ ...applicationShape(instance, application), type: 'application' });
  return json(200, [
    ...instance.applications.map(typed),
    ...[...instance.services, ...instance.databases].map(plainShape),
  ]);
}

export function showService(call: Call): Answer {
  return withPlain(call, call.instance.services, 'Service', resource => json(200, plainShape(resource)));
}

export function showDatabase(call: Call): Answer {
  return withPlain(call, call.instance.databases, 'Database', resource => json(200, plainShape(resource)));
}

export function startService(call: Call): Answer {
  return start(call, call.instance.services, 'Service');
}

export function startDatabase(call: Call): Answer {
  return start(call, call.instance.databases, 'Database');
}

export function stopService(call: Call): Answer {
  return stop(call, call.instance.services, 'Service');
}

export function stopDatabase(call: Call): Answer {
  return stop(call, call.instance.databases, 'Database');
}

/** POST /services/{uuid}/restart[?latest=true]: images are pulled only when asked for. */
export function restartService(call: Call): Answer {
  const pulling = truthy(textInput(call, 'latest'));
  return withPlain(call, call.instance.services, 'Service', () =>
    message(
      200,
      pulling ? 'Service restarting request queued with the latest images.' : 'Service restarting request queued.',
    ),
  );
}

function start(call: Call, resources: readonly PlainResource[], kind: string): Answer {
  return withPlain(call, resources, kind, resource => {
    if (resource.status.startsWith('running')) return message(400, `${kind} is already running.`);
    resource.status = 'running:healthy';
    return message(200, `${kind} starting request queued.`);
  });
}

function stop(call: Call, resources: readonly PlainResource[], kind: string): Answer {
  return withPlain(call, resources, kind, resource => {
    if (resource.status.startsWith('exited')) return message(400, `${kind} is already stopped.`);
    resource.status = 'exited:unhealthy';
    return message(200, `${kind} stopping request queued.`);
  });
}

function withPlain(
  call: Call,
  resources: readonly PlainResource[],
  kind: string,
  act: (resource: PlainResource) => Answer,
): Answer {
  const resource = resources.find(each => each.uuid === call.params['uuid']);
  return resource === undefined ? message(404, `${kind} not found.`) : act(resource);
}

function plainShape({ id: _, tags: __, ...shown }: PlainResource): Record<string, unknown> {
  return { ...shown };
}
