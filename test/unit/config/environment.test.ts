import { describe, expect, test } from '@jest/globals';
import { chooseEnvironment } from '../../../src/config/environment.ts';
import { recordingWorld } from '../../support/recording-world.ts';

const FILE = `version: 1
environments:
  staging: { coolify: { url: "https://c.example", resources: { web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 } } } }
  production: { coolify: { url: "https://c.example", resources: {} } }
`;
const PLACE = '/checkout/.github/obcms-deploy.yml';

describe('the environment is', () => {
  test('the one that is named', async () => {
    const chosen = await chooseEnvironment(
      { config: undefined, environment: 'staging' },
      recordingWorld({ files: { [PLACE]: FILE } }),
    );
    expect(chosen).toMatchObject({
      name: 'staging',
      file: '.github/obcms-deploy.yml',
      configuration: { coolify: { url: 'https://c.example' } },
    });
  });

  test('a label, without a file', async () => {
    expect(await chooseEnvironment({ config: undefined, environment: 'staging' }, recordingWorld())).toEqual({
      name: 'staging',
      configuration: undefined,
      file: undefined,
    });
  });

  test('none, when none is named', async () => {
    const chosen = await chooseEnvironment(
      { config: undefined, environment: undefined },
      recordingWorld({ files: { [PLACE]: 'not: even: yaml' } }),
    );
    expect(chosen).toEqual({ name: undefined, configuration: undefined, file: '.github/obcms-deploy.yml' });
  });

  test('taken from another file, also by an absolute path', async () => {
    const world = recordingWorld({ files: { '/checkout/deploy.yml': FILE, '/etc/deploy.yml': FILE } });
    for (const config of ['deploy.yml', '/etc/deploy.yml']) {
      expect(await chooseEnvironment({ config, environment: 'staging' }, world)).toMatchObject({
        name: 'staging',
        file: config,
      });
    }
  });
});

describe('refused is', () => {
  test('a name that does not exist, with the one that was meant', async () => {
    const choosing = chooseEnvironment(
      { config: undefined, environment: 'stagign' },
      recordingWorld({ files: { [PLACE]: FILE } }),
    );
    await expect(choosing).rejects.toMatchObject({
      message: '.github/obcms-deploy.yml has no environment "stagign"; did you mean "staging"?',
      remedy: 'It has staging and production. Write:\nwith:\n  environment: staging',
      reasonCode: 'unknown-environment',
    });
  });

  test.each(['constructor', 'toString', '__proto__'])('%s, which every object of JavaScript has', async environment => {
    const choosing = chooseEnvironment(
      { config: undefined, environment },
      recordingWorld({ files: { [PLACE]: FILE } }),
    );
    await expect(choosing).rejects.toMatchObject({ reasonCode: 'unknown-environment' });
  });

  test('a file that was named and does not exist', async () => {
    const choosing = chooseEnvironment({ config: 'deploy.yml', environment: 'staging' }, recordingWorld());
    await expect(choosing).rejects.toMatchObject({
      message: 'The configuration "deploy.yml" does not exist in /checkout.',
      reasonCode: 'invalid-configuration',
    });
  });
});
