import { describe, expect, test } from '@jest/globals';
import { CHECK_DEPLOY_INPUTS } from '../../../src/actions/check-deploy-inputs.ts';
import { readRequest } from '../../../src/actions/check-deploy-request.ts';
import { profileOf } from '../../../src/actions/check-deploy-setup.ts';
import { UserError } from '../../../src/core/errors.ts';
import { Inputs } from '../../../src/core/inputs.ts';

const read = (given: Readonly<Record<string, string>>) =>
  readRequest(new Inputs(CHECK_DEPLOY_INPUTS, new Map(Object.entries(given)))).own;

function refused(given: Readonly<Record<string, string>>): UserError {
  try {
    read(given);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('was accepted');
}

describe('the inputs of check-deploy', () => {
  test('alone mean: everything, strict from high, nothing made up', () => {
    expect(read({})).toMatchObject({
      profile: undefined,
      failOn: 'high',
      missing: 'fail',
      stubs: 'never',
      framework: 'auto',
    });
    expect(read({}).families.size).toBe(10);
  });

  test('take variables as lines, with one pair of quotes off and everything else as it is', () => {
    const { variables } = read({
      env: 'A=1\nexport B = "x y" \nURL=postgres://u:p=w@h/d?x=1\n\n# note\nEMPTY=\nQ="a\'',
    });
    expect(Object.fromEntries(variables)).toEqual({
      A: '1',
      B: 'x y',
      URL: 'postgres://u:p=w@h/d?x=1',
      EMPTY: '',
      Q: '"a\'',
    });
  });

  test('never repeat what stands in env', () => {
    for (const env of ['A=1\nhunter2 is my password', 'A=hunter2\nA=hunter2']) {
      const { message, remedy } = refused({ env });
      expect(`${message}${remedy}`).not.toContain('hunter2');
      expect(message).toMatch(/line 2|sets A twice/);
    }
  });

  test('take Compose files and other files by profile and kind', () => {
    const own = read({
      compose: 'production: ./docker-compose.yml, infra/prod.yml\nproduction: other.yml\nstaging: compose.yml',
      files: 'nginx: infra/**/*.conf, nginx.conf\nprocfile: deploy/Procfile',
    });
    expect([...own.compose]).toEqual([
      ['production', [['docker-compose.yml', 'infra/prod.yml'], ['other.yml']]],
      ['staging', [['compose.yml']]],
    ]);
    expect([...own.files]).toEqual([
      ['nginx', ['infra/**/*.conf', 'nginx.conf']],
      ['procfile', ['deploy/Procfile']],
    ]);
  });

  test.each([
    [{ families: 'setings, docker' }, '"setings", which is no family of rules (did you mean settings?)'],
    [{ files: 'ngnix: a.conf' }, 'names no kind (did you mean nginx?)'],
    [{ compose: 'prod: a.yml' }, 'names no profile (did you mean'],
    [{ compose: 'production:' }, 'names no file for production'],
    [{ compose: 'docker-compose.yml' }, 'names no profile'],
    [{ files: 'nginx: ../../etc/passwd' }, 'leads out of the checkout'],
    [{ 'working-directory': '../x' }, 'leads out of the checkout'],
    [{ settings: 'config/settings/production.py' }, 'did you mean config.settings.production?'],
    [{ ignore: 'compose/privileged' }, 'gives no reason'],
    [{ 'fail-on': 'hihg' }, 'did you mean high?'],
    [{ profile: 'prod' }, 'must be one of development, staging, production'],
    [{ missing: 'dumy' }, 'did you mean dummy?'],
    [{ comment: 'yes' }, 'is neither true nor false'],
  ])('refuse %j and say what would do', (given, words) => {
    const { message, remedy, reasonCode } = refused(given);
    expect(message).toContain(words);
    expect([reasonCode, remedy.startsWith(`with:\n  ${Object.keys(given)[0]}:`)]).toEqual(['invalid-input', true]);
  });

  test('take a family with a star, a root as a folder and a folder with slashes', () => {
    expect([...read({ families: 'docker/*\ncompose' }).families]).toEqual(['docker', 'compose']);
    expect([read({ 'working-directory': '.' }).directory, read({ 'working-directory': './src/' }).directory]).toEqual([
      '',
      'src',
    ]);
  });
});

test.each([
  ['production', 'production'],
  ['Staging-eu', 'staging'],
  ['development', 'development'],
  ['local', 'development'],
  ['preview', 'production'],
  [undefined, 'production'],
])('an environment called %s is judged as %s', (name, profile) => {
  expect(profileOf({ name, configuration: undefined, file: undefined })).toBe(profile);
});

test('what commits are promoted to is production, whatever its name', () => {
  const configuration = { 'promote-from': 'dev' };
  expect(profileOf({ name: 'staging-live', configuration, file: 'x.yml' })).toBe('production');
});
