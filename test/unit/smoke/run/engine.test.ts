import { describe, expect, test } from '@jest/globals';
import { defineCheck, type Judgement, type Preset, type Site } from '../../../../src/smoke/presets/preset.ts';
import { runSuite } from '../../../../src/smoke/run/run.ts';
import { answered, answeredJson, noAnswer, type Visit } from '../../../support/scripted-wire.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { prepare, scene, table } from './scene.ts';

const OK = answered(200, 'ok');

/** A preset whose checks do what is said. */
function presetOf(name: string, checks: Readonly<Record<string, (site: Site) => Promise<Judgement>>>): Preset {
  return {
    name,
    about: '',
    checks: Object.entries(checks).map(([id, collect]) =>
      defineCheck<Readonly<Record<string, unknown>>, Judgement>({
        id: `${name}/${id}`,
        title: `${id} holds`,
        why: '',
        accepts: [],
        remedy: 'Mend it.',
        source: '',
        severity: 'failure',
        collect,
        judge: judgement => judgement,
      }),
    ),
  };
}

const HOLDS: Judgement = { verdict: 'holds', actual: 'fine' };
/** Holds when the question was asked without an error. */
async function holdsAfter(asked: Promise<unknown>): Promise<Judgement> {
  await asked;
  return HOLDS;
}

const many = (amount: number) =>
  `checks:\n${Array.from({ length: amount }, (_, index) => `  - { name: c${index}, get: /${index} }\n`).join('')}`;

