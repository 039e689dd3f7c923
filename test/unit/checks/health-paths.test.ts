import { expect, test } from '@jest/globals';
import { healthPathsOf } from '../../../src/checks/health-paths.ts';

const environment = (resources: Record<string, { uuid: string; health?: string; version?: string }>) => ({
  coolify: { url: 'https://coolify.example', resources },
});
const uuid = 'k0wg4s8k8sgk0c0occ4wkgs0';

test('the health paths of an environment come first, then the pages of its versions, each once', () => {
  const paths = healthPathsOf(
    environment({
      web: { uuid, health: '/health/', version: '/version/#$.commit' },
      api: { uuid, health: 'https://api.example/ready/?full=1', version: '/health/~/build: (.*)/' },
      worker: { uuid },
    }),
  );
  expect(paths).toEqual(['/health/', '/ready/', '/version/']);
});

test('an environment that names none has none', () => {
  expect([healthPathsOf(undefined), healthPathsOf({}), healthPathsOf(environment({ web: { uuid } }))]).toEqual([
    [],
    [],
    [],
  ]);
});
