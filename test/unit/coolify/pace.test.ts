import { describe, expect, test } from '@jest/globals';
import { BURST, CALLS_A_MINUTE, paced } from '../../../src/coolify/pace.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

/** When each of so many calls, asked for at once, was let go. */
function moments(amount: number, pace: ReturnType<typeof paced>, clock: VirtualClock): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: amount }, () => pace.turn(signal).then(() => clock.elapsed())));
}

describe('calls', () => {
  test('leave at once while there are few', async () => {
    const clock = new VirtualClock();
    expect(await moments(BURST, paced(clock), clock)).toEqual(Array.from({ length: BURST }, () => 0));
  });

  test('are never more than 160 in any minute, keep their order, and never stand still', async () => {
    const clock = new VirtualClock();
    const order: number[] = [];
    const pace = paced(clock);
    const left = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        pace.turn(signal).then(() => {
          order.push(index);
          return clock.elapsed();
        }),
      ),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (const from of left) {
      expect(left.filter(at => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(CALLS_A_MINUTE);
    }
    const gaps = left.slice(1).map((at, index) => at - (left[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1_000);
  });

  test('for news of a running deployment go before the others', async () => {
    const clock = new VirtualClock();
    const pace = paced(clock);
    await moments(BURST, pace, clock);
    const order: string[] = [];
    await Promise.all([
      ...['survey', 'pin'].map(name => pace.turn(signal).then(() => order.push(name))),
      pace.turn(signal, true).then(() => order.push('news')),
    ]);
    expect(order).toEqual(['news', 'survey', 'pin']);
  });

  test('all wait when the server asks for a pause', async () => {
    const clock = new VirtualClock();
    const pace = paced(clock);
    await pace.turn(signal);
    pace.pause(30_000);
    pace.pause(5_000);
    expect(await moments(3, pace, clock)).toEqual([30_000, 30_000, 30_000]);
  });

  test('that are cancelled make way for those behind them', async () => {
    const clock = new VirtualClock();
    const pace = paced(clock);
    const controller = new AbortController();
    await moments(BURST, pace, clock);
    const cancelled = pace.turn(controller.signal);
    const next = pace.turn(signal).then(() => clock.elapsed());
    controller.abort();
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(await next).toBeLessThan(1_000);
  });
});
