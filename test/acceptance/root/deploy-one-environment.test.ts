import { expect, test } from '@jest/globals';
import type { RunResult } from '../../../lab/runner/index.ts';
import { runAction } from '../../../lab/runner/index.ts';
import { ROOT } from '../../../scripts/root.ts';
import { inScene, type Scene, shown, triggers } from '../scene.ts';

/** The root `action.yml` with both bundles behind it, as `uses: org/obcms-deploy@v1` runs it. */

const LONGEST_MS = 120_000;
const PASSWORD = 'correct-horse-battery';

const SUITE = `version: 1
checks:
  - name: The health page answers to who brings the password
    get: /health/
    headers: { X-Password: $SMOKE_PASSWORD }
    expect: { status: 200, json: { '$.version': '\${commit}' } }
`;

async function deploy(scene: Scene, inputs: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const run = await runAction({
    action: ROOT,
    with: { ...scene.inputs(), suite: SUITE, variables: `commit=${scene.next}`, 'wait-ready': '10s', ...inputs },
    env: { SMOKE_PASSWORD: PASSWORD },
    secrets: [scene.token, PASSWORD],
  });
  run.dispose();
  return run;
}

const outcomes = ({ steps }: RunResult) => steps.map(({ id, outcome }) => `${id}: ${outcome}`);

test(
  'reads the suite, deploys the commit, visits the site with it, and says all of it',
  async () => {
    await inScene({}, async scene => {
      const run = await deploy(scene);
      expect(outcomes(run)).toEqual(['suite: success', 'redeploy: success', 'smoke-test: success']);
      expect(run.conclusion).toBe('success');
      expect(run.outputs).toMatchObject({
        outcome: 'passed',
        'reason-code': 'works',
        'redeploy-outcome': 'passed',
        'smoke-outcome': 'passed',
        'deployed-sha': scene.next,
        passed: '1',
        failed: '0',
      });
      expect(run.summary.indexOf('Deployment')).toBeLessThan(run.summary.indexOf('Smoke test'));
      expect(`${run.log}${run.summary}${JSON.stringify(run.outputs)}`).not.toContain(PASSWORD);
    });
  },
  LONGEST_MS,
);

test(
  'is red when the release is live and the site does not work, and says what is live all the same',
  async () => {
    await inScene({}, async scene => {
      const run = await deploy(scene, { variables: 'commit=another' });
      expect(outcomes(run)).toEqual(['suite: success', 'redeploy: success', 'smoke-test: failure']);
      expect(run.outputs).toMatchObject({
        outcome: 'failed',
        'reason-code': 'checks-failed',
        'redeploy-outcome': 'passed',
        'deployed-sha': scene.next,
        failed: '1',
      });
    });
  },
  LONGEST_MS,
);

test.each([
  ['a misspelt key', { suite: SUITE.replace('expect', 'expcet') }, 'invalid-suite', 'did you mean "expect"?'],
  ['a secret that is not there', { suite: SUITE.replace('$SMOKE', '$OTHER') }, 'secret-missing', 'OTHER_PASSWORD'],
  ['no page that shows the commit', { version: '' }, 'invalid-input', 'nothing says where the site shows its commit'],
])(
  'deploys nothing with %s in the suite',
  async (_, inputs, reason, words) => {
    await inScene({}, async scene => {
      const run = await deploy(scene, inputs);
      expect(outcomes(run)).toEqual(['suite: failure', 'redeploy: skipped', 'smoke-test: skipped']);
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': reason, 'deployed-sha': '' });
      expect(shown(run)).toContain(words);
      expect(triggers(scene.coolify)).toBe(0);
    });
  },
  LONGEST_MS,
);
