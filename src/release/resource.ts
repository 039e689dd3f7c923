import { type DeploymentRow, hasEnded } from '../coolify/answers.ts';
import { type Followed, follow } from '../coolify/follow.ts';
import { gatingOf, gatingSeen } from '../coolify/gating.ts';
import { explainLog, visibleLines } from '../coolify/logs.ts';
import type { Problem } from '../coolify/problems.ts';
import { type StartedBy, type Triggered, trigger } from '../coolify/trigger.ts';
import { type Deadline, deadlineIn } from '../core/clock.ts';
import type { Milliseconds } from '../core/duration.ts';
import { Cancelled } from '../core/errors.ts';
import { endCancelled } from './cancelling.ts';
import type { ReleaseContext } from './context.ts';
import { type Decision, type Deploy, decide } from './decide.ts';
import type { ResourceSurvey } from './facts.ts';
import { failureState, judgeDeployment, judgeTrigger, unknownImage, wrongCommit } from './judge.ts';
import { prepare, putTagBack } from './preparing.ts';
import { confirmLive, proveLive } from './proving.ts';
import { refreshed } from './refresh.ts';
import type { DeploymentFacts, Failure, ResourceResult } from './result.ts';

/** Somebody else's deployment may turn out to be of another commit; then ours is still to come. */
const MOST_ROUNDS = 3;
/** A cancelled step has 7.5 s until SIGTERM, and has to write its outputs as well. */
const CANCEL_PATIENCE: Milliseconds = 1_400;
const RESTORE_PATIENCE: Milliseconds = 60_000;
const LINES_SHOWN = 40;

/** Makes the release live on one application and proves it. Its result says how far it came, also when it was cancelled. */
export async function releaseResource(facts: ResourceSurvey, context: ReleaseContext): Promise<ResourceResult> {
  const run = new ResourceRun(facts, context);
  try {
    return await run.go();
  } catch (thrown) {
    if (!(thrown instanceof Cancelled)) throw thrown;
    const [result] = await Promise.all([run.cancelled(), run.restorePin()]);
    return result;
  } finally {
    await run.restorePin();
  }
}

