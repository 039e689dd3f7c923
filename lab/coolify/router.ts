import type { Answer } from './answer.ts';
import { message, redirect, text, unknownRoute } from './answer.ts';
import * as applications from './api/applications.ts';
import { deploy } from './api/deploy.ts';
import * as deployments from './api/deployments.ts';
import * as environment from './api/environment.ts';
import * as lifecycle from './api/lifecycle.ts';
import * as resources from './api/resources.ts';
import * as rollback from './api/rollback.ts';
import * as tasks from './api/tasks.ts';
import type { Call, Incoming } from './call.ts';
import type { Throttle } from './gates.ts';
import { passGates } from './gates.ts';
import type { Instance } from './instance.ts';
import type { Profile } from './profiles.ts';
import type { Ability } from './tokens.ts';

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /api/v1; `{name}` is one segment. */
  readonly path: string;
  readonly ability: Ability;
  readonly handler: (call: Call) => Answer;
  /** Versions that have it; all when absent. */
  readonly since?: (profile: Profile) => boolean;
  /** Whether GET triggered it too before 4.2.0. */
  readonly trigger?: true;
}

const APPLICATION = '/applications/{uuid}';
const TASK = `${APPLICATION}/scheduled-tasks/{task}`;

/** The routes of the API. Order matters where a fixed segment and a parameter compete. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/version', ability: 'read', handler: resources.version },
  { method: 'POST', path: '/deploy', ability: 'deploy', handler: deploy, trigger: true },
  { method: 'GET', path: '/deployments', ability: 'read', handler: deployments.listRunning },
  { method: 'GET', path: '/deployments/applications/{uuid}', ability: 'read', handler: deployments.listOfApplication },
  { method: 'GET', path: '/deployments/{uuid}', ability: 'read', handler: deployments.showDeployment },
  { method: 'POST', path: '/deployments/{uuid}/cancel', ability: 'deploy', handler: deployments.cancel },
  { method: 'GET', path: '/applications', ability: 'read', handler: applications.listApplications },
  { method: 'GET', path: APPLICATION, ability: 'read', handler: applications.showApplication },
  { method: 'PATCH', path: APPLICATION, ability: 'write', handler: applications.patchApplication },
  { method: 'GET', path: `${APPLICATION}/logs`, ability: 'read', handler: applications.applicationLogs },
  {
    method: 'POST',
    path: `${APPLICATION}/start`,
    ability: 'deploy',
    handler: lifecycle.startApplication,
    trigger: true,
  },
  { method: 'POST', path: `${APPLICATION}/stop`, ability: 'deploy', handler: lifecycle.stopApplication, trigger: true },
  {
    method: 'POST',
    path: `${APPLICATION}/restart`,
    ability: 'deploy',
    handler: lifecycle.restartApplication,
    trigger: true,
  },
  {
    method: 'GET',
    path: `${APPLICATION}/rollback-images`,
    ability: 'read',
    handler: rollback.rollbackImages,
    since: profile => profile.rollbackApi,
  },
  {
    method: 'POST',
    path: `${APPLICATION}/rollback`,
    ability: 'deploy',
    handler: rollback.rollback,
    since: profile => profile.rollbackApi,
  },
  { method: 'GET', path: `${APPLICATION}/envs`, ability: 'read', handler: environment.listEnvironment },
  { method: 'POST', path: `${APPLICATION}/envs`, ability: 'write', handler: environment.createVariable },
  { method: 'PATCH', path: `${APPLICATION}/envs`, ability: 'write', handler: environment.updateVariable },
  { method: 'PATCH', path: `${APPLICATION}/envs/bulk`, ability: 'write', handler: environment.updateInBulk },
  { method: 'DELETE', path: `${APPLICATION}/envs/{variable}`, ability: 'write', handler: environment.deleteVariable },
  { method: 'GET', path: `${APPLICATION}/scheduled-tasks`, ability: 'read', handler: tasks.listTasks },
  { method: 'POST', path: `${APPLICATION}/scheduled-tasks`, ability: 'write', handler: tasks.createTask },
  { method: 'PATCH', path: TASK, ability: 'write', handler: tasks.updateTask },
  { method: 'DELETE', path: TASK, ability: 'write', handler: tasks.deleteTask },
  { method: 'GET', path: `${TASK}/executions`, ability: 'read', handler: tasks.listExecutions },
  {
    method: 'POST',
    path: `${TASK}/execute`,
    ability: 'write',
    handler: tasks.execute,
    since: profile => profile.taskExecute,
  },
  { method: 'GET', path: '/services', ability: 'read', handler: resources.listServices },
  { method: 'GET', path: '/services/{uuid}', ability: 'read', handler: resources.showService },
  { method: 'POST', path: '/services/{uuid}/start', ability: 'deploy', handler: resources.startService, trigger: true },
  { method: 'POST', path: '/services/{uuid}/stop', ability: 'deploy', handler: resources.stopService, trigger: true },
  {
    method: 'POST',
    path: '/services/{uuid}/restart',
    ability: 'deploy',
    handler: resources.restartService,
    trigger: true,
  },
  { method: 'GET', path: '/databases', ability: 'read', handler: resources.listDatabases },
  { method: 'GET', path: '/databases/{uuid}', ability: 'read', handler: resources.showDatabase },
  {
    method: 'POST',
    path: '/databases/{uuid}/start',
    ability: 'deploy',
    handler: resources.startDatabase,
    trigger: true,
  },
  { method: 'POST', path: '/databases/{uuid}/stop', ability: 'deploy', handler: resources.stopDatabase, trigger: true },
  { method: 'GET', path: '/resources', ability: 'read', handler: resources.listResources },
];

const API = '/api/v1';

/** From a request to its answer: outside the API the login page, health without gates, gates, then the handler. */
export function route(instance: Instance, request: Incoming, throttle: Throttle): Answer {
  return withoutAccept(request, answerTo(instance, request, throttle));
}

