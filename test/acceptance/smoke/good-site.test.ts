import { afterAll, expect, test } from '@jest/globals';
import { LIMIT_MS } from '../sweeps/pool.ts';
import { configured, GOOD_DJANGO, GOOD_FASTAPI, STAGING } from './broken-sites/faults.ts';
import { djangoSuite, fastapiSuite } from './broken-sites/suites.ts';
import { openTown, type States, type Visit } from './site-scene.ts';

const town = openTown();
afterAll(() => town.stop());

const IS_FULL = process.env['SWEEPS'] === 'full';
/** A run waits for readiness a second and a half, asleep. */
const AT_ONCE = 4;

interface GoodSite {
  readonly name: string;
  readonly visit: Visit;
  /** In a row, without one that is not green. */
  readonly runs: number;
  /** The checks that do not simply pass, with how they end; all others do. */
  readonly apart: States;
}

const SITES: readonly GoodSite[] = [
  {
    name: 'production',
    visit: { place: GOOD_DJANGO, suite: djangoSuite(), inputs: { environment: 'production' } },
    runs: IS_FULL ? 300 : 100,
    apart: {
      'headers/noindex': 'skipped',
      'cookies/prefixes': 'skipped',
      'leaks/admin-allow-list': 'skipped',
      'health/ready-secret': 'skipped',
      'health/fast': 'skipped',
      'A community comes and goes': 'skipped',
    },
  },
  {
    name: 'staging',
    visit: { place: configured(STAGING), suite: djangoSuite(), inputs: { environment: 'staging' } },
    runs: IS_FULL ? 100 : 25,
    apart: {
      // An hour, in order to try it out.
      'headers/hsts': 'warned',
      'cookies/prefixes': 'skipped',
      'leaks/admin-allow-list': 'skipped',
      'health/ready-secret': 'skipped',
      'health/fast': 'skipped',
    },
  },
  {
    name: 'FastAPI',
    visit: { place: GOOD_FASTAPI, suite: fastapiSuite() },
    runs: IS_FULL ? 100 : 25,
    apart: {
      'https/no-plain-links': 'skipped',
      'headers/noindex': 'skipped',
      'cors/allowed-origins': 'skipped',
      'cors/vary': 'skipped',
      'leaks/admin': 'skipped',
      'leaks/admin-allow-list': 'skipped',
      // It has a store, and neither a database nor a cache.
      'health/constant-readiness': 'warned',
      'health/ready-secret': 'skipped',
      'health/fast': 'skipped',
    },
  },
];

test.each(SITES)(
  'the good $name site passes $runs runs in a row, each as the one before',
  async ({ visit, runs, apart }) => {
    const seen = await town.visits(visit, runs, AT_ONCE);
    expect(seen).toHaveLength(runs);
    const [first] = seen;
    const others = Object.entries(first?.states ?? {}).filter(([, state]) => state !== 'passed');
    expect(Object.fromEntries(others)).toEqual(apart);
    for (const { outputs, states, result } of seen) {
      // The headline says what went wrong in the one run that was not like the others.
      expect([outputs['outcome'], outputs['reason-code'], result.headline]).toEqual([
        'passed',
        'works',
        first?.result.headline,
      ]);
      expect(states).toEqual(first?.states);
    }
  },
  LIMIT_MS,
);