describe('a run', () => {
  test('gives results in the order of the plan, whatever ends first', async () => {
    const clock = new VirtualClock();
    const { states, wire } = await scene({
      clock,
      suite: many(4),
      site: async visit => {
        await clock.sleep(1_000 - Number(visit.path.slice(1)) * 100, visit.request.signal);
        return OK;
      },
    });
    expect(states).toEqual(['c0: passed', 'c1: passed', 'c2: passed', 'c3: passed']);
    expect(new Set(wire.visits.map(({ at }) => at))).toEqual(new Set([0]));
  });

  test('has no more checks on their way than it may', async () => {
    const clock = new VirtualClock();
    let now = 0;
    let most = 0;
    await scene({
      clock,
      suite: many(20),
      options: { concurrency: 3 },
      site: async visit => {
        most = Math.max(most, ++now);
        await clock.sleep(100, visit.request.signal);
        now -= 1;
        return OK;
      },
    });
    expect(most).toBe(3);
  });

  test('runs loads alone, one after the other, when all else has ended', async () => {
    const clock = new VirtualClock();
    const load = (path: string) =>
      `{ get: ${path}, rate: 10, concurrency: 2, duration: 1s, expect: { p95: "< 500ms" } }`;
    const { states, wire, result } = await scene({
      clock,
      suite: `checks:\n  - { name: L1, load: ${load('/l1')} }\n  - { name: Slow, get: /slow }\n  - { name: L2, load: ${load('/l2')} }\n`,
      site: async visit => {
        await clock.sleep(visit.path === '/slow' ? 3_000 : 20, visit.request.signal);
        return OK;
      },
    });
    expect(states).toEqual(['L1: passed', 'Slow: passed', 'L2: passed']);
    const moments = (path: string) => wire.visits.filter(visit => visit.path === path).map(({ at }) => at);
    expect(moments('/slow')).toEqual([0]);
    expect(Math.min(...moments('/l1'))).toBeGreaterThanOrEqual(3_000);
    expect(Math.min(...moments('/l2'))).toBeGreaterThan(Math.max(...moments('/l1')));
    expect(moments('/l1')).toHaveLength(10);
    expect(result('L1')).toMatchObject({ note: expect.stringContaining('10 requests'), exchanges: [] });
  });

  test('does not begin a load for which there is no time left', async () => {
    const { states, run, wire } = await scene({
      suite:
        'checks: [{ name: L, load: { get: /, rate: 10, concurrency: 2, duration: 60s, expect: { p95: "< 1s" } } }]',
      site: () => OK,
      options: { timeout: 30_000 },
    });
    expect(states).toEqual(['L: unfinished']);
    expect(run.cutShort).toBe('timeout');
    expect(wire.calls).toEqual([]);
  });

  test('a load whose limits do not hold fails with the figures', async () => {
    const { result } = await scene({
      suite:
        'checks: [{ name: L, load: { get: /, rate: 10, concurrency: 2, duration: 1s, expect: { errors: "< 1%" } } }]',
      site: () => answered(503),
    });
    expect(result('L')).toMatchObject({
      state: 'failed',
      problems: [{ message: 'The limit for errors does not hold' }],
    });
  });

  test('that chooses nothing sends nothing', async () => {
    const { wire, run } = await scene({ suite: many(2), site: () => OK, selection: { skip: ['c0', 'c1'] } });
    expect(wire.calls).toEqual([]);
    expect(run.results.map(({ state }) => state)).toEqual(['skipped', 'skipped']);
  });

  test('that chooses nothing does not even wait for the site', async () => {
    const { wire, run } = await scene({
      suite: 'presets: [health]\n',
      presets: { health: presetOf('health', { answers: async () => HOLDS }) },
      site: () => OK,
      selection: { skip: ['health'] },
    });
    expect(wire.calls).toEqual([]);
    expect(run.readiness).toEqual({ kind: 'not-asked' });
  });

  test('ends when the time is over, and tells what had begun from what had not', async () => {
    const clock = new VirtualClock();
    const { states, run, result } = await scene({
      clock,
      suite: many(3),
      options: { concurrency: 2, timeout: 5_000 },
      site: async visit => {
        await clock.sleep(60_000, visit.request.signal).catch(() => undefined);
        return OK;
      },
    });
    expect(states).toEqual(['c0: unfinished', 'c1: unfinished', 'c2: unfinished']);
    expect(run).toMatchObject({ cutShort: 'timeout', duration: 5_000 });
    expect(result('c0').note).toBe('The time limit was over.');
    expect(result('c2').note).toBe('not begun: the time limit was over');
  });

  test('that is cancelled while it waits for the site has checked nothing', async () => {
    const { run, states } = await scene({
      suite: `presets: [health]\n${many(1)}`,
      presets: { health: presetOf('health', { answers: async () => HOLDS }) },
      site: () => answered(503),
      options: { waitReady: 120_000 },
      cancelAt: 3_000,
    });
    expect(states).toEqual(['health/answers: unfinished', 'c0: unfinished']);
    expect(run.cutShort).toBe('cancelled');
  });

  test('names are unique to the run and made of letters and digits', async () => {
    const { wire } = await scene({ suite: "checks: [{ name: Name, get: '/${run}' }]", site: () => OK });
    expect(wire.visits[0]?.path).toMatch(/^\/[a-z][a-z0-9]{8,20}$/);
  });
});

describe('a site that is not ready', () => {
  const presets = {
    health: presetOf('health', { answers: site => holdsAfter(site.ask({ path: '/health/' })) }),
    https: presetOf('https', { redirect: site => holdsAfter(site.attempt({ path: '/' })) }),
  };
  const suite = `presets: [health, https]\n${many(1)}`;

  test('is not tested, but what stands in front of it is looked at', async () => {
    const { states, run, result } = await scene({ suite, presets, site: () => answered(400) });
    expect(run.readiness).toMatchObject({ kind: 'wrong', final: true });
    expect(states).toEqual(['health/answers: unfinished', 'https/redirect: passed', 'c0: unfinished']);
    expect(result('c0').note).toContain('the site was not ready: /health/: it answers 400');
    expect(run.cutShort).toBeUndefined();
  });

  test('and never answered is left alone', async () => {
    const { states, run } = await scene({
      suite,
      presets,
      site: () => noAnswer('refused'),
      options: { waitReady: 3_000 },
    });
    expect(run.readiness.kind).toBe('silent');
    expect(states).toEqual(['health/answers: unfinished', 'https/redirect: unfinished', 'c0: unfinished']);
  });
});

