import { afterEach, describe, expect, test } from '@jest/globals';
import { type ApplicationSpec, type Coolify, startCoolify } from '../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../lab/coolify/runtime-light.ts';
import { undiciHttp } from '../../../src/core/http-undici.ts';
import { checkedProject } from '../../support/checked-project.ts';

const running: Coolify[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(coolify => coolify.stop()));
});

const FILES = {
  'alembic.ini': '[alembic]\n',
  Dockerfile: 'FROM python:3.13-slim\nRUN useradd app\nUSER app\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
};
const CONFIG = (url: string, web: string, worker: string) => `version: 1
environments:
  staging:
    coolify:
      url: ${url}
      resources:
        web: { uuid: ${web} }
        worker: { uuid: ${worker} }
`;

async function scene(specs: readonly Partial<ApplicationSpec>[] = [{}, {}]) {
  const coolify = await startCoolify({ version: '4.3.10', runtime: lightRuntime() });
  running.push(coolify);
  const source = lightSource({ main: '1'.repeat(40) });
  const [web, worker] = specs.map((spec, index) =>
    coolify.addApplication({ name: `app-${index}`, source, environment: VARIABLES, ...spec }),
  );
  if (web === undefined || worker === undefined) throw new Error('a scene has two applications');
  const config = CONFIG(coolify.url, web.uuid, worker.uuid);
  const check = (abilities: readonly ('read' | 'read:sensitive' | 'deploy')[], inputs = {}, files = {}) =>
    checkedProject(
      { ...FILES, '.github/obcms-deploy.yml': config, ...files },
      {
        environment: 'staging',
        'coolify-token': coolify.token({ abilities }),
        'allow-insecure': 'true',
        ...inputs,
      },
      { http: undiciHttp({ authorities: [] }, {}) },
    );
  return { coolify, check, web, worker };
}

const VARIABLES = { SECRET_KEY: 'canary-secret-key-of-the-lab-0123456789', LOG_LEVEL: 'INFO' };
const SENSITIVE = ['read', 'read:sensitive'] as const;

describe('with a token of Coolify', () => {
  test('the real variables are used and never shown, with two requests for the first application and one for each other', async () => {
    const { coolify, check, web, worker } = await scene();
    const { result, everything } = await check(SENSITIVE);
    // Two of the application, and five that Coolify adds.
    expect(result['variables']).toMatchObject({ given: 7, unreadable: [] });
    expect(result['coolify']).toEqual({ url: coolify.url, application: 'app-0', compared: ['worker'] });
    expect(everything).not.toContain('canary');
    expect(coolify.requests.map(({ path }) => path.replace('/api/v1/applications/', '')).sort()).toEqual(
      [web.uuid, `${web.uuid}/envs`, `${worker.uuid}/envs`].sort(),
    );
    expect(coolify.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('`resource` says which one is judged, by name or id', async () => {
    const { coolify, check, worker } = await scene();
    const { result } = await check(SENSITIVE, { resource: 'worker' });
    expect(result['coolify']).toMatchObject({ application: 'app-1', compared: [] });
    expect((await check(SENSITIVE, { resource: worker.uuid })).result['coolify']).toMatchObject({ compared: [] });
    expect(coolify.requests).toHaveLength(4);
  });

  test('that may not read values, the families of variables are not judged, and the ability is named', async () => {
    const { check } = await scene();
    const { outcome, result, summary } = await check(['read'], { 'fail-on': 'critical' });
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['inconclusive', 'variables-unreadable']);
    expect(outcome.remedy).toContain('read:sensitive');
    expect(result['variables']).toMatchObject({ given: 0, unreadable: ['LOG_LEVEL', 'SECRET_KEY'] });
    expect(result['families']).toContainEqual(expect.objectContaining({ family: 'env', state: 'not-judged' }));
    expect(result['families']).toContainEqual(expect.objectContaining({ family: 'docker', state: 'judged' }));
    expect(summary).toContain('read&#58;sensitive'.replace('&#58;', ':'));
  });

  test('what is shown only once may be given by hand', async () => {
    const environment = [
      { key: 'LOG_LEVEL', value: 'INFO' },
      { key: 'SECRET_KEY', value: 'x', is_shown_once: true },
    ];
    const { check } = await scene([{ environment }, {}]);
    expect((await check(SENSITIVE)).result['variables']).toMatchObject({ unreadable: ['SECRET_KEY'] });
    const env = 'SECRET_KEY=a-value-that-somebody-gave-by-hand';
    expect((await check(SENSITIVE, { env })).result['variables']).toMatchObject({ given: 7, unreadable: [] });
  });

  test('what Coolify refuses is an error that says why', async () => {
    const { check } = await scene();
    const { outcome } = await check(['deploy']);
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['error', 'token-ability']);
    expect((await check(SENSITIVE, { 'coolify-token': '9|unknown' })).outcome.reasonCode).toBe('token-refused');
    expect((await check(SENSITIVE, { resource: 'abcdefghijk' })).outcome.reasonCode).toBe('resource-not-found');
    expect((await check(SENSITIVE, { resource: 'wrker' })).outcome.headline).toContain('did you mean worker?');
  });
});
