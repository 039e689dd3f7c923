import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { startEdge } from '../../../lab/edge/index.ts';
import { type Smoke, visit } from './scene.ts';
import { type Received, type Reply, type Routes, type ScriptedSite, scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const NEW = '0123456789abcdef0123456789abcdef01234567';
const OLD = 'fedcba9876543210fedcba9876543210fedcba98';

/** A suite whose site is waited for by its health page, and one check that shows whether the site was tested. */
const SUITE = `version: 1
presets:
  - health: { path: /health/, ready: false, version: '/health/#$.version' }
checks:
  - name: Tested
    get: /page/
`;

const PAGES: Routes = { 'GET /page/': {} };
const healthy = (version: string): Reply => ({ json: { status: 'healthy', version } });
const health = (answer: (nth: number) => Reply): Routes => ({
  ...PAGES,
  'GET /health/': (_: Received, nth: number) => answer(nth),
});

const waitFor = (site: ScriptedSite, inputs: Readonly<Record<string, string>> = {}): Promise<Smoke> =>
  visit(site, SUITE, { only: 'Tested', 'wait-ready': '30s', ...inputs });

test.concurrent('a good site is asked three times in a row, each over a connection of its own, and then tested', () =>
  stage.at(
    health(() => healthy(NEW)),
    async site => {
      const smoke = await waitFor(site, { 'expected-sha': NEW });
      expect(smoke.outputs).toMatchObject({ outcome: 'passed', 'reason-code': 'works', passed: '1' });
      expect(smoke.result.readiness).toMatchObject({ state: 'ready', path: '/health/', version: NEW, why: null });
      // And once more at the end: what the checks said is true of the release that was there before and after them.
      expect(site.requests.map(({ path }) => path)).toEqual(['/health/', '/health/', '/health/', '/page/', '/health/']);
      expect(smoke.run.summary).toContain(`with version <code>${NEW.slice(0, 7)}</code>`);
    },
  ));

test.concurrent.each([502, 503, 504])('%d is "not yet", and waited for', status =>
  stage.at(
    health(nth => (nth < 3 ? { status, body: 'no available server' } : healthy(NEW))),
    async site => {
      const smoke = await waitFor(site);
      expect(smoke.outputs['outcome']).toBe('passed');
      expect(site.asked('GET /health/')).toHaveLength(5);
      expect(smoke.run.log).toContain(`waiting for /health/: it answers ${status}`);
    },
  ),
);

test.concurrent.each([400, 401, 403, 404])('%d is final: nobody waits for what does not change', status =>
  stage.at(
    health(() => ({ status })),
    async site => {
      const smoke = await waitFor(site, { 'wait-ready': '60s' });
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'not-ready', passed: '0' });
      expect(smoke.result.headline).toBe(`The site is not ready: /health/: it answers ${status}.`);
      expect(smoke.result.remedy).toMatch(/^Waiting does not change this: /);
      expect(smoke.states['Tested']).toBe('unfinished');
      expect(site.asked('GET /health/')).toHaveLength(1);
      expect(site.asked('GET /page/')).toHaveLength(0);
    },
  ),
);

test.concurrent('a certificate that visitors would not trust is final, and the checks of the edge say why', () =>
  stage.at(
    health(() => healthy(NEW)),
    async site => {
      const smoke = await visit(site, SUITE, { 'wait-ready': '60s', presets: 'https', only: 'https, Tested' });
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'not-ready' });
      expect(smoke.states).toMatchObject({ 'https/certificate-host': 'failed', Tested: 'unfinished' });
      expect(smoke.result.headline).toContain('https/certificate-host');
      expect(site.asked('GET /page/')).toHaveLength(0);
    },
    { certificate: 'wrong-host' },
  ));

test.concurrent('what keeps answering wrongly makes the run fail when the time is over', () =>
  stage.at(
    health(() => ({ status: 500, body: 'Server Error' })),
    async site => {
      const smoke = await waitFor(site, { 'wait-ready': '3s' });
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'not-ready' });
      expect(smoke.result.headline).toMatch(/^The site is not ready after [34] s: \/health\/: it answers 500\.$/);
      expect(smoke.result.readiness).toMatchObject({ state: 'wrong', why: 'it answers 500' });
    },
  ));

test.concurrent('another version than the expected one is not the new release', () =>
  stage.at(
    health(() => healthy(OLD)),
    async site => {
      const smoke = await waitFor(site, { 'expected-sha': NEW, 'wait-ready': '3s' });
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'not-ready' });
      expect(smoke.result.headline).toContain('it shows fedcba9 instead of 0123456');
    },
  ));

test.concurrent('while old and new answer in turn, nothing is tested; three new answers in a row end that', () =>
  stage.at(
    health(nth => healthy(nth === 1 || nth === 3 || nth === 4 || nth > 6 ? NEW : OLD)),
    async site => {
      const smoke = await waitFor(site, { 'expected-sha': NEW, 'wait-ready': '20s' });
      expect(smoke.outputs['outcome']).toBe('passed');
      expect(site.requests.findIndex(({ path }) => path === '/page/')).toBe(9);
    },
  ));

