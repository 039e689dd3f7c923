import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStaging, type Staging } from './staging.ts';

const TIMEOUT = 60_000;

describe('examples/workflows/deploy-staging.yml, run for a push', () => {
  let staging: Staging;
  beforeEach(async () => {
    staging = await openStaging('deploy-staging.yml');
  }, TIMEOUT);
  afterEach(() => staging.stop(), TIMEOUT);

  test(
    'ends green with exactly the pushed commit live behind the edge, and visited',
    async () => {
      const run = await staging.push();
      expect({ status: run.status, jobs: run.jobs }).toEqual({ status: 0, jobs: { deploy: 'success' } });
      expect(run.outputs['redeploy']).toMatchObject({
        outcome: 'passed',
        'reason-code': 'deployed',
        'deployed-sha': staging.pushed,
        'coolify-version': '4.3.10',
        url: expect.stringContaining(staging.site),
      });
      expect(run.outputs['smoke-test']).toMatchObject({ outcome: 'passed', 'reason-code': 'works', passed: '1' });
      const [first, second] = staging.coolify.deployments;
      expect(staging.coolify.deployments).toHaveLength(2);
      expect([first?.commit, second?.commit, second?.status]).toEqual([staging.old, staging.pushed, 'finished']);
      expect(run.outputs['redeploy']?.['deployment-uuid']).toBe(second?.uuid);
      expect(staging.runtime.running.map(({ image }) => image.commit)).toEqual([staging.pushed]);
    },
    TIMEOUT,
  );

  test(
    'shows both verdicts in the summary of the job, and the secrets nowhere',
    async () => {
      const run = await staging.push();
      const summaries = run.summaries.join('\n');
      expect(summaries).toContain('### Deployment to staging: passed');
      expect(summaries).toContain('### Smoke test of staging: passed');
      expect(summaries).toContain(staging.pushed.slice(0, 7));
      expect(run.log).not.toContain(staging.password);
      expect(run.log).not.toContain(staging.token);
      expect(run.log).not.toContain(staging.token.split('|')[1]);
    },
    TIMEOUT,
  );

  test(
    'asks GitHub with the read-only token of the job',
    async () => {
      await staging.push();
      expect(staging.github.requests.length).toBeGreaterThan(0);
      expect(new Set(staging.github.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
      expect(staging.github.requests.filter(({ status }) => status >= 400)).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    'ends red, with the release before still serving, when the new one does not become healthy',
    async () => {
      staging.runtime.behave(staging.pushed, { boot: 'crash' });
      const run = await staging.push();
      expect(run.status).not.toBe(0);
      expect(run.jobs).toEqual({ deploy: 'failure' });
      expect(run.outputs['redeploy']).toMatchObject({
        outcome: 'failed',
        'reason-code': 'deployment-failed',
        'deployed-sha': '',
      });
      expect(staging.runtime.running.map(({ image }) => image.commit)).toEqual([staging.old]);
      expect(run.outputs['smoke-test']).toBeUndefined();
    },
    TIMEOUT,
  );

  test(
    'ends red and deploys nothing when the token is missing',
    async () => {
      const run = await staging.push({ GITHUB_TOKEN: 'unused', SMOKE_PASSWORD: staging.password });
      expect(run.jobs).toEqual({ deploy: 'failure' });
      expect(run.outputs['redeploy']).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
      expect(run.log).toContain('coolify-token');
      expect(staging.coolify.deployments).toHaveLength(1);
    },
    TIMEOUT,
  );

  test(
    'ends red and deploys nothing when a secret of the suite is missing',
    async () => {
      const run = await staging.push({ GITHUB_TOKEN: 'unused', COOLIFY_TOKEN: staging.token });
      expect(run.jobs).toEqual({ deploy: 'failure' });
      expect(run.outputs['suite']).toMatchObject({ outcome: 'error', 'reason-code': 'secret-missing' });
      expect(run.log).toContain('SMOKE_PASSWORD');
      expect(run.outputs['redeploy']).toBeUndefined();
      expect(staging.coolify.deployments).toHaveLength(1);
    },
    TIMEOUT,
  );
});