describe('a site that goes away', () => {
  test('is given up after three checks in a row that could not reach it', async () => {
    const { states, wire, result } = await scene({
      suite: many(10),
      options: { concurrency: 1 },
      site: visit => (Number(visit.path.slice(1)) < 2 ? OK : noAnswer('refused')),
    });
    expect(states.slice(0, 5)).toEqual(['c0: passed', 'c1: passed', 'c2: failed', 'c3: failed', 'c4: failed']);
    expect(new Set(states.slice(5).map(state => state.split(': ')[1]))).toEqual(new Set(['unfinished']));
    expect(wire.calls).toHaveLength(5);
    expect(result('c9').note).toContain(
      '3 checks in a row could not reach the site (GET /4 got no answer: scripted refused)',
    );
  });

  test('is not given up when it answers in between', async () => {
    const { wire } = await scene({
      suite: many(10),
      options: { concurrency: 1 },
      site: visit => (Number(visit.path.slice(1)) % 3 === 0 ? OK : noAnswer('refused')),
    });
    expect(wire.calls).toHaveLength(10);
  });

  test('is still looked at by the checks that are about its connections', async () => {
    let looked = 0;
    const { states } = await scene({
      suite: `presets: [headers, https]\n`,
      presets: {
        headers: presetOf(
          'headers',
          Object.fromEntries(['a', 'b', 'c', 'd'].map(id => [id, (site: Site) => holdsAfter(site.ask({ path: '/' }))])),
        ),
        https: presetOf('https', {
          certificate: async () => {
            looked += 1;
            return { verdict: 'broken', expected: 'trusted', actual: 'expired' };
          },
        }),
      },
      options: { concurrency: 1 },
      site: () => noAnswer('tls'),
    });
    expect(states).toEqual([
      'headers/a: failed',
      'headers/b: failed',
      'headers/c: failed',
      'headers/d: unfinished',
      'https/certificate: failed',
    ]);
    expect(looked).toBe(1);
  });
});

describe('a defect of ours', () => {
  test('goes on to the caller, after the clean-ups that were due', async () => {
    const clock = new VirtualClock();
    const { plan, options, wire } = await prepare({
      clock,
      suite: `presets: [headers]
checks:
  - name: Made
    steps:
      - post: /add
      - get: /slow
    always:
      - post: /remove
`,
      presets: {
        headers: presetOf('headers', {
          broken: async () => {
            await clock.sleep(500, new AbortController().signal);
            throw new TypeError('undefined is not a function');
          },
        }),
      },
      site: async visit => {
        if (visit.path === '/slow') await clock.sleep(5_000, visit.request.signal);
        return OK;
      },
    });
    await expect(runSuite(plan, options)).rejects.toThrow('undefined is not a function');
    expect(wire.calls).toEqual(['POST /add', 'GET /slow', 'POST /remove']);
    expect(clock.elapsed()).toBeLessThan(1_000);
  });
});

