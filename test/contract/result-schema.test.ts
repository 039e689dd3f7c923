import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RunResult } from '../../lab/runner/index.ts';
import { ROOT } from '../../scripts/root.ts';
import { inScene, runRedeploy } from '../acceptance/scene.ts';

const TIMEOUT = 30_000;
const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/redeploy-result.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** The one line that a run wrote, and what the schema has against it. */
function checked(run: RunResult): { readonly code: unknown; readonly problems: readonly string[] } {
  const result: unknown = JSON.parse(run.outputs['result'] ?? 'null');
  validate(result);
  const problems = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  return { code: run.outputs['reason-code'], problems };
}

describe('the published schema of the result of redeploy', () => {
  test(
    'holds for a release that went live, for one that was live already, and for a plan',
    () =>
      inScene({}, async scene => {
        expect(checked(await scene.run({ 'dry-run': 'true' }))).toEqual({ code: 'planned', problems: [] });
        expect(checked(await scene.run())).toEqual({ code: 'deployed', problems: [] });
        expect(checked(await scene.run())).toEqual({ code: 'already-live', problems: [] });
      }),
    TIMEOUT,
  );

  test(
    'holds for a release that failed',
    () =>
      inScene({}, async scene => {
        scene.runtime.behave(scene.next, { buildFails: true });
        expect(checked(await scene.run())).toEqual({ code: 'deployment-failed', problems: [] });
      }),
    TIMEOUT,
  );

  test(
    'holds for a run that ended before it knew anything',
    async () => {
      expect(checked(await runRedeploy({ wait: 'perhaps' }))).toEqual({ code: 'invalid-input', problems: [] });
    },
    TIMEOUT,
  );

  test.each([
    ['a key that is not in it', { surprise: 1 }],
    ['a code that is in no table', { 'reason-code': 'other' }],
    ['an outcome that does not belong to the code', { outcome: 'passed' }],
    ['half of the facts', { environment: 'staging' }],
  ])('refuses %s', (_, change) => {
    const good = {
      schema: 'obcms-deploy/redeploy@1',
      outcome: 'error',
      'reason-code': 'invalid-input',
      headline: 'x',
      remedy: '',
      findings: [],
    };
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, ...change })).toBe(false);
  });
});
