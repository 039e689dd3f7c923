import { describe, expect, test } from '@jest/globals';
import type { Followed } from '../../../src/coolify/follow.ts';
import type { Triggered } from '../../../src/coolify/trigger.ts';
import { failureState, judgeDeployment, judgeTrigger, wrongCommit } from '../../../src/release/judge.ts';
import { REDEPLOY_REASONS } from '../../../src/release/reasons.ts';
import { FINISHED, OTHER, row } from '../../support/coolify-answers.ts';
import { releaseRequest, surveyed } from '../../support/release-facts.ts';

function followed(fields: Readonly<Record<string, unknown>>, more: Partial<Followed> = {}): Followed {
  return { end: 'ended', row: row(fields), problem: undefined, outage: 0, transitions: [], ...more };
}

const logOf = (output: string) => JSON.stringify([{ output, hidden: false }]);
const judge = (given: Followed) =>
  judgeDeployment(
    given,
    surveyed({ application: { post_deployment_command: 'python manage.py warm' } }),
    releaseRequest(),
  );

describe('the end of a deployment', () => {
  test('that finished is no failure yet', () => {
    expect(judge(followed(FINISHED))).toBeUndefined();
  });

  test.each<readonly [string, Followed, string, RegExp]>([
    [
      'failed, with a known sign',
      followed({ status: 'failed', finished_at: 'x', logs: logOf("No module named 'x'") }),
      'deployment-failed',
      /does not boot: a Python import fails\./,
    ],
    [
      'failed, without a word',
      followed({ status: 'failed', finished_at: 'x' }),
      'deployment-failed',
      /Coolify does not say why/,
    ],
    [
      'failed after an outage, without an end',
      followed({ status: 'failed' }, { outage: 130_000 }),
      'deployment-interrupted',
      /did not answer for 2 min 10 s/,
    ],
    [
      'failed by itself after an outage',
      followed({ status: 'failed', finished_at: 'x' }, { outage: 130_000 }),
      'deployment-failed',
      /failed/,
    ],
    ['cancelled', followed({ status: 'cancelled-by-user' }), 'deployment-cancelled', /Somebody cancelled/],
    [
      'finished, its command failed',
      followed({ ...FINISHED, logs: logOf('Post-deployment command failed.') }),
      'post-deployment-failed',
      /hides that/,
    ],
    [
      'not in time',
      followed({ status: 'in_progress' }, { end: 'timeout' }),
      'timed-out',
      /still in progress after 30 min/,
    ],
    ['queued to the end', followed({ status: 'queued' }, { end: 'timeout' }), 'timed-out', /still queued/],
    [
      'out of sight',
      followed(
        {},
        { end: 'unreadable', problem: { kind: 'unavailable', status: 502, message: 'Bad Gateway', acted: 'unknown' } },
      ),
      'state-unreadable',
      /can no longer be read.*502/,
    ],
    [
      'never in sight',
      { ...followed({}, { end: 'unreadable' }), row: undefined },
      'state-unreadable',
      /can no longer be read/,
    ],
  ])('%s', (_, given, reasonCode, headline) => {
    const failure = judge(given);
    expect(failure).toMatchObject({ reasonCode, headline: expect.stringMatching(headline) });
    expect(failure?.remedy).not.toBe('');
  });

  test('known bad is failed, not known is unknown', () => {
    for (const [reasonCode, { outcome }] of Object.entries(REDEPLOY_REASONS)) {
      const state = failureState({ reasonCode: reasonCode as keyof typeof REDEPLOY_REASONS, headline: '', remedy: '' });
      expect(state).toBe(outcome === 'inconclusive' ? 'unknown' : 'failed');
    }
  });

  test('of another commit says which, and which was wanted', () => {
    expect(wrongCommit(OTHER, surveyed(), releaseRequest())).toMatchObject({
      reasonCode: 'wrong-commit',
      headline:
        'web was deployed, but with 2222222 instead of 1111111: Coolify built what staging pointed at when the job started.',
    });
  });
});

describe('a request that led to no deployment', () => {
  type Not = Exclude<Triggered, { kind: 'following' }>;
  test.each<readonly [string, Not, string, RegExp]>([
    [
      'refused',
      { kind: 'refused', problem: { kind: 'ability-missing', ability: 'deploy', message: '', acted: 'no' } },
      'token-ability',
      /Nothing was triggered/,
    ],
    [
      'declined',
      { kind: 'declined', message: 'Unauthorized to deploy this application.' },
      'token-ability',
      /answered 200 but did not deploy web/,
    ],
    ['declined for another reason', { kind: 'declined', message: 'No.' }, 'coolify-refused', /"No\."/],
    ['queue full', { kind: 'queue-full', message: 'full' }, 'queue-full', /was not queued/],
    ['unknown', { kind: 'unknown', problem: undefined }, 'trigger-unknown', /could not be found out/],
    [
      'unknown, with a reason',
      { kind: 'unknown', problem: { kind: 'unavailable', status: 503, message: '', acted: 'unknown' } },
      'trigger-unknown',
      /503/,
    ],
  ])('%s', (_, triggered, reasonCode, headline) => {
    const failure = judgeTrigger(triggered, surveyed(), releaseRequest(), '4.3.10');
    expect(failure).toMatchObject({ reasonCode, headline: expect.stringMatching(headline) });
    if (triggered.kind === 'unknown') expect(failure.headline).not.toContain('Nothing was triggered');
  });
});
