import { afterAll, describe, expect, test } from '@jest/globals';
import { schemaProblems } from './invariants.ts';
import { inputsFor, runSmoke, SUITE, suiteOf, visit } from './scene.ts';
import { type Routes, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SITE: Routes = {
  'GET /fine/': {},
  'GET /bad/': { status: 500 },
  'GET /hangs/': 'hangs',
  'GET /slow/': { afterMs: 300 },
};

describe('nothing checked is never passed', () => {
  test.concurrent.each([
    ['a suite without anything in it', 'version: 1\n', {}],
    ['a suite with empty lists', 'version: 1\npresets: []\nchecks: []\n', {}],
    ['an empty file', '', {}],
    ['only comments', '# to be written\n', {}],
    ['a suite of which everything is left out', suiteOf({ Fine: 'get: /fine/' }), { skip: 'Fine' }],
    [
      'a suite of which production leaves everything out',
      suiteOf({ Fine: 'tags: [write]\nget: /fine/' }),
      { environment: 'production' },
    ],
    ['a tag that nothing has', suiteOf({ Fine: 'get: /fine/' }), { only: 'write' }],
    ['a login that cannot be tried', 'version: 1\nlogins: { ops: { kind: bearer, token: $OPS_TOKEN } }\n', {}],
  ])('%s', (_, suite, inputs) =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suite, inputs, { env: { OPS_TOKEN: 'token-of-operations' } });
      expect(smoke.outputs['outcome']).toBe('error');
      expect(['nothing-checked', 'invalid-suite']).toContain(smoke.outputs['reason-code']);
      expect(smoke.run.conclusion).toBe('failure');
      expect(site.requests).toHaveLength(0);
    }),
  );

  test.concurrent('preset checks that cannot be known from here are no checks', () =>
    stage.at(SITE, async site => {
      const smoke = await runSmoke({ ...inputsFor(site), 'http-url': '', presets: 'https', only: 'https/redirect' });
      expect(smoke.states['https/redirect']).toBe('skipped');
      expect(smoke.check('https/redirect').note).toContain('http-url');
      expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'nothing-checked', passed: '0' });
    }));

  test.concurrent('neither a suite nor presets is an error about the inputs', () =>
    stage.at(SITE, async site => {
      const smoke = await runSmoke(inputsFor(site));
      expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(smoke.shown).toContain('says nothing to check, and neither does presets');
    }));

  test.concurrent('a login alone counts', () =>
    stage.at(
      { 'GET /closed/': ({ headers }) => ({ status: headers.authorization === undefined ? 401 : 200 }) },
      async site => {
        const suite = 'version: 1\nlogins: { ops: { kind: bearer, token: $OPS_TOKEN, path: /closed/ } }\n';
        const smoke = await visit(site, suite, {}, { env: { OPS_TOKEN: 'token-of-operations' } });
        expect(smoke.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'works', passed: '1' });
      },
    ));
});

describe('a time limit', () => {
  test.concurrent('leaves open what it cut off, when nothing has failed', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suiteOf({ Fine: 'get: /fine/', Open: 'get: /hangs/' }), { timeout: '3s' });
      expect(smoke.states).toEqual({ Fine: 'passed', Open: 'unfinished' });
      expect(smoke.outputs).toMatchObject({
        outcome: 'inconclusive',
        'reason-code': 'timeout',
        passed: '1',
        skipped: '1',
      });
      expect(smoke.result).toMatchObject({ 'cut-short': 'timeout', unfinished: 1 });
      expect(smoke.result.headline).toBe(
        'The time was over before 1 check had ended (Open); 1 held and none failed so far.',
      );
      expect(smoke.run.conclusion).toBe('failure');
    }));

  test.concurrent('takes nothing from what failed before', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suiteOf({ Bad: 'get: /bad/', Open: 'get: /hangs/' }), { timeout: '3s' });
      expect(smoke.states).toEqual({ Bad: 'failed', Open: 'unfinished' });
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed' });
      expect(smoke.result.headline).toContain('The run was out of time before its end.');
    }));

  test.concurrent('leaves unbegun what had to wait its turn', () =>
    stage.at(SITE, async site => {
      const suite = suiteOf({ First: 'get: /hangs/', Second: 'get: /fine/' });
      const smoke = await visit(site, suite, { timeout: '2s', concurrency: '1' });
      expect(smoke.states).toEqual({ First: 'unfinished', Second: 'unfinished' });
      expect(smoke.check('Second').note).toBe('not begun: the time limit was over');
      expect(site.asked('GET /fine/')).toHaveLength(0);
    }));
});

describe('a cancel', () => {
  const cancelled = (suite: string) =>
    stageRun(suite, (cancel, path) => {
      if (path === '/hangs/') setTimeout(() => cancel.abort(), 300);
    });

  test.concurrent('is inconclusive when nothing has failed', async () => {
    const smoke = await cancelled(suiteOf({ Fine: 'get: /fine/', Open: 'get: /hangs/' }));
    expect(smoke.states).toEqual({ Fine: 'passed', Open: 'unfinished' });
    expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
    expect(smoke.run.signalsSent.map(({ signal }) => signal)).toEqual(['SIGINT']);
    expect(smoke.run.summary).toContain('Fine');
  });

  test.concurrent('takes nothing from what failed before', async () => {
    const smoke = await cancelled(suiteOf({ Bad: 'get: /bad/', Open: 'get: /hangs/' }));
    expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed' });
    expect(smoke.result.headline).toContain('The run was cancelled before its end.');
  });

  async function stageRun(suite: string, seen: (cancel: AbortController, path: string) => void) {
    const cancel = new AbortController();
    const routes: Routes = {
      ...SITE,
      'GET /hangs/': ({ path }) => {
        seen(cancel, path);
        return 'hangs';
      },
    };
    let smoke: Awaited<ReturnType<typeof visit>> | undefined;
    await stage.at(routes, async site => {
      smoke = await visit(site, suite, {}, { cancel: cancel.signal });
    });
    if (smoke === undefined) throw new Error('it was not run');
    return smoke;
  }
});

