import { describe, expect, test } from '@jest/globals';
import type { WireResult } from '../../../../src/core/wire.ts';
import { awaitReady, type ReadinessOptions } from '../../../../src/smoke/run/readiness.ts';
import { parseVersionSource } from '../../../../src/smoke/version-source.ts';
import { recordingWorld } from '../../../support/recording-world.ts';
import { answered, answeredJson, noAnswer, scriptedWire } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { BASE } from './scene.ts';

const GOOD = answered(200, 'ok');

/** A site that gives one answer after the other, the last one for ever. */
async function waiting(answers: readonly WireResult[], more: Partial<ReadinessOptions> = {}) {
  await Promise.all([import('json-p3'), import('../../../../src/smoke/expect/json-path.ts')]);
  const clock = new VirtualClock();
  const wire = scriptedWire(clock, () => answers[Math.min(wire.visits.length, answers.length) - 1] ?? GOOD);
  const readiness = await awaitReady({
    wire,
    world: recordingWorld({ clock }),
    base: BASE,
    wait: 120_000,
    path: '/health/',
    version: undefined,
    expected: undefined,
    ...more,
  });
  return { readiness, wire };
}

function versionAt(text: string) {
  const source = parseVersionSource(text);
  if (typeof source === 'string') throw new Error(source);
  return source;
}

describe('a site is ready', () => {
  test('when it answers three times in a row, each time over a new connection', async () => {
    const { readiness, wire } = await waiting([GOOD]);
    expect(readiness).toEqual({ kind: 'ready', path: '/health/', waited: 1_400, version: undefined });
    expect(wire.visits.map(({ at }) => at)).toEqual([0, 700, 1_400]);
    expect(wire.visits.every(({ request }) => request.fresh === true)).toBe(true);
  });

  test.each([
    ['502', answered(502)],
    ['503', answered(503)],
    ['504', answered(504)],
    ['500', answered(500)],
    ['a redirect', answered(302, '', { location: '/maintenance/' })],
    ['refused', noAnswer('refused')],
    ['reset', noAnswer('reset')],
    ['timeout', noAnswer('timeout')],
    ['dns', noAnswer('dns')],
  ])('after %s, which may change', async (_, first) => {
    const { readiness, wire } = await waiting([first, GOOD]);
    expect(readiness.kind).toBe('ready');
    expect(wire.visits).toHaveLength(4);
  });

  test('only after three in a row: an old container in between begins the row anew', async () => {
    const { wire, readiness } = await waiting([GOOD, GOOD, answered(503), GOOD]);
    expect(readiness.kind).toBe('ready');
    expect(wire.visits).toHaveLength(6);
  });

  test('without any waiting when it is ready at once', async () => {
    expect((await waiting([GOOD], { wait: 0 })).readiness).toMatchObject({ kind: 'ready', waited: 1_400 });
    const late = await waiting([answered(503), GOOD], { wait: 0 });
    expect(late.readiness.kind).toBe('wrong');
    expect(late.wire.visits).toHaveLength(1);
  });

  test('without a page to ask, as soon as anything answers that is not "not yet"', async () => {
    const { readiness, wire } = await waiting([answered(503), noAnswer('refused'), answered(404)], { path: undefined });
    expect(readiness).toEqual({ kind: 'ready', path: '/', waited: 2_000, version: undefined });
    expect(wire.calls).toEqual(['GET /', 'GET /', 'GET /']);
  });

  test('is not asked without a page and without time', async () => {
    const { readiness, wire } = await waiting([GOOD], { path: undefined, wait: 0 });
    expect(readiness).toEqual({ kind: 'not-asked' });
    expect(wire.visits).toEqual([]);
  });
});

test('a page that tells its version to who brings a secret is asked with it', async () => {
  const { wire } = await waiting([GOOD], { secret: 'health-secret-1' });
  expect(wire.visits[0]?.headers['authorization']).toBe('Bearer health-secret-1');
  expect((await waiting([GOOD])).wire.visits[0]?.headers['authorization']).toBeUndefined();
});

describe('a site is not ready', () => {
  test.each([
    ['400', answered(400), 'it answers 400'],
    ['401', answered(401), 'it answers 401'],
    ['403', answered(403), 'it answers 403'],
    ['404', answered(404), 'it answers 404'],
    ['a refused certificate', noAnswer('tls', { message: 'certificate has expired' }), 'certificate has expired'],
  ])('and never will be after %s', async (_, answer, why) => {
    const { readiness, wire } = await waiting([answer, GOOD]);
    expect(readiness).toEqual({ kind: 'wrong', path: '/health/', waited: 0, why, final: true });
    expect(wire.visits).toHaveLength(1);
  });

  test('when the time is over and it answered wrongly at some moment', async () => {
    const { readiness } = await waiting([answered(500), noAnswer('refused')], { wait: 10_000 });
    expect(readiness).toMatchObject({ kind: 'wrong', waited: 10_000, why: 'it answers 500', final: false });
  });

  test('when the edge has nobody to ask until the end', async () => {
    const { readiness } = await waiting([answered(503)], { wait: 10_000 });
    expect(readiness).toMatchObject({ kind: 'wrong', why: 'it answers 503', final: false });
  });

  test('and it is not known why when it never answered', async () => {
    const { readiness } = await waiting([noAnswer('refused')], { wait: 10_000 });
    expect(readiness).toMatchObject({ kind: 'silent', waited: 10_000, why: 'scripted refused' });
  });
});

describe('an expected commit', () => {
  const expected = '0123456789abcdef0123456789abcdef01234567';
  const version = versionAt('/version/#$.commit');
  const shows = (commit: unknown) => answeredJson(200, { commit });

  test.each([
    ['in full', expected, expected],
    ['by its beginning', expected, '0123456'],
    ['in upper case', expected, expected.toUpperCase()],
    ['in full when the input is short', '0123456', expected],
  ])('is seen %s', async (_, wanted, shown) => {
    const { readiness, wire } = await waiting([shows(shown)], { version, expected: wanted });
    expect(readiness).toMatchObject({ kind: 'ready', path: '/version/', version: shown });
    expect(wire.calls).toEqual(['GET /version/', 'GET /version/', 'GET /version/']);
  });

  test.each([
    ['another one', 'fedcba9876543210fedcba9876543210fedcba98', 'it shows fedcba9 instead of 0123456'],
    ['too little of it', '012345', 'it shows 012345 instead of 0123456'],
    ['nothing', '', 'it shows no version instead of 0123456'],
    ['no text', null, '$.commit finds something that is neither text nor number'],
  ])('is not seen in %s', async (_, shown, why) => {
    const { readiness } = await waiting([shows(shown)], { version, expected, wait: 5_000 });
    expect(readiness).toMatchObject({ kind: 'wrong', why, final: false });
  });

  test('must be seen three times in a row while old and new answer in turn', async () => {
    const old = shows('fedcba9876543210');
    const { wire, readiness } = await waiting([shows(expected), old, shows(expected), old, shows(expected)], {
      version,
      expected,
    });
    expect(readiness.kind).toBe('ready');
    expect(wire.visits).toHaveLength(7);
  });

  test('without a page that shows it is an error of what was given', async () => {
    await expect(waiting([GOOD], { expected })).rejects.toMatchObject({
      reasonCode: 'invalid-input',
      remedy: expect.stringContaining("health: { version: '/health/#$.version' }"),
    });
  });
});
