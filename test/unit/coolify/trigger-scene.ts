import { type TriggerOptions, trigger } from '../../../src/coolify/trigger.ts';
import { deadlineIn } from '../../../src/core/clock.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { APPLICATION, clientOver, FINISHED, NEW, OTHER, rowFields } from '../../support/coolify-answers.ts';
import { json, type Sent, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export interface Script {
  /** The answer to the n-th request to deploy, from 0. */
  readonly deploy: (asked: number, sent: Sent) => HttpResult;
  readonly deployment?: (sent: Sent) => HttpResult;
  readonly history?: (sent: Sent) => HttpResult;
  readonly running?: () => HttpResult;
}

/** `trigger` on a clock of its own, with a Coolify that answers as the script says. */
export function scene(script: Script, more: Partial<TriggerOptions> & { readonly timeout?: number } = {}) {
  const clock = new VirtualClock();
  let asked = 0;
  const http = scriptedHttp(clock, sent => {
    if (sent.method === 'POST') return script.deploy(asked++, sent);
    if (sent.path.startsWith('deployments/applications/'))
      return script.history?.(sent) ?? json(200, { count: 0, deployments: [] });
    if (sent.path === 'deployments') return script.running?.() ?? json(200, []);
    return script.deployment?.(sent) ?? json(404, { message: 'Deployment not found.' });
  });
  const progress: string[] = [];
  const { timeout = 600_000, ...options } = more;
  return {
    clock,
    http,
    progress,
    posts: () => http.sent.filter(({ method }) => method === 'POST'),
    go: () =>
      trigger({
        client: clientOver(http, clock),
        application: APPLICATION,
        force: false,
        commit: NEW,
        expected: undefined,
        known: new Set(['deployment1']),
        clock,
        random: () => 0.5,
        signal: new AbortController().signal,
        deadline: deadlineIn(clock, timeout),
        progress: text => progress.push(text),
        ...options,
      }),
  };
}

export const queued = (deployment: string) =>
  json(200, {
    deployments: [
      { message: 'Application web deployment queued.', resource_uuid: APPLICATION, deployment_uuid: deployment },
    ],
  });
export const alreadyQueued = (phantom: string) =>
  json(200, {
    deployments: [
      { message: 'Deployment already queued for this commit.', resource_uuid: APPLICATION, deployment_uuid: phantom },
    ],
  });
export const rows = (...all: readonly Readonly<Record<string, unknown>>[]) =>
  json(200, { count: all.length, deployments: all.map(rowFields) });
export const OLDER = { deployment_uuid: 'deployment1', id: 1, ...FINISHED, commit: OTHER };