test.concurrent.each([
  ['its first seven characters', NEW.slice(0, 7), NEW, 'passed'],
  ['in capitals', NEW.toUpperCase(), NEW, 'passed'],
  ['in full, of a site that shows an abbreviation', NEW, NEW.slice(0, 10), 'passed'],
  ['by a prefix that is another', `${NEW.slice(0, 8)}f`, NEW, 'failed'],
  ['in full, of a site that shows six characters', NEW, NEW.slice(0, 6), 'failed'],
])('the expected commit is given %s: compared as a prefix', (_, expected, shown, outcome) =>
  stage.at(
    health(() => healthy(shown)),
    async site => {
      const smoke = await waitFor(site, { 'expected-sha': expected, 'wait-ready': '2s' });
      expect(smoke.outputs['outcome']).toBe(outcome);
    },
  ),
);

test.concurrent('the version may stand on a page of its own, by the input', () =>
  stage.at({ ...PAGES, 'GET /about/': { body: `<footer>build: ${NEW}</footer>` } }, async site => {
    const smoke = await visit(site, 'version: 1\nchecks:\n  - name: Tested\n    get: /page/\n', {
      version: '/about/~/build: ([0-9a-f]+)/',
      'expected-sha': NEW,
      'wait-ready': '5s',
    });
    expect(smoke.outputs['outcome']).toBe('passed');
    expect(smoke.result.readiness).toMatchObject({ state: 'ready', path: '/about/', version: NEW });
  }));

test.concurrent('a site that never answers is no site that was found bad', async () => {
  const nobody = await freePort();
  const edge = await startEdge();
  const origin = `https://localhost:${nobody}`;
  const smoke = await visit({ origin, httpOrigin: 'http://localhost:1', caFile: edge.caFile }, SUITE, {
    'wait-ready': '3s',
  });
  await edge.stop();
  expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'unreachable', failed: '0' });
  expect(smoke.result.headline).toMatch(/^\/health\/ did not answer once in [34] s: /);
  expect(smoke.result.readiness?.state).toBe('silent');
  expect(new Set(Object.values(smoke.states))).toEqual(new Set(['unfinished']));
});

test.concurrent('a site that is refused at first is waited for', () =>
  stage.at(
    health(() => healthy(NEW)),
    async site => {
      const door = await lateDoor(site, 2_500);
      const smoke = await visit({ ...site, origin: door.origin }, SUITE, { only: 'Tested', 'wait-ready': '20s' });
      await door.stop();
      expect(smoke.outputs['outcome']).toBe('passed');
      expect(smoke.run.log).toMatch(/waiting for \/health\/: .*ECONNREFUSED/);
    },
  ));

const ALONE = 'version: 1\nchecks:\n  - name: Tested\n    get: /page/\n';

test.concurrent('without a page to ask, it is waited until somebody answers at all', () =>
  stage.at({ ...PAGES, 'GET /': (_: Received, nth: number) => ({ status: nth < 3 ? 503 : 403 }) }, async site => {
    const smoke = await visit(site, ALONE, { 'wait-ready': '30s' });
    expect(smoke.outputs['outcome']).toBe('passed');
    expect(site.requests.map(({ path }) => path)).toEqual(['/', '/', '/', '/page/']);
  }));

test.concurrent('with 0s, and without a page to ask, nothing is waited for', () =>
  stage.at(PAGES, async site => {
    const smoke = await visit(site, ALONE, { 'wait-ready': '0s' });
    expect(smoke.result.readiness).toEqual({
      state: 'not-asked',
      path: null,
      'waited-ms': 0,
      version: null,
      why: null,
    });
    expect(site.requests).toHaveLength(1);
  }));

test.concurrent('a release that another one took the place of meanwhile was not what the checks saw', () =>
  stage.at(
    health(nth => healthy(nth <= 3 ? NEW : OLD)),
    async site => {
      const smoke = await waitFor(site, { 'expected-sha': NEW });
      expect(smoke.states['Tested']).toBe('passed');
      expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'not-ready' });
      expect(smoke.result.headline).toContain('after the checks it shows fedcba9 instead of 0123456');
    },
  ));

test.concurrent('waiting ends when the job is cancelled', () =>
  stage.at(
    health(() => ({ status: 503 })),
    async site => {
      const cancel = new AbortController();
      const onLine = (line: string) => {
        if (line.includes('waiting for /health/')) cancel.abort();
      };
      const smoke = await visit(site, SUITE, { 'wait-ready': '60s' }, { cancel: cancel.signal, onLine });
      expect(smoke.outputs).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'cancelled' });
      expect(smoke.run.signalsSent.map(({ signal }) => signal)).toEqual(['SIGINT']);
    },
  ));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

const portOf = (server: Server): number => {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
};

/** A port that nobody listens on at first, and that leads to the site afterwards. */
async function lateDoor({ origin }: ScriptedSite, afterMs: number): Promise<{ origin: string; stop(): Promise<void> }> {
  const target = Number(new URL(origin).port);
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer(visitor => {
    const site = connect(target, '127.0.0.1');
    for (const socket of [visitor, site]) sockets.add(socket);
    for (const [from, to] of [
      [visitor, site],
      [site, visitor],
    ] as const) {
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  const timer = setTimeout(() => server.listen(port, '127.0.0.1'), afterMs);
  return {
    origin: `https://localhost:${port}`,
    async stop() {
      clearTimeout(timer);
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
