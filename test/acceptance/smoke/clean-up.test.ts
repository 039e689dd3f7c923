import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { suiteOf, visit } from './scene.ts';
import { type Routes, type ScriptedSite, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

/** Things can be made, looked at and taken away. */
const SITE: Routes = {
  'POST /things/': { status: 201, json: { id: 5 } },
  'GET /things/5/': { json: { id: 5 } },
  'DELETE /things/5/': { status: 204, body: '' },
  'GET /broken/': { status: 500 },
  'GET /hangs/': 'hangs',
};

const MAKE = 'post: /things/\n    json: {}\n    expect: { status: 201 }\n    capture: { id: $.id }';
const check = (middle: string, always = "delete: '/things/${id}/'") =>
  `steps:\n  - ${MAKE}\n  - ${middle}\nalways:\n  - ${always}`;

const NAME = 'A thing can be made';
const CLEAN_UP = `clean-up/${NAME}`;
const removals = (site: ScriptedSite) => site.asked('DELETE /things/5/').length;

async function arrived(site: ScriptedSite, route: string): Promise<void> {
  while (site.asked(route).length === 0) await sleep(20);
}

describe('clean-up runs', () => {
  test.concurrent('after success, as a case of its own', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'") }));
      expect(smoke.states).toEqual({ [NAME]: 'passed', [CLEAN_UP]: 'passed' });
      expect(smoke.check(CLEAN_UP)).toMatchObject({ group: 'clean-up', title: `Clean-up of "${NAME}"`, line: 11 });
      expect(site.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'POST /things/',
        'GET /things/5/',
        'DELETE /things/5/',
      ]);
    }));

  test.concurrent('after a failure', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: check('get: /broken/') }));
      expect(smoke.states).toEqual({ [NAME]: 'failed', [CLEAN_UP]: 'passed' });
      expect(smoke.outputs['reason-code']).toBe('checks-failed');
      expect(removals(site)).toBe(1);
    }));

  test.concurrent('when the time is over, in a time of its own', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: check('get: /hangs/') }), { timeout: '2s' });
      expect(smoke.states).toEqual({ [NAME]: 'unfinished', [CLEAN_UP]: 'passed' });
      expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'timeout' });
      expect(removals(site)).toBe(1);
    }));

  test.concurrent('when the job is cancelled, before the runner loses patience', () =>
    stage.at(SITE, async site => {
      const cancel = new AbortController();
      const running = visit(site, suiteOf({ [NAME]: check('get: /hangs/') }), {}, { cancel: cancel.signal });
      await arrived(site, 'GET /hangs/');
      cancel.abort();
      const smoke = await running;
      expect(smoke.states).toEqual({ [NAME]: 'unfinished', [CLEAN_UP]: 'passed' });
      expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
      expect(smoke.run.conclusion).toBe('cancelled');
      expect(smoke.run.signalsSent.map(({ signal }) => signal)).toEqual(['SIGINT']);
      expect(removals(site)).toBe(1);
    }));

  test.concurrent('with what was captured although the expectation of that step failed', () =>
    stage.at(SITE, async site => {
      const suite = suiteOf({
        [NAME]: `post: /things/
json: {}
expect: { status: 200 }
capture: { id: $.id }
always:
  - delete: '/things/\${id}/'`,
      });
      const smoke = await visit(site, suite);
      expect(smoke.states).toEqual({ [NAME]: 'failed', [CLEAN_UP]: 'passed' });
      expect(removals(site)).toBe(1);
    }));

  test.concurrent('step for step, whatever became of the one before', () =>
    stage.at(SITE, async site => {
      const smoke = await visit(
        site,
        suiteOf({ [NAME]: check("get: '/things/${id}/'", "post: /broken-too/\n  - delete: '/things/${id}/'") }),
      );
      expect(smoke.states[CLEAN_UP]).toBe('passed');
      expect(removals(site)).toBe(1);
    }));
});

