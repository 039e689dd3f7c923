import { afterAll, expect, test } from '@jest/globals';
import { inputsFor, runSmoke, suiteOf, visit } from './scene.ts';
import { scenes } from './scripted.ts';

const stage = scenes();
afterAll(() => stage.stop());

const SUITE = suiteOf({ Fine: 'get: /fine/' });

test.concurrent.each([
  [
    { 'base-url': 'staging.example' },
    'The input "base-url", which is "staging.example", is no address: write it with https://.',
    'with:\n  base-url: https://staging.example',
  ],
  [
    { 'expected-sha': 'abc12' },
    'The input "expected-sha", which is "abc12", is no commit id of at least 7 hexadecimal digits.',
    'with:\n  expected-sha: 0123456789abcdef0123456789abcdef01234567',
  ],
  [
    { concurrency: '0' },
    'The input "concurrency", which is "0", is no whole number from 1 to 100.',
    'with:\n  concurrency: 8',
  ],
])('the inputs %j are refused with exactly these words', (inputs, message, remedy) =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, inputs);
    expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(smoke.result.headline).toBe(message);
    expect(smoke.result.remedy).toBe(remedy);
    expect(site.requests).toHaveLength(0);
  }),
);

test.concurrent.each([
  ['timeout', '30', 'is no duration'],
  ['timeout', '0s', 'must be longer than nothing'],
  ['wait-ready', 'soon', 'is no duration'],
  ['concurrency', '1000', 'from 1 to 100'],
  ['presets', 'https, haeders', 'has "haeders", which is no preset (did you mean headers?)'],
  ['variables', 'Region=ix', 'which is not "name=value"'],
  ['variables', 'run=ix', 'sets "run", which every suite has already'],
  ['variables', 'a=1\na=2', 'sets "a" twice'],
  ['version', '/health/', 'has neither a JSONPath'],
  ['version', '/health/#$.[', 'has a JSONPath that cannot be used'],
  ['suite', 'missing.yml', 'names the file "missing.yml", which does not exist in the checkout'],
  ['ca-file', 'missing.pem', 'does not exist; the path starts at the root of the checkout'],
  ['ca-file', 'smoke.yml', 'holds no certificate in PEM form'],
  ['http-url', 'https://staging.example', 'is no address that begins with http://'],
  ['allow-insecure', 'yes', 'neither true nor false'],
  ['list', 'please', 'neither true nor false'],
  ['base-url', 'ftp://staging.example', 'is neither https nor http'],
  ['base-url', 'https://user:pass@staging.example', 'holds a user name'],
  ['base-url', '', 'does not say where the site is'],
])('%s "%s" is refused with an example', (name, value, words) =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, { [name]: value });
    expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(smoke.shown).toContain(`The input "${name}"`);
    expect(smoke.shown).toContain(words);
    expect(smoke.shown).toContain(`with:\n  ${name}:`);
    expect(site.requests).toHaveLength(0);
  }),
);

test.concurrent('an expected commit that nothing can be compared with is refused', () =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, { 'expected-sha': '0123456' });
    expect(smoke.outputs['reason-code']).toBe('invalid-input');
    expect(smoke.shown).toContain('cannot be compared, because nothing says where the site shows its commit');
  }));

test.concurrent('plain HTTP is refused, and visited when that is allowed', () =>
  stage.at(
    { 'GET /fine/': {} },
    async site => {
      const refused = await visit(site, SUITE, { 'base-url': site.httpOrigin });
      expect(refused.result.headline).toContain('is plain HTTP; use https, or set allow-insecure: true');
      expect(site.requests).toHaveLength(0);
      const allowed = await visit(site, SUITE, { 'base-url': site.httpOrigin, 'allow-insecure': 'true' });
      expect(allowed.outputs['outcome']).toBe('passed');
      expect(site.requests).toHaveLength(1);
    },
    { httpRedirect: 'none' },
  ));

test.concurrent.each(['expired', 'not-yet-valid', 'wrong-host', 'self-signed', 'untrusted'] as const)(
  'allow-insecure trusts no certificate that is %s',
  certificate =>
    stage.at(
      { '*': {} },
      async site => {
        const smoke = await visit(site, SUITE, { 'allow-insecure': 'true' });
        expect(smoke.outputs).toMatchObject({ outcome: 'failed', 'reason-code': 'checks-failed' });
        expect(smoke.check('Fine').problems[0]?.message).toContain('got no answer: ');
        expect(site.requests).toHaveLength(0);
      },
      { certificate },
    ),
);

test.concurrent('a private authority is not trusted without its file, and the failure says how to give it', () =>
  stage.at({ '*': {} }, async site => {
    const smoke = await visit(site, SUITE, { 'ca-file': '' });
    expect(smoke.states).toEqual({ Fine: 'failed' });
    expect(smoke.check('Fine').problems[0]?.remedy).toContain('with:\n  ca-file: certificates/authority.pem');
    expect(site.requests).toHaveLength(0);
  }));

test.concurrent('the plain side is knowable only by http-url when base-url has a port', () =>
  stage.at({ '*': {} }, async site => {
    const inputs = { ...inputsFor(site), presets: 'https' };
    const only = 'https/redirect, https/certificate-trusted';
    expect((await runSmoke({ ...inputs, only })).states['https/redirect']).toBe('passed');
    const unknown = await runSmoke({ ...inputs, only, 'http-url': '' });
    expect(unknown.states['https/redirect']).toBe('skipped');
    expect(unknown.outputs['outcome']).toBe('passed');
  }));

const CONFIGURATION = (url: string, more = ''): string => `version: 1
environments:
  staging: { url: '${url}', smoke: smoke.yml }
${more}`;
const FILE = '.github/obcms-deploy.yml';

test.concurrent('with a configuration, the environment alone is enough, and inputs win over it', () =>
  stage.at({ 'GET /fine/': {}, 'GET /other/': {} }, async site => {
    const files = {
      [FILE]: CONFIGURATION(site.origin),
      'smoke.yml': SUITE,
      'other.yml': suiteOf({ Other: 'get: /other/' }),
    };
    const inputs = { environment: 'staging', 'ca-file': site.caFile };
    const alone = await runSmoke(inputs, { files });
    expect(alone.result).toMatchObject({
      outcome: 'passed',
      environment: 'staging',
      url: `${site.origin}/`,
      suite: 'smoke.yml',
    });
    expect((await runSmoke({ ...inputs, suite: 'other.yml' }, { files })).states).toEqual({ Other: 'passed' });
    const wrong = await runSmoke({ ...inputs, environment: 'stagin' }, { files });
    expect(wrong.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'unknown-environment' });
    expect(wrong.shown).toContain('has no environment "stagin"; did you mean "staging"?');
  }));

test.concurrent('a typing error in the configuration gets line, column and the nearest key', () =>
  stage.at({ '*': {} }, async site => {
    const files = { [FILE]: CONFIGURATION(site.origin).replace('smoke:', 'smok:'), 'smoke.yml': SUITE };
    const smoke = await runSmoke({ environment: 'staging' }, { files });
    expect(smoke.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-configuration' });
    expect(smoke.shown).toMatch(/\.github\/obcms-deploy\.yml:3:\d+: .*"smok"; did you mean "smoke"\?/);
  }));