describe('the site as presets ask it', () => {
  async function asked(
    questions: (site: Site) => Promise<unknown>,
    answer: (visit: Visit) => ReturnType<typeof answered>,
  ) {
    let seen: unknown;
    const done = await scene({
      suite: 'presets: [headers, https]\n',
      presets: {
        headers: presetOf('headers', {
          one: async site => {
            seen = await questions(site);
            return HOLDS;
          },
        }),
        https: presetOf('https', { two: site => holdsAfter(questions(site)) }),
      },
      site: answer,
      options: { plain: new URL('http://site.example/') },
    });
    return { ...done, seen };
  }

  test('equal questions are sent once in a run, and recorded by the check that sent them', async () => {
    const { wire, result } = await asked(
      async site => {
        await Promise.all([site.ask({ path: '/a' }), site.ask({ path: '/a', method: 'GET', headers: {} })]);
        await site.ask({ path: '/a', headers: { Origin: 'https://evil.example' } });
        await site.ask({ path: '/a', headers: { origin: 'https://evil.example' } });
        await site.ask({ path: '/a', plain: true });
      },
      () => OK,
    );
    expect(wire.visits.map(({ origin, headers }) => [origin, headers['origin']])).toEqual([
      ['https://site.example', undefined],
      ['https://site.example', 'https://evil.example'],
      ['http://site.example', undefined],
    ]);
    expect(result('headers/one').exchanges).toHaveLength(3);
    expect(result('https/two').exchanges).toHaveLength(0);
  });

  test('no cookie comes back, and our name is told', async () => {
    const { wire } = await asked(
      async site => [await site.ask({ path: '/a' }), await site.ask({ path: '/b' })],
      () => answered(200, '', { 'set-cookie': 'a=1; Path=/' }),
    );
    expect(wire.visits[1]?.headers['cookie']).toBeUndefined();
    expect(wire.visits[0]?.headers['user-agent']).toContain('obcms-deploy');
  });

  test('answers have their cookies and headers', async () => {
    const { seen } = await asked(
      async site => {
        const answer = await site.ask({ path: '/' });
        return [answer.header('X-One'), answer.header('vary'), answer.header('constructor'), answer.cookies];
      },
      () => answered(200, '', { 'x-one': '1', vary: ['Cookie', 'Origin'], 'set-cookie': ['a=1', 'b=2; Secure'] }),
    );
    expect(seen).toMatchObject(['1', 'Cookie, Origin', undefined, [{ name: 'a' }, { name: 'b', secure: true }]]);
  });

  test('a page is where the redirects of this host lead, and no further than five', async () => {
    const answers = table(
      {
        '/': answered(302, '', { location: '/login/?next=/' }),
        '/login/': answered(200, 'sign in'),
        '/away': answered(302, '', { location: 'https://other.example/' }),
      },
      answered(302, '', { location: '/again' }),
    );
    const { seen } = await asked(
      async site => [
        (await site.page('/')).url.href,
        (await site.page('/away')).status,
        (await site.page('/again')).status,
      ],
      visit => answers(visit) as ReturnType<typeof answered>,
    );
    expect(seen).toEqual(['https://site.example/login/?next=/', 302, 302]);
  });

  test('questions that a failed check leaves behind end nobody', async () => {
    const unhandled: unknown[] = [];
    const listen = (thrown: unknown) => void unhandled.push(thrown);
    process.on('unhandledRejection', listen);
    const { result } = await asked(
      async site => {
        const left = [site.ask({ path: '/a' }), site.page('/b'), site.ask({ path: '/c' })];
        await site.ask({ path: '/d' });
        return left;
      },
      () => noAnswer('reset') as ReturnType<typeof answered>,
    );
    await new Promise(resolve => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(result('headers/one').state).toBe('failed');
    expect(unhandled).toEqual([]);
  });

  test('a 429 is waited for once', async () => {
    let turn = 0;
    const { wire, result } = await asked(
      site => site.ask({ path: '/' }),
      () => (++turn === 1 ? answered(429, '', { 'retry-after': '2' }) : OK),
    );
    expect(wire.visits.map(({ at }) => at)).toEqual([0, 2_000]);
    expect(result('headers/one').exchanges.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('a path that looks like another host stays on this one', async () => {
    const { wire } = await asked(
      site => site.ask({ path: '//evil.example/x' }),
      () => OK,
    );
    expect(wire.visits.map(({ origin, path }) => origin + path)).toEqual(['https://site.example//evil.example/x']);
  });

  test('handshakes are made once for each version', async () => {
    let shakes = 0;
    await scene({
      suite: 'presets: [https]\n',
      presets: {
        https: presetOf('https', {
          one: site => holdsAfter(Promise.all([site.handshake(), site.handshake(), site.handshake('TLSv1.2')])),
        }),
      },
      site: {
        answer: () => OK,
        handshake: () => {
          shakes += 1;
          return {
            ok: false,
            refusedVersion: false,
            failure: { kind: 'tls', message: '', code: '', requestSeen: 'no' },
          };
        },
      },
    });
    expect(shakes).toBe(2);
  });

  test('a question without an answer fails its check with what it may mean', async () => {
    const { result } = await asked(
      site => site.ask({ path: '/' }),
      () => noAnswer('refused') as ReturnType<typeof answered>,
    );
    expect(result('headers/one')).toMatchObject({
      state: 'failed',
      problems: [{ message: 'GET / got no answer: scripted refused', remedy: expect.stringContaining('firewall') }],
    });
  });
});

test('a null that is captured is a value', async () => {
  const { wire, states } = await scene({
    suite: `
checks:
  - name: Parent
    steps:
      - { get: /, capture: { parent: '$.parent' } }
      - { post: /, json: { parent: '\${parent}' } }
`,
    site: () => answeredJson(200, { parent: null }),
  });
  expect(states).toEqual(['Parent: passed']);
  expect(wire.visits[1]?.body).toBe('{"parent":null}');
});

test.each(['Barangay Poblaci\u{1F600}', 'two\nlines'])(
  'a captured value that no header can carry is not sent: %j',
  async name => {
    const { wire, result } = await scene({
      suite: `
checks:
  - name: Header
    steps:
      - { get: /, capture: { name: '$.name' } }
      - { get: /second, headers: { X-Name: '\${name}' } }
`,
      site: () => answeredJson(200, { name }),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Header').problems[0]?.message).toContain('its header X-Name has');
  },
);

test('an option that is a secret reaches the checks of its preset as text, and is masked', async () => {
  const seen: unknown[] = [];
  const preset = presetOf('health', { ready: async () => HOLDS });
  const { world } = await scene({
    suite: 'presets: [health: { secret: $METRICS_TOKEN }]\n',
    presets: {
      health: {
        ...preset,
        checks: preset.checks.map(check => ({
          ...check,
          collect: async (_site: Site, options: Readonly<Record<string, unknown>>) => {
            seen.push(options['secret'], options['path']);
            return HOLDS as never;
          },
        })),
      },
    },
    site: () => OK,
  });
  expect(seen).toEqual(['metrics-token-123456', '/health/']);
  expect(world.host.masked).toContain('metrics-token-123456');
});

test('JSON that is captured keeps its type in the next request', async () => {
  const { wire } = await scene({
    suite: `
checks:
  - name: Types
    steps:
      - { get: /, capture: { id: '$.id', name: '$.name' } }
      - { post: /, json: { id: '\${id}', both: '\${id}-\${name}' } }
`,
    site: () => answeredJson(200, { id: 42, name: 'x' }),
  });
  expect(wire.visits[1]?.body).toBe('{"id":42,"both":"42-x"}');
});

test('files are sent as a form with a boundary that is in none of them', async () => {
  const { visitOf } = await import('../../../../src/smoke/run/request.ts');
  const { scopeOf } = await import('../../../../src/smoke/run/scope.ts');
  const { plan, options } = await prepare({
    suite: "checks: [{ name: a, post: /up, form: { a: 'ü' } }]",
    site: () => OK,
  });
  const [item] = plan.items;
  if (item?.group !== 'checks') throw new Error('no check');
  const step = item.check.steps[0];
  if (step?.request.body?.kind !== 'form') throw new Error('no form');
  const context = {
    ...options,
    hosts: [],
    run: 'r1',
    secret: () => undefined,
    limits: {} as never,
  };
  const content = new TextEncoder().encode('before ----smoke-r1 after');
  const addressed = visitOf(
    {
      ...step.request,
      body: {
        kind: 'multipart',
        fields: step.request.body.fields,
        files: [{ name: 'photo', filename: 'a"b.png', content }],
      },
    },
    scopeOf(context),
    context,
  );
  if (!addressed.ok) throw new Error(addressed.why);
  expect(addressed.visit.headers).toEqual({ 'Content-Type': 'multipart/form-data; boundary=----smoke-r1x' });
  expect(new TextDecoder().decode(addressed.visit.body as Uint8Array)).toBe(
    '------smoke-r1x\r\nContent-Disposition: form-data; name="a"\r\n\r\nü\r\n' +
      '------smoke-r1x\r\nContent-Disposition: form-data; name="photo"; filename="a%22b.png"\r\nContent-Type: image/png\r\n\r\n' +
      'before ----smoke-r1 after\r\n------smoke-r1x--\r\n',
  );
});
