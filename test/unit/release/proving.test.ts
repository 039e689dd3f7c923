import { describe, expect, test } from '@jest/globals';
import { capabilitiesOf, parseVersion } from '../../../src/coolify/capabilities.ts';
import { Pins } from '../../../src/coolify/pins.ts';
import { DeploymentWatch } from '../../../src/coolify/watch.ts';
import { deadlineIn } from '../../../src/core/clock.ts';
import type { HttpResult } from '../../../src/core/http.ts';
import { proveLive } from '../../../src/release/proving.ts';
import { applicationFields, clientOver, NEW, OLD } from '../../support/coolify-answers.ts';
import { recordingWorld } from '../../support/recording-world.ts';
import { type Facts, noHistory, releaseRequest, surveyed } from '../../support/release-facts.ts';
import { broken, json, page, scriptedHttp } from '../../support/scripted-http.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const VERSION = '/health/#$.version';

function proving(
  facts: Facts,
  site: (at: number) => HttpResult,
  status: (at: number) => string | HttpResult = () => 'running:healthy',
  once = false,
) {
  const clock = new VirtualClock();
  const http = scriptedHttp(clock, ({ request, at }) => {
    if (request.url.hostname === 'site.example') return site(at);
    const said = status(at);
    return typeof said === 'string' ? json(200, applicationFields({ status: said })) : said;
  });
  const client = clientOver(http, clock);
  const version = parseVersion('4.3.10');
  if (version === undefined) throw new Error('no version');
  const context = {
    request: releaseRequest({ healthTimeout: 60_000 }),
    version: version.text,
    capabilities: capabilitiesOf(version),
    client,
    watch: new DeploymentWatch(client, clock),
    pins: new Pins({ client, clock, random: () => 0, remember: () => undefined }),
    http,
    world: recordingWorld({ clock }),
    historyNow: () => noHistory,
    ask: undefined,
  };
  return proveLive(surveyed(facts), context, deadlineIn(clock, 60_000), once).then(proof => ({
    ...proof,
    http,
    elapsed: clock.elapsed(),
  }));
}

const says = (version: string) => json(200, { version });

describe('a release is live', () => {
  test('when the site says its commit, whole or abbreviated, and Coolify calls it well', async () => {
    for (const version of [NEW, NEW.slice(0, 7)]) {
      expect(await proving({ version: VERSION }, () => says(version))).toMatchObject({
        versionProved: true,
        liveVersion: version,
        status: 'running:healthy',
        failure: undefined,
      });
    }
  });

  test('when Coolify says "unhealthy" only because it has not looked yet', async () => {
    const proof = await proving(
      { version: VERSION },
      () => says(NEW),
      at => (at < 30_000 ? 'running:unhealthy' : 'running:healthy'),
    );
    expect(proof).toMatchObject({ failure: undefined, status: 'running:healthy' });
  });

  test('when its health page answers, although no version is told', async () => {
    expect(await proving({ health: '/health/' }, () => page(200, 'ok'))).toMatchObject({
      versionProved: undefined,
      liveVersion: undefined,
      failure: undefined,
    });
  });

  test('by the word of Coolify alone, when nothing else is there to ask', async () => {
    const { http, failure } = await proving({}, () => broken('dns'));
    expect(failure).toBeUndefined();
    expect(http.sent).toHaveLength(1);
  });
});

describe('a release is not proved', () => {
  test.each<readonly [string, Facts, (at: number) => HttpResult, string, RegExp]>([
    [
      'the old version stays',
      { version: VERSION },
      () => says(OLD),
      'wrong-version',
      /still shows 0000000 instead of 1111111 after 1 min/,
    ],
    ['six digits are all it says', { version: VERSION }, () => says(NEW.slice(0, 6)), 'wrong-version', /still shows/],
    ['the page is broken', { version: VERSION }, () => page(500, 'x'), 'version-unreadable', /answers 500/],
    [
      'the page redirects',
      { version: VERSION },
      () => page(301, '', { location: 'https://site.example/' }),
      'version-unreadable',
      /redirects/,
    ],
    [
      'nobody answers',
      { version: VERSION },
      () => broken('refused'),
      'site-unreachable',
      /did not answer this runner once in 1 min/,
    ],
    ['the health page is broken', { health: '/health/' }, () => page(503, ''), 'unhealthy', /answers 503/],
  ])('when %s', async (_, facts, site, reasonCode, headline) => {
    const { failure, elapsed } = await proving(facts, site);
    expect(failure).toMatchObject({ reasonCode, headline: expect.stringMatching(headline) });
    expect(elapsed).toBeLessThanOrEqual(60_000);
  });

  test.each(['running:unhealthy', 'exited:unhealthy', 'restarting:unknown'])(
    'when Coolify says %s to the end',
    async status => {
      expect(
        (
          await proving(
            { version: VERSION },
            () => says(NEW),
            () => status,
          )
        ).failure,
      ).toMatchObject({ reasonCode: 'unhealthy', headline: expect.stringContaining(status) });
    },
  );

  test('but not known, when Coolify cannot be asked any more', async () => {
    expect(
      (
        await proving(
          { version: VERSION },
          () => says(NEW),
          () => page(502, ''),
        )
      ).failure,
    ).toMatchObject({ reasonCode: 'state-unreadable' });
  });
});

test('whether something is live already is known after one wrong answer, without asking Coolify', async () => {
  const { failure, http, elapsed } = await proving({ version: VERSION }, () => says(OLD), undefined, true);
  expect(failure).toMatchObject({ reasonCode: 'wrong-version' });
  expect(http.sent).toHaveLength(1);
  expect(elapsed).toBe(0);
});
