import type { CoolifyAddress } from '../coolify/address.ts';
import type { DeployEntry } from '../coolify/answers.ts';
import { CoolifyClient, type Reply } from '../coolify/client.ts';
import { gatingOf } from '../coolify/gating.ts';
import { paced } from '../coolify/pace.ts';
import { type Pin, Pins } from '../coolify/pins.ts';
import { DeploymentWatch } from '../coolify/watch.ts';
import { deadlineIn } from '../core/clock.ts';
import { abbreviate } from '../core/commit.ts';
import { Cancelled } from '../core/errors.ts';
import type { Http } from '../core/http.ts';
import { inSequence } from '../core/text.ts';
import type { World } from '../core/world.ts';
import type { Known } from '../github/repository.ts';
import { runAfterTasks } from './after-tasks.ts';
import type { ReleaseContext } from './context.ts';
import { decide } from './decide.ts';
import type { ResourceSurvey, Survey } from './facts.ts';
import { historyFor } from './history.ts';
import { planOf } from './plan.ts';
import { confirmLive } from './proving.ts';
import { refreshed } from './refresh.ts';
import type { ReleaseRequest } from './request.ts';
import { releaseResource } from './resource.ts';
import type { Failure, ResourceResult } from './result.ts';
import { survey } from './survey.ts';

/** Everything that became of a release. */
export interface Release {
  readonly request: ReleaseRequest;
  readonly coolifyVersion: string;
  /** In the order of the steps. */
  readonly resources: readonly ResourceResult[];
  /** Pins that could not be taken back. */
  readonly leftPins: readonly Pin[];
  /** Why the head of the branch is not known; empty when it is. */
  readonly headUnknown: string;
  /** Why it is not known whether the commit is older than what is live; empty when it is known, or nothing else is live. */
  readonly orderUnknown: string;
}

/** Name under which open pins are kept for the post step. */
export const PINS_STATE = 'pins';

/** Makes one commit live on the resources, step by step, and proves it. Stops at the first step that fails. */
export async function release(request: ReleaseRequest, world: World): Promise<Release> {
  const http = world.http({ authorities: request.authorities });
  const client = clientFor(request, http, world);
  const historyNow = () => historyFor(request, http, world);
  const facts = await world.host.chapter('Looking around', () => survey(request, client, historyNow(), world));
  const pins = pinsOf(client, request.coolify, world);
  const shared: Omit<ReleaseContext, 'ask'> = {
    request,
    version: facts.version.text,
    capabilities: facts.capabilities,
    client,
    watch: new DeploymentWatch(client, world.clock),
    pins,
    historyNow,
    http,
    world,
  };
  const resources = request.dryRun
    ? await Promise.all(facts.steps.flat().map(entry => planned(entry, shared)))
    : await carryOut(facts, shared);
  for (const { facts: of, plan } of resources) if (plan !== '') world.host.line(`${of.resource.name}: ${plan}`);
  return {
    request,
    coolifyVersion: facts.version.text,
    resources,
    leftPins: pins.open,
    headUnknown: whyUnknown(facts, ({ head }) => head),
    orderUnknown: whyUnknown(facts, ({ relation }) => relation),
  };
}

export function clientFor(request: Pick<ReleaseRequest, 'coolify' | 'token'>, http: Http, world: World): CoolifyClient {
  return new CoolifyClient({ address: request.coolify, token: request.token, http, pace: paced(world.clock) });
}

/** What is kept for the post step: where the pins are, and which are open. */
export interface OpenPins {
  readonly home: string;
  readonly open: readonly Pin[];
}

export function pinsOf(client: CoolifyClient, { home }: CoolifyAddress, world: World, open: readonly Pin[] = []): Pins {
  const { clock, random, host } = world;
  const remember = (left: readonly Pin[]) =>
    host.state(PINS_STATE, JSON.stringify({ home, open: left } satisfies OpenPins));
  return new Pins({ client, clock, random, remember }, open);
}

async function carryOut(facts: Survey, shared: Omit<ReleaseContext, 'ask'>): Promise<readonly ResourceResult[]> {
  const { host } = shared.world;
  const results: ResourceResult[] = [];
  let stopped = false;
  for (const step of facts.steps) {
    if (stopped) {
      results.push(...step.map(entry => bare(entry, 'not-reached')));
      continue;
    }
    const now = results.length === 0 ? step : await again(step, shared);
    const context: ReleaseContext = { ...shared, ask: askingByTag(step, shared) };
    const names = inSequence(step.map(({ resource }) => resource.name));
    const what = shared.request.sha === undefined ? (shared.request.imageTag ?? '') : abbreviate(shared.request.sha);
    const ended = await host.chapter(`Deploying ${what} to ${names}`, () =>
      Promise.all(now.map(entry => ('state' in entry ? entry : releaseResource(entry, context)))),
    );
    results.push(...ended);
    for (const result of ended) await showLog(result, shared);
    stopped = ended.some(result => result.failure !== undefined);
  }
  return stopped ? results : withTasks(results, { ...shared, ask: undefined });
}

