import { describe, expect, test } from '@jest/globals';
import { answered, answeredJson, noAnswer } from '../../../support/scripted-wire.ts';
import { scene, table } from './scene.ts';

const LOST = answered(404, 'Not Found');

describe('a check', () => {
  test('passes when every step is as expected', async () => {
    const { run, wire, states } = await scene({
      suite: `
checks:
  - name: Home
    get: /
    expect: { status: 200, body: { contains: welcome } }
`,
      site: table({ '/': answered(200, 'welcome') }, LOST),
    });
    expect(states).toEqual(['Home: passed']);
    expect(wire.calls).toEqual(['GET /']);
    expect(run.results[0]?.exchanges).toMatchObject([{ method: 'GET', target: '/', status: 200, total: 20 }]);
    expect(run).toMatchObject({ readiness: { kind: 'not-asked' }, cutShort: undefined });
  });

  test('fails with what was expected, what came and the place in the suite', async () => {
    const { result } = await scene({
      suite: `
checks:
  - name: Metrics are closed
    get: /metrics/
    expect: { status: [401, 403] }
`,
      site: table({ '/metrics/': answered(200, 'process_cpu_seconds 1') }, LOST),
    });
    expect(result('Metrics are closed')).toMatchObject({
      state: 'failed',
      problems: [
        {
          message: 'GET /metrics/: status is not as expected',
          expected: '401 or 403',
          actual: '200',
          place: { line: 6 },
          excerpt: ['process_cpu_seconds 1'],
        },
      ],
    });
  });

  test('fails when there is nothing to capture', async () => {
    const { result, wire } = await scene({
      suite: `
checks:
  - name: Two steps
    steps:
      - { get: /, capture: { id: '$.id' } }
      - get: '/\${id}'
`,
      site: () => answeredJson(200, {}),
    });
    expect(result('Two steps')).toMatchObject({
      state: 'failed',
      problems: [{ message: '${id} was not captured', actual: '$.id finds nothing', place: { line: 6 } }],
    });
    expect(wire.calls).toEqual(['GET /']);
  });

  test('ends at the first step that fails', async () => {
    const { wire, states } = await scene({
      suite: `
checks:
  - name: Two steps
    steps:
      - get: /a
      - get: /b
`,
      site: table({ '/a': answered(500) }, LOST),
    });
    expect(states).toEqual(['Two steps: failed']);
    expect(wire.calls).toEqual(['GET /a']);
  });

  test('goes on with what it captured, also when what it captured from was not as expected', async () => {
    const { wire, states } = await scene({
      suite: `
checks:
  - name: Community
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}' }
        expect: { status: 201 }
        capture: { id: { header: location, regex: '(\\d+)' } }
    always:
      - post: '/communities/\${id}/delete/'
`,
      site: table(
        {
          'POST /communities/add/': answered(302, '', { location: '/communities/42/' }),
          'POST /communities/42/delete/': answered(302, '', { location: '/communities/' }),
        },
        LOST,
      ),
    });
    expect(states).toEqual(['Community: failed', 'clean-up/Community: passed']);
    expect(wire.calls).toEqual(['POST /communities/add/', 'POST /communities/42/delete/']);
  });
});

describe('polling', () => {
  const suite = `
checks:
  - name: Celery answers
    get: /task/
    until: { json: { '$.state': SUCCESS } }
    within: 5s
`;

  test('asks with growing pauses until it holds', async () => {
    let asked = 0;
    const { wire, states } = await scene({
      suite,
      site: () => answeredJson(200, { state: ++asked < 6 ? 'PENDING' : 'SUCCESS' }),
    });
    expect(states).toEqual(['Celery answers: passed']);
    expect(wire.visits.map(({ at }) => at)).toEqual([0, 200, 600, 1_400, 3_000, 5_000]);
  });

  test('fails at its deadline and shows the last answer', async () => {
    const { result } = await scene({ suite, site: () => answeredJson(200, { state: 'PENDING' }) });
    expect(result('Celery answers')).toMatchObject({
      state: 'failed',
      problems: [
        {
          message: 'GET /task/: $.state is not as expected, not within 5 s (asked 6 times)',
          expected: '"SUCCESS"',
          actual: '"PENDING"',
        },
      ],
    });
  });

  test('goes on after a connection that broke off', async () => {
    let asked = 0;
    const { states } = await scene({
      suite,
      site: () => (++asked === 1 ? noAnswer('reset') : answeredJson(200, { state: 'SUCCESS' })),
    });
    expect(states).toEqual(['Celery answers: passed']);
  });
});
