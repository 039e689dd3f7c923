import { describe, expect, test } from '@jest/globals';
import { namedChecks, overallVerdict } from '../../../../../src/smoke/presets/health/status-words.ts';

function shown(json: unknown): readonly string[] {
  return namedChecks(json).map(({ name, good }) => `${name}${good ? '' : ' is bad'}`);
}

describe('checks by name are found in', () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    [
      'booleans',
      { status: 'ready', checks: { database: true, cache: false } },
      ['checks.database', 'checks.cache is bad'],
    ],
    ['words', { checks: { database: 'ok', queue: 'failed' } }, ['checks.database', 'checks.queue is bad']],
    [
      "django-health-check's names",
      { 'DatabaseBackend[default]': 'working', 'Cache backend: default': 'unavailable: Connection refused' },
      ['DatabaseBackend[default]', 'Cache backend: default is bad'],
    ],
    [
      'components with a status',
      { status: 'UP', components: { db: { status: 'UP', details: { n: 3 } }, redis: { status: 'DOWN' } } },
      ['components.db', 'components.redis is bad'],
    ],
    [
      'lists with names',
      {
        checks: [
          { name: 'database', ok: true },
          { name: 'cache', ok: false },
        ],
      },
      ['checks.database', 'checks.cache is bad'],
    ],
    [
      'lists of databases',
      { databases: [{ default: { ok: true } }], caches: [{ default: { ok: false } }] },
      ['databases.default', 'caches.default is bad'],
    ],
    ['the top', { database: true, version: '1.2' }, ['database']],
    ['a status alone: none', { status: 'ready', ok: true, version: '3f2a1b9' }, []],
    ['texts that are no verdicts: none', { status: 'ready', checks: { database: 'postgres-15' } }, []],
    ['what is no object: none', 'ready', []],
  ])('%s', (_, json, names) => {
    expect(shown(json)).toEqual(names);
  });

  test('a page of any depth and size, without getting lost in it', () => {
    let deep: unknown = { database: true };
    for (let level = 0; level < 10_000; level += 1) deep = { a: deep };
    expect(namedChecks(deep)).toEqual([]);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`c${index}`, { ok: true }]));
    expect(namedChecks(wide).length).toBeLessThanOrEqual(100);
  });
});

test.each<readonly [unknown, boolean | undefined]>([
  [{ status: 'healthy' }, true],
  [{ status: 'not ready' }, false],
  [{ ok: true, status: 'degraded' }, false],
  [{ status: 'splendid' }, undefined],
  [{ version: '1' }, undefined],
  ['OK', true],
  ['down', false],
  [true, true],
  [null, undefined],
])('%j gives the verdict %s on itself', (json, verdict) => {
  expect(overallVerdict(json)).toBe(verdict);
});
