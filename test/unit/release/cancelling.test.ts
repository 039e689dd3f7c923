import { describe, expect, test } from '@jest/globals';
import type { HttpResult } from '../../../src/core/http.ts';
import { type CancelledRun, endCancelled } from '../../../src/release/cancelling.ts';
import { APPLICATION, clientOver, NEW, OLD, rowFields } from '../../support/coolify-answers.ts';
import { json, page, type Sent, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function cancelled(run: Partial<CancelledRun>, answering: (sent: Sent) => HttpResult) {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, answering);
  const client = clientOver(http, clock).hurried();
  const end = endCancelled({
    client,
    application: APPLICATION,
    policy: 'leave',
    followed: undefined,
    known: undefined,
    wanted: undefined,
    pinned: false,
    ...run,
  });
  return end.then(({ told, row }) => ({ told, status: row?.status, calls: http.calls }));
}

const inProgress = () => json(200, rowFields());
const listing = (uuid: string) => json(200, { count: 1, deployments: [rowFields({ deployment_uuid: uuid })] });

describe('a run that is cancelled', () => {
  test('before it asked for anything has triggered nothing', async () => {
    expect(await cancelled({}, inProgress)).toEqual({
      told: 'Nothing was triggered on it.',
      status: undefined,
      calls: [],
    });
  });

  test('while it asked looks for what came of it, and never says "nothing"', async () => {
    const found = await cancelled({ known: new Set(['old']), wanted: NEW }, ({ path }) =>
      path.includes('applications') ? listing('new') : inProgress(),
    );
    expect(found).toMatchObject({ told: 'Deployment new was left running.' });
    const lost = await cancelled({ known: new Set(['old']) }, () => page(502, ''));
    expect(lost.told).toBe('A deployment had just been asked for; whether Coolify queued it is not known.');
  });

  test('does not take the deployment of another commit for its own', async () => {
    const { calls } = await cancelled({ known: new Set(['old']), wanted: OLD, policy: 'cancel' }, () => listing('new'));
    expect(calls.filter(call => call.startsWith('POST'))).toEqual([]);
  });

  test('does not take a deployment of before for its own', async () => {
    const { calls, told } = await cancelled({ known: new Set(['old']), policy: 'cancel' }, () => listing('old'));
    expect(calls.filter(call => call.startsWith('POST'))).toEqual([]);
    expect(told).toContain('not known');
  });

  test('leaves the deployment alone unless it is told otherwise', async () => {
    const { calls, told } = await cancelled({ followed: 'deployment10' }, inProgress);
    expect(told).toBe('Deployment deployment10 was left running.');
    expect(calls.filter(call => call.startsWith('POST'))).toEqual([]);
  });

  test('believes the row, not the 500 with which older versions answer a cancel that worked', async () => {
    const { told, status } = await cancelled({ followed: 'deployment10', policy: 'cancel' }, ({ method }) =>
      method === 'POST'
        ? json(500, { message: 'Failed to cancel deployment: x' })
        : json(200, rowFields({ status: 'cancelled-by-user' })),
    );
    expect({ told, status }).toEqual({
      told: 'Deployment deployment10 was cancelled in Coolify.',
      status: 'cancelled-by-user',
    });
  });

  test('does not claim a cancel that nobody confirmed', async () => {
    expect((await cancelled({ followed: 'deployment10', policy: 'cancel' }, () => page(502, ''))).told).toBe(
      'Coolify was told to cancel deployment deployment10, and did not say whether it did.',
    );
  });
});
