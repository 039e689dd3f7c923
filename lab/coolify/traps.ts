/**
 * Traps: situations a client of Coolify must survive, each switched on alone, once or for good, and aimed at the n-th
 * matching request when wanted. What a version always does is not a trap but its profile; a trap forces a situation
 * wherever it is asked for.
 */

export const TRAPS = {
  'phantom-uuid': 'POST /deploy answers "already queued" with a uuid that never exists',
  'queue-full': 'POST /deploy answers 429 with Retry-After, nothing is queued',
  'api-disabled': '403 with success:true, "API is disabled."',
  'ip-not-allowed': '403 with success:true, address not in the allow list',
  'unauthorised-entry': 'POST /deploy answers 200, the entry says "Unauthorized to deploy this application."',
  'dropped-uuid': 'POST /deploy treats the first uuid of the list as unknown',
  'object-lists': 'GET /deployments answers an object keyed by index',
  'leaky-application': 'GET /deployments/{uuid} nests a large application with secrets',
  'finished-before-finished-at': 'finished_at follows the status after delayMs',
  'swallowed-post-command': 'the post-deployment command fails; visible only if it printed (`text`)',
  'post-commit-head': 'the pin stands in the row, then the head of the branch is built',
  'restart-marks-failed': 'Coolify restarts during the next deployment (downMs = durationMs)',
  'bad-gateway': '502 with an HTML page, for durationMs from the first matching request on',
  'cancel-500': 'a cancel acts, then answers 500, and the queue does not move on',
  'html-error': 'an HTML error page (`status`, 500 by default), nothing acted',
  'login-redirect': '302 to /login with an HTML body',
  'too-many-attempts': 'the 429 of the throttle with its headers',
  'expired-token': '401 as for an expired token',
  'member-token': '403 as for the token of a plain team member',
  'wrong-version': 'GET /version answers `text`',
  'slow-answer': 'acts, then answers after delayMs (`when: before` delays the acting)',
  'get-deploy-405': 'GET on a trigger answers 405 whatever the version',
  'queue-stuck': 'a deployment stays queued until the trap is disabled',
  'stuck-in-progress': 'a deployment stays in progress until it is cancelled',
  'failed-health': 'the health gate finds the new container unhealthy',
  'connection-reset-before': 'the connection is reset, nothing acted',
  'connection-reset-after': 'the connection is reset after acting, before the answer',
  'status-lags': 'the container scan leaves the status of the application alone',
  'missing-logs': 'a deployment row carries no logs even for a sensitive token',
} as const;

export type TrapName = keyof typeof TRAPS;
export const TRAP_NAMES = Object.keys(TRAPS) as readonly TrapName[];

export interface TrapOptions {
  /** Only requests with this method. */
  readonly method?: string;
  /** Only requests whose path contains this text or matches this expression. */
  readonly path?: string | RegExp;
  /** Only this application (its uuid), for traps of the engine. */
  readonly application?: string;
  /** Only the n-th match, counted from 1 since the trap was enabled. */
  readonly nth?: number;
  /** How often it fires before it is spent; for good when absent. */
  readonly times?: number;
  readonly durationMs?: number;
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
  readonly status?: number;
  readonly text?: string;
  readonly when?: 'before' | 'after';
}

/** What a trap is held against. Absent members match every filter but their own. */
export interface TrapSubject {
  readonly method?: string;
  readonly path?: string;
  readonly application?: string;
}

interface Armed {
  readonly options: TrapOptions;
  matches: number;
  fired: number;
  firstFiredAt: number;
}

export class Traps {
  readonly #armed = new Map<TrapName, Armed[]>();
  #onDisable: (name: TrapName) => void = () => {};

  /** Switches a trap on. Enabling it again adds a second one beside the first, with its own filter. */
  enable(name: TrapName, options: TrapOptions = {}): void {
    const armed = this.#armed.get(name) ?? [];
    armed.push({ options, matches: 0, fired: 0, firstFiredAt: 0 });
    this.#armed.set(name, armed);
  }

  disable(name: TrapName): void {
    this.#armed.delete(name);
    this.#onDisable(name);
  }

  disableAll(): void {
    for (const name of [...this.#armed.keys()]) this.disable(name);
  }

  /** How often the trap has fired since it was enabled: a test that never sprang its trap has shown nothing. */
  fired(name: TrapName): number {
    return (this.#armed.get(name) ?? []).reduce((sum, each) => sum + each.fired, 0);
  }

  /** Registers what the engine does when a trap goes away. */
  whenDisabled(listener: (name: TrapName) => void): void {
    this.#onDisable = listener;
  }

  /** The options of the trap if it springs for this subject; counts the match either way. */
  springs(name: TrapName, subject: TrapSubject = {}): TrapOptions | undefined {
    for (const armed of this.#armed.get(name) ?? []) {
      if (!matches(armed.options, subject)) continue;
      armed.matches += 1;
      if (!isDue(armed)) continue;
      if (armed.fired === 0) armed.firstFiredAt = Date.now();
      armed.fired += 1;
      return armed.options;
    }
    return undefined;
  }
}

function matches(options: TrapOptions, subject: TrapSubject): boolean {
  if (options.method !== undefined && options.method !== subject.method) return false;
  if (options.application !== undefined && options.application !== subject.application) return false;
  if (options.path === undefined) return true;
  const path = subject.path ?? '';
  return typeof options.path === 'string' ? path.includes(options.path) : options.path.test(path);
}

function isDue({ options, matches: count, fired, firstFiredAt }: Armed): boolean {
  if (options.durationMs !== undefined && fired > 0) return Date.now() - firstFiredAt < options.durationMs;
  if (options.nth !== undefined && count !== options.nth) return false;
  return options.times === undefined || fired < options.times;
}
