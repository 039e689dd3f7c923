import { describe, expect, it } from '@jest/globals';
import type { MigratingPlace } from '../../../../../src/migrations/facts.ts';
import { PLACE_HAZARDS } from '../../../../../src/migrations/hazards/place/rules.ts';
import { judge } from '../../../../../src/migrations/judge.ts';
import type { MigrateMode } from '../../../../../src/migrations/phases/plan.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';
import { playedOf } from '../../compare/two-releases.ts';

const SHOP = 'CREATE TABLE shop_order (id bigint PRIMARY KEY)';
const MIGRATE = 'python manage.py migrate --noinput';

function at(
  kind: MigratingPlace['kind'],
  file: string,
  command = MIGRATE,
  more: Partial<MigratingPlace> = {},
): MigratingPlace {
  return { kind, place: { file, line: 3 }, command, ...more };
}

function typed(kind: MigratingPlace['kind'], command = MIGRATE, more: Partial<MigratingPlace> = {}): MigratingPlace {
  return { kind, where: 'Coolify, application web', command, ...more };
}

const SERVICE = at('compose-service', 'compose.yml', MIGRATE, { service: 'migrate' });

async function hazards(places: readonly MigratingPlace[], mode: MigrateMode = 'before', pending = true) {
  const migrations = pending ? [{ sql: 'ALTER TABLE shop_order ADD COLUMN extra text' }] : [];
  const played = await playedOf({ schema: SHOP, migrations, facts: { places } });
  return judge(played, PLACE_HAZARDS, { mode }).general;
}

const ENTRYPOINT = at('entrypoint', 'entrypoint.sh');

describe('where migrations run', () => {
  it.each([
    ['the entrypoint', [ENTRYPOINT], 'before', []],
    ['a service of the Compose file', [at('compose-service', 'compose.yml')], 'before', []],
    [
      'the entrypoint, and a workflow for its tests',
      [ENTRYPOINT, at('workflow', '.github/workflows/ci.yml')],
      'before',
      [],
    ],
    ['the script of a Dockerfile that names it as well', [ENTRYPOINT, at('entrypoint', 'Dockerfile')], 'before', []],
    [
      'the entrypoint and a service',
      [ENTRYPOINT, at('compose-service', 'compose.yml')],
      'before',
      ['place/several safe medium'],
    ],
    [
      'the pre-deployment command',
      [at('pre-deployment', 'coolify.json')],
      'before',
      ['place/pre-deployment review high'],
    ],
    ['the post-deployment command', [at('post-deployment', 'coolify.json')], 'before', ['place/moment review high']],
    ['the post-deployment command, as configured', [at('post-deployment', 'coolify.json')], 'after', []],
    [
      'makemigrations',
      [at('entrypoint', 'entrypoint.sh', 'python manage.py makemigrations && python manage.py migrate')],
      'before',
      ['place/makemigrations review high'],
    ],
    [
      'makemigrations that only looks',
      [at('entrypoint', 'entrypoint.sh', 'python manage.py makemigrations --check && python manage.py migrate')],
      'before',
      [],
    ],
    [
      'the entrypoint and a service, both with a lock',
      [
        { ...ENTRYPOINT, takesTurns: true },
        { ...SERVICE, takesTurns: true },
      ],
      'before',
      [],
    ],
    ['the entrypoint, and a service that all wait for', [ENTRYPOINT, { ...SERVICE, unawaitedBy: [] }], 'before', []],
    ['two services of one file', [SERVICE, { ...SERVICE, service: 'worker' }], 'before', ['place/several safe medium']],
    ['services of two files', [SERVICE, at('compose-service', 'compose.staging.yml')], 'before', []],
    [
      'the entrypoint, and before it the old container',
      [ENTRYPOINT, typed('pre-deployment')],
      'before',
      ['place/pre-deployment review high'],
    ],
    ['the entrypoint, and after it once more', [ENTRYPOINT, typed('post-deployment')], 'before', []],
    [
      'a service that web does not wait for',
      [{ ...SERVICE, unawaitedBy: ['web'] }],
      'before',
      ['place/unawaited review medium'],
    ],
    ['the same, when migrations run later', [{ ...SERVICE, unawaitedBy: ['web'] }], 'after', []],
    ['a scheduled task', [typed('scheduled-task')], 'before', ['place/moment review high']],
    ['a scheduled task, in its phase', [typed('scheduled-task')], 'phased', []],
    ['nowhere', [], 'before', ['place/none safe low']],
  ] as const)('%s', async (_name, places, mode, expected) => {
    const found = await hazards(places, mode);
    expect(found.map(({ rule, verdict, severity }) => `${rule} ${verdict} ${severity}`)).toEqual(expected);
  });

  it('names the moment that the configuration says', async () => {
    expect((await hazards([], 'before'))[0]?.message).toContain('about the moment before the new release serves');
    expect((await hazards([], 'after'))[0]?.message).toContain('about the time after the new release began to serve');
  });

  it.each([
    ['nowhere', []],
    ['in two places', [ENTRYPOINT, at('compose-service', 'compose.yml')]],
    ['in the pre-deployment command', [at('pre-deployment', 'coolify.json')]],
  ] as const)('does not matter as long as nothing is pending: %s', async (_name, places) => {
    expect(await hazards(places, 'before', false)).toEqual([]);
  });

  it('says why the pre-deployment command migrates nothing, and what to do', async () => {
    const [found] = await hazards([at('pre-deployment', 'coolify.json')]);
    expect(found?.message).toBe(
      '"python manage.py migrate --noinput" runs in the container of the running release, before the new one is built: it finds not the pending migration, and on the first deployment it does not run at all.',
    );
    expect(found?.remedy).toContain('python manage.py migrate --noinput\nexec "$@"');
  });

  it('says where in Coolify it stands, in which container, and in which order', async () => {
    const command = 'python manage.py migrate && python manage.py collectstatic --noinput';
    const [found] = await hazards([typed('pre-deployment', command, { container: 'web' })]);
    expect(found?.place).toBeUndefined();
    expect(found?.message).toContain('(Coolify, application web) runs in the container web of the running release');
    expect(found?.remedy).toContain('migrate first, then collectstatic --noinput');
  });

  it('says that Coolify was not asked, when nothing is found', async () => {
    const [found] = await hazards([]);
    expect(found?.message).toContain('are read when coolify-token is given');
  });
});

everyRuleFiresAndIsSilent(PLACE_HAZARDS);
