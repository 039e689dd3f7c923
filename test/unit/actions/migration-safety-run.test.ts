import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../../scripts/root.ts';
import { migrationSafety } from '../../../src/actions/migration-safety.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import type { Processes } from '../../../src/core/process.ts';
import { perform } from '../../../src/host/perform.ts';
import { type RecordingWorld, recordingWorld } from '../../support/recording-world.ts';

const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/migration-safety-result.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Ran {
  readonly outcome: Outcome;
  readonly world: RecordingWorld;
  readonly everything: string;
}

/** The whole action over files in memory; git answers what `git` says. */
async function run(
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = { 'manage.py': '' },
  processes?: Processes,
): Promise<Ran> {
  const checkout = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/checkout/${path}`, text]));
  const world = recordingWorld({ files: checkout, ...(processes === undefined ? {} : { processes }) });
  const outcome = await perform(migrationSafety, new Map(Object.entries(inputs)), world);
  const { host } = world;
  const shown = [host.lines, host.summaries, host.annotations, host.reports, [...host.outputs], [...world.written]];
  validate(JSON.parse(host.outputs.get('result') ?? 'null'));
  expect(validate.errors ?? []).toEqual([]);
  return { outcome, world, everything: JSON.stringify(shown) };
}

const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\nimport django\n';

/** A checkout that is shallow: it has its own commit and no other. */
const shallow: Processes = {
  run: async ({ args }) => {
    const words = args.join(' ');
    const answer = (stdout: string, exitCode = 0) => ({
      ok: true as const,
      exitCode,
      stdout,
      stderr: '',
    });
    if (words.includes('--is-shallow-repository')) return answer('true\n');
    if (words.includes('ls-files')) return { ok: false as const, reason: 'not-found' as const, message: 'not here' };
    return words.includes('--verify') ? answer('', 1) : answer('\n');
  },
};

describe('migration-safety', () => {
  test('without anything that says which release is running asks for it, with the line to write', async () => {
    const { outcome } = await run({});
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['error', 'no-base']);
    expect(outcome.remedy).toContain('base: origin/production');
  });

  test('in a shallow checkout is inconclusive, and shows the line that is missing', async () => {
    const { outcome, world } = await run({ base: 'a'.repeat(40) }, { 'manage.py': MANAGE }, shallow);
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['inconclusive', 'shallow']);
    expect(outcome.remedy).toContain('fetch-depth: 0');
    expect(world.host.summaries[0]).toMatch(/^### Migration safety: inconclusive/);
    expect([world.host.outputs.get('verdict'), world.host.outputs.get('pending')]).toEqual(['', '']);
  });

  test('without a project is inconclusive, never passed', async () => {
    const { outcome } = await run({ base: 'main' }, { 'README.md': '' });
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['inconclusive', 'nothing-to-judge']);
  });

  test.each([
    [{ ignore: 'lock/rewrit -- so' }, 'did you mean lock/rewrite?'],
    [{ ignore: 'locks/* -- so' }, 'locks/*'],
    [{ baseline: 'none.json' }, 'does not exist'],
    [{ baseline: 'manage.py' }, 'is no JSON'],
    [{ applied: 'from-bas' }, 'is neither from-base nor database, and no file'],
    [{ applied: 'manage.py' }, 'holds no list of migrations'],
  ])('refuses %j', async (inputs, problem) => {
    const { outcome } = await run({ base: 'main', ...inputs });
    expect([outcome.outcome, outcome.reasonCode]).toEqual(['error', 'invalid-input']);
    expect(outcome.headline).toContain(problem);
  });

  test('takes unknown things as they are called in ignore', async () => {
    const { outcome } = await run({ base: 'main', ignore: 'unknown/third-party celery -- read' }, { 'README.md': '' });
    expect(outcome.reasonCode).toBe('nothing-to-judge');
  });

  test.each(['hunter2%40word', 'hunter2@word'])('shows no password of a database anywhere: %s', async secret => {
    const url = 'postgres://app:hunter2%40word@db.example/app';
    const { everything, world } = await run({ base: 'main', 'database-url': url }, { 'README.md': '' });
    expect(everything).not.toContain(secret);
    expect(world.host.masked).toEqual(expect.arrayContaining([secret, url]));
  });

  test('reads what the file says of the application without an environment as well, and refuses a wrong one', async () => {
    const config = 'version: 1\napp: { migrate: sometimes }\nenvironments: {}\n';
    const { outcome } = await run({ base: 'main' }, { '.github/obcms-deploy.yml': config, 'manage.py': '' });
    expect(outcome.reasonCode).toBe('invalid-configuration');
  });
});