describe('what is gone already', () => {
  test.concurrent.each([404, 410])('and answers %d is clean', status =>
    stage.at({ ...SITE, 'DELETE /things/5/': { status } }, async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'") }));
      expect(smoke.states[CLEAN_UP]).toBe('passed');
      expect(smoke.outputs['outcome']).toBe('passed');
    }),
  );

  test.concurrent('is not confused with what was refused', () =>
    stage.at({ ...SITE, 'DELETE /things/5/': { status: 403 } }, async site => {
      const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'") }));
      expect(smoke.states).toEqual({ [NAME]: 'passed', [CLEAN_UP]: 'failed' });
    }));
});

test.concurrent('what was never made needs no clean-up, and that is said', () =>
  stage.at({ ...SITE, 'POST /things/': { status: 400, body: 'no' } }, async site => {
    const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'") }));
    expect(smoke.states).toEqual({ [NAME]: 'failed', [CLEAN_UP]: 'skipped' });
    expect(smoke.check(CLEAN_UP).note).toBe('DELETE was left out: ${id} has no value');
    expect(smoke.outputs).toMatchObject({ failed: '1', skipped: '1' });
    expect(site.requests).toHaveLength(1);
  }));

test.concurrent('a check that is left out is not cleaned up after', () =>
  stage.at(SITE, async site => {
    const suite = suiteOf({ [NAME]: check('get: /broken/'), Other: "get: '/things/5/'" });
    const smoke = await visit(site, suite, { skip: NAME });
    expect(smoke.states).toEqual({ [NAME]: 'skipped', Other: 'passed' });
    expect(site.requests).toHaveLength(1);
  }));

test.concurrent('a clean-up that fails makes the run fail, by a reason and in a part of its own', () =>
  stage.at({ ...SITE, 'DELETE /things/5/': { status: 500, body: 'database is locked' } }, async site => {
    const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'"), Other: "get: '/things/5/'" }));
    expect(smoke.outputs).toMatchObject({
      outcome: 'failed',
      'reason-code': 'clean-up-failed',
      passed: '2',
      failed: '1',
    });
    expect(smoke.result.headline).toBe(
      `Every check that was run holds, but something may be left on the site: "${CLEAN_UP}" failed.`,
    );
    expect(smoke.run.log).toContain('Clean-up (1 check, 1 FAILED)');
    expect(smoke.run.summary).toContain('**Clean-up failed: Clean-up of');
    expect(smoke.run.summary).toMatch(/\| Clean-up \| 0 \| 0 \| 1 \| 0 \|/);
    expect(smoke.junit).toContain('<testsuite name="clean-up" tests="1" failures="1"');
  }));

test.concurrent('beside a failed check it is told as well', () =>
  stage.at({ ...SITE, 'DELETE /things/5/': { status: 500 } }, async site => {
    const smoke = await visit(site, suiteOf({ [NAME]: check('get: /broken/') }));
    expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed', failed: '2' });
    expect(smoke.result.headline).toContain('1 clean-up failed as well.');
  }));

test.concurrent.each([
  ['never came', 'hangs' as const],
  ['was the one of an edge that had lost the application', 'breaks' as const],
])('an answer that %s may mean a leftover that nobody can name: that is said', (_, lost) =>
  stage.at({ ...SITE, 'POST /things/': lost }, async site => {
    const smoke = await visit(site, suiteOf({ [NAME]: check("get: '/things/${id}/'") }, 'defaults: { timeout: 1s }\n'));
    expect(smoke.states).toEqual({ [NAME]: 'failed', [CLEAN_UP]: 'skipped' });
    expect(smoke.check(CLEAN_UP).note).toContain('it may have created something that this run cannot name');
  }),
);

test.concurrent('a request that makes something is never sent twice', () =>
  stage.at({ ...SITE, 'POST /things/': 'hangs' }, async site => {
    const suite = suiteOf({ [NAME]: check("get: '/things/${id}/'") }, 'defaults: { timeout: 1s }\n');
    await visit(site, suite);
    expect(site.asked('POST /things/')).toHaveLength(1);
  }));