class ResourceRun {
  #facts: ResourceSurvey;
  readonly #context: ReleaseContext;
  readonly #began: number;
  readonly #deadline: Deadline;
  #deployment: DeploymentFacts | undefined;
  #row: DeploymentRow | undefined;
  #pinned = false;
  #hurriedRestore: Promise<Problem | undefined> | undefined;
  /** Whether a deployment may have been asked for. */
  #asked = false;
  #proof: Pick<ResourceResult, 'versionProved' | 'liveVersion' | 'status'> = {
    versionProved: undefined,
    liveVersion: undefined,
    status: '',
  };

  constructor(facts: ResourceSurvey, context: ReleaseContext) {
    this.#facts = facts;
    this.#context = context;
    this.#began = context.world.clock.elapsed();
    this.#deadline = deadlineIn(context.world.clock, context.request.timeout);
  }

  async go(): Promise<ResourceResult> {
    const { request, capabilities } = this.#context;
    let decision = decide(this.#facts, request, capabilities);
    if (decision.kind === 'confirm') {
      if (await this.#isLiveAlready()) return this.#result('already-live');
      decision = decide(this.#facts, request, capabilities, false);
    }
    for (let round = 1; ; round += 1) {
      const failure = await this.#carryOut(decision);
      await this.restorePin();
      if (failure !== undefined) {
        if (failureState(failure) === 'failed' && this.#deployment?.status !== 'finished')
          await putTagBack(decision, this.#facts, this.#context);
        return this.#result(failureState(failure), failure);
      }
      if (!request.wait) return this.#result('triggered');
      const verdict = await this.#prove(round);
      if (verdict !== 'another-round')
        return verdict === undefined ? this.#result('live') : this.#result(failureState(verdict), verdict);
      const now = await refreshed(this.#facts, this.#context.historyNow(), this.#context);
      if ('reasonCode' in now) return this.#result(failureState(now), now);
      this.#facts = now;
      decision = decide(now, request, capabilities, false);
    }
  }

  /** Coolify's newest finished row is it; the site has the last word. */
  async #isLiveAlready(): Promise<boolean> {
    const { world, request } = this.#context;
    const { live, ...proof } = await confirmLive(
      this.#facts,
      this.#context,
      deadlineIn(world.clock, request.healthTimeout),
    );
    this.#proof = proof;
    return live;
  }

  async #carryOut(decision: Decision): Promise<Failure | undefined> {
    if (decision.kind === 'refuse') return decision;
    if (decision.kind === 'adopt') {
      this.#say(`following deployment ${decision.row.uuid}, which is under way for this commit`);
      return this.#follow(decision.row, 'someone-else');
    }
    if (decision.kind === 'confirm') return undefined;
    const refused = await prepare(decision, this.#facts, this.#deadline, this.#context);
    if (refused !== undefined) return refused;
    this.#pinned ||= decision.pin !== undefined;
    const triggered = await this.#trigger(decision);
    if (triggered.kind !== 'following')
      return judgeTrigger(triggered, this.#facts, this.#context.request, this.#context.version);
    this.#say(
      triggered.startedBy !== 'someone-else'
        ? `deployment ${triggered.row.uuid} is queued`
        : `Coolify is deploying already: following ${triggered.row.uuid}`,
    );
    return this.#follow(triggered.row, triggered.startedBy);
  }

  #trigger(decision: Deploy): Promise<Triggered> {
    const { client, request, world } = this.#context;
    const { rows, resource } = this.#facts;
    // The one answer to the tag is used up by the first round.
    const ask = this.#asked ? undefined : this.#context.ask;
    this.#asked = true;
    // A former round followed somebody else's; from here on it is about ours.
    this.#deployment = undefined;
    this.#row = undefined;
    return trigger({
      client,
      application: resource.uuid,
      force: decision.force,
      commit: request.sha,
      expected: decision.guaranteed ? [request.sha ?? 'HEAD', 'HEAD', this.#facts.application.pin] : undefined,
      known: new Set(rows.map(row => row.uuid)),
      clock: world.clock,
      random: world.random,
      signal: world.signal,
      deadline: this.#deadline,
      progress: text => this.#progress(text),
      ...(ask === undefined ? {} : { ask }),
    });
  }

  async #follow(row: DeploymentRow, startedBy: StartedBy): Promise<Failure | undefined> {
    const { request, world, watch } = this.#context;
    this.#note(row, startedBy, undefined);
    if (!request.wait && !this.#pinned) return undefined;
    const followed = await follow(row.uuid, watch, {
      clock: world.clock,
      random: world.random,
      signal: world.signal,
      deadline: this.#deadline,
      // Without waiting, a pin may be taken back as soon as the job has read it.
      until: request.wait ? 'ended' : 'started',
      showLastLine: request.logs !== 'never' && this.#facts.secretsKnown,
      progress: text => this.#progress(text),
      logLine: line =>
        request.logs === 'always' &&
        this.#facts.secretsKnown &&
        world.host.line(`${this.#facts.resource.name} | ${line}`),
    });
    this.#note(followed.row ?? row, startedBy, followed);
    if (!request.wait) return undefined;
    return judgeDeployment(followed, this.#facts, request);
  }

  #note(row: DeploymentRow, startedBy: StartedBy, followed: Followed | undefined): void {
    const { request, world } = this.#context;
    this.#row = row;
    this.#deployment = {
      uuid: row.uuid,
      startedBy,
      status: row.status,
      commit: row.commit,
      finishedAt: row.finishedAt,
      page: row.path === '' ? '' : `${request.coolify.home}${row.path.startsWith('/') ? '' : '/'}${row.path}`,
      transitions: followed?.transitions ?? [],
      duration: world.clock.elapsed() - this.#began,
    };
  }

  /** Commit, live version and status, after a deployment that Coolify calls finished. */
  async #prove(round: number): Promise<Failure | 'another-round' | undefined> {
    const { request, world } = this.#context;
    const { application, resource } = this.#facts;
    const deployment = this.#deployment;
    const isImage = application.buildPack === 'dockerimage';
    if (deployment !== undefined && !isImage && deployment.commit !== request.sha) {
      if (deployment.startedBy === 'someone-else' && round < MOST_ROUNDS) {
        this.#say(`that deployment was of ${deployment.commit}; now ours`);
        return 'another-round';
      }
      return wrongCommit(deployment.commit, this.#facts, request);
    }
    // Rows of images name no tag: whether somebody else's deployment was of ours, only the site can tell.
    const foreign = isImage && deployment?.startedBy === 'someone-else';
    if (foreign && resource.version === undefined) {
      return round < MOST_ROUNDS ? 'another-round' : unknownImage(this.#facts);
    }
    this.#say('finished; looking at the live application');
    const doubtful = foreign && round < MOST_ROUNDS;
    const deadline = deadlineIn(world.clock, request.healthTimeout);
    const proof = await proveLive(this.#facts, this.#context, deadline, doubtful);
    this.#proof = proof;
    return doubtful && proof.failure !== undefined ? 'another-round' : proof.failure;
  }

  async cancelled(): Promise<ResourceResult> {
    const { request, client } = this.#context;
    const { name, uuid } = this.#facts.resource;
    const end = await endCancelled({
      client: client.hurried(),
      application: uuid,
      // What somebody else started is not ours to end.
      policy: this.#deployment?.startedBy === 'someone-else' ? 'leave' : request.onCancel,
      wanted: request.sha,
      pinned: this.#pinned,
      followed: this.#deployment?.uuid,
      known: this.#asked ? new Set(this.#facts.rows.map(row => row.uuid)) : undefined,
    });
    if (end.row !== undefined) this.#note(end.row, this.#deployment?.startedBy ?? 'unknown', undefined);
    this.#say(end.told);
    return this.#result('unknown', {
      reasonCode: 'cancelled',
      headline: `The run was cancelled while ${name} was being deployed. ${end.told}`,
      remedy: 'Run the job again: it follows a deployment that is still under way, and finds one that has finished.',
    });
  }

  async restorePin(): Promise<void> {
    const { pins, world } = this.#context;
    const { signal } = world;
    const { uuid } = this.#facts.resource;
    if (!pins.open.some(pin => pin.application === uuid)) return;
    const problem = signal.aborted
      ? await this.#restoreHurriedly()
      : await pins.restore(uuid, RESTORE_PATIENCE, signal).catch(() => this.#restoreHurriedly());
    if (problem === undefined) this.#say('the pin was taken back');
  }

  /** Tried once, however many wait for it: what it does not manage in these seconds is the post step's. */
  #restoreHurriedly(): Promise<Problem | undefined> {
    const { pins } = this.#context;
    this.#hurriedRestore ??= pins.restore(this.#facts.resource.uuid, CANCEL_PATIENCE, new AbortController().signal);
    return this.#hurriedRestore;
  }

  #result(state: ResourceResult['state'], failure?: Failure): ResourceResult {
    const { request } = this.#context;
    const wanted = request.logs === 'always' || (request.logs === 'on-failure' && failure !== undefined);
    const shown = wanted && this.#facts.secretsKnown;
    return {
      facts: this.#facts,
      state,
      failure,
      deployment: this.#deployment,
      gating: gatingSeen(
        gatingOf(this.#facts.application),
        this.#row?.status === 'failed' ? explainLog(this.#row.log) : undefined,
      ),
      pinned: this.#pinned,
      imageTag:
        this.#facts.application.buildPack === 'dockerimage'
          ? (request.imageTag ?? this.#facts.application.imageTag)
          : undefined,
      ...this.#proof,
      plan: '',
      log: shown ? visibleLines(this.#row?.log).slice(-LINES_SHOWN) : [],
      // Only a row that was read on its own can tell: lists hide logs since 4.2.
      logReadable: this.#row !== undefined && hasEnded(this.#row) ? this.#row.log !== undefined : undefined,
      tasks: [],
    };
  }

  #say(text: string): void {
    this.#context.world.host.line(`${this.#facts.resource.name}: ${text}`);
  }

  #progress(text: string): void {
    this.#context.world.host.progress(`${this.#facts.resource.name}: ${text}`);
  }
}
