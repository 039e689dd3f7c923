import { afterAll, expect, test } from '@jest/globals';
import { suiteOf, visit } from './scene.ts';
import { type Reply, type Routes, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const state = (name: string): Reply => ({ json: { state: name } });

const QUEUE: Routes = {
  'POST /ping/': { status: 202, json: { id: 'task-1' } },
  'GET /ping/task-1/': (_, nth) => state(nth < 3 ? 'PENDING' : 'SUCCESS'),
  'GET /never/': (_, nth) => state(nth < 3 ? 'PENDING' : 'STARTED'),
  'GET /wrong-end/': (_, nth) =>
    nth < 2 ? state('PENDING') : { status: 200, json: { state: 'SUCCESS', result: 'broken' } },
  'GET /away/': (_, nth) => (nth < 3 ? 'breaks' : state('SUCCESS')),
  'GET /hangs/': 'hangs',
};

test.concurrent('a task is asked for until it has ended', () =>
  stage.at(QUEUE, async site => {
    const smoke = await visit(
      site,
      suiteOf({
        'The queue answers': `post: /ping/
json: {}
expect: { status: 202, json: { '$.id': { type: string } } }
capture: { task: $.id }
then: { get: '/ping/\${task}/', until: { json: { $.state: SUCCESS } }, within: 30s }`,
      }),
    );
    expect(smoke.outputs['outcome']).toBe('passed');
    expect(site.asked('GET /ping/task-1/')).toHaveLength(3);
  }));

test.concurrent('the pauses grow from a fifth of a second to two, and the deadline shows the last answer', () =>
  stage.at(QUEUE, async site => {
    const smoke = await visit(
      site,
      suiteOf({ 'Ends at last': 'get: /never/\nuntil: { json: { $.state: SUCCESS } }\nwithin: 6s' }),
    );
    const times = site.asked('GET /never/').map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    // 0.2, 0.4, 0.8, 1.6, 2 and what is left; each with the time of the answer, on a machine that is busy.
    expect(pauses.length).toBeGreaterThanOrEqual(4);
    expect(pauses.length).toBeLessThanOrEqual(6);
    for (const [index, least] of [190, 390, 790, 1_590].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least);
    expect(pauses[0]).toBeLessThan(pauses[3] ?? 0);
    expect(smoke.check('Ends at last').problems).toEqual([
      expect.objectContaining({
        message: `GET /never/: $.state is not as expected, not within 6 s (asked ${times.length} times)`,
        expected: '"SUCCESS"',
        actual: '"STARTED"',
        line: 5,
      }),
    ]);
    expect(smoke.run.log).toContain('the answer began:');
    expect(smoke.run.log).toContain('{"state":"STARTED"}');
  }));

test.concurrent('what is expected is judged when the waiting is over', () =>
  stage.at(QUEUE, async site => {
    const smoke = await visit(
      site,
      suiteOf({
        'Ends well': 'get: /wrong-end/\nuntil: { json: { $.state: SUCCESS } }\nexpect: { json: { $.result: fine } }',
      }),
    );
    expect(smoke.check('Ends well').problems[0]).toMatchObject({ expected: '"fine"', actual: '"broken"' });
    expect(site.asked('GET /wrong-end/')).toHaveLength(2);
  }));

test.concurrent('an answer that does not come is one to wait on from, too', () =>
  stage.at(QUEUE, async site => {
    const smoke = await visit(
      site,
      suiteOf({
        Returns: 'get: /away/\nuntil: { json: { $.state: SUCCESS } }\nwithin: 20s',
        Hangs: 'get: /hangs/\nuntil: { status: 200 }\nwithin: 2s',
      }),
    );
    expect(smoke.states).toEqual({ Returns: 'passed', Hangs: 'failed' });
    expect(smoke.check('Hangs').problems[0]?.message).toMatch(/^GET \/hangs\/ got no answer: .*, not within 2 s/);
    expect(smoke.check('Hangs')['duration-ms']).toBeLessThan(6_000);
  }));
