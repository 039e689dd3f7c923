import { afterAll, describe, expect, test } from '@jest/globals';
import { inputsFor, runSmoke, visit } from './scene.ts';
import { scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SUITE = `version: 1
checks:
  - name: Plain
    get: /plain/
  - name: Safe
    tags: [security]
    get: /safe/
  - name: Writes
    tags: [write, security]
    post: /writes/
  - name: Loads
    load: { get: /loads/, rate: 5, concurrency: 10, duration: 2s }
`;

const ALL = { Plain: 'passed', Safe: 'passed', Writes: 'passed', Loads: 'passed' };

/** Inputs, and which checks were run with them. */
const CHOICES: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['without a word, everything', {}, 'Plain Safe Writes Loads'],
  ['by a tag', { only: 'security' }, 'Safe Writes'],
  ['by names', { only: 'Plain\nLoads' }, 'Plain Loads'],
  ['by a tag, without another', { only: 'security', skip: 'write' }, 'Safe'],
  ['without a name', { skip: 'Plain, Loads' }, 'Safe Writes'],
  ['in staging, everything', { environment: 'staging' }, 'Plain Safe Writes Loads'],
  ['in production, nothing that writes or makes load', { environment: 'production' }, 'Plain Safe'],
  ['in production by another name of it', { environment: 'Prod-eu' }, 'Plain Safe'],
  ['in production, what writes when it is asked for', { environment: 'production', only: 'write' }, 'Writes'],
  ['in production, a load when it is asked for', { environment: 'production', only: 'load' }, 'Loads'],
  ['in production, one that writes by its name', { environment: 'production', only: 'Writes' }, 'Writes'],
  ['in production, not what writes by another tag of it', { environment: 'production', only: 'security' }, 'Safe'],
  [
    'in production, everything when that is asked for',
    { environment: 'production', only: 'all' },
    'Plain Safe Writes Loads',
  ],
  ['in production, everything but', { environment: 'production', only: 'all', skip: 'load' }, 'Plain Safe Writes'],
];

test.concurrent.each(CHOICES)('checks are chosen %s', (_, inputs, chosen) =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, inputs);
    const names = chosen.split(' ');
    expect(smoke.states).toEqual(
      Object.fromEntries(Object.keys(ALL).map(name => [name, names.includes(name) ? 'passed' : 'skipped'])),
    );
    // What was left out was not even asked for.
    const asked = new Set(site.requests.map(({ path }) => path));
    expect(asked).toEqual(new Set(names.map(name => `/${name.toLowerCase()}/`)));
    expect(smoke.outputs).toMatchObject({ passed: String(names.length), skipped: String(4 - names.length) });
  }),
);

test.concurrent('what is left out says why', () =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, { environment: 'production', skip: 'Plain' });
    expect(smoke.check('Plain').note).toBe('left out by the input skip: Plain');
    expect(smoke.check('Writes').note).toBe(
      'tag "write" is not run in production unless it is asked for (only: write, or only: all)',
    );
    expect(smoke.run.summary).toContain('Not run (3)');
  }));

test.concurrent.each([
  ['only', 'securty', 'security'],
  ['only', 'Plian', 'Plain'],
  ['skip', 'sekurity', 'security'],
])('%s: "%s" names nothing, which is an error and not silence', (name, word, meant) =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, { [name]: word });
    expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(smoke.shown).toContain(`The input "${name}"`);
    expect(smoke.shown).toContain(`"${word}"`);
    expect(smoke.shown).toContain(`did you mean ${meant}?`);
    expect(site.requests).toHaveLength(0);
  }),
);

test.concurrent('a check of a preset is left out by the suite, and one by the input', () =>
  stage.at({ '*': {} }, async site => {
    const suite = 'version: 1\npresets: [headers]\nskip: [headers/csp]   # comes with the new templates\n';
    const smoke = await visit(site, suite, { skip: 'headers/hsts' });
    expect(smoke.check('headers/csp')).toMatchObject({ state: 'skipped', note: 'left out by the suite (`skip`)' });
    expect(smoke.check('headers/hsts')).toMatchObject({
      state: 'skipped',
      note: 'left out by the input skip: headers/hsts',
    });
    expect(smoke.states['headers/coop']).toBe('failed');
  }));

describe('presets by the input', () => {
  test.concurrent('need no suite', () =>
    stage.at({ '*': {} }, async site => {
      const smoke = await runSmoke({ ...inputsFor(site), presets: 'headers' });
      expect(Object.keys(smoke.states).every(id => id.startsWith('headers/'))).toBe(true);
      expect(smoke.result.suite).toBeNull();
      expect(smoke.check('headers/hsts')).toMatchObject({ state: 'failed', line: null });
    }));

  test.concurrent('stand beside the suite, whose own options win', () =>
    stage.at({ '*': {} }, async site => {
      const suite = 'version: 1\npresets:\n  - headers\nchecks:\n  - name: Plain\n    get: /plain/\n';
      const smoke = await visit(site, suite, { presets: 'cookies, headers\nheaders' });
      const groups = new Set(Object.keys(smoke.states).map(id => id.split('/')[0]));
      expect(groups).toEqual(new Set(['headers', 'cookies', 'Plain']));
      expect(smoke.check('headers/hsts').line).toBe(3);
    }));
});

describe('how strict presets are', () => {
  const states = (environment: string) => (run: (states: Readonly<Record<string, string>>) => void) =>
    stage.at(
      { '*': {} },
      async site => {
        run((await runSmoke({ ...inputsFor(site), presets: 'headers, https', environment })).states);
      },
      { httpRedirect: '302' },
    );

  test.concurrent.each(['production', ''])(
    'in "%s", a missing policy and a redirect that may change fail',
    environment =>
      states(environment)(seen =>
        expect(seen).toMatchObject({
          'headers/csp': 'failed',
          'headers/coop': 'failed',
          'headers/permissions-policy': 'failed',
          'https/redirect': 'failed',
          'headers/hsts': 'failed',
        }),
      ),
  );

  test.concurrent('in staging they are warnings, and what is dangerous fails there as well', () =>
    states('staging')(seen =>
      expect(seen).toMatchObject({
        'headers/csp': 'warned',
        'headers/coop': 'warned',
        'headers/permissions-policy': 'warned',
        'https/redirect': 'warned',
        'headers/hsts': 'failed',
      }),
    ));
});

test.concurrent('an environment that commits are promoted to is production, whatever it is called', () =>
  stage.at({ '*': {} }, async site => {
    const configuration = `version: 1
environments:
  test-bed: { url: '${site.origin}', smoke: smoke.yml }
  live: { url: '${site.origin}', smoke: smoke.yml, promote-from: test-bed }
`;
    const files = { '.github/obcms-deploy.yml': configuration, 'smoke.yml': SUITE };
    const run = (environment: string) => runSmoke({ environment, 'ca-file': site.caFile }, { files });
    expect((await run('test-bed')).states).toEqual(ALL);
    expect((await run('live')).states).toEqual({ ...ALL, Writes: 'skipped', Loads: 'skipped' });
  }));
