import { describe, expect, test } from '@jest/globals';
import { releaseFacts } from '../../../src/actions/redeploy-facts.ts';
import { redeploySummary } from '../../../src/actions/redeploy-summary.ts';
import { gatingOf } from '../../../src/coolify/gating.ts';
import type { Release } from '../../../src/release/release.ts';
import type { Failure, ResourceResult } from '../../../src/release/result.ts';
import { verdictOf } from '../../../src/release/verdict.ts';
import { NEW } from '../../support/coolify-answers.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { type Facts, releaseRequest, surveyed } from '../../support/release-facts.ts';

function ended(name: string, more: Partial<ResourceResult> = {}, facts: Facts = {}): ResourceResult {
  const found = surveyed(facts);
  return {
    facts: { ...found, resource: { ...found.resource, name } },
    state: 'live',
    failure: undefined,
    deployment: {
      uuid: 'd1',
      startedBy: 'this-run',
      status: 'finished',
      commit: NEW,
      finishedAt: 'x',
      page: '',
      transitions: [],
      duration: 65_000,
    },
    gating: gatingOf(found.application),
    pinned: false,
    imageTag: undefined,
    versionProved: true,
    liveVersion: NEW,
    status: 'running:healthy',
    plan: '',
    log: [],
    logReadable: true,
    tasks: [],
    ...more,
  };
}

const released = (resources: readonly ResourceResult[], more: Partial<Release> = {}): Release => ({
  request: releaseRequest(),
  coolifyVersion: '4.3.10',
  resources,
  leftPins: [],
  headUnknown: '',
  orderUnknown: '',
  ...more,
});

const FAILURE: Failure = {
  reasonCode: 'deployment-failed',
  headline: 'The deployment of worker failed.',
  remedy: 'Read the log.',
};

describe('the verdict of a release', () => {
  test.each<readonly [string, Release, string, string, RegExp]>([
    [
      'all live',
      released([ended('web'), ended('worker')]),
      'passed',
      'deployed',
      /^Commit 1111111 is live on staging \(web and worker\), seen on the live site of web and worker\.$/,
    ],
    [
      'live, not asked',
      released([ended('web', { versionProved: undefined })]),
      'passed',
      'deployed',
      /the live version was not asked\.$/,
    ],
    [
      'all live before',
      released([ended('web', { state: 'already-live', deployment: undefined })]),
      'passed',
      'already-live',
      /is live on staging already \(web\); nothing was deployed\.$/,
    ],
    [
      'one live before',
      released([ended('web', { state: 'already-live', deployment: undefined }), ended('worker')]),
      'passed',
      'deployed',
      /is live/,
    ],
    [
      'planned',
      released([ended('web', { state: 'planned', deployment: undefined })], {
        request: releaseRequest({ dryRun: true }),
      }),
      'passed',
      'planned',
      /nothing was changed/,
    ],
    [
      'triggered',
      released([ended('web', { state: 'triggered' })], { request: releaseRequest({ wait: false }) }),
      'passed',
      'triggered',
      /was not waited for/,
    ],
    [
      'the second failed',
      released([ended('web'), ended('worker', { state: 'failed', failure: FAILURE })]),
      'failed',
      'deployment-failed',
      /^The deployment of worker failed\. Already on the new release: web\.$/,
    ],
  ])('%s', (_, release, outcome, reasonCode, headline) => {
    expect(verdictOf(release)).toMatchObject({ outcome, reasonCode, headline: expect.stringMatching(headline) });
  });

  test('is the worse one of resources that went together', () => {
    const unknown: Failure = { reasonCode: 'timed-out', headline: 'web was still running.', remedy: '' };
    const together = [
      ended('web', { state: 'unknown', failure: unknown }),
      ended('worker', { state: 'failed', failure: FAILURE }),
    ];
    expect(verdictOf(released(together))).toMatchObject({ outcome: 'failed', reasonCode: 'deployment-failed' });
  });

  test('names a pin that was left, with the exact command to take it back', () => {
    const [finding] = verdictOf(
      released([ended('web')], {
        leftPins: [{ application: 'k0wg4s8k8sgk0c0occ4wkgs0', previous: 'HEAD', pinned: NEW }],
      }),
    ).findings;
    expect(finding).toMatchObject({ rule: 'redeploy/pin-left', severity: 'high', subject: 'web' });
    expect(finding?.remedy).toContain(
      `-d '{"git_commit_sha":"HEAD"}' https://coolify.example/api/v1/applications/k0wg4s8k8sgk0c0occ4wkgs0`,
    );
  });

  test('says when "finished" proves little', () => {
    const [finding] = verdictOf(
      released([ended('web', {}, { application: { health_check_enabled: false } })]),
    ).findings.filter(({ rule }) => rule.includes('gated'));
    expect(finding?.message).toContain('no health check');
  });
});

test('a summary cannot be broken by what Coolify says', () => {
  const hostile = 'x|y</details>```\n| a | b |\n@team <img src=x> [l](https://evil.example)';
  const result = ended(hostile, {
    failure: { ...FAILURE, headline: hostile, remedy: hostile },
    state: 'failed',
    liveVersion: hostile,
    log: [hostile],
    deployment: {
      uuid: hostile,
      startedBy: 'unknown',
      status: hostile,
      commit: hostile,
      finishedAt: undefined,
      page: `https://coolify.example/${hostile}`,
      transitions: [
        { state: hostile, at: 0 },
        { state: 'failed', at: 9_000 },
      ],
      duration: 1,
    },
  });
  const release = released([result], { coolifyVersion: hostile });
  const details = releaseFacts(release, 1_000);
  const summary = redeploySummary({ ...verdictOf(release), facts: details.json, details }, recordingWorld());
  const outsideFences = summary.replace(/^ *(`{3,})[^\n]*\n[\s\S]*?\n *\1$/gm, '');
  expect(outsideFences).not.toMatch(/<img|@team|\]\(https:\/\/evil/);
  expect(outsideFences.match(/<details>/g)?.length).toBe(outsideFences.match(/<\/details>/g)?.length);
  const rows = outsideFences.split('\n').filter(line => line.startsWith('|'));
  expect(rows).toHaveLength(3);
  for (const row of rows) expect(row.match(/\|/g)).toHaveLength(7);
});