/** A step as it is now that its turn has come; a result where that could not be found out. */
function again(
  step: readonly ResourceSurvey[],
  shared: Omit<ReleaseContext, 'ask'>,
): Promise<readonly (ResourceSurvey | ResourceResult)[]> {
  const history = shared.historyNow();
  return Promise.all(
    step.map(async entry => {
      try {
        const now = await refreshed(entry, history, shared);
        return 'reasonCode' in now ? { ...bare(entry, 'not-reached'), failure: now } : now;
      } catch (thrown) {
        if (!(thrown instanceof Cancelled)) throw thrown;
        return { ...bare(entry, 'not-reached'), failure: cancelledBefore(entry) };
      }
    }),
  );
}

function cancelledBefore({ resource }: ResourceSurvey): Failure {
  return {
    reasonCode: 'cancelled',
    headline: `The run was cancelled before ${resource.name} was deployed. Nothing was triggered on it.`,
    remedy: 'Run the job again: it goes on where it stopped.',
  };
}

/** What a failed deployment said last; with `always` it was shown while it happened. */
async function showLog(result: ResourceResult, { request, world }: Omit<ReleaseContext, 'ask'>): Promise<void> {
  if (result.failure === undefined || result.log.length === 0 || request.logs !== 'on-failure') return;
  await world.host.chapter(`Deployment log of ${result.facts.resource.name}`, async () => {
    for (const line of result.log) world.host.line(line);
  });
}

/**
 * A tag is asked for once, and each of its resources reads its own part of the one answer; but only when all of them are to be
 * deployed as they are. Where one is refused, live, under way or to be pinned first, each is asked for by its id.
 */
function askingByTag(step: readonly ResourceSurvey[], shared: Omit<ReleaseContext, 'ask'>): ReleaseContext['ask'] {
  const { tag, force } = shared.request;
  const alike = step.every(entry => {
    const decision = decide(entry, shared.request, shared.capabilities);
    return (
      decision.kind === 'deploy' &&
      decision.pin === undefined &&
      decision.image === undefined &&
      decision.force === force
    );
  });
  if (tag === undefined || !alike) return undefined;
  let answer: Promise<Reply<readonly DeployEntry[]>> | undefined;
  return () => {
    answer ??= shared.client.deploy({ tag }, force, shared.world.signal);
    return answer;
  };
}

async function withTasks(
  results: readonly ResourceResult[],
  context: ReleaseContext,
): Promise<readonly ResourceResult[]> {
  const ended: ResourceResult[] = [];
  for (const result of results) {
    if (
      ended.some(({ failure }) => failure !== undefined) ||
      result.facts.tasks.length === 0 ||
      !context.request.wait
    ) {
      ended.push(result);
      continue;
    }
    try {
      const { tasks, failure } = await runAfterTasks(result, context);
      ended.push({ ...result, tasks, failure });
    } catch (thrown) {
      if (!(thrown instanceof Cancelled)) throw thrown;
      ended.push({
        ...result,
        failure: {
          reasonCode: 'cancelled',
          headline: `${result.facts.resource.name} is deployed; the run was cancelled while its tasks ran.`,
          remedy: 'Run the job again: it runs the tasks that have not succeeded since.',
        },
      });
    }
  }
  return ended;
}

/** Asks the site as well, so that the plan is what a run would do. */
async function planned(facts: ResourceSurvey, shared: Omit<ReleaseContext, 'ask'>): Promise<ResourceResult> {
  const { request, capabilities, world } = shared;
  let decision = decide(facts, request, capabilities);
  if (decision.kind === 'confirm') {
    const deadline = deadlineIn(world.clock, request.healthTimeout);
    const { live } = await confirmLive(facts, { ...shared, ask: undefined }, deadline);
    if (!live) decision = decide(facts, request, capabilities, false);
  }
  const failure = decision.kind === 'refuse' ? decision : undefined;
  return {
    ...bare(facts, failure === undefined ? 'planned' : 'failed'),
    failure,
    plan: planOf(decision, facts, request),
  };
}

function bare(facts: ResourceSurvey, state: ResourceResult['state']): ResourceResult {
  return {
    facts,
    state,
    failure: undefined,
    deployment: undefined,
    gating: gatingOf(facts.application),
    pinned: false,
    imageTag: undefined,
    versionProved: undefined,
    liveVersion: undefined,
    status: '',
    plan: '',
    log: [],
    logReadable: undefined,
    tasks: [],
  };
}

/** The first reason why something of git's history is not known; empty when all is, or was not needed. */
function whyUnknown(facts: Survey, part: (entry: ResourceSurvey) => Known<unknown>): string {
  for (const entry of facts.steps.flat()) {
    const answer = part(entry);
    if (!answer.known && answer.why !== '') return answer.why;
  }
  return '';
}
