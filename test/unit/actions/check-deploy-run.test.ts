import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../../scripts/root.ts';
import { checkedProject } from '../../support/checked-project.ts';

const GOOD = {
  'alembic.ini': '[alembic]\nscript_location = migrations\n',
  'docker-compose.prod.yml': `services:
  cache:
    image: redis:7.4-alpine
    restart: unless-stopped
    command: ["redis-server", "--maxmemory-policy", "noeviction"]
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      start_period: 5s
    volumes:
      - cache:/data
    deploy:
      resources:
        limits:
          memory: 256M
volumes:
  cache:
`,
};
const BAD = {
  ...GOOD,
  'docker-compose.prod.yml': GOOD['docker-compose.prod.yml'].replace('restart:', 'privileged: true\n    restart:'),
};
const ONLY = { families: 'compose, docker' };

const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/check-deploy-result.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
const problems = (result: unknown) => (validate(result) ? [] : validate.errors);

const findingsOf = (result: Readonly<Record<string, unknown>>): readonly { rule: string; subject: string }[] =>
  JSON.parse(JSON.stringify(result['findings']));

describe('a project', () => {
  test('in which nothing is wrong is fit, and says what was looked at', async () => {
    const { outcome, outputs, result, summary } = await checkedProject(GOOD, ONLY);
    expect([outcome.outcome, outcome.reasonCode, outcome.headline]).toEqual([
      'passed',
      'fit',
      expect.stringContaining('The app is fit to be deployed'),
    ]);
    expect(outputs).toMatchObject({ critical: '0', high: '0', 'sarif-path': '' });
    expect(problems(result)).toEqual([]);
    expect(summary).toContain('docker-compose.prod.yml for production (found by name)');
  });

  test('in which something is wrong is not, at the line', async () => {
    const { outcome, outputs, result, summary, world } = await checkedProject(BAD, ONLY);
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['failed', 'unfit']);
    expect(Number(outputs['critical']) + Number(outputs['high'])).toBeGreaterThan(0);
    expect(problems(result)).toEqual([]);
    const [finding] = findingsOf(result);
    expect(finding).toMatchObject({ file: 'docker-compose.prod.yml', line: 4, dummy: false });
    expect(summary).toContain(`docs/deploy-rules/${finding?.rule.replace('/', '-')}.md`);
    expect(world.host.annotations.find(({ place }) => place?.line === 4)?.level).toBe('error');
    const { world: lenient } = await checkedProject(BAD, { ...ONLY, 'fail-on': 'critical' });
    expect(lenient.host.annotations.find(({ place }) => place?.line === 4)?.level).toBe('warning');
  });

  test('is judged without Django, and says that its families were skipped', async () => {
    const { outcome, result } = await checkedProject(GOOD, {});
    expect(outcome.outcome).not.toBe('error');
    expect(result['framework']).toBe('alembic');
    expect(result['families']).toContainEqual(
      expect.objectContaining({ family: 'settings', state: 'nothing-there', why: expect.stringContaining('Django') }),
    );
  });

  test('that is not there is nothing to judge', async () => {
    const { outcome, result } = await checkedProject({ 'README.md': '# Hello\n' });
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['inconclusive', 'nothing-to-judge']);
    expect(problems(result)).toEqual([]);
  });
});

test('a run that is cancelled while the project is read says nothing about it', async () => {
  const { outcome, result } = await checkedProject(GOOD, ONLY, { signal: AbortSignal.abort() });
  expect([outcome.outcome, outcome.reasonCode]).toEqual(['inconclusive', 'cancelled']);
  expect(result['findings']).toEqual([]);
});

test('variables of a file outside of the checkout are used, and no finding points there', async () => {
  const outside = { '/run/secrets/x.env': 'SECRET_KEY=change-me\nDEBUG=true\n' };
  const { result, everything } = await checkedProject(GOOD, { 'env-file': '/run/secrets/x.env' }, { outside });
  expect(result['variables']).toMatchObject({ given: 2 });
  expect(everything).not.toContain('"file":"../');
  expect(JSON.stringify(result['found'])).not.toContain('x.env');
});

