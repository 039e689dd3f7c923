import type { Milliseconds } from '../core/duration.ts';
import type { Http, HttpRequest } from '../core/http.ts';
import type { CoolifyAddress } from './address.ts';
import {
  type ApplicationAnswer,
  type DeployEntry,
  type DeploymentRow,
  type ExecutionAnswer,
  readApplication,
  readDeployAnswer,
  readDeployment,
  readExecution,
  readList,
  readTask,
  readVariable,
  type TaskAnswer,
  type VariableAnswer,
} from './answers.ts';
import { type ApplicationForm, readApplicationForm } from './application-form.ts';
import { type CoolifyVersion, parseVersion } from './capabilities.ts';
import type { Pace } from './pace.ts';
import { notUnderstood, ofAnswer, ofFailure, type Problem } from './problems.ts';
import { readVariableRow, type VariableRow } from './variables.ts';

export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

const READ_TIMEOUT: Milliseconds = 20_000;
/** Services start inside the deploy request, and a loaded Coolify takes its time. */
const WRITE_TIMEOUT: Milliseconds = 60_000;

/** Rows carry their whole logs, megabytes each, for tokens that may read them. */
const LARGEST_ANSWER = 64 * 1024 * 1024;
const HURRIED_TIMEOUT: Milliseconds = 1_500;
const UNPACED: Pace = { turn: () => Promise.resolve(), pause: () => undefined };

export interface CoolifyClientOptions {
  readonly address: CoolifyAddress;
  readonly token: string;
  readonly http: Http;
  readonly pace: Pace;
  /** Of every call; default: 20 s for reads, 60 s for writes. */
  readonly timeout?: Milliseconds;
}

export interface ApplicationChange {
  readonly git_commit_sha?: string;
  readonly docker_registry_image_tag?: string;
}

/**
 * Coolify's API, one exchange a method: nothing is repeated, nothing is judged. Requests follow the rules that hold from 4.0 to
 * 4.3: POST, parameters in the query string, `Accept: application/json`, `force` only when it is true.
 */
export class CoolifyClient {
  readonly #address: CoolifyAddress;
  readonly #token: string;
  readonly #http: Http;
  readonly #pace: Pace;
  readonly #options: CoolifyClientOptions;

  constructor(options: CoolifyClientOptions) {
    this.#options = options;
    this.#address = options.address;
    this.#token = options.token;
    this.#http = options.http;
    this.#pace = options.pace;
  }

  /** The same, for the last seconds of a cancelled run: nobody waits long, or for a turn. */
  hurried(): CoolifyClient {
    return new CoolifyClient({ ...this.#options, pace: UNPACED, timeout: HURRIED_TIMEOUT });
  }

  version(signal: AbortSignal): Promise<Reply<CoolifyVersion>> {
    // The body is bare text with the type text/html.
    return this.#send({
      method: 'GET',
      path: 'version',
      signal,
      plain: true,
      read: body => parseVersion(String(body)),
    });
  }

