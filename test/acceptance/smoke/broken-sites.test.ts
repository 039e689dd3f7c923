import { afterAll, describe, expect, test } from '@jest/globals';
import type { BrokenSite } from './broken-sites/broken-site.ts';
import { BROKEN_SITES } from './broken-sites/broken-sites.ts';
import { GOOD_DJANGO, GOOD_FASTAPI } from './broken-sites/faults.ts';
import { djangoSuite, fastapiSuite } from './broken-sites/suites.ts';
import type { Smoke } from './scene.ts';
import { changes, openTown, type States } from './site-scene.ts';

const town = openTown();
afterAll(() => town.stop());

const LEAST_SITES = 45;

test('there are enough of them, each with a name of its own', () => {
  expect(new Set(BROKEN_SITES.map(({ name }) => name)).size).toBe(BROKEN_SITES.length);
  expect(BROKEN_SITES.length).toBeGreaterThanOrEqual(LEAST_SITES);
});

describe('the full suite is red, for the right reason and no other, on', () => {
  const named = BROKEN_SITES.map(site => [site.name, site] as const);

  test.concurrent.each(named)('%s', async (_, site) => {
    const { at: place, inputs = {}, code = 'checks-failed' } = site;
    const [good, seen] = await Promise.all([goodVisit(site), town.visit({ place, suite: suiteFor(site), inputs })]);
    expect(good.outputs['outcome']).toBe('passed');

    expect(seen.outputs).toMatchObject({ outcome: 'failed', 'reason-code': code });
    expect(seen.run.conclusion).toBe('failure');
    expect(seen.result.headline).toMatch(site.headline);
    const failures = Object.fromEntries(site.fails.map(id => [id, 'failed']));
    expect(worthNaming(site, changes(seen.states, good.states))).toEqual({ ...failures, ...site.so });
    // No failure without a word: what was seen, and what to do.
    for (const { id, state, problems } of seen.result.checks ?? []) {
      const [problem] = problems;
      if (state === 'failed')
        expect([id, `${problem?.message ?? ''}${problem?.actual ?? ''}`]).toEqual([id, expect.stringMatching(/\S/)]);
    }
  });
});

/** A site that is not ready is not tested, and nothing is said of what was not looked at. */
function worthNaming({ code, outage = false }: BrokenSite, changed: States): States {
  const entries = Object.entries(changed);
  if (outage) return Object.fromEntries(entries.filter(([, state]) => state === 'failed'));
  if (code !== 'not-ready') return changed;
  const others = entries.filter(([id]) => !id.startsWith('https/'));
  expect(others.filter(([, state]) => state !== 'unfinished' && state !== 'not there')).toEqual([]);
  return Object.fromEntries(entries.filter(([id]) => id.startsWith('https/')));
}

/** One visit of the good site a suite. */
const goodVisits = new Map<string, Promise<Smoke>>();

function goodVisit(site: BrokenSite): Promise<Smoke> {
  const suite = suiteFor(site);
  const place = 'django' in site.at ? GOOD_DJANGO : GOOD_FASTAPI;
  const known = goodVisits.get(suite) ?? town.visit({ place, suite });
  goodVisits.set(suite, known);
  return known;
}

function suiteFor({ at, parts = {} }: BrokenSite): string {
  return 'django' in at ? djangoSuite(parts) : fastapiSuite(parts);
}