test.concurrent('a site that is gone is not asked for ever: what is left is open, and what failed decides', () =>
  stage.at(SITE, async site => {
    await site.stop();
    const names = Array.from({ length: 12 }, (_, index) => `Page ${index}`);
    const smoke = await visit(site, suiteOf(Object.fromEntries(names.map(name => [name, 'get: /fine/']))), {
      concurrency: '1',
    });
    expect(Object.values(smoke.states)).toEqual([...Array(3).fill('failed'), ...Array(9).fill('unfinished')]);
    expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed' });
    expect(smoke.check('Page 11').note).toContain('not asked: 3 checks in a row could not reach the site');
  }));

test.concurrent('so many checks run at the same time as the input says', () =>
  stage.at(SITE, async site => {
    const names = Array.from({ length: 8 }, (_, index) => `Page ${index}`);
    const suite = suiteOf(Object.fromEntries(names.map(name => [name, 'get: /slow/'])));
    await visit(site, suite, { concurrency: '4' });
    const times = site.requests.map(({ at }) => at);
    expect((times[3] ?? 0) - (times[0] ?? 0)).toBeLessThan(290);
    expect((times[4] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(290);
  }));

test.concurrent('the figures are those of every exchange, and each has the time of its phases', () =>
  stage.at(SITE, async site => {
    const checks = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`Page ${index}`, 'get: /fine/']));
    const smoke = await visit(site, suiteOf({ ...checks, Slow: 'get: /slow/' }));
    const { exchanges = [] } = smoke.report;
    expect(exchanges).toHaveLength(10);
    const totals = exchanges.map(exchange => exchange['total-ms']).sort((a, b) => a - b);
    expect(smoke.result).toMatchObject({ requests: 10 });
    // A time is given in tenths, a figure in whole milliseconds: they differ by half a millisecond and half a tenth at most.
    const near = (figure: 'p50-ms' | 'p95-ms' | 'p99-ms', total = 0) => Math.abs(Number(smoke.result[figure]) - total);
    expect(near('p50-ms', totals[4])).toBeLessThanOrEqual(0.55);
    expect(near('p95-ms', totals[9])).toBeLessThanOrEqual(0.55);
    expect(near('p99-ms', totals[9])).toBeLessThanOrEqual(0.55);
    expect(Number(smoke.outputs['p95-ms'])).toBe(smoke.result['p95-ms']);
    expect(Number(smoke.outputs['p95-ms'])).toBeGreaterThanOrEqual(300);
    const slow = exchanges.find(({ target }) => target === '/slow/');
    expect(slow).toMatchObject({ check: 'Slow', method: 'GET', status: 200 });
    expect(slow?.['first-byte-ms']).toBeGreaterThanOrEqual(290);
    const fresh = exchanges.find(exchange => exchange['tls-ms'] !== null);
    for (const phase of ['dns-ms', 'connect-ms', 'tls-ms', 'first-byte-ms', 'transfer-ms'] as const)
      expect(fresh?.[phase]).toEqual(expect.any(Number));
    expect(smoke.run.summary).toMatch(/10 requests: p50 \d+ ms, p95 \d+ ms, p99 \d+ ms/);
    expect(smoke.run.summary).toContain('| Request | Status | DNS | Connect | TLS | First byte | Transfer | Total |');
  }));

test.concurrent('the summary shows the lines of the suite with expected and actual under them', () =>
  stage.at(SITE, async site => {
    const smoke = await visit(
      site,
      suiteOf({ Fine: 'get: /fine/', Bad: 'get: /bad/\nexpect: { status: 200, body: { contains: Welcome } }' }),
      {
        environment: 'staging',
      },
    );
    expect(smoke.run.summary).toContain('Smoke test of staging');
    expect(smoke.run.summary).toContain(`${SUITE}:7:15`);
    expect(smoke.run.summary).toMatch(
      /7 \| {5}expect: \{ status: 200, body: \{ contains: Welcome \} \}\n {2}\| {3}GET \/bad\/: status is not as expected\n {2}\| {3}expected: 200\n {2}\| {3}actual: {3}500/,
    );
    expect(smoke.run.summary).toContain('The application broke while it answered');
  }));

describe('the published schema of the result', () => {
  const good = {
    schema: 'obcms-deploy/smoke-test@1',
    outcome: 'error',
    'reason-code': 'invalid-suite',
    headline: 'x',
    remedy: '',
    findings: [],
  };

  test.each([
    ['a key that is not in it', { surprise: 1 }],
    ['a code that is in no table', { 'reason-code': 'other' }],
    ['an outcome that does not belong to the code', { outcome: 'passed' }],
    ['half of the facts', { environment: 'staging' }],
    ['a check in a state that there is not', { checks: [{ id: 'a', state: 'maybe' }] }],
  ])('refuses %s', (_, change) => {
    expect(schemaProblems(good)).toEqual([]);
    expect(schemaProblems({ ...good, ...change })).not.toEqual([]);
  });
});
