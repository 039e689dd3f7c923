import { describe, expect, test } from '@jest/globals';
import { describe as listed } from '../../../src/smoke/listing.ts';
import { type Plan, planOf, type Selection, unknownWords } from '../../../src/smoke/plan.ts';
import type { Preset } from '../../../src/smoke/presets/preset.ts';
import { suiteOf } from './run/scene.ts';

function presetOf(name: string, ids: readonly string[]): Preset {
  return {
    name,
    about: '',
    checks: ids.map(id => ({
      id: `${name}/${id}`,
      title: `The ${id} is right`,
      why: '',
      accepts: [],
      remedy: '',
      source: '',
      severity: 'failure',
      collect: () => Promise.reject(new Error('a plan asks nothing')),
      judge: () => ({ verdict: 'holds', actual: '' }),
    })),
  };
}

const PRESETS = {
  headers: presetOf('headers', ['csp', 'hsts']),
  https: presetOf('https', ['redirect']),
  health: presetOf('health', ['answers']),
};

const SUITE = `
presets: [headers]
logins:
  web: { kind: django-form, path: /login/, username: $SMOKE_USER, password: $SMOKE_PASSWORD }
  ops: { kind: bearer, token: $METRICS_TOKEN }
checks:
  - { name: Metrics are closed, tags: [security], get: /metrics/ }
  - name: Communities
    as: web
    tags: [communities, write]
    steps:
      - post: /communities/add/
        form: { name: 'smoke-\${run}' }
        capture: { id: { header: location, regex: '(\\d+)' } }
      - { get: '/communities/\${id}/', until: { status: 200 }, within: 10s }
    always:
      - post: '/communities/\${id}/delete/'
  - { name: Load, load: { get: /, rate: 20, concurrency: 5, duration: 15s, expect: { p95: '< 500ms' } } }
`;

async function planned(selection: Partial<Selection> = {}, suite = SUITE): Promise<Plan> {
  return planOf(await suiteOf(suite), PRESETS, { profile: 'other', presets: [], only: [], skip: [], ...selection });
}

async function chosen(selection: Partial<Selection> = {}, suite = SUITE): Promise<readonly string[]> {
  return (await planned(selection, suite)).items.filter(({ choice }) => choice.chosen).map(({ id }) => id);
}

async function whyNot(id: string, selection: Partial<Selection>, suite = SUITE): Promise<string> {
  const item = (await planned(selection, suite)).items.find(each => each.id === id);
  return item === undefined ? 'not there' : item.choice.chosen ? 'chosen' : item.choice.why;
}

const ALL = ['headers/csp', 'headers/hsts', 'login/web', 'login/ops', 'Metrics are closed', 'Communities', 'Load'];

