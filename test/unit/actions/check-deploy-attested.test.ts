import { describe, expect, test } from '@jest/globals';
import { attestationsOf } from '../../../src/actions/check-deploy-attested.ts';
import { ATTESTED_KEYS } from '../../../src/checks/source-documents/attested.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const DAY = 24 * 60 * 60 * 1_000;
const clock = new VirtualClock();
const day = (ago: number) => new Date(clock.now() - ago * DAY).toISOString().slice(0, 10);
const read = (attested: Record<string, string>) =>
  attestationsOf({ name: 'production', file: 'x.yml', configuration: { attested } }, { clock });

describe('what people attest', () => {
  test('is in time, overdue or missing', () => {
    const { period } = ATTESTED_KEYS['uptime-monitor'];
    const seen = read({ 'uptime-monitor': day(period - 2), 'secrets-rotated': day(400) });
    expect(seen.attested).toEqual([{ key: 'uptime-monitor', date: day(period - 2) }]);
    expect(seen.overdue.map(({ key }) => key)).toEqual(['secrets-rotated']);
    expect(seen.missing).toHaveLength(Object.keys(ATTESTED_KEYS).length - 2);
    expect(seen.missing).not.toContain('uptime-monitor');
  });

  test('may be written down a day ahead, where the day has begun already', () => {
    expect(read({ 'uptime-monitor': day(-1) }).attested).toHaveLength(1);
    expect(() => read({ 'uptime-monitor': day(-3) })).toThrow('has not come yet');
  });

  test.each(['2026-02-30', 'yesterday', '2026-1-5', '31.01.2026'])('is no day when it is %s', date => {
    expect(() => read({ 'uptime-monitor': date })).toThrow('is no day; write it as 2026-01-31');
  });

  test('knows its keys, and the nearest to a misspelt one', () => {
    expect(() => read({ 'uptime-monitr': day(1) })).toThrow(
      'x.yml: "environments.production.attested.uptime-monitr" is nothing that can be attested; did you mean "uptime-monitor"?',
    );
    expect(() => read({ wishes: day(1) })).toThrow(/there are server-size, /);
  });

  test('is nothing without a configuration', () => {
    const none = attestationsOf({ name: undefined, file: undefined, configuration: undefined }, { clock });
    expect([none.attested, none.overdue]).toEqual([[], []]);
  });
});