describe('accepting', () => {
  test('what is ignored stays in the report with its reason, and does not fail', async () => {
    const first = findingsOf((await checkedProject(BAD, ONLY)).result)[0];
    const ignore = `${first?.rule} docker-compose.prod.yml -- the agent needs it\ndocker/* -- left over`;
    const { outcome, result, summary } = await checkedProject(BAD, { ...ONLY, ignore });
    expect(outcome.reasonCode).toBe('fit');
    expect(result['ignored']).toContainEqual(
      expect.objectContaining({ rule: first?.rule, reason: 'the agent needs it' }),
    );
    expect(result['stale-ignores']).toEqual(['docker/* -- left over']);
    expect(summary).toContain('the agent needs it');
    expect(problems(result)).toEqual([]);
  });

  test('what a report holds already does not fail the next run, nor the one after it', async () => {
    const baseline = (report: unknown) => ({ ...BAD, 'base.json': JSON.stringify(report) });
    const inputs = { ...ONLY, baseline: 'base.json' };
    const first = await checkedProject(BAD, ONLY);
    const second = await checkedProject(baseline(first.report), inputs);
    const third = await checkedProject(baseline(second.report), inputs);
    expect([second.outcome.reasonCode, third.outcome.reasonCode]).toEqual(['fit', 'fit']);
    expect(findingsOf(third.result)).toEqual([]);
    expect(problems(third.result)).toEqual([]);
    const mended = await checkedProject({ ...baseline(first.report), ...GOOD }, inputs);
    expect(mended.summary).toContain('Gone since');
  });

  test.each([
    [{ baseline: 'nowhere.json' }, 'does not exist'],
    [{ baseline: 'alembic.ini' }, 'is no JSON'],
    [{ ignore: 'compose/privilged -- x' }, 'which does not exist'],
    [{ 'env-file': 'nowhere.env' }, 'does not exist'],
    [{ resource: 'web' }, 'coolify-token'],
    [{ 'coolify-token': '1|abc' }, 'does not say where Coolify is'],
    [{ 'coolify-token': '1|abc', 'coolify-url': 'https://coolify.example' }, 'names no application'],
    [{ config: 'nowhere.yml' }, 'does not exist'],
  ])('%j is an error that says why', async (inputs, words) => {
    const { outcome, result } = await checkedProject(GOOD, inputs);
    expect([outcome.outcome, outcome.headline]).toEqual(['error', expect.stringContaining(words)]);
    expect(outcome.remedy).not.toBe('');
    expect(problems(result)).toEqual([]);
  });
});

describe('what a run leaves behind', () => {
  test('is a SARIF report where one is wanted', async () => {
    const { world, outputs } = await checkedProject(BAD, { ...ONLY, sarif: 'out/x.sarif' });
    expect(outputs['sarif-path']).toBe('/checkout/out/x.sarif');
    expect(world.written.get('/checkout/out/x.sarif')).toContain('"version": "2.1.0"');
  });

  test('holds no value of a variable that is not public', async () => {
    const env =
      'SECRET_KEY=canary-key-0123456789\nDATABASE_URL=postgres://u:canary%2Fpw@db/x\nOTHER_THING=canary-other-thing';
    const files = { ...BAD, 'x.env': 'API_TOKEN="canary-token-987" # note\n' };
    const { everything, world } = await checkedProject(files, { env, 'env-file': 'x.env' });
    expect(everything).not.toMatch(/canary/);
    expect(world.host.masked).toEqual(expect.arrayContaining(['canary/pw', 'canary-token-987']));
  });

  test('fits its schema even where a password is one of our words', async () => {
    const env = ['alembic', 'compose', 'development', 'critical', 'judged', 'name'].map(
      (word, at) => `P${at}_PASSWORD=${word}`,
    );
    const { result, outputs } = await checkedProject(BAD, { ...ONLY, env: env.join('\n') });
    expect(problems(result)).toEqual([]);
    expect(outputs['reason-code']).toBe('unfit');
  });

  test('keeps the result short when there is very much to say, and the report complete', async () => {
    const service = (index: number) => `  s${index}:\n    image: redis\n    privileged: true\n    network_mode: host\n`;
    const compose = `services:\n${Array.from({ length: 400 }, (_, index) => service(index)).join('')}`;
    const { outputs, result, report, world } = await checkedProject({ 'docker-compose.prod.yml': compose }, ONLY);
    // The outcome, and ten findings.
    expect(world.host.annotations).toHaveLength(11);
    expect((outputs['result'] ?? '').length).toBeLessThan(128_000);
    const left = Number(result['findings-left-out']);
    expect(left).toBeGreaterThan(0);
    expect(findingsOf(report)).toHaveLength(findingsOf(result).length + left);
    expect([problems(result), problems(report)]).toEqual([[], []]);
  });
});
