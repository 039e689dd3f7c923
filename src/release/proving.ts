import { isWell } from '../coolify/status.ts';
import { type Deadline, deadlineIn } from '../core/clock.ts';
import { abbreviate, namesCommit, parseSha } from '../core/commit.ts';
import type { Milliseconds } from '../core/duration.ts';
import { inWords } from '../core/duration.ts';
import type { Probe, Reading } from '../smoke/version-page.ts';
import { describeSource } from '../smoke/version-source.ts';
import type { ReleaseContext } from './context.ts';
import { wantedVersion } from './decide.ts';
import type { ResourceSurvey } from './facts.ts';
import { type Proof, prove } from './live-site.ts';
import type { Failure, ResourceResult } from './result.ts';

export type LiveProof = Pick<ResourceResult, 'versionProved' | 'liveVersion' | 'status'> & {
  readonly failure: Failure | undefined;
};

type Seen = Pick<LiveProof, 'versionProved' | 'liveVersion' | 'failure'>;

/**
 * Looks at the live application: its version three times in a row, or at least its health page, then Coolify's status.
 * @param once give up at the first answer that is not the wanted one, and leave the status alone
 */
export async function proveLive(
  facts: ResourceSurvey,
  context: ReleaseContext,
  deadline: Deadline,
  once: boolean,
): Promise<LiveProof> {
  const probe = probeOf(facts);
  const site = siteOf(facts.application.address, context);
  let seen: Seen = { versionProved: undefined, liveVersion: undefined, failure: undefined };
  if (probe !== undefined && site !== undefined) seen = await look(probe, site, facts, context, deadline, once);
  if (once || seen.failure !== undefined) return { ...seen, status: '' };
  // Coolify looks at its containers about once a minute, and is given at least that, however long the version took.
  const grace = deadlineIn(context.world.clock, Math.max(deadline.remaining(), SCAN_GRACE));
  return { ...seen, ...(await settleStatus(facts, context, grace)) };
}

/**
 * Asks the witness whether the wanted version is live, three times in a row or not at all. What another resource's page says is no proof of
 * this one's version, only the reason not to deploy it again.
 */
export async function confirmLive(
  facts: ResourceSurvey,
  context: ReleaseContext,
  deadline: Deadline,
): Promise<LiveProof & { readonly live: boolean }> {
  const { witness } = facts;
  const nothing = { versionProved: undefined, liveVersion: undefined, status: '', failure: undefined };
  const site = siteOf(witness?.address, context);
  if (witness === undefined || site === undefined) return { ...nothing, live: false };
  const seen = await look(witness.source, site, facts, context, deadline, true);
  const live = seen.versionProved === true;
  return facts.resource.version === undefined ? { ...nothing, live } : { ...seen, status: '', live };
}

async function look(
  probe: Probe,
  site: URL,
  facts: ResourceSurvey,
  context: ReleaseContext,
  deadline: Deadline,
  once: boolean,
): Promise<Seen> {
  const wanted = wantedVersion(facts, context.request) ?? '';
  const { world, http } = context;
  const proof = await prove({
    site,
    probe,
    http,
    signal: world.signal,
    clock: world.clock,
    deadline,
    once,
    wanted: value => probe.kind === 'health' || isWanted(value, wanted),
    progress: (reading, inARow) =>
      world.host.progress(`${facts.resource.name}: ${describeReading(reading, probe, inARow)}`),
  });
  const liveVersion = proof.last.kind === 'answered' && probe.kind !== 'health' ? proof.last.value : undefined;
  const versionProved = probe.kind === 'health' ? undefined : proof.proved;
  const failure = proof.proved ? undefined : notProved(proof, probe, site, wanted, facts, context);
  return { versionProved, liveVersion, failure };
}

function probeOf(facts: ResourceSurvey): Probe | undefined {
  const { version, health } = facts.resource;
  return version ?? (health === undefined ? undefined : { kind: 'health', path: health });
}

/** The address that was given, else the one an application has in Coolify. */
function siteOf(address: string | undefined, context: ReleaseContext): URL | undefined {
  if (context.request.site !== undefined) return context.request.site;
  return address === undefined || !URL.canParse(address) ? undefined : new URL(address);
}

/** A commit may be abbreviated by the application; a version of an image may not. */
function isWanted(value: string, wanted: string): boolean {
  const sha = parseSha(wanted);
  return sha === undefined ? value.trim() === wanted : namesCommit(value, sha);
}

