import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Application, type ApplicationSpec, type Coolify, startCoolify } from '../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../lab/coolify/runtime-light.ts';
import { freshCommit } from '../scene.ts';
import { type Compared, compareFiles, type Files, type Inputs } from './scene.ts';
import { SAFE, SHOP } from './shop.ts';

/** What is typed into Coolify stands in no file: where the project migrates is read there, and nothing depends on it. */

const MIGRATE = 'python manage.py migrate --noinput';
const IMAGE: Files = { Procfile: `web: ${MIGRATE} && gunicorn shop.wsgi\n` };

let coolify: Coolify;
beforeAll(async () => {
  coolify = await startCoolify({ version: '4.3.10', runtime: lightRuntime() });
});
afterAll(() => coolify.stop());

function add(spec: Partial<ApplicationSpec>): Application {
  return coolify.addApplication({ name: 'web', source: lightSource({ main: freshCommit() }), ...spec });
}

function inputsFor(application: Application, more: Inputs = {}): Inputs {
  return {
    'coolify-url': coolify.url,
    'coolify-token': coolify.token({ abilities: ['read'] }),
    resource: application.uuid,
    'allow-insecure': 'true',
    ...more,
  };
}

const general = ({ report }: Compared) => (report.general ?? []).map(({ verdict, rule }) => `${verdict} ${rule}`);
const about = ({ report }: Compared, rule: string) => report.general?.find(each => each.rule === rule);
const asked = (from: number) => coolify.requests.slice(from).map(({ method, path }) => `${method} ${path}`);

describe('with a token of Coolify', () => {
  test('a pre-deployment command that migrates is found, and why it does nothing', async () => {
    const application = add({ preDeploymentCommand: `${MIGRATE} && python manage.py collectstatic --noinput` });
    const before = coolify.requests.length;
    const compared = await compareFiles(SHOP, SAFE, inputsFor(application, { allow: 'review' }));
    expect(compared.outputs).toMatchObject({ outcome: 'passed', verdict: 'review' });
    expect(general(compared)).toContain('review place/pre-deployment');
    expect(about(compared, 'place/pre-deployment')?.message).toContain(
      '(Coolify, application web) runs in the container of the running release, before the new one is built',
    );
    expect(compared.report.places).toEqual([
      {
        kind: 'pre-deployment',
        file: null,
        line: null,
        where: 'Coolify, application web',
        command: `${MIGRATE} && python manage.py collectstatic --noinput`,
      },
    ]);
    expect(compared.report.coolify).toEqual({ applications: ['web'], notes: [] });
    expect(compared.run.rawSummary).toContain('Coolify, application web');
    expect(asked(before).sort()).toEqual([
      `GET /api/v1/applications/${application.uuid}`,
      `GET /api/v1/applications/${application.uuid}/scheduled-tasks`,
    ]);
  });

  test('a post-deployment command and a scheduled task run too late, unless the image migrates', async () => {
    const application = add({
      postDeploymentCommand: MIGRATE,
      tasks: [
        { name: 'schema', command: MIGRATE },
        { name: 'mail', command: 'python manage.py send_mail' },
      ],
    });
    const late = await compareFiles(SHOP, SAFE, inputsFor(application));
    expect(late.outputs).toMatchObject({ outcome: 'failed', verdict: 'review' });
    expect(general(late).filter(each => each.includes('place/'))).toEqual([
      'review place/moment',
      'review place/moment',
    ]);
    expect(late.report.places?.map(({ where }) => where)).toEqual([
      'Coolify, application web',
      'Coolify, application web, task schema',
    ]);
    const image = await compareFiles({ ...SHOP, ...IMAGE }, SAFE, inputsFor(application));
    expect(image.outputs).toMatchObject({ outcome: 'passed', verdict: 'safe' });
    expect(general(image).filter(each => each.includes('place/'))).toEqual([]);
  });

  test('an application that migrates nowhere says nothing of it', async () => {
    const compared = await compareFiles({ ...SHOP, ...IMAGE }, SAFE, inputsFor(add({})));
    expect(compared.outputs).toMatchObject({ outcome: 'passed', verdict: 'safe' });
    expect(compared.report.places?.map(({ file, line }) => `${file}:${line}`)).toEqual(['Procfile:1']);
  });
});

describe('a refusal is a note, and the migrations are judged all the same', () => {
  test.each<[string, () => Inputs, RegExp]>([
    ['a token without the ability', () => ({ 'coolify-token': coolify.token({ abilities: ['deploy'] }) }), /"read"/],
    [
      'a token that does not exist',
      () => ({ 'coolify-token': '9|0123456789abcdefghijklmnopqrstuvwxyzABCD01234567' }),
      /does not accept the token/,
    ],
    ['an application that does not exist', () => ({ resource: 'abcdefghijklmnopqrstuvwx' }), /does not find/],
  ])('%s', async (_, given, words) => {
    const compared = await compareFiles({ ...SHOP, ...IMAGE }, SAFE, inputsFor(add({}), given()));
    expect(compared.outputs).toMatchObject({ outcome: 'passed', verdict: 'safe' });
    expect(compared.report.coolify).toEqual({ applications: [], notes: [expect.stringMatching(words)] });
    expect(compared.run.rawSummary).toMatch(words);
  });
});

describe('without a token', () => {
  test('Coolify is not asked', async () => {
    const before = coolify.requests.length;
    const compared = await compareFiles(SHOP, SAFE, { 'coolify-url': coolify.url });
    expect(compared.outputs).toMatchObject({ outcome: 'passed', verdict: 'safe' });
    expect(compared.report.coolify).toBeNull();
    expect(about(compared, 'place/none')?.message).toContain('are read when coolify-token is given');
    expect(asked(before)).toEqual([]);
  });

  test('a resource names what is missing', async () => {
    const compared = await compareFiles(SHOP, SAFE, { resource: 'abcdefghijklmnopqrstuvwx' });
    expect(compared.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(compared.result.headline).toContain('coolify-token');
  });
});