function answerTo(instance: Instance, request: Incoming, throttle: Throttle): Answer {
  const { path, method } = request;
  if (path === '/api/health' || path === `${API}/health`) return text(200, 'OK');
  if (path === '/login')
    return text(200, '<!DOCTYPE html>\n<html><head><title>Coolify</title></head><body>Login</body></html>\n');
  if (path !== API && !path.startsWith(`${API}/`))
    return path.startsWith('/api/') ? unknownRoute() : redirect('/login');

  const found = findRoute(instance, method, path.slice(API.length));
  if (found === undefined) return unknownRoute();
  const { route: matched, params } = found;
  const passage = passGates(instance, request, found.refuseGet ? undefined : matched.ability, throttle);
  if ('refusal' in passage) return passage.refusal;
  const answer = found.refuseGet
    ? message(405, 'This endpoint has changed to a POST request.', { allow: 'POST' })
    : matched.handler({ ...request, instance, params, token: passage.token, sensitive: passage.sensitive });
  return { ...answer, headers: { ...passage.headers, ...answer.headers } };
}

/** A wrong method looks like an unknown route, except GET on a trigger: accepted, or refused by name. */
function findRoute(instance: Instance, method: string, path: string) {
  for (const candidate of ROUTES) {
    if (candidate.since?.(instance.profile) === false) continue;
    const params = matchPath(candidate.path, path);
    if (params === undefined) continue;
    const isTriggeringGet = method === 'GET' && candidate.trigger === true;
    if (!isTriggeringGet && candidate.method !== method) continue;
    const forced = isTriggeringGet && instance.traps.springs('get-deploy-405', { method, path }) !== undefined;
    const refuseGet = isTriggeringGet && (forced || instance.profile.getTriggers === 'refused-405');
    return { route: candidate, params, refuseGet };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? '';
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = decodeURIComponent(value);
    else if (segment !== value) return undefined;
  }
  return params;
}

/** A client that does not ask for JSON gets a redirect for a validation error and pages for throttle and exceptions. */
function withoutAccept(request: Incoming, answer: Answer): Answer {
  if ((request.headers['accept'] ?? '').includes('json')) return answer;
  if (answer.status === 422) return redirect('/');
  if (answer.status === 429 && answer.headers['x-ratelimit-reset'] !== undefined) {
    return { ...answer, headers: { ...answer.headers, 'content-type': 'text/html; charset=UTF-8' }, body: tooManyPage };
  }
  return answer;
}

const tooManyPage = '<!DOCTYPE html>\n<html><head><title>Too Many Requests</title></head><body>429</body></html>\n';