function describeReading(reading: Reading, probe: Probe, inARow: number): string {
  if (reading.kind === 'no-answer') return `${probe.path} does not answer (${reading.failure.message})`;
  if (reading.kind === 'wrong-answer') return `${probe.path}: ${reading.why}`;
  const what = probe.kind === 'health' ? 'well' : `version ${abbreviate(reading.value)}`;
  return inARow > 0 ? `${what}, seen ${inARow} of 3 times in a row` : `${what}, not the new one yet`;
}

function notProved(
  proof: Proof,
  probe: Probe,
  site: URL,
  wanted: string,
  facts: ResourceSurvey,
  context: ReleaseContext,
): Failure {
  const address = new URL(probe.path, site).href;
  const { name } = facts.resource;
  const waited = inWords(context.request.healthTimeout);
  if (!proof.everAnswered) {
    return {
      reasonCode: 'site-unreachable',
      headline: `${name} is deployed according to Coolify, but ${address} did not answer this runner once in ${waited}${proof.last.kind === 'no-answer' ? `: ${proof.last.failure.message}` : ''}.`,
      remedy:
        'Open the address from the machine that runs the job. If its certificate is signed by a private authority:\nwith:\n  ca-file: certificates/authority.pem',
    };
  }
  if (proof.last.kind === 'answered' && isWanted(proof.last.value, wanted)) {
    return {
      reasonCode: 'wrong-version',
      headline: `${name} is deployed, and ${address} shows ${abbreviate(wanted)} at last, but not three times in a row within ${waited}.`,
      remedy:
        'If it only needed longer, run the job again or give it more time; if it changes back and forth, an old container still answers:\nwith:\n  health-timeout: 5m',
    };
  }
  if (proof.last.kind === 'answered') {
    return {
      reasonCode: 'wrong-version',
      headline: `${name} is deployed according to Coolify, but ${address} still shows ${abbreviate(proof.last.value) || 'no version'} instead of ${abbreviate(wanted)} after ${waited}.`,
      remedy:
        'Check that the address leads to this application, that no cache stands in between, and that the version is taken from the running release (Coolify sets SOURCE_COMMIT).',
    };
  }
  const why = proof.last.kind === 'wrong-answer' ? proof.last.why : proof.last.failure.message;
  return {
    reasonCode: probe.kind === 'health' ? 'unhealthy' : 'version-unreadable',
    headline: `${name} is deployed according to Coolify, but ${address} does not answer as it should after ${waited}: ${why}.`,
    remedy:
      probe.kind === 'health'
        ? 'Read the application log in Coolify.'
        : `Mend the page, or say where the version is:\nwith:\n  version: ${probe.path}#$.version   # now: ${describeSource(probe)}`,
  };
}

const STATUS_EVERY: Milliseconds = 3_000;
const SCAN_GRACE: Milliseconds = 60_000;

/**
 * Coolify's own word. It lags behind: after a healthy swap it says `running:unhealthy` until its next look at the containers,
 * so only what it says at the end of the grace period counts.
 */
async function settleStatus(
  facts: ResourceSurvey,
  context: ReleaseContext,
  deadline: Deadline,
): Promise<Pick<LiveProof, 'status' | 'failure'>> {
  const { client, world } = context;
  const began = world.clock.elapsed();
  let status = '';
  for (;;) {
    const reply = await client.application(facts.resource.uuid, world.signal);
    // Only the word at the end counts, not the last one before Coolify fell silent.
    status = reply.ok ? reply.value.status : '';
    if (reply.ok && isWell(status)) return { status, failure: undefined };
    if (deadline.remaining() <= STATUS_EVERY)
      return { status, failure: unhealthy(status, facts, world.clock.elapsed() - began) };
    world.host.progress(`${facts.resource.name}: Coolify says ${status || 'nothing yet'}`);
    await world.clock.sleep(STATUS_EVERY, world.signal);
  }
}

function unhealthy(status: string, facts: ResourceSurvey, waited: Milliseconds): Failure {
  const { name } = facts.resource;
  if (status === '') {
    return {
      reasonCode: 'state-unreadable',
      headline: `${name} is deployed, but Coolify could not be asked how it is.`,
      remedy: 'Look in Coolify; run the job again when it answers.',
    };
  }
  return {
    reasonCode: 'unhealthy',
    headline: `${name} is deployed, but Coolify still says "${status}" after ${inWords(waited)}.`,
    remedy:
      'Read the application log in Coolify. If the container only starts slowly, raise the start period of its health check.',
  };
}
