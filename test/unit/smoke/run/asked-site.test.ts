import { describe, expect, test } from '@jest/globals';
import type { Site } from '../../../../src/smoke/presets/preset.ts';
import { answered, noAnswer, type Visit } from '../../../support/scripted-wire.ts';
import { scene, table } from './scene.ts';
import { HOLDS, holdsAfter, presetOf } from './stand-in-preset.ts';

const OK = answered(200, 'ok');

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
