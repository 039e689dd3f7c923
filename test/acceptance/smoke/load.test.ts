import { afterAll, expect, test } from '@jest/globals';
import { suiteOf, visit } from './scene.ts';
import { scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const NAME = 'Steady';
const load = (more = '', path = '/') => `load: { get: ${path}, rate: 20, concurrency: 5, duration: 2s${more} }`;

test.concurrent('requests come at the rate and for the time that the suite says, and the figures are told', () =>
  stage.at({ 'GET /': {} }, async site => {
    const suite = suiteOf({
      [NAME]: load(", expect: { p50: '< 2s', p95: '< 3s', p99: '< 4s', max: '< 5s', errors: '< 1%' }"),
    });
    const smoke = await visit(site, suite);
    expect(smoke.states).toEqual({ [NAME]: 'passed' });
    expect(smoke.check(NAME).tags).toEqual(['load']);
    expect(smoke.check(NAME).note).toMatch(
      /^40 requests, [\d.]+\/s, p50 [\d.]+ ms, p95 [\d.]+ ms, p99 [\d.]+ ms, max [\d.]+ ms, no errors$/,
    );
    expect(site.requests).toHaveLength(40);
    const times = site.requests.map(({ at }) => at);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_500);
    // A load is no visit: it does not change what the checks took.
    expect(smoke.result).toMatchObject({ requests: 0, 'p95-ms': null });
    expect(smoke.outputs['p95-ms']).toBe('');
  }));

test.concurrent('a limit on a percentile fails with what was measured, at its own line', () =>
  stage.at({ 'GET /': (_, nth) => (nth % 4 === 0 ? { afterMs: 700 } : {}) }, async site => {
    const suite = suiteOf({
      [NAME]:
        "load:\n  get: /\n  rate: 20\n  concurrency: 10\n  duration: 2s\n  expect:\n    p95: '< 600ms'\n    p50: '< 600ms'",
    });
    const smoke = await visit(site, suite);
    const { state, problems } = smoke.check(NAME);
    expect(state).toBe('failed');
    expect(problems).toEqual([
      expect.objectContaining({
        message: 'The limit for p95 does not hold',
        expected: 'p95 < 600 ms',
        actual: expect.stringMatching(/^7\d\d ms|^8\d\d ms|^9\d\d ms|^1\d\d\d ms/),
        line: 10,
      }),
    ]);
  }));

test.concurrent('errors are counted, by what they were', () =>
  stage.at({ 'GET /': (_, nth) => (nth % 10 === 0 ? { status: 503 } : {}) }, async site => {
    const smoke = await visit(
      site,
      suiteOf({ Strict: load(", expect: { p95: '< 5s' }"), Lax: load(", expect: { errors: '<= 10%' }") }),
    );
    expect(smoke.states).toEqual({ Strict: 'failed', Lax: 'passed' });
    expect(smoke.check('Strict').problems[0]).toMatchObject({
      message: 'The limit for errors does not hold',
      expected: 'errors <= 0%',
      actual: '10% (4 of 40 requests)',
      remedy: expect.stringContaining('4 x'),
    });
  }));

test.concurrent('a site that is too slow for the rate is no site that held it', () =>
  stage.at({ 'GET /': { afterMs: 1_000 } }, async site => {
    const smoke = await visit(
      site,
      suiteOf({ [NAME]: "load: { get: /, rate: 20, concurrency: 2, duration: 2s, expect: { p95: '< 60s' } }" }),
    );
    expect(smoke.check(NAME).state).toBe('failed');
    expect(smoke.check(NAME).problems.map(({ expected }) => expected)).toContain('40 requests in the time given');
  }));

test.concurrent('the certificate is verified under load, too', () =>
  stage.at(
    { 'GET /': {} },
    async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: load(", expect: { errors: '<= 99%' }") }));
      expect(smoke.states).toEqual({ [NAME]: 'failed' });
      expect(smoke.check(NAME).problems[0]).toMatchObject({ expected: 'errors <= 99%' });
      expect(site.requests).toHaveLength(0);
    },
    { certificate: 'untrusted' },
  ));

test.concurrent('loads run alone, after everything else, as the login they name', () =>
  stage.at(
    {
      'GET /closed/': ({ headers }) => (headers.authorization === 'Bearer open-sesame-9' ? {} : { status: 401 }),
      'GET /page/': { afterMs: 300 },
    },
    async site => {
      const suite = suiteOf(
        {
          First: `as: ops\n${load('', '/closed/')}`,
          Second: `as: ops\n${load('', '/closed/')}`,
          Page: 'get: /page/',
        },
        'logins: { ops: { kind: bearer, token: $OPS_TOKEN, path: /closed/ } }\n',
      );
      const smoke = await visit(site, suite, {}, { env: { OPS_TOKEN: 'open-sesame-9' } });
      expect(smoke.states).toEqual({ 'login/ops': 'passed', First: 'passed', Second: 'passed', Page: 'passed' });
      const page = site.requests.findIndex(({ path }) => path === '/page/');
      expect(site.requests.slice(0, page).filter(({ path }) => path === '/closed/')).toHaveLength(2);
      expect(site.requests.slice(page + 1)).toHaveLength(80);
      const times = site.requests.slice(page + 1).map(({ at }) => at);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(3_500);
    },
  ));

test.concurrent('a load that the time left cannot hold is not begun', () =>
  stage.at({ 'GET /': {} }, async site => {
    const smoke = await visit(site, suiteOf({ [NAME]: 'load: { get: /, rate: 20, duration: 30s }' }), {
      timeout: '5s',
    });
    expect(smoke.states).toEqual({ [NAME]: 'unfinished' });
    expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'timeout' });
    expect(site.requests).toHaveLength(0);
  }));
