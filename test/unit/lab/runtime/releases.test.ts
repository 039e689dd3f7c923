import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WORKER_COMMAND } from '../../../../lab/app/image.ts';
import type { Container, Image } from '../../../../lab/coolify/runtime.ts';
import { visitor } from './visitor.ts';
import { createWorld, printed, untilHealthy, type World } from './world.ts';

const START_LIMIT_MS = 60_000;
const TASK_LIMIT_MS = 15_000;

let world: World;
let environment: Record<string, string>;
let expand: Image;

beforeAll(async () => {
  world = await createWorld();
  environment = await world.environment('releases');
  expand = await world.build('expand', environment);
}, START_LIMIT_MS * 5);

afterAll(async () => {
  await world.dispose();
}, START_LIMIT_MS);

async function serve(image: Image, name: string, extra: Record<string, string> = {}): Promise<Container> {
  const request = { image, name, command: [], environment: { ...environment, ...extra }, web: true };
  return world.runtime.run(request);
}

function port(container: Container): number {
  if (container.port === undefined) throw new Error(`${container.name} has no port`);
  return container.port;
}

describe('the project, running for real', () => {
  let web: Container;
  let worker: Container;

  beforeAll(async () => {
    web = await serve(expand, 'web');
    worker = await world.runtime.run({
      image: expand,
      name: 'worker',
      command: WORKER_COMMAND,
      environment,
      web: false,
    });
    await untilHealthy(web);
    await printed(web, 'python src/manage.py ensure_user smoke');
  }, START_LIMIT_MS);

  test('says in /health/ which commit it was built from', async () => {
    const answer = await visitor(port(web)).get('/health/');
    expect(JSON.parse(answer.body)).toEqual({ status: 'healthy', version: world.history.releases.expand.sha });
  });

  test('is ready when database, migrations, cache and queue answer', async () => {
    const answer = await visitor(port(web)).get('/ready/');
    expect([answer.status, JSON.parse(answer.body).checks]).toEqual([
      200,
      { database: true, migrations: true, cache: true, broker: true },
    ]);
  });

  test('is not ready while a migration is missing', async () => {
    await printed(web, 'python src/manage.py migrate communities 0001');
    const behind = await visitor(port(web)).get('/ready/');
    await printed(web, 'python src/manage.py migrate');
    expect([behind.status, JSON.parse(behind.body).checks.migrations]).toEqual([503, false]);
  });

  test('sends plain HTTP to HTTPS, but answers the probe from inside', async () => {
    const asked = { method: 'GET', host: 'localhost', timeoutMs: 2_000 };
    expect(await web.probe('/login/', asked)).toMatchObject({ status: 301 });
    expect(await web.probe('/ready/', asked)).toMatchObject({ status: 200 });
  });

  test('answers a foreign host with 400', async () => {
    expect(await web.probe('/health/', { method: 'GET', host: 'evil.example', timeoutMs: 2_000 })).toMatchObject({
      status: 400,
    });
  });

  test('keeps pages from strangers', async () => {
    const answer = await visitor(port(web)).get('/communities/');
    expect([answer.status, answer.headers['location']]).toEqual([302, '/login/?next=/communities/']);
  });

  test('refuses a wrong password on the same page', async () => {
    const answer = await visitor(port(web)).signIn('smoke', 'wrong');
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Please enter a correct username and password');
  });

  test('refuses what is sent without a token of this session', async () => {
    const person = visitor(port(web));
    await person.signIn('smoke', environment['SMOKE_PASSWORD'] ?? '');
    // The only token it has is from before the login, which changed it.
    const stale = await person.postJson('/communities/add/', { name: 'Forged' });
    const stranger = await visitor(port(web)).postJson('/ops/ping-task/', {});
    expect([stale.status, stranger.status]).toEqual([403, 403]);
  });

  test('adds, shows and deletes a community for somebody signed in', async () => {
    const person = visitor(port(web));
    const welcome = await person.signIn('smoke', environment['SMOKE_PASSWORD'] ?? '');
    expect([welcome.status, welcome.headers['location']]).toEqual([302, '/dashboard/']);

    const added = await person.submit('/communities/add/', { name: 'Sitio Uno', municipality: 'Palimbang' });
    const page = String(added.headers['location']);
    expect([added.status, page]).toEqual([302, expect.stringMatching(/^\/communities\/\d+\/$/)]);
    expect((await person.get(page)).body).toContain('Palimbang');
    expect((await person.get('/communities/')).body).toContain('Sitio Uno');

    const deleted = await person.submit(`${page}delete/`, {});
    expect([deleted.status, (await person.get(page)).status]).toEqual([302, 404]);
  });

  test('needs nothing but a name for a community', async () => {
    const person = visitor(port(web));
    await person.signIn('smoke', environment['SMOKE_PASSWORD'] ?? '');
    expect((await person.submit('/communities/add/', { name: 'Only a name' })).status).toBe(302);
  });

  test('serves the files its pages name, for a year and compressed', async () => {
    const person = visitor(port(web));
    const page = (await person.get('/')).body;
    const files = [...page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(match => match[1] ?? '');
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const answer = await person.get(file, { 'accept-encoding': 'gzip' });
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'max-age=315360000, public, immutable']);
    }
    const style = files.find(file => file.endsWith('.css')) ?? '';
    expect((await person.get(style, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  });

  test('sends the headers that tell browsers to be careful', async () => {
    const { headers } = await visitor(port(web)).get('/');
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'permissions-policy': expect.stringContaining('camera=()'),
    });
  });

  test('hands out a token for the JSON interface, and asks for it there', async () => {
    const client = visitor(port(web));
    const credentials = { username: 'smoke', password: environment['SMOKE_PASSWORD'] };
    const token = await client.postJson('/api/v1/auth/token/', credentials);
    const { access } = JSON.parse(token.body) as { access: string };
    const list = await client.get('/api/v1/communities/', { authorization: `Bearer ${access}` });
    expect([token.status, list.status, (await client.get('/api/v1/communities/')).status]).toEqual([200, 200, 401]);
    expect(JSON.parse(list.body)).toHaveProperty('results');
  });

  test('keeps its metrics for the holder of the token', async () => {
    const client = visitor(port(web));
    const open = await client.get('/metrics/', { authorization: 'Bearer metrics-token' });
    expect([(await client.get('/metrics/')).status, open.status]).toEqual([401, 200]);
    expect(open.body).toMatch(/^obcms_communities \d+$/m);
  });

  test(
    'has a ping task done by the worker',
    async () => {
      const person = visitor(port(web));
      await person.signIn('smoke', environment['SMOKE_PASSWORD'] ?? '');
      await person.get('/dashboard/');
      const queued = await person.postJson('/ops/ping-task/', { wait: false });
      expect(queued.status).toBe(202);
      const { id } = JSON.parse(queued.body) as { id: string };
      const deadline = Date.now() + TASK_LIMIT_MS;
      let state = '';
      while (state !== 'SUCCESS' && Date.now() < deadline) {
        state = (JSON.parse((await person.get(`/ops/ping-task/${id}/`)).body) as { state: string }).state;
      }
      expect([state, worker.state]).toEqual(['SUCCESS', 'running']);
    },
    TASK_LIMIT_MS * 2,
  );

  test('passes every deployment check of Django, as it is configured here', async () => {
    const said = await printed(web, 'python src/manage.py check --deploy --fail-level WARNING');
    expect(said).toContain('no issues (0 silenced)');
    await printed(web, 'python src/manage.py makemigrations --check --dry-run');
  });
});

