import { describe, expect, test } from '@jest/globals';
import { capabilitiesOf, parseVersion } from '../../../src/coolify/capabilities.ts';
import { type Decision, decide, wantedVersion } from '../../../src/release/decide.ts';
import { planOf } from '../../../src/release/plan.ts';
import type { PinPolicy, ReleaseRequest } from '../../../src/release/request.ts';
import { FINISHED, NEW, OLD, OTHER } from '../../support/coolify-answers.ts';
import { type Facts, releaseRequest, surveyed } from '../../support/release-facts.ts';

function capabilities(text: string) {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(text);
  return capabilitiesOf(version);
}

function decided(facts: Facts, request: Partial<ReleaseRequest> = {}, version = '4.3.10', mayBeLive = true): Decision {
  return decide(surveyed(facts), releaseRequest(request), capabilities(version), mayBeLive);
}

/** A decision in a word or two, for tables. */
function short(decision: Decision): string {
  switch (decision.kind) {
    case 'refuse':
      return `refuse: ${decision.reasonCode}`;
    case 'confirm':
    case 'adopt':
      return `${decision.kind} ${decision.row.uuid}`;
    case 'deploy':
      return [
        'deploy',
        ...(decision.pin === undefined
          ? []
          : [`pinned, then ${decision.pin.previous === OTHER ? 'the other' : decision.pin.previous}`]),
        ...(decision.image === undefined ? [] : [`tag ${decision.image.previous}>${decision.image.tag}`]),
        ...(decision.force ? ['forced'] : []),
        ...(decision.guaranteed ? [] : ['hoping']),
      ].join(', ');
  }
}

const SAME = { known: true, value: NEW } as const;
const MOVED = { known: true, value: OTHER } as const;
const UNKNOWN = { known: false, why: 'nobody knows' } as const;

type Row = readonly [version: string, pin: PinPolicy, head: Facts['head'], pinned: string, decision: string];

describe('whether a commit is pinned', () => {
  test.each<Row>([
    // Pins are honoured.
    ['4.2.0', 'auto', SAME, 'HEAD', 'deploy'],
    ['4.2.0', 'auto', MOVED, 'HEAD', 'deploy, pinned, then HEAD'],
    ['4.2.0', 'auto', UNKNOWN, 'HEAD', 'deploy, pinned, then HEAD'],
    ['4.2.0', 'auto', SAME, OTHER, 'deploy, pinned, then the other'],
    ['4.2.0', 'auto', MOVED, NEW, 'deploy'],
    // An abbreviation is not the commit: Coolify would write it into the row as it is.
    ['4.3.10', 'auto', SAME, NEW.slice(0, 8), `deploy, pinned, then ${NEW.slice(0, 8)}`],
    ['4.3.10', 'always', SAME, 'HEAD', 'deploy, pinned, then HEAD'],
    ['4.3.10', 'always', UNKNOWN, NEW, 'deploy'],
    ['4.3.10', 'never', SAME, 'HEAD', 'deploy'],
    ['4.3.10', 'never', MOVED, 'HEAD', 'refuse: commit-not-guaranteed'],
    ['4.3.10', 'never', UNKNOWN, 'HEAD', 'deploy, hoping'],
    ['4.3.10', 'never', SAME, OTHER, 'refuse: commit-not-guaranteed'],
    ['4.3.10', 'never', MOVED, NEW, 'deploy'],
    // Pins are ignored.
    ['4.0.0', 'auto', SAME, 'HEAD', 'deploy'],
    ['4.1.2', 'auto', SAME, OTHER, 'deploy'],
    ['4.1.2', 'auto', MOVED, 'HEAD', 'refuse: commit-not-guaranteed'],
    ['4.1.2', 'auto', MOVED, NEW, 'refuse: commit-not-guaranteed'],
    ['4.1.2', 'auto', UNKNOWN, 'HEAD', 'deploy, hoping'],
    ['4.1.2', 'never', UNKNOWN, 'HEAD', 'deploy, hoping'],
    ['4.1.2', 'always', SAME, 'HEAD', 'refuse: commit-not-guaranteed'],
  ])('Coolify %s, pin %s, head %j, pinned to %s before: %s', (version, pin, head, pinned, decision) => {
    expect(short(decided({ head: head ?? SAME, application: { git_commit_sha: pinned } }, { pin }, version))).toBe(
      decision,
    );
  });

  test('is said with the reason, and that nothing was triggered', () => {
    expect(decided({ head: MOVED }, { pin: 'auto' }, '4.1.2')).toMatchObject({
      headline:
        'web would not run 1111111: The head of staging is 2222222, and this version of Coolify always builds the head (4.2 is the first that honours pins). Nothing was triggered on it.',
    });
    expect(decided({ head: MOVED }, { pin: 'never' })).toMatchObject({
      headline:
        'web would not run 1111111: The head of staging is 2222222, and pin: never forbids to pin another commit. Nothing was triggered on it.',
    });
  });
});

const LIVE = { deployment_uuid: 'live', id: 5, commit: NEW, ...FINISHED };
const BEFORE = { deployment_uuid: 'before', id: 4, commit: OLD, ...FINISHED };
const FAILED = { deployment_uuid: 'failed', id: 6, status: 'failed', commit: OTHER };
const RUNNING = { deployment_uuid: 'running', id: 7, status: 'in_progress', commit: NEW };
const VERSION = '/health/#$.version';

