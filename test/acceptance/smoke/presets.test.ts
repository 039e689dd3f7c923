import { afterAll, describe, expect, test } from '@jest/globals';
import { PRESETS } from '../../../src/smoke/presets/index.ts';
import type { NearMiss } from './broken-sites/near-miss.ts';
import { goodPlace, NEAR_MISSES, suiteFor } from './broken-sites/near-misses.ts';
import { type Inputs, type Smoke, visit } from './scene.ts';
import { type Received, type Reply, scenes } from './scripted.ts';
import { changes, openTown, type Place } from './site-scene.ts';

const town = openTown();
const stage = scenes();
afterAll(async () => {
  await town.stop();
  await stage.stop();
});

const CHECKS = Object.values(PRESETS).flatMap(({ checks }) => checks.map(({ id }) => id));

test('every check of every preset has a site that passes it and one that nearly does', () => {
  const seen = new Set(NEAR_MISSES.map(({ check }) => check));
  expect([...seen].sort()).toEqual(CHECKS.toSorted());
});

describe('the check', () => {
  const named = NEAR_MISSES.map(miss => [`${miss.check} sees ${miss.what}`, miss] as const);

  test.concurrent.each(named)('%s', async (_, miss) => {
    const [good, near] = await Promise.all([goodVisit(miss), town.visit(visitOf(miss, miss.at))]);
    expect(good.states[miss.check]).toBe('passed');
    expect(good.outputs['outcome']).toBe('passed');

    const { check, state = 'failed', code = 'checks-failed', so = {} } = miss;
    expect(changes(near.states, good.states)).toEqual({ [check]: state, ...so });
    expect(near.check(check).problems).toEqual([
      expect.objectContaining({
        expected: expect.stringMatching(miss.expected),
        actual: expect.stringMatching(miss.actual),
        remedy: expect.stringMatching(/\S/),
      }),
    ]);
    const isRed = state === 'failed' || Object.values(so).includes('failed');
    expect(near.outputs).toMatchObject(
      isRed ? { outcome: 'failed', 'reason-code': code } : { outcome: 'passed', 'reason-code': 'works', failed: '0' },
    );
  });
});

test('an edge that answers 503 to names it does not know does not make a good site red', () =>
  stage.at({ '*': frontPage }, async site => {
    const smoke = await visit(site, 'version: 1\npresets:\n  - https\n');
    expect(smoke.states['https/wrong-host']).toBe('passed');
    expect(smoke.check('https/wrong-host').note).toBe('503');
  }));

/** The edge of the lab passes every name on: what Coolify's says to a strange one is said here. */
function frontPage({ headers }: Received): Reply {
  if (!/^localhost(?::\d+)?$/.test(headers.host ?? ''))
    return { status: 503, headers: { 'Content-Type': 'text/plain' }, body: 'no available server\n' };
  return { body: '<!doctype html><title>OBCMS</title><p>Welcome' };
}

/** Good sites are visited once for all that are compared with them. */
const goodVisits = new Map<string, Promise<Smoke>>();

function goodVisit(miss: NearMiss): Promise<Smoke> {
  const place = goodPlace(miss);
  const key = JSON.stringify([place, suiteFor(miss), miss.inputs, isAltered(place) ? miss.what : '']);
  const known = goodVisits.get(key) ?? town.visit(visitOf(miss, place));
  goodVisits.set(key, known);
  return known;
}

/** Functions and regular expressions are lost in a key. */
function isAltered(place: Place): boolean {
  const { alterations = [] } = 'django' in place ? place.django : place.fastapi;
  return alterations.length > 0;
}

function visitOf(miss: NearMiss, place: Place): { place: Place; suite: string; inputs: Inputs } {
  return { place, suite: suiteFor(miss), inputs: miss.inputs ?? {} };
}