describe('a later release beside an earlier one', () => {
  test(
    'works after an expanding migration, and breaks the earlier one after a renaming one',
    async () => {
      const other = await world.environment('overlap');
      const [first, breaking] = await Promise.all([world.build('first', other), world.build('breaking', other)]);
      const start = (image: Image, name: string): Promise<Container> =>
        world.runtime.run({ image, name, command: [], environment: other, web: true });

      const old = await start(first, 'overlap-first');
      await untilHealthy(old);
      await printed(old, 'python src/manage.py ensure_user smoke');
      const person = visitor(port(old));
      await person.signIn('smoke', other['SMOKE_PASSWORD'] ?? '');

      const expanded = await start(expand, 'overlap-expand');
      await untilHealthy(expanded);
      expect((await person.submit('/communities/add/', { name: 'Added by the old release' })).status).toBe(302);

      const renamed = await start(breaking, 'overlap-breaking');
      await untilHealthy(renamed);
      expect((await person.get('/communities/')).status).toBe(500);
      expect((await person.get('/health/')).status).toBe(200);
      expect(old.logs(100)).toContain('column communities_community.population does not exist');
      await Promise.all([old.stop(), expanded.stop(), renamed.stop()]);
    },
    START_LIMIT_MS,
  );
});

describe('releases that go wrong', () => {
  test('no-build: the build command fails, and says why', async () => {
    const lines: string[] = [];
    await expect(world.build('no-build', environment, line => lines.push(line))).rejects.toMatchObject({
      name: 'BuildFailure',
      message: expect.stringContaining("The file 'img/footer.svg' could not be found"),
    });
    expect(lines.join('\n')).toContain('img/footer.svg');
  });

  test(
    'no-boot: gunicorn gives up, and the container is gone',
    async () => {
      const container = await serve(await world.build('no-boot', environment), 'no-boot');
      await expect(untilHealthy(container)).rejects.toThrow('did not become healthy');
      expect(container.state).toBe('exited');
      expect(container.logs(100)).toContain("No module named 'obc_management.telemetry'");
    },
    START_LIMIT_MS,
  );

  test(
    'healthy-but-dead: the probe is content, and no page works',
    async () => {
      const container = await serve(await world.build('healthy-but-dead', environment), 'dead');
      await untilHealthy(container);
      const person = visitor(port(container));
      const pages = await Promise.all(['/', '/login/', '/admin/login/'].map(path => person.get(path)));
      expect(pages.map(page => page.status)).toEqual([500, 500, 500]);
      expect(pages[0]?.body).toContain('Something broke');
      expect((await person.get('/ready/')).status).toBe(200);
    },
    START_LIMIT_MS,
  );

  test(
    'redirect-loop: https is sent to https, for ever',
    async () => {
      const container = await serve(await world.build('redirect-loop', environment), 'loop');
      await untilHealthy(container);
      const answer = await visitor(port(container)).get('/login/');
      expect([answer.status, answer.headers['location']]).toEqual([301, 'https://obcms.example/login/']);
    },
    START_LIMIT_MS,
  );

  test(
    'slow-start: answers nothing before it is warm',
    async () => {
      const image = await world.build('slow-start', environment);
      const container = await serve(image, 'slow', { GAZETTEER_SECONDS: '3' });
      expect(await untilHealthy(container)).toBeGreaterThan(3_000);
    },
    START_LIMIT_MS,
  );
});