  application(uuid: string, signal: AbortSignal): Promise<Reply<ApplicationAnswer>> {
    return this.#send({
      method: 'GET',
      path: `applications/${encodeURIComponent(uuid)}`,
      signal,
      read: readApplication,
    });
  }

  applications(tag: string | undefined, signal: AbortSignal): Promise<Reply<readonly ApplicationAnswer[]>> {
    const query = tag === undefined ? {} : { tag };
    return this.#send({
      method: 'GET',
      path: 'applications',
      query,
      signal,
      read: body => readList(body, readApplication),
    });
  }

  /** Whether a service or database has this id; its answer is not read. */
  exists(family: 'services' | 'databases', uuid: string, signal: AbortSignal): Promise<Reply<true>> {
    return this.#send({
      method: 'GET',
      path: `${family}/${encodeURIComponent(uuid)}`,
      signal,
      read: () => true as const,
    });
  }

  deployment(uuid: string, signal: AbortSignal): Promise<Reply<DeploymentRow>> {
    return this.#send({
      method: 'GET',
      path: `deployments/${encodeURIComponent(uuid)}`,
      signal,
      urgent: true,
      read: readDeployment,
    });
  }

  /** What is queued or in progress on the team's servers, oldest first. */
  async running(signal: AbortSignal): Promise<Reply<readonly DeploymentRow[]>> {
    const reply = await this.#send({
      method: 'GET',
      path: 'deployments',
      signal,
      urgent: true,
      read: body => readList(body, readDeployment),
    });
    return reply.ok ? { ok: true, value: [...reply.value].sort((a, b) => a.id - b.id) } : reply;
  }

  /** The newest deployments of one application, newest first, previews of pull requests left out. */
  history(application: string, take: number, signal: AbortSignal): Promise<Reply<readonly DeploymentRow[]>> {
    return this.#send({
      method: 'GET',
      path: `deployments/applications/${encodeURIComponent(application)}`,
      query: { skip: '0', take: String(take) },
      signal,
      read: body => {
        const rows = typeof body === 'object' && body !== null && 'deployments' in body ? body.deployments : body;
        return readList(rows, readDeployment).filter(row => row.pullRequest === 0);
      },
    });
  }

  deploy(
    what: { readonly uuid: string } | { readonly tag: string },
    force: boolean,
    signal: AbortSignal,
  ): Promise<Reply<readonly DeployEntry[]>> {
    // Up to 4.1.2 the text "false" counts as true, so the parameter is only ever sent as true.
    const query = { ...what, ...(force ? { force: 'true' } : {}) };
    return this.#send({ method: 'POST', path: 'deploy', query, signal, read: readDeployAnswer });
  }

  cancel(deployment: string, signal: AbortSignal): Promise<Reply<true>> {
    return this.#send({
      method: 'POST',
      path: `deployments/${encodeURIComponent(deployment)}/cancel`,
      signal,
      read: () => true as const,
    });
  }

  change(application: string, change: ApplicationChange, signal: AbortSignal): Promise<Reply<true>> {
    const path = `applications/${encodeURIComponent(application)}`;
    return this.#send({ method: 'PATCH', path, body: JSON.stringify(change), signal, read: () => true as const });
  }

  variables(application: string, signal: AbortSignal): Promise<Reply<readonly VariableAnswer[]>> {
    const path = `applications/${encodeURIComponent(application)}/envs`;
    return this.#send({ method: 'GET', path, signal, read: body => readList(body, readVariable) });
  }

  /** What is set in the forms of the application, as far as it decides what runs. */
  form(application: string, signal: AbortSignal): Promise<Reply<ApplicationForm>> {
    const path = `applications/${encodeURIComponent(application)}`;
    return this.#send({ method: 'GET', path, signal, read: readApplicationForm });
  }

  /** The rows of its variables, those of previews included. */
  variableRows(application: string, signal: AbortSignal): Promise<Reply<readonly VariableRow[]>> {
    const path = `applications/${encodeURIComponent(application)}/envs`;
    return this.#send({ method: 'GET', path, signal, read: body => readList(body, readVariableRow) });
  }

  tasks(application: string, signal: AbortSignal): Promise<Reply<readonly TaskAnswer[]>> {
    const path = `applications/${encodeURIComponent(application)}/scheduled-tasks`;
    return this.#send({ method: 'GET', path, signal, read: body => readList(body, readTask) });
  }

  execute(application: string, task: string, signal: AbortSignal): Promise<Reply<true>> {
    const path = `applications/${encodeURIComponent(application)}/scheduled-tasks/${encodeURIComponent(task)}/execute`;
    return this.#send({ method: 'POST', path, signal, read: () => true as const });
  }

  executions(application: string, task: string, signal: AbortSignal): Promise<Reply<readonly ExecutionAnswer[]>> {
    const path = `applications/${encodeURIComponent(application)}/scheduled-tasks/${encodeURIComponent(task)}/executions`;
    return this.#send({ method: 'GET', path, signal, read: body => readList(body, readExecution) });
  }

  async #send<Value>(call: Call<Value>): Promise<Reply<Value>> {
    await this.#pace.turn(call.signal, call.urgent === true);
    const url = new URL(call.path, this.#address.api);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    const result = await this.#http.send({
      method: call.method,
      url,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${this.#token}`,
        'User-Agent': 'obcms-deploy',
        ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: call.body }),
      maxBytes: LARGEST_ANSWER,
      timeout: this.#options.timeout ?? (call.method === 'GET' ? READ_TIMEOUT : WRITE_TIMEOUT),
      signal: call.signal,
    });
    if (!result.ok) return { ok: false, problem: ofFailure(result.failure) };
    const { answer } = result;
    const body = call.plain === true && answer.status === 200 ? answer.body : parseJson(answer.body);
    if (answer.status >= 200 && answer.status < 300) {
      const value = body === undefined ? undefined : call.read(body);
      if (value !== undefined) return { ok: true, value };
      // Half an answer: the connection broke inside the body.
      if (body === undefined && looksLikeJson(answer.body, answer.headers['content-type'] ?? '')) {
        return {
          ok: false,
          problem: { kind: 'unavailable', status: answer.status, message: 'the answer broke off', acted: 'unknown' },
        };
      }
      // A success that is not understood may have been one.
      return { ok: false, problem: notUnderstood(answer) };
    }
    const problem = ofAnswer(answer, body);
    if ('retryAfter' in problem && problem.kind !== 'queue-full') this.#pace.pause(problem.retryAfter ?? 0);
    return { ok: false, problem };
  }
}

interface Call<Value> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly plain?: boolean;
  /** Somebody waits for news of a running deployment. */
  readonly urgent?: boolean;
  readonly read: (body: unknown) => Value | undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function looksLikeJson(text: string, contentType: string): boolean {
  return contentType.includes('json') || /^\s*[[{]/.test(text);
}
