import { describe, expect, test } from '@jest/globals';
import { CALLS_A_MINUTE, paced } from '../../../src/coolify/pace.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

/** When each of so many calls, asked for at once, was let go. */
async function moments(
  amount: number,
  pace: ReturnType<typeof paced>,
  clock: VirtualClock,
): Promise<readonly (readonly [number, number])[]> {
  return Promise.all(
    Array.from({ length: amount }, (_, index) => pace.turn(signal).then(() => [index, clock.elapsed()] as const)),
  );
}

describe('calls', () => {
  test('leave at once while there are few', async () => {
    const clock = new VirtualClock();
    const left = await moments(CALLS_A_MINUTE, paced(clock), clock);
    expect(left.every(([, at]) => at === 0)).toBe(true);
  });

  test('are never more than 160 in any minute, and keep their order', async () => {
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
    for (const from of left)
      expect(left.filter(at => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(CALLS_A_MINUTE);
    expect(Math.max(...left)).toBe(180_000);
  });

  test('all wait when the server asks for a pause', async () => {
    const clock = new VirtualClock();
    const pace = paced(clock);
    await pace.turn(signal);
    pace.pause(30_000);
    pace.pause(5_000);
    expect((await moments(3, pace, clock)).map(([, at]) => at)).toEqual([30_000, 30_000, 30_000]);
  });

  test('that are cancelled make way for those behind them', async () => {
    const clock = new VirtualClock();
    const pace = paced(clock, 1);
    const controller = new AbortController();
    await pace.turn(signal);
    const cancelled = pace.turn(controller.signal);
    const next = pace.turn(signal);
    clock.at(1_000, () => controller.abort());
    await expect(cancelled).rejects.toThrow('cancelled');
    await next;
    expect(clock.elapsed()).toBe(60_000);
  });
});
