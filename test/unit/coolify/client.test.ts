import { describe, expect, test } from '@jest/globals';
import { patiently, waitAfter } from '../../../src/coolify/patience.ts';
import { deadlineIn } from '../../../src/core/clock.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { APPLICATION, clientOver, rowFields } from '../../support/coolify-answers.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const { signal } = new AbortController();

function scene(answer: HttpResult | ((asked: number) => HttpResult)) {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, () => (typeof answer === 'function' ? answer(http.sent.length - 1) : answer));
  return { clock, http, client: clientOver(http, clock) };
}

describe('every request', () => {
  test('asks for JSON, carries the whole token, and goes to the API', async () => {
    const { client, http } = scene(json(200, rowFields()));
    await client.deployment('a/../b?c', signal);
    const request = http.sent[0]?.request;
    expect(request?.url.href).toBe('https://coolify.example/api/v1/deployments/a%2F..%2Fb%3Fc');
    expect(request?.headers).toEqual({
      Accept: 'application/json',
      Authorization: 'Bearer 12|abcdefghijklmnopqrstuvwxyz',
      'User-Agent': 'obcms-deploy',
    });
  });

  test('that writes has its parameters in the query string, or a body of JSON', async () => {
    const { client, http } = scene(json(200, { deployments: [] }));
    await client.deploy({ tag: 'a b' }, true, signal);
    await client.change(APPLICATION, { git_commit_sha: 'HEAD' }, signal);
    expect(http.calls).toEqual(['POST deploy?tag=a+b&force=true', `PATCH applications/${APPLICATION}`]);
    expect(http.sent[1]?.request).toMatchObject({
      body: '{"git_commit_sha":"HEAD"}',
      headers: { 'Content-Type': 'application/json' },
    });
  });
});

describe('an answer', () => {
  test('with the version is bare text, whatever its type says', async () => {
    expect(await scene(page(200, '4.3.10')).client.version(signal)).toMatchObject({
      ok: true,
      value: { text: '4.3.10' },
    });
  });

  test('of a login page is no version', async () => {
    expect(await scene(page(200, '<html><title>Sign in</title>')).client.version(signal)).toMatchObject({
      ok: false,
      problem: { kind: 'not-coolify', title: 'Sign in' },
    });
  });

  test('that broke off is passing, and what it did is not known', async () => {
    const half: HttpResult = {
      ok: true,
      answer: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"deployments":[{"mess',
        truncated: false,
      },
    };
    expect(await scene(half).client.deploy({ uuid: APPLICATION }, false, signal)).toMatchObject({
      ok: false,
      problem: { kind: 'unavailable', acted: 'unknown' },
    });
  });

  test('of 2xx that is not understood may have done what was asked for', async () => {
    expect(await scene(json(200, {})).client.deploy({ uuid: APPLICATION }, false, signal)).toMatchObject({
      ok: false,
      problem: { acted: 'unknown' },
    });
  });

  test('with the list of what runs may be an object, and is sorted', async () => {
    const { client } = scene(
      json(200, { 7: rowFields({ id: 7, deployment_uuid: 'b' }), 2: rowFields({ id: 3, deployment_uuid: 'a' }) }),
    );
    expect(await client.running(signal)).toMatchObject({ ok: true, value: [{ id: 3 }, { id: 7 }] });
  });

  test('with the history leaves previews out', async () => {
    const { client, http } = scene(
      json(200, { count: 2, deployments: [rowFields({ pull_request_id: 4 }), rowFields()] }),
    );
    const reply = await client.history(APPLICATION, 20, signal);
    expect(reply.ok && reply.value).toHaveLength(1);
    expect(http.calls).toEqual([`GET deployments/applications/${APPLICATION}?skip=0&take=20`]);
  });

  test('of 429 makes every later request wait', async () => {
    const { client, clock } = scene(asked =>
      asked === 0 ? json(429, { message: 'Too Many Attempts.' }, { 'retry-after': '20' }) : json(200, rowFields()),
    );
    expect(await client.deployment('a', signal)).toMatchObject({ ok: false, problem: { kind: 'throttled' } });
    await client.deployment('a', signal);
    expect(clock.elapsed()).toBe(20_000);
  });
});

describe('patience', () => {
  const asking = (answer: (asked: number) => HttpResult, timeout: number) => {
    const { client, clock, http } = scene(answer);
    const reply = patiently(() => client.deployment('a', signal), {
      clock,
      random: () => 0.5,
      signal,
      deadline: deadlineIn(clock, timeout),
    });
    return reply.then(value => ({ value, clock, http }));
  };

  test('lasts while the problem passes', async () => {
    const { value, http } = await asking(asked => (asked < 5 ? broken('reset') : json(200, rowFields())), 60_000);
    expect(value.ok).toBe(true);
    expect(http.sent).toHaveLength(6);
  });

  test('ends at once when it does not', async () => {
    const { value, http } = await asking(() => json(401, { message: 'Unauthenticated.' }), 60_000);
    expect(value.ok).toBe(false);
    expect(http.sent).toHaveLength(1);
  });

  test('ends with its time', async () => {
    const { value, clock } = await asking(() => page(502, ''), 60_000);
    expect(value).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
    expect(clock.elapsed()).toBeLessThanOrEqual(60_000);
    expect(clock.elapsed()).toBeGreaterThan(45_000);
  });

  test('waits longer from attempt to attempt, up to ten seconds', () => {
    const waits = [0, 1, 2, 3, 4, 50].map(attempt => waitAfter(attempt, () => 0.5));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(waitAfter(9, () => 0.999)).toBeLessThanOrEqual(10_000);
  });
});
