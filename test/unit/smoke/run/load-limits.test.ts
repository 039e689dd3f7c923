import { describe, expect, test } from '@jest/globals';
import type { LoadFigures } from '../../../../src/smoke/run/load.ts';
import { describeLoad, judgeLoad } from '../../../../src/smoke/run/load-limits.ts';
import type { LoadLimit } from '../../../../src/smoke/suite/suite.ts';

const GOOD: LoadFigures = {
  planned: 300,
  requests: 300,
  unsent: 0,
  answers: { '1xx': 0, '2xx': 300, '3xx': 0, '4xx': 0, '5xx': 0 },
  errors: 0,
  kinds: [],
  p50: 18.2,
  p95: 41.4,
  p99: 66,
  max: 80,
  rate: 20,
  elapsed: 15_000,
};

function limit(measure: LoadLimit['measure'], operator: LoadLimit['operator'], bound: number): LoadLimit {
  return { measure, operator, bound, place: { line: 7, column: 3 } };
}

const judged = (limits: readonly LoadLimit[], more: Partial<LoadFigures> = {}) =>
  judgeLoad(limits, { ...GOOD, ...more }).map(({ expected, actual }) => [expected, actual]);

describe('limits of a load', () => {
  test.each([
    [limit('p50', '<', 18.3), []],
    [limit('p95', '<', 500), []],
    [limit('p99', '<=', 66), []],
    [limit('p99', '<', 66), [['p99 < 66 ms', '66.00 ms']]],
    [limit('max', '<', 50), [['max < 50 ms', '80 ms']]],
    [limit('max', '>', 50), []],
    [limit('max', '>=', 81), [['max >= 81 ms', '80 ms']]],
    [limit('errors', '<', 1), []],
    [limit('errors', '<=', 0), []],
  ])('%j', (one, breaches) => {
    expect(judged([one])).toEqual(breaches);
  });

  test('are all judged, and each breach names its own', () => {
    const limits = [limit('p50', '<', 1), limit('p95', '<', 500), limit('max', '<', 2)];
    expect(judgeLoad(limits, GOOD).map(breach => breach.limit?.measure)).toEqual(['p50', 'max']);
  });

  test('for errors are a share of the requests, and the breach says which errors', () => {
    const kinds = [
      { what: 'HTTP 503', count: 5 },
      { what: 'socket hang up', count: 1 },
    ];
    const [breach] = judgeLoad([limit('errors', '<', 1)], { ...GOOD, errors: 6, kinds });
    expect(breach).toMatchObject({ expected: 'errors < 1%', actual: '2% (6 of 300 requests)' });
    expect(breach?.hint).toBe('5 x HTTP 503; 1 x socket hang up');
    expect(judged([limit('errors', '<', 1)], { errors: 2 })).toEqual([]);
    expect(judged([limit('errors', '<', 1)], { errors: 3 })).toEqual([['errors < 1%', '1% (3 of 300 requests)']]);
  });

  test('are never met by requests of which none worked', () => {
    expect(judged([limit('p95', '<', 500)], { errors: 300 })).toEqual([
      ['at least one request that works', '300 of 300 requests ended in errors'],
    ]);
    expect(judged([], { errors: 300 })).toHaveLength(1);
    expect(judged([limit('p95', '<', 500)], { errors: 299 })).toEqual([]);
  });

  test('are never met under a smaller load than the one asked for', () => {
    const [breach] = judgeLoad([limit('errors', '<', 1)], { ...GOOD, requests: 269, unsent: 31 });
    expect(breach).toMatchObject({ limit: undefined, expected: '300 requests in the time given' });
    expect(breach?.actual).toContain('269; the limits were judged under a smaller load');
    expect(breach?.hint).toContain('`concurrency` is too small');
    expect(judged([], { requests: 270, unsent: 30 })).toEqual([]);
  });

  test('that break say why requests were late', () => {
    const [breach] = judgeLoad([limit('p95', '<', 10)], { ...GOOD, requests: 290, unsent: 10 });
    expect(breach?.hint).toContain('10 requests were due and could not be sent');
  });
});

test('a load in one line', () => {
  expect(describeLoad(GOOD)).toBe('300 requests, 20.0/s, p50 18 ms, p95 41 ms, p99 66 ms, max 80 ms, no errors');
  expect(describeLoad({ ...GOOD, requests: 299, unsent: 1, errors: 1, p50: 0.31 })).toBe(
    '299 requests, 20.0/s, p50 0.31 ms, p95 41 ms, p99 66 ms, max 80 ms, 1 error (0.33%), 1 could not be sent in time',
  );
});
