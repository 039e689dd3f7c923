import { describe, expect, test } from '@jest/globals';
import { eventually, texts, world } from './world.ts';

describe('a restart of Coolify', () => {
  test('fails what is open without a word, leaves finished_at empty and answers 502 pages meanwhile', async () => {
    const { application, coolify, call, runtime } = await world({ behaviour: { buildMs: 200 } });
    const shop = application();
    await call('POST', `/deploy?uuid=${shop.uuid}`);
    await call('POST', `/deploy?uuid=${shop.uuid}&force=true`);
    const [running] = coolify.deployments;
    await eventually(
      () => texts(running, { hidden: true }),
      output => output !== '',
    );
    const said = running?.entries.length;
    const back = coolify.restartCoolify({ downMs: 40 });
    const meanwhile = await call('GET', '/version');
    expect([meanwhile.status, meanwhile.text]).toEqual([502, expect.stringMatching(/<html/)]);
    await back;
    await coolify.settled();
    expect(coolify.deployments.map(each => [each.status, each.finishedAt])).toEqual([
      ['failed', null],
      ['failed', null],
    ]);
    expect(running?.entries).toHaveLength(said ?? 0);
    expect(runtime.running).toHaveLength(0);
    expect((await coolify.deploy(shop)).status).toBe('finished');
  });

  test('dates come from the clock of Coolify', async () => {
    const { application, coolify, call } = await world({ clockSkewMs: 3_600_000 });
    const { uuid } = await coolify.deploy(application());
    const { body } = await call('GET', `/deployments/${uuid}`);
    expect(Date.parse(String(body['finished_at'])) - Date.now()).toBeGreaterThan(3_500_000);
  });
});