describe('what is run', () => {
  test('is everything, outside production', async () => {
    expect(await chosen()).toEqual(ALL);
    expect(await chosen({ profile: 'staging' })).toEqual(ALL);
  });

  test('is everything but what writes and what makes load, in production', async () => {
    expect(await chosen({ profile: 'production' })).toEqual([
      'headers/csp',
      'headers/hsts',
      'login/web',
      'login/ops',
      'Metrics are closed',
    ]);
    expect(await whyNot('Communities', { profile: 'production' })).toContain('tag "write" is not run in production');
    expect(await whyNot('Load', { profile: 'production' })).toContain('tag "load" is not run in production');
  });

  test.each([
    ['by its tag', ['write'], ['login/web', 'Communities']],
    ['by its id', ['Communities'], ['login/web', 'Communities']],
    ['by all', ['all'], ALL],
    ['load by its tag', ['load'], ['Load']],
    ['not by another tag of it', ['communities'], []],
  ])('is what writes as well when production asks for it %s', async (_, only, ids) => {
    expect(await chosen({ profile: 'production', only })).toEqual(ids);
  });

  test('needs every withheld tag to be asked for', async () => {
    const both = `checks: [{ name: Both, tags: [write], load: { get: /, rate: 1, concurrency: 1, duration: 1s, expect: { p95: '< 1s' } } }]`;
    expect(await chosen({ profile: 'production', only: ['load'] }, both)).toEqual([]);
    expect(await chosen({ profile: 'production', only: ['load', 'write'] }, both)).toEqual(['Both']);
  });

  test.each([
    ['a tag', ['security'], ['Metrics are closed']],
    ['a preset', ['headers'], ['headers/csp', 'headers/hsts']],
    ['a check of a preset', ['headers/csp'], ['headers/csp']],
    ['a login', ['login/ops'], ['login/ops']],
    ['a check, with the login it needs', ['Communities'], ['login/web', 'Communities']],
  ])('is restricted by only to %s', async (_, only, ids) => {
    expect(await chosen({ only })).toEqual(ids);
  });

  test('has the logins in it that a chosen check of a preset judges', async () => {
    const [one] = PRESETS.https.checks;
    if (one === undefined) throw new Error('the preset has a check');
    const presets = { ...PRESETS, headers: { ...PRESETS.headers, checks: [{ ...one, looksAtLogins: true as const }] } };
    const plan = planOf(await suiteOf(SUITE), presets, { profile: 'other', presets: [], only: ['headers'], skip: [] });
    const ids = plan.items.filter(({ choice }) => choice.chosen).map(({ id }) => id);
    expect(ids).toEqual(['https/redirect', 'login/web', 'login/ops']);
  });

  test('is less by skip, which wins over only', async () => {
    expect(await chosen({ skip: ['headers', 'load'] })).toEqual([
      'login/web',
      'login/ops',
      'Metrics are closed',
      'Communities',
    ]);
    expect(await chosen({ only: ['headers'], skip: ['headers/csp'] })).toEqual(['headers/hsts']);
    expect(await whyNot('headers/csp', { skip: ['headers'] })).toBe('left out by the input skip: headers');
  });

  test('is less by the suite itself, whatever is asked for', async () => {
    const suite = { ...(await suiteOf(SUITE)), skip: ['headers/csp'] };
    const plan = planOf(suite, PRESETS, { profile: 'other', presets: [], only: ['all'], skip: [] });
    expect(plan.items[0]?.choice).toEqual({ chosen: false, why: 'left out by the suite (`skip`)' });
  });

  test('does not have a check whose login is left out', async () => {
    expect(await whyNot('Communities', { skip: ['login/web'] })).toBe('needs the login "web", which is left out');
  });

  test('has the presets of the input with the defaults, once', async () => {
    const presets = [
      { name: 'headers', options: { path: '/other/' }, place: undefined },
      { name: 'https', options: { path: '/' }, place: { line: 2, column: 11 } },
    ];
    const plan = await planned({ presets });
    expect(plan.items.map(({ id }) => id).slice(0, 3)).toEqual(['headers/csp', 'headers/hsts', 'https/redirect']);
    expect(plan.items[0]).toMatchObject({ options: { path: '/' }, place: { line: 3 } });
    expect(plan.items[2]).toMatchObject({ options: { path: '/' }, place: undefined });
  });
});

test('two parts with one id are refused, because reports and choices go by ids', async () => {
  const suite = 'presets: [headers]\nchecks: [{ name: headers/csp, get: / }]';
  await expect(planned({}, suite)).rejects.toMatchObject({
    reasonCode: 'invalid-suite',
    message: expect.stringContaining('"headers/csp"'),
    place: { file: 'smoke.yml', line: 3 },
  });
});

describe('words that name nothing', () => {
  test.each([
    ['secruity', 'security'],
    ['header/csp', 'headers/csp'],
    ['csp', 'headers/csp'],
    ['metrics are closed', 'Metrics are closed'],
    ['quite something else', undefined],
  ])('%s', async (word, nearest) => {
    expect(unknownWords([word, 'security'], await planned())).toEqual([{ word, nearest }]);
  });

  test('are not the words that every suite knows', async () => {
    expect(unknownWords(['all', 'write', 'load'], await planned({}, 'checks: [{ name: a, get: / }]'))).toEqual([]);
  });
});

test('the list shows every check, its requests, and why one is not run, but no secret', async () => {
  const lines = listed(await planned({ profile: 'production', skip: ['headers/csp'], only: ['all'] }));
  expect(lines).toEqual([
    'presets',
    '  - headers/csp: The csp is right',
    '      not run: left out by the input skip: headers/csp',
    '  + headers/hsts: The hsts is right',
    'logins',
    '  + login/web: Login "web" works (django-form)',
    '      GET /login/',
    '      POST /login/',
    '  + login/ops: Login "ops" works (bearer)',
    '      has no `path` to be tried on',
    'checks',
    '  + Metrics are closed [security]',
    '      GET /metrics/',
    '  + Communities [communities, write] as web',
    '      POST /communities/add/',
    '      GET /communities/${id}/, again and again for up to 10 s',
    '      always: POST /communities/${id}/delete/',
    '  + Load [load]',
    '      GET /, 20 times a second over 5 connections for 15 s',
  ]);
});
