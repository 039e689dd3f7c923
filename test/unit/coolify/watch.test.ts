import { expect, test } from '@jest/globals';
import { follow } from '../../../src/coolify/follow.ts';
import { DeploymentWatch } from '../../../src/coolify/watch.ts';
import { deadlineIn } from '../../../src/core/clock.ts';
import { clientOver, FINISHED, rowFields } from '../../support/coolify-answers.ts';
import { json, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** So many deployments that run for five minutes, followed at the same time. */
async function callsFor(
  followers: number,
): Promise<{ readonly perMinute: number; readonly ended: readonly (string | undefined)[]; readonly lastSeen: number }> {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, ({ path, at }) => {
    const running = at < 300_000;
    const one = (uuid: string) =>
      rowFields({ deployment_uuid: uuid, ...(running ? { status: 'in_progress' } : FINISHED) });
    if (path !== 'deployments') return json(200, one(path.replace('deployments/', '')));
    return json(200, running ? Array.from({ length: followers }, (_, index) => one(`d${index}`)) : []);
  });
  const watch = new DeploymentWatch(clientOver(http, clock), clock);
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const followed = await Promise.all(
    Array.from({ length: followers }, (_, index) =>
      follow(`d${index}`, watch, {
        clock,
        random,
        signal: new AbortController().signal,
        deadline: deadlineIn(clock, 600_000),
        until: 'ended',
        showLastLine: true,
        progress: () => undefined,
        logLine: () => undefined,
      }),
    ),
  );
  const middle = http.sent.filter(({ at }) => at >= 120_000 && at < 240_000).length / 2;
  return { perMinute: middle, ended: followed.map(({ row }) => row?.status), lastSeen: clock.elapsed() };
}

test.each([
  [1, 12],
  [3, 36],
  [4, 15],
  [50, 15],
])('%d followed deployments cost at most %d calls a minute', async (followers, most) => {
  const { perMinute, ended } = await callsFor(followers);
  expect(perMinute).toBeLessThanOrEqual(most);
  expect(perMinute).toBeGreaterThan(5);
  expect(new Set(ended)).toEqual(new Set(['finished']));
});

test('the end of fifty is seen within ten seconds', async () => {
  expect((await callsFor(50)).lastSeen).toBeLessThan(310_000);
});
