import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inScene, runRedeploy, type Scene, shown } from '../scene.ts';

const configuration = (scene: Scene) => `version: 1
environments:
  staging:
    url: ${scene.site.origin}
    coolify:
      url: ${scene.coolify.url}
      resources:
        web: { uuid: ${scene.web.uuid}, version: "/health/#$.version" }
`;

async function inWorkspace<Result>(
  files: Readonly<Record<string, string>>,
  body: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'obcms-deploy-workspace-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const FILE = '.github/obcms-deploy.yml';

describe('with a configuration', () => {
  test.concurrent('the environment alone is enough', () =>
    inScene({}, scene =>
      inWorkspace({ [FILE]: configuration(scene) }, async workspace => {
        const run = await runRedeploy(
          {
            environment: 'staging',
            'coolify-token': scene.token,
            sha: scene.next,
            'ca-file': scene.edge.caFile,
            'allow-insecure': 'true',
            'github-token': '',
          },
          { workspace },
        );
        expect(run.outputs).toMatchObject({
          outcome: 'passed',
          'reason-code': 'deployed',
          url: `${scene.site.origin}/`,
        });
        expect(run.summary).toContain('Deployment to staging');
      }),
    ));

  test.concurrent('a typing error in the file gets line, column and the nearest key', () =>
    inScene({}, scene =>
      inWorkspace({ [FILE]: configuration(scene).replace('resources:', 'resorces:') }, async workspace => {
        const run = await runRedeploy({ environment: 'staging', 'coolify-token': scene.token }, { workspace });
        expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-configuration' });
        expect(shown(run)).toContain(
          `${FILE}:7:7: "environments.staging.coolify" has no key "resorces"; did you mean "resources"?`,
        );
        expect(run.annotations[0]).toMatchObject({ file: FILE, line: 7 });
      }),
    ));

  test.concurrent('an unknown environment gets the nearest one', () =>
    inScene({}, scene =>
      inWorkspace({ [FILE]: configuration(scene) }, async workspace => {
        const run = await runRedeploy({ environment: 'stagin', 'coolify-token': scene.token }, { workspace });
        expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'unknown-environment' });
        expect(shown(run)).toContain('has no environment "stagin"; did you mean "staging"?');
        expect(shown(run)).toContain('environment: staging');
      }),
    ));
});

describe('with inputs alone', () => {
  test.concurrent('a webhook address with the wrong host says what is there instead', () =>
    inScene({}, async scene => {
      const webhook = `${scene.site.origin}/api/v1/deploy?uuid=${scene.web.uuid}&force=false`;
      scene.runtime.behave(scene.old, {
        routes: { '/api/v1/version': { status: 404, body: '<html><title>Not Found</title></html>' } },
      });
      const run = await scene.run({ 'coolify-url': webhook, resources: '' });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'not-coolify' });
      expect(shown(run)).toContain('is not the API of Coolify: it answered 404 with a page titled "Not Found"');
      expect(shown(run)).toContain('not the address of your site');
    }));

  test.concurrent('a token that may only deploy is told what to tick', () =>
    inScene({ token: { abilities: ['deploy'] } }, async scene => {
      const run = await scene.run();
      expect(shown(run)).toContain(`The Coolify token may not read Coolify's version: it lacks the ability "read".`);
      expect(shown(run)).toContain('Tick deploy first in Coolify: ticking it unticks the others.');
    }));

  test.concurrent('a plain http address is refused before the token is sent anywhere', () =>
    inScene({}, async scene => {
      const before = scene.coolify.requests.length;
      const run = await scene.run({ 'allow-insecure': 'false' });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(shown(run)).toContain('The input "coolify-url"');
      expect(shown(run)).toContain('is plain HTTP');
      expect(scene.coolify.requests).toHaveLength(before);
    }));

  test.concurrent.each([
    ['timeout', '30', 'is no duration'],
    ['sha', 'abc1234', 'no full commit id'],
    ['pin', 'sometimes', 'must be one of auto, never, always'],
    ['wait', 'yes', 'neither true nor false'],
    ['version', '/health/', 'JSONPath'],
    ['resources', 'web=NOT_AN_ID', 'lower-case letters and digits'],
    ['coolify-token', '', 'is needed to talk to Coolify'],
    ['ca-file', 'missing.pem', 'does not exist'],
    ['after-tasks', 'migrate', 'not "resource: task"'],
    ['image-tag', 'sha256:abc', 'sha256-<hex>'],
  ])('%s "%s" is refused with an example', (name, value, words) =>
    inScene({ live: false }, async scene => {
      const run = await scene.run({ [name]: value });
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(shown(run)).toContain(`The input "${name}"`);
      expect(shown(run)).toContain(words);
      expect(shown(run)).toContain(`with:\n  ${name}:`);
    }),
  );
});
