import { abbreviate } from '../core/commit.ts';
import type { Finding } from '../core/findings.ts';
import type { Outcome, OutcomeKind } from '../core/outcome.ts';
import { count, inSequence } from '../core/text.ts';
import { REDEPLOY_REASONS, type ReleaseReason } from './reasons.ts';
import type { Release } from './release.ts';
import type { ResourceResult } from './result.ts';

export type Verdict = Pick<Outcome, 'outcome' | 'headline' | 'remedy' | 'findings'> & {
  readonly reasonCode: ReleaseReason;
};

/** The release as a whole: the resource that ended worst decides. */
export function verdictOf(release: Release): Verdict {
  const findings = findingsOf(release);
  const failed = worst(release.resources);
  if (failed?.failure !== undefined) {
    const { headline, remedy } = failed.failure;
    const reasonCode = reasonOf(failed.failure.reasonCode, release);
    return {
      outcome: REDEPLOY_REASONS[reasonCode].outcome,
      reasonCode,
      headline: `${headline}${elsewhere(release, failed)}`,
      remedy,
      findings,
    };
  }
  const reasonCode = passedAs(release);
  return { outcome: 'passed', reasonCode, headline: passedHeadline(release, reasonCode), remedy: '', findings };
}

/** What is known to be bad says more than what is not known; among equals the first decides. */
const WORST_FIRST: readonly OutcomeKind[] = ['failed', 'error', 'inconclusive'];

function worst(resources: readonly ResourceResult[]): ResourceResult | undefined {
  const rank = ({ failure }: ResourceResult) =>
    failure === undefined ? WORST_FIRST.length : WORST_FIRST.indexOf(REDEPLOY_REASONS[failure.reasonCode].outcome);
  return resources.filter(({ failure }) => failure !== undefined).sort((a, b) => rank(a) - rank(b))[0];
}

/** `error` promises that nothing was triggered; once something was, the release is a failed one. */
function reasonOf(reasonCode: ReleaseReason, release: Release): ReleaseReason {
  const triggered = release.resources.some(
    ({ deployment, state, tasks }) =>
      deployment !== undefined ||
      // Asked for, and lost sight of.
      state === 'unknown' ||
      tasks.some(({ status }) => status === 'success' || status === 'failed'),
  );
  return triggered && REDEPLOY_REASONS[reasonCode].outcome === 'error' ? 'partly-deployed' : reasonCode;
}

function passedAs(release: Release): 'planned' | 'triggered' | 'already-live' | 'deployed' {
  if (release.request.dryRun) return 'planned';
  if (!release.request.wait)
    return release.resources.every(({ state }) => state === 'already-live') ? 'already-live' : 'triggered';
  return release.resources.every(({ state }) => state === 'already-live') ? 'already-live' : 'deployed';
}

/** What is live elsewhere when a later or parallel resource failed: two resources on two commits is worth a sentence. */
function elsewhere(release: Release, failed: ResourceResult): string {
  const live = release.resources.filter(
    result => result !== failed && (result.state === 'live' || result.state === 'already-live'),
  );
  if (live.length === 0) return '';
  return ` Already on the new release: ${inSequence(live.map(({ facts }) => facts.resource.name))}.`;
}

function passedHeadline(release: Release, reason: 'planned' | 'triggered' | 'already-live' | 'deployed'): string {
  const { request, resources } = release;
  const names =
    resources.length > 6
      ? count(resources.length, 'resource')
      : inSequence(resources.map(({ facts }) => facts.resource.name));
  const where = request.environment === undefined ? '' : ` on ${request.environment}`;
  const what = whatIsLive(release);
  switch (reason) {
    case 'planned':
      return `This is what would be done with ${names}${where}; nothing was changed.`;
    case 'triggered':
      return `The deployment of ${what} to ${names}${where} is queued; whether it succeeds was not waited for.`;
    case 'already-live':
      return `${what} is live${where} already (${names}); nothing was deployed.`;
    case 'deployed': {
      const seen = resources.filter(({ versionProved }) => versionProved === true);
      return `${what} is live${where} (${names})${seen.length > 0 ? `, seen on the live site of ${inSequence(seen.map(({ facts }) => facts.resource.name))}.` : ', according to Coolify; the live version was not asked.'}`;
    }
  }
}

function whatIsLive(release: Release): string {
  const { request, resources } = release;
  const images = resources.filter(({ facts }) => facts.application.buildPack === 'dockerimage');
  const tag = request.imageTag ?? images[0]?.facts.application.imageTag ?? '';
  if (images.length === resources.length) return `Image tag ${tag}`;
  const commit = `Commit ${abbreviate(request.sha ?? '')}`;
  return images.length === 0 ? commit : `${commit} (image tag ${tag})`;
}

