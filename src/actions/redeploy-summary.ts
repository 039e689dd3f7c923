import { hasEnded } from '../coolify/answers.ts';
import { abbreviate, parseSha } from '../core/commit.ts';
import { inWords } from '../core/duration.ts';
import type { Finding } from '../core/findings.ts';
import type { World } from '../core/world.ts';
import type { ResourceResult } from '../release/result.ts';
import { block, code, folded, link, plain, table } from '../report/markdown.ts';
import { timeline } from '../report/mermaid.ts';
import { remedyMarkdown } from '../report/remedy.ts';
import { verdict } from '../report/verdict.ts';
import type { RedeployOutcome } from './redeploy-facts.ts';

/** The job summary: verdict, one row a resource, what to know, details folded. */
export function redeploySummary(outcome: RedeployOutcome, world: World): string {
  const { release, duration } = outcome.details;
  const { request, resources } = release;
  const parts = [
    verdict(
      request.environment === undefined ? 'Deployment' : `Deployment to ${plain(request.environment, 60)}`,
      outcome,
    ),
    table(
      ['Resource', 'State', request.dryRun ? 'Plan' : 'Commit or image', 'Deployment', 'Live version', 'Health-gated'],
      resources.map(result => row(result, world, request.dryRun)),
    ),
    `Coolify ${code(release.coolifyVersion)} at ${link(request.coolify.home, request.coolify.home)}, ${inWords(duration)} in all.`,
    ...outcome.findings.map(findingItem),
    ...pictureOf(resources, world.clock.now()),
    ...resources
      .filter(({ log }) => log.length > 0)
      .map(result => folded(`Deployment log of ${plain(result.facts.resource.name, 60)}`, block(result.log))),
    ...resources
      .flatMap(({ tasks }) => tasks)
      .filter(({ output }) => output.length > 0)
      .map(task => folded(`Output of ${plain(task.task, 60)} on ${plain(task.resource, 60)}`, block(task.output))),
  ];
  return parts.join('\n\n');
}

const STATES: Readonly<Record<ResourceResult['state'], string>> = {
  live: 'live',
  'already-live': 'was live already',
  triggered: 'queued',
  planned: 'planned',
  failed: 'failed',
  unknown: 'not known',
  'not-reached': 'not reached',
};

/** Enough of a deployment's id to recognise it; its page has the rest. */
const SHOWN_OF_ID = 8;

function row(result: ResourceResult, world: World, dryRun: boolean): readonly string[] {
  const { facts, deployment, gating } = result;
  return [
    plain(facts.resource.name, 60),
    STATES[result.state],
    dryRun ? plain(result.plan, 300) : whatRuns(result, world),
    deployment === undefined
      ? ''
      : `${deployment.page === '' ? code(deployment.uuid) : link(deployment.uuid.slice(0, SHOWN_OF_ID), deployment.page)}${deployment.startedBy === 'someone-else' ? ' (started elsewhere)' : ''}, ${inWords(deployment.duration)}`,
    liveVersion(result),
    result.state === 'not-reached' ? '' : gating.gated ? 'yes' : 'no',
  ];
}

function liveVersion({ state, versionProved, liveVersion: shown }: ResourceResult): string {
  if (state === 'not-reached') return '';
  if (versionProved === undefined) return 'not asked';
  const version = code(abbreviate(shown ?? ''));
  return versionProved ? `${version}, seen 3 times` : version || 'not readable';
}

/** What runs now, or what was tried and does not. */
function whatRuns(result: ResourceResult, world: World): string {
  const { application, rows } = result.facts;
  const tried = result.state === 'failed' && result.deployment?.status !== 'finished' ? ' (not live)' : '';
  if (result.state === 'not-reached') return '';
  if (application.buildPack === 'dockerimage')
    return `${code(`${application.imageName}:${result.imageTag ?? application.imageTag}`)}${tried}`;
  const commit = result.deployment?.commit ?? rows.find(({ status }) => status === 'finished')?.commit ?? '';
  const { repository, githubServer } = world.host.context;
  const known = parseSha(commit) !== undefined && repository !== undefined;
  const shown = known
    ? link(abbreviate(commit), `${githubServer}/${repository}/commit/${commit}`)
    : code(abbreviate(commit));
  return commit === 'HEAD' ? 'not known yet' : `${shown}${tried}`;
}

function findingItem({ subject, message, remedy }: Finding): string {
  const item = `- **${plain(subject, 60) || 'Note'}**: ${plain(message, 500)}`;
  return remedy === '' ? item : `${item}\n\n${remedyMarkdown(remedy).replace(/^(?=.)/gm, '  ')}`;
}

function pictureOf(resources: readonly ResourceResult[], now: number): readonly string[] {
  const lanes = resources.flatMap(({ facts, deployment }) => {
    const transitions = deployment?.transitions ?? [];
    const last = transitions.at(-1);
    if (last === undefined) return [];
    // A state that had not ended when we stopped looking lasted until then.
    const end = hasEnded({ status: last.state }) ? [] : [{ state: 'left running', at: now }];
    return transitions.length + end.length < 2
      ? []
      : [{ name: facts.resource.name, transitions: [...transitions, ...end] }];
  });
  return lanes.length === 0 ? [] : [folded('Timeline', timeline(lanes))];
}
