import { describe, expect, test } from '@jest/globals';
import { type BaseQuestion, baseOf } from '../../../src/actions/migration-safety-base.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { World } from '../../../src/core/world.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { type Answering, json, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const QUESTION: BaseQuestion = { base: undefined, environment: 'production', token: 'token', authorities: [] };

function worldWith(answering: Answering, event?: object): World {
  const files = event === undefined ? {} : { '/event.json': JSON.stringify(event) };
  const environment: Readonly<Record<string, string>> =
    event === undefined ? {} : { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: '/event.json' };
  const clock = new VirtualClock();
  return { ...recordingWorld({ clock, http: scriptedHttp(clock, answering), files }), environment };
}

/** Deployments newest first, each with its newest state. */
const deployments =
  (list: readonly (readonly [sha: string, state: string])[]): Answering =>
  ({ path }) => {
    const id = /deployments\/(\d+)\/statuses/.exec(path)?.[1];
    if (id !== undefined) return json(200, [{ state: list[Number(id)]?.[1] }]);
    return json(
      200,
      list.map(([sha], index) => ({ id: index, sha })),
    );
  };
const nobodyAsks: Answering = ({ path }) => {
  throw new Error(`nobody should ask for ${path}`);
};

async function refusalOf(question: BaseQuestion, world: World): Promise<UserError> {
  try {
    await baseOf(question, world);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('it was found');
}

describe('the running release', () => {
  const pull = { pull_request: { number: 7, base: { sha: B } } };

  test('is what the input says, before anything else', async () => {
    const base = await baseOf({ ...QUESTION, base: 'v1.2' }, worldWith(nobodyAsks, pull));
    expect(base).toEqual({ ref: 'v1.2', from: 'input' });
  });

  test('is the base of the pull request, without asking GitHub', async () => {
    expect(await baseOf(QUESTION, worldWith(nobodyAsks, pull))).toEqual({ ref: B, from: 'pull-request' });
  });

  test.each([
    [
      'the newest deployment that succeeded',
      [
        [B, 'success'],
        [A, 'success'],
      ],
      B,
    ],
    [
      'the one before it, while a deployment is going on',
      [
        [B, 'in_progress'],
        [A, 'success'],
      ],
      A,
    ],
    [
      'the one before it, after a deployment that failed',
      [
        [B, 'failure'],
        [A, 'success'],
      ],
      A,
    ],
  ] as const)('is %s', async (_, list, live) => {
    expect(await baseOf(QUESTION, worldWith(deployments(list)))).toEqual({ ref: live, from: 'deployment' });
  });

  test('is not known without a successful deployment, and the message shows what to write', async () => {
    const refused = await refusalOf(QUESTION, worldWith(deployments([[B, 'failure']])));
    expect(refused.reasonCode).toBe('no-base');
    expect(refused.message).toContain('no successful deployment to production');
    expect(refused.remedy).toContain('with:\n  base: origin/production');
  });

  test.each([403, 404])(
    'is not known when the token may not read deployments (%d), and the permission is named',
    async status => {
      const refused = await refusalOf(
        QUESTION,
        worldWith(() => json(status, { message: 'no' })),
      );
      expect(refused.remedy).toContain('permissions:\n  contents: read\n  deployments: read');
    },
  );

  test('is not known without an environment, a pull request and an input', async () => {
    const refused = await refusalOf({ ...QUESTION, environment: undefined }, worldWith(nobodyAsks));
    expect([refused.reasonCode, refused.remedy]).toEqual([
      'no-base',
      expect.stringContaining('environment: production'),
    ]);
  });
});