describe('whether a commit is deployed at all', () => {
  test.each<readonly [string, Facts, Partial<ReleaseRequest>, string]>([
    ['nothing was ever deployed', {}, {}, 'deploy'],
    ['it is live and can be asked', { rows: [LIVE, BEFORE], version: VERSION }, {}, 'confirm live'],
    ['it is live and cannot be asked', { rows: [LIVE, BEFORE] }, {}, 'deploy'],
    ['it is live, and force is set', { rows: [LIVE], version: VERSION }, { force: true }, 'deploy, forced'],
    ['it is live, and a later one failed', { rows: [FAILED, LIVE], version: VERSION }, {}, 'confirm live'],
    ['it was live, before another', { rows: [{ ...BEFORE, id: 9 }, LIVE], version: VERSION }, {}, 'deploy'],
    ['it is under way', { rows: [RUNNING, BEFORE] }, {}, 'adopt running'],
    ['it is live and under way again', { rows: [RUNNING, LIVE], version: VERSION }, {}, 'adopt running'],
    ['it is under way, and force is set', { rows: [RUNNING, BEFORE] }, { force: true }, 'deploy, forced'],
    [
      'it is under way by force, and force is set',
      { rows: [{ ...RUNNING, force_rebuild: true }] },
      { force: true },
      'adopt running',
    ],
    ['another one is under way', { rows: [{ ...RUNNING, commit: OTHER }, LIVE], version: VERSION }, {}, 'deploy'],
    ['one of an unknown commit is under way', { rows: [{ ...RUNNING, commit: 'HEAD' }] }, {}, 'deploy'],
    ['a newer one is live', { rows: [BEFORE], relation: { known: true, value: 'older' } }, {}, 'refuse: stale-run'],
    [
      'a newer one is live, and force is set',
      { rows: [BEFORE], relation: { known: true, value: 'older' } },
      { force: true },
      'refuse: stale-run',
    ],
    ['an older one is live', { rows: [BEFORE], relation: { known: true, value: 'newer' } }, {}, 'deploy'],
    [
      'one of another line of history is live',
      { rows: [BEFORE], relation: { known: true, value: 'diverged' } },
      {},
      'deploy',
    ],
    ['no commit is known', {}, { sha: undefined }, 'refuse: invalid-input'],
  ])('when %s', (_, facts, request, decision) => {
    expect(short(decided(facts, request))).toBe(decision);
  });

  test('a site that has said otherwise is not asked a second time', () => {
    expect(short(decided({ rows: [LIVE], version: VERSION }, {}, '4.3.10', false))).toBe('deploy');
  });
});

describe('a docker image', () => {
  const image = (tag: string): Readonly<Record<string, unknown>> => ({
    build_pack: 'dockerimage',
    docker_registry_image_name: 'org/app',
    docker_registry_image_tag: tag,
  });
  const done = { deployment_uuid: 'live', commit: 'HEAD', ...FINISHED };
  const busy = { deployment_uuid: 'running', commit: 'HEAD', status: 'in_progress' };

  test.each<readonly [string, Facts, Partial<ReleaseRequest>, string]>([
    ['with a new tag', { application: image('1') }, { imageTag: '2' }, 'deploy, tag 1>2, forced'],
    [
      'with a new tag while one runs, which Coolify would drop',
      { application: image('1'), rows: [busy] },
      { imageTag: '2' },
      'deploy, tag 1>2, forced',
    ],
    [
      'with its own tag while one runs',
      { application: image('2'), rows: [busy, done] },
      { imageTag: '2' },
      'adopt running',
    ],
    [
      'with its own tag, live and asked',
      { application: image('2'), rows: [done], version: VERSION },
      { imageTag: '2' },
      'confirm live',
    ],
    [
      'with its own tag, live and not to be asked',
      { application: image('2'), rows: [done] },
      { imageTag: '2' },
      'deploy',
    ],
    ['without any tag given', { application: image('2'), rows: [] }, {}, 'deploy'],
    [
      'by force',
      { application: image('2'), rows: [done], version: VERSION },
      { imageTag: '2', force: true },
      'deploy, forced',
    ],
    ['without a commit', { application: image('1') }, { imageTag: '2', sha: undefined }, 'deploy, tag 1>2, forced'],
  ])('%s', (_, facts, request, decision) => {
    expect(short(decided(facts, request))).toBe(decision);
  });

  test('is known by the expected version, else by the tag', () => {
    const facts = surveyed({ application: image('1') });
    expect(wantedVersion(facts, releaseRequest({ imageTag: '2', expectedVersion: '2.0' }))).toBe('2.0');
    expect(wantedVersion(facts, releaseRequest({ imageTag: '2' }))).toBe('2');
    expect(wantedVersion(facts, releaseRequest())).toBe('1');
    expect(wantedVersion(surveyed(), releaseRequest({ expectedVersion: '2.0' }))).toBe(NEW);
  });
});

test.each<readonly [Facts, Partial<ReleaseRequest>, string]>([
  [{}, {}, 'would deploy 1111111'],
  [{ head: MOVED }, {}, 'would deploy 1111111, pinned for the deployment (now HEAD)'],
  [{ head: UNKNOWN }, { pin: 'never' }, 'would deploy 1111111, commit only compared afterwards'],
  [{ rows: [LIVE], version: VERSION }, {}, 'is live already, seen on the live site; nothing would be deployed'],
  [{ rows: [RUNNING] }, {}, 'deployment running is under way; would be followed'],
  [{ head: MOVED }, { pin: 'never' }, 'would be refused: web would not run 1111111'],
  [
    { application: { build_pack: 'dockerimage', docker_registry_image_tag: null } },
    { imageTag: '2', force: true },
    'would deploy 2, image tag set (now empty)',
  ],
])('%j with %j as a plan', (facts, request, plan) => {
  const given = releaseRequest(request);
  const found = surveyed(facts);
  expect(planOf(decide(found, given, capabilities('4.3.10')), found, given)).toContain(plan);
});
