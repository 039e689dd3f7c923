import { describe, expect, test } from '@jest/globals';
import { REDEPLOY_INPUTS } from '../../../src/actions/redeploy-inputs.ts';
import { complete, readRequest } from '../../../src/actions/redeploy-request.ts';
import { chooseEnvironment } from '../../../src/config/environment.ts';
import { Inputs } from '../../../src/core/inputs.ts';
import { APPLICATION, NEW } from '../../support/coolify-answers.ts';
import { type RecordingWorld, recordingWorld } from '../../support/recording-world.ts';

const GIVEN = {
  'coolify-url': 'https://coolify.example',
  'coolify-token': '12|abcdefghijklmnop',
  resources: `web=${APPLICATION}`,
  sha: NEW,
};
const WORKER = 'r4w0c8gkk4s0ocwo8o04kc4s';
const FILE = `version: 1
environments:
  staging:
    url: https://staging.example
    coolify:
      url: https://coolify.example
      resources:
        web: { uuid: ${APPLICATION}, health: /health/, version: "/health/#$.version" }
        worker: { uuid: ${WORKER} }
`;

async function requested(inputs: Readonly<Record<string, string>>, world: RecordingWorld = recordingWorld()) {
  const request = readRequest(new Inputs(REDEPLOY_INPUTS, new Map(Object.entries(inputs))));
  return complete(request, await chooseEnvironment(request, world), world);
}

const withFile = (content = FILE) =>
  recordingWorld({ files: { '/checkout/.github/obcms-deploy.yml': content, '/checkout/ca.pem': 'no certificate' } });