/** What a person should know although it did not decide the outcome. */
function findingsOf(release: Release): readonly Finding[] {
  const { request, resources } = release;
  const asked = resources.filter(({ state }) => state !== 'not-reached');
  return [
    ...release.leftPins.map(
      (pin): Finding => ({
        rule: 'redeploy/pin-left',
        severity: 'high',
        subject: nameOf(release, pin.application),
        message: `The application is still pinned to ${abbreviate(pin.pinned)}: every later deployment builds that commit.`,
        evidence: `git_commit_sha was ${pin.previous} before`,
        remedy: `Put it back (token with write):\ncurl -X PATCH -H "Authorization: Bearer $COOLIFY_TOKEN" -H "Content-Type: application/json" -d '{"git_commit_sha":"${pin.previous}"}' ${request.coolify.api.href}applications/${pin.application}`,
      }),
    ),
    ...asked
      .filter(({ gating }) => !gating.gated)
      .map(
        ({ facts, gating }): Finding => ({
          rule: 'redeploy/not-health-gated',
          severity: 'medium',
          subject: facts.resource.name,
          message: `For ${facts.resource.name} "finished" proves little: ${gating.why}.`,
          evidence: `build pack ${facts.application.buildPack || 'unknown'}`,
          remedy: gating.remedy,
        }),
      ),
    ...foreignPins(release),
    ...versionFindings(release),
    ...logFindings(asked, request.logs),
    ...withheldFindings(asked),
    ...headFinding(release),
    ...orderFinding(release),
  ];
}

function nameOf(release: Release, uuid: string): string {
  return release.resources.find(({ facts }) => facts.resource.uuid === uuid)?.facts.resource.name ?? uuid;
}

/** A pin that was there before us: kept on purpose, or left by a run whose machine died. */
function foreignPins(release: Release): readonly Finding[] {
  return release.resources
    .filter(({ facts }) => facts.application.buildPack !== 'dockerimage' && facts.application.pin !== 'HEAD')
    .map(({ facts }) => ({
      rule: 'redeploy/pinned-before',
      severity: 'medium' as const,
      subject: facts.resource.name,
      message: `${facts.resource.name} was pinned to ${abbreviate(facts.application.pin)} before this run, which leaves it so: deployments by others build that commit.`,
      evidence: `git_commit_sha is ${facts.application.pin}`,
      remedy: 'If nobody pinned it on purpose, set the commit to HEAD in Coolify (Git Source, Commit SHA).',
    }));
}

function versionFindings(release: Release): readonly Finding[] {
  const { request, resources } = release;
  const live = resources.filter(({ state }) => state === 'live' || state === 'already-live');
  if (!request.wait || live.length === 0 || resources.some(({ facts }) => facts.resource.version !== undefined))
    return [];
  return [
    {
      rule: 'redeploy/version-not-proved',
      severity: 'low',
      subject: request.environment ?? '',
      message: "The commit is proven by Coolify's row alone; the live site was not asked which commit it runs.",
      evidence: 'no version is configured',
      remedy:
        'Let a page tell the commit (Coolify gives the container SOURCE_COMMIT) and name it:\nwith:\n  version: /health/#$.version',
    },
  ];
}

function logFindings(asked: readonly ResourceResult[], policy: string): readonly Finding[] {
  if (policy === 'never' || !asked.some(({ logReadable }) => logReadable === false)) return [];
  const hidden = asked.some(({ facts }) => facts.application.postCommand !== '');
  return [
    {
      rule: 'redeploy/logs-unreadable',
      severity: 'low',
      subject: 'coolify-token',
      message: `The token may not read deployment logs${hidden ? ', so a post-deployment command that fails cannot be noticed' : ''}.`,
      evidence: 'the deployment came without logs',
      remedy: 'Add the ability read:sensitive to the token in Coolify.',
    },
  ];
}

/** The guard against going back is off, and nobody should think that it is on. */
function orderFinding(release: Release): readonly Finding[] {
  // The head is asked from the same place; one notice is enough.
  if (release.orderUnknown === '' || release.headUnknown !== '') return [];
  return [
    {
      rule: 'redeploy/order-unknown',
      severity: 'low',
      subject: 'github-token',
      message: `Whether this commit is older than the live one is not known: ${release.orderUnknown}.`,
      evidence: 'a run that is repeated by mistake would go back',
      remedy:
        'Let the job read the repository:\npermissions:\n  contents: read   # to compare the commit with the live one',
    },
  ];
}

/** Without the values that must not be shown, nothing is shown in which they may stand. */
function withheldFindings(asked: readonly ResourceResult[]): readonly Finding[] {
  return asked
    .filter(({ facts }) => !facts.secretsKnown)
    .map(({ facts }) => ({
      rule: 'redeploy/output-withheld',
      severity: 'medium' as const,
      subject: facts.resource.name,
      message: `Coolify did not tell the variables of ${facts.resource.name}, so no log line and no output of it is shown: a secret could stand in it.`,
      evidence: 'reading the variables failed again and again',
      remedy:
        'Open the variables of the application in Coolify; one that cannot be decrypted makes the whole list fail.',
    }));
}

function headFinding(release: Release): readonly Finding[] {
  if (release.headUnknown === '') return [];
  return [
    {
      rule: 'redeploy/head-unknown',
      severity: 'low',
      subject: 'github-token',
      message: `Which commit the branch points at is not known: ${release.headUnknown}.`,
      evidence: 'Coolify builds the head of the branch unless the commit is pinned',
      remedy:
        'Let the job read the repository:\npermissions:\n  contents: read   # to compare the commit with the branch',
    },
  ];
}
