import { describe, expect, test } from '@jest/globals';
import type { CoolifyApplication } from '../../../src/checks/project.ts';
import { probesIn, USUAL_PATHS, visitsOf } from '../../../src/checks/visits.ts';

const site = new URL('https://obcms.example');
const application = (health: CoolifyApplication['health'], ports: readonly string[] = []): CoolifyApplication => ({
  name: 'web',
  buildPack: 'dockerfile',
  startCommand: undefined,
  preDeployment: undefined,
  postDeployment: undefined,
  baseDirectory: '',
  dockerfile: undefined,
  composeFile: undefined,
  health,
  ports,
  domains: [],
});

describe('the visits', () => {
  test('ask each path from inside, without a forwarded header, and as the proxy hands it on', () => {
    const visits = visitsOf({ paths: ['/alive/'], services: [], application: undefined, site });
    expect(visits.slice(0, 2)).toEqual([
      { path: '/alive/', host: 'localhost:8000', forwardedProto: undefined },
      { path: '/alive/', host: 'obcms.example', forwardedProto: 'https' },
    ]);
    expect(visits.map(({ path }) => path)).toEqual(expect.arrayContaining([...USUAL_PATHS]));
  });

  test("take Coolify's own probe as Coolify writes it", () => {
    const of = (health: CoolifyApplication['health'], ports?: readonly string[]) =>
      visitsOf({ paths: [], services: [], application: application(health, ports), site: undefined })[0];
    expect(of({ enabled: true, path: '/up', port: '3000' })).toEqual({
      path: '/up',
      host: 'localhost:3000',
      forwardedProto: undefined,
    });
    expect(of({ enabled: true, path: '/up', port: undefined }, ['8080'])?.host).toBe('localhost:8080');
    expect(of({ enabled: false, path: '/up', port: '3000' })?.path).toBe('/health/');
  });

  test('see only the inside when nobody says where the site is', () => {
    const visits = visitsOf({ paths: [], services: [], application: undefined, site: undefined });
    expect(visits.every(({ forwardedProto }) => forwardedProto === undefined)).toBe(true);
  });
});

test.each([
  ['curl -f http://localhost:8000/health/ || exit 1', 'localhost:8000', '/health/'],
  ['curl --fail "http://127.0.0.1:${PORT:-9000}/health"', '127.0.0.1:9000', '/health'],
  ['wget -qO- http://localhost:$PORT/up?full=1', 'localhost:8000', '/up'],
])('the probe of %s is %s %s', (command, host, path) => {
  expect(probesIn(command)).toEqual([{ host, path }]);
});

test('who is only told of the result is not asked', () => {
  const command = 'curl -f http://web:8000/up && curl https://hc.example.org/ping/4f || exit 1';
  expect(probesIn(command)).toEqual([{ host: 'web:8000', path: '/up' }]);
});

test('a command without an address has no probe', () => {
  expect(probesIn('celery -A app inspect ping')).toEqual([]);
});