describe('what is refused says which input, what is wrong with it, and how it should be', () => {
  test.each<readonly [Readonly<Record<string, string>>, string]>([
    [{ 'coolify-url': '' }, 'The input "coolify-url", which is empty, does not say where Coolify is.'],
    [
      { 'coolify-url': 'http://coolify.example' },
      'The input "coolify-url", which is "http://coolify.example", is plain HTTP, over which the token could be read by anyone on the way; use https, or, for a loopback or private address you trust, set allow-insecure: true.',
    ],
    [
      { 'coolify-url': 'https://me:hunter2@coolify.example' },
      'The input "coolify-url", which is "https://***@coolify.example", holds a user name or password; the token belongs into coolify-token.',
    ],
    [
      { wait: 'false', 'after-tasks': 'web: migrate' },
      'needs the end of the deployment, which "wait: false" does not wait for.',
    ],
    [
      { 'coolify-token': '' },
      'The input "coolify-token", which is empty, is needed to talk to Coolify; a secret that does not exist, or is not passed to a fork, arrives empty.',
    ],
    [
      { 'coolify-token': '12|abc\ndef' },
      'The input "coolify-token", whose value is secret, holds characters that no token has: a line break, a space or a quotation mark was copied along.',
    ],
    [
      { resources: '' },
      'The input "resources", which is empty, names nothing to deploy; name applications, or an environment of the configuration.',
    ],
    [
      { tag: 'staging' },
      'The input "tag", which is "staging", cannot be used together with "resources"; Coolify takes one or the other.',
    ],
    [{ sha: 'main' }, 'The input "sha", which is "main", is no full commit id: 40 hexadecimal digits are needed'],
    [{ timeout: '30' }, 'The input "timeout", which is "30", is no duration'],
    [{ timeout: '0s' }, 'The input "timeout", which is "0s", must be longer than nothing.'],
    [{ pin: 'alway' }, 'The input "pin", which is "alway", must be one of auto, never, always (did you mean always?).'],
    [{ wait: 'maybe' }, 'The input "wait", which is "maybe", is neither true nor false.'],
    [{ 'image-tag': 'sha256:abc' }, 'a digest sha256:<hex> is written sha256-<hex>'],
    [
      { version: '/health/' },
      'The input "version", which is "/health/", has neither a JSONPath after "#" nor a regular expression',
    ],
    [{ version: '/health/#$.[' }, 'has a JSONPath that cannot be used'],
    [
      { 'base-url': 'staging.example' },
      'The input "base-url", which is "staging.example", is no address: write it with https://.',
    ],
    [{ 'base-url': 'http://staging.example' }, 'is plain HTTP; use https, or set allow-insecure: true.'],
    [
      { 'ca-file': 'missing.pem' },
      'The input "ca-file", which is "missing.pem", does not exist; the path starts at the root of the checkout.',
    ],
    [{ 'after-tasks': 'migrate' }, 'has the line "migrate", which is not "resource: task".'],
    [{ resources: `web=${APPLICATION}\nweb2=${APPLICATION}` }, 'names web2 twice.'],
    [{ resources: 'web=Not-An-Id' }, 'has the entry "web=Not-An-Id", which holds no id of Coolify'],
  ])('%j', async (inputs, message) => {
    await expect(requested({ ...GIVEN, ...inputs })).rejects.toMatchObject({
      name: 'UserError',
      reasonCode: 'invalid-input',
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/^with:\n {2}[a-z-]+: \S/),
    });
  });

  test('no refusal repeats the token', async () => {
    for (const inputs of [{ sha: 'x' }, { 'coolify-token': '12|abc"def' }, { resources: '' }]) {
      const refused = requested({ ...GIVEN, ...inputs });
      await expect(refused).rejects.toMatchObject({
        message: expect.not.stringMatching(/abcdefgh|abc"def/),
        remedy: expect.not.stringMatching(/abcdefgh|abc"def/),
      });
    }
  });
});

describe('what is deployed', () => {
  const names = async (inputs: Readonly<Record<string, string>>, world?: RecordingWorld) => {
    const { steps, tag } = await requested({ ...GIVEN, ...inputs }, world);
    return { steps: steps.map(step => step.map(({ name, uuid }) => (name === uuid ? uuid : `${name}=${uuid}`))), tag };
  };

  test('lines go one after the other, and commas together', async () => {
    expect(await names({ resources: `web=${APPLICATION}\n${WORKER}, beat=b8k4kwk0s4cc8ogs0gw4okoc\n` })).toEqual({
      steps: [[`web=${APPLICATION}`], [WORKER, 'beat=b8k4kwk0s4cc8ogs0gw4okoc']],
      tag: undefined,
    });
  });

  test('a pasted webhook names it', async () => {
    const pasted = `https://coolify.example/api/v1/deploy?uuid=${APPLICATION},${WORKER}&force=false`;
    expect(await names({ 'coolify-url': pasted, resources: '' })).toEqual({
      steps: [[APPLICATION, WORKER]],
      tag: undefined,
    });
    expect(await names({ 'coolify-url': 'https://coolify.example/api/v1/deploy?tag=staging', resources: '' })).toEqual({
      steps: [],
      tag: 'staging',
    });
  });

  test('an environment has its resources, one after the other', async () => {
    expect(await names({ resources: '', environment: 'staging', 'coolify-url': '' }, withFile())).toEqual({
      steps: [[`web=${APPLICATION}`], [`worker=${WORKER}`]],
      tag: undefined,
    });
  });

  test('names of the environment may be used in the input', async () => {
    expect(await names({ resources: 'worker', environment: 'staging' }, withFile())).toEqual({
      steps: [[`worker=${WORKER}`]],
      tag: undefined,
    });
  });
});

test('inputs win over the file, and the file over nothing', async () => {
  const request = await requested(
    { ...GIVEN, environment: 'staging', 'base-url': 'https://other.example' },
    withFile(),
  );
  expect(request.site?.href).toBe('https://other.example/');
  const fromFile = await requested({ ...GIVEN, environment: 'staging' }, withFile());
  expect(fromFile.site?.href).toBe('https://staging.example/');
  expect(fromFile.steps[0]?.[0]).toMatchObject({
    health: '/health/',
    version: { kind: 'json', path: '/health/', query: '$.version' },
  });
});

test('a mistake in the file is told as one of the file', async () => {
  await expect(
    requested(
      { ...GIVEN, 'coolify-url': '', environment: 'staging' },
      withFile(FILE.replace('url: https://coolify', 'url: http://coolify')),
    ),
  ).rejects.toMatchObject({
    reasonCode: 'invalid-configuration',
    message: expect.stringMatching(
      /^\.github\/obcms-deploy\.yml: "environments\.staging\.coolify\.url", which is "http:\/\/coolify\.example", is plain HTTP/,
    ),
  });
});

test('empty inputs mean their defaults', async () => {
  const request = await requested({
    ...GIVEN,
    wait: '',
    timeout: '',
    pin: '',
    logs: '',
    'on-cancel': '',
    force: '',
    'health-timeout': '',
  });
  expect(request).toMatchObject({
    wait: true,
    timeout: 1_800_000,
    healthTimeout: 180_000,
    pin: 'auto',
    logs: 'on-failure',
    onCancel: 'leave',
    force: false,
  });
});
