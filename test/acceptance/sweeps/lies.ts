import type { Answer } from '../../../lab/faults/upstream.ts';
import { HEADER_PAYLOAD } from './hostile-text.ts';
import type { Lie } from './stage.ts';

/** One string that a server controls, and how to put something else in its place. */
export interface Place {
  readonly name: string;
  lie(payload: string): Lie;
  /** Payloads make no difference to it. */
  readonly single?: true;
}

/** Fields of Coolify's answers that are read, by the request whose answer holds them. */
const FIELDS: Readonly<Record<string, readonly [request: RegExp, keys: readonly string[]]>> = {
  application: [
    /^GET \S+\/applications\/[a-z0-9]+$/,
    [
      'name',
      'status',
      'fqdn',
      'build_pack',
      'git_repository',
      'git_branch',
      'git_commit_sha',
      'docker_registry_image_name',
      'docker_registry_image_tag',
      'ports_mappings',
      'custom_docker_run_options',
      'custom_internal_name',
      'post_deployment_command',
      'uuid',
    ],
  ],
  deployment: [
    /^GET \S+\/deployments/,
    [
      'status',
      'commit',
      'deployment_url',
      'server_name',
      'application_name',
      'created_at',
      'finished_at',
      'logs',
      'deployment_uuid',
    ],
  ],
  deploy: [/^POST \S+\/deploy\?/, ['message', 'resource_uuid', 'deployment_uuid']],
  variable: [/\/envs$/, ['key', 'value', 'real_value']],
  task: [/\/scheduled-tasks$/, ['name', 'uuid']],
  execution: [/\/executions$/, ['status', 'message', 'started_at', 'uuid']],
};

const REFUSALS = [400, 401, 403, 404, 405, 409, 422, 429, 500, 503];
const JSON_TYPE = ['Content-Type', 'application/json'];
const HTML_TYPE = ['Content-Type', 'text/html; charset=utf-8'];

export const PLACES: readonly Place[] = [
  ...Object.entries(FIELDS).flatMap(([of, [request, keys]]) => keys.map(key => field(of, request, key))),
  {
    name: 'log lines',
    lie: payload =>
      replacing(
        /^GET \S+\/deployments/,
        'logs',
        JSON.stringify([
          { output: payload, hidden: false, type: 'stdout', order: 1 },
          { output: `Deployment failed: ${payload}`, hidden: false, type: 'stderr', order: 2 },
        ]),
      ),
  },
  {
    name: 'log lines of a failure',
    lie: payload =>
      both(
        replacing(/^GET \S+\/deployments/, 'logs', JSON.stringify([{ output: payload, hidden: false }])),
        replacing(/^GET \S+\/deployments/, 'status', 'failed'),
      ),
  },
  { name: 'version', lie: payload => instead(/\/version$/, answer(200, HTML_TYPE, payload)) },
  {
    name: 'title of a page',
    lie: payload =>
      instead(/\/version$/, answer(200, HTML_TYPE, `<html><title>${payload.replace(/</g, '{')}</title></html>`)),
  },
  {
    name: 'title of an error page',
    lie: payload =>
      instead(
        /^POST \S+\/deploy\?/,
        answer(404, HTML_TYPE, `<html><title>${payload.replace(/</g, '{')}</title></html>`),
      ),
  },
  { name: 'Location', single: true, lie: () => instead(/\/version$/, answer(302, ['Location', HEADER_PAYLOAD], '')) },
  {
    name: 'Location, later',
    single: true,
    lie: () => instead(/^POST \S+\/deploy\?/, answer(302, ['Location', HEADER_PAYLOAD], '')),
  },
  ...REFUSALS.filter(status => status < 500 && status !== 429).map(status => ({
    name: `message of ${status}`,
    lie: (payload: string) =>
      instead(/^POST \S+\/deploy\?/, answer(status, JSON_TYPE, JSON.stringify({ message: payload }))),
  })),
  {
    name: 'validation errors',
    lie: payload =>
      instead(
        /^PATCH /,
        answer(
          422,
          JSON_TYPE,
          JSON.stringify({ message: payload, errors: { [payload.slice(0, 5_000)]: [payload], field: payload } }),
        ),
      ),
  },
  {
    name: 'missing ability',
    lie: payload =>
      instead(
        /^POST \S+\/deploy\?/,
        answer(403, JSON_TYPE, JSON.stringify({ message: `Missing required permissions: ${payload}` })),
      ),
  },
];

function field(of: string, request: RegExp, key: string): Place {
  return { name: `${of}.${key}`, lie: payload => replacing(request, key, payload) };
}

/** The value of every such key in the JSON of the answers to that request. */
function replacing(request: RegExp, key: string, value: string): Lie {
  return (given, { method, path }) => {
    if (!request.test(`${method} ${path}`) || given.status !== 200) return given;
    const told = JSON.stringify(JSON.parse(given.body.toString()), (name: string, old: unknown) =>
      name === key && (typeof old === 'string' || old === null) ? value : old,
    );
    return answer(200, JSON_TYPE, told);
  };
}

function both(first: Lie, second: Lie): Lie {
  return (given, request) => second(first(given, request), request);
}

function instead(request: RegExp, told: Answer): Lie {
  return (given, { method, path }) => (request.test(`${method} ${path}`) ? told : given);
}

function answer(status: number, headers: readonly string[], text: string): Answer {
  const body = Buffer.from(text);
  return {
    status,
    reason: 'Said',
    rawHeaders: [...headers, 'Content-Length', String(body.length), 'Connection', 'close'],
    body,
  };
}
