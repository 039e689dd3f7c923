import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { Http } from '../core/http.ts';
import { fetchOver } from './fetch.ts';

const Client = Octokit.plugin(retry, throttling);
const RETRIES = 2;

/** What it takes to ask GitHub. */
export interface GithubAccess {
  readonly token: string;
  /** Base of the REST API. */
  readonly api: string;
  readonly http: Http;
  readonly signal: AbortSignal;
}

/** GitHub's own client: retries what is passing, waits for limits that end soon. */
export function octokitFor(options: GithubAccess): Octokit {
  const wait = (retryAfter: number, _request: unknown, _octokit: unknown, attempts: number) =>
    attempts < 1 && retryAfter <= 60;
  return new Client({
    auth: options.token,
    baseUrl: options.api,
    userAgent: 'obcms-deploy',
    request: { fetch: fetchOver(options.http, options.signal), retries: RETRIES },
    throttle: { onRateLimit: wait, onSecondaryRateLimit: wait },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

/** Octokit's own messages name URLs and would bypass the host. */
function silent(): void {}
