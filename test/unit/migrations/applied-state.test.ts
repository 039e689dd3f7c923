import { describe, expect, test } from '@jest/globals';
import { appliedState } from '../../../src/migrations/applied-state.ts';
import type { MigrationFacts, MigrationId, MigrationNode } from '../../../src/migrations/facts.ts';
import { ORDER_HAZARDS } from '../../../src/migrations/hazards/order/rules.ts';
import { judge } from '../../../src/migrations/judge.ts';
import { pendingMigration } from '../../support/judged-migrations.ts';
import { everyRuleFiresAndIsSilent } from '../../support/watched-hazards.ts';
import { playedOf } from './compare/two-releases.ts';

function node(id: MigrationId, dependencies: readonly MigrationId[] = [], replaces: readonly MigrationId[] = []) {
  const [app = '', name = ''] = id.split('.');
  return {
    id,
    app,
    name,
    file: undefined,
    digest: undefined,
    replaces,
    dependencies,
    distribution: undefined,
  } satisfies MigrationNode;
}

const ONE = node('shop.0001_initial');
const TWO = node('shop.0002_two', ['shop.0001_initial']);
const THREE = node('shop.0003_three', ['shop.0002_two']);
const BASE = [ONE, TWO];
const HEAD = [...BASE, THREE];

interface Given {
  readonly applied?: readonly MigrationId[];
  readonly base?: readonly MigrationNode[];
  readonly head?: readonly MigrationNode[];
  readonly pending?: readonly MigrationId[];
  readonly framework?: 'alembic';
}

function changes({
  applied,
  base = BASE,
  head = HEAD,
  pending = ['shop.0003_three'],
  framework,
}: Given): Partial<MigrationFacts> {
  const release = { commit: undefined, conflicts: [], dangling: [], models: [], upserts: [] };
  return {
    ...(framework === undefined ? {} : { framework }),
    base: { ...release, side: 'base', nodes: base },
    head: { ...release, side: 'head', nodes: head },
    pending: pending.map(id => pendingMigration(id, { operations: [], steps: [] })),
    database:
      applied === undefined
        ? undefined
        : {
            applied,
            tables: new Map(),
            constraints: [],
            invalidIndexes: [],
            dependents: [],
            lockTimeout: undefined,
            timeZone: undefined,
          },
  };
}

async function hazards(given: Given) {
  const played = await playedOf({ schema: '', migrations: [], facts: changes(given) });
  const { general, migrations } = judge(played, ORDER_HAZARDS, { mode: 'before' });
  return [...general, ...migrations.flatMap(each => each.hazards)];
}
const rules = async (given: Given) => (await hazards(given)).map(({ rule, verdict }) => `${rule} ${verdict}`);

test('without a database all of the running release counts as applied', async () => {
  const { facts } = await playedOf({ schema: '', migrations: [], facts: changes({}) });
  expect(appliedState(facts)).toEqual({
    from: 'assumed',
    apps: [{ app: 'shop', applied: 2, pending: 1, last: 'shop.0002_two' }],
    behind: [],
    inconsistent: [],
    foreign: [],
  });
});

describe('a database', () => {
  test.each<[string, Given, readonly string[]]>([
    ['that has what the running release has', { applied: ['shop.0001_initial', 'shop.0002_two'] }, []],
    ['that was migrated already', { applied: ['shop.0001_initial', 'shop.0002_two', 'shop.0003_three'] }, []],
    ['that lacks one of the running release', { applied: ['shop.0001_initial'] }, ['order/behind-base review']],
    ['that is empty', { applied: [] }, ['order/behind-base review']],
    [
      'that lacks one in between',
      { applied: ['shop.0002_two'] },
      ['order/inconsistent-history blocked', 'order/behind-base review'],
    ],
    [
      'that was migrated from another branch',
      { applied: ['shop.0001_initial', 'shop.0002_two', 'shop.0003_other'] },
      ['order/foreign review'],
    ],
    [
      'with rows of files that were squashed away long ago',
      { applied: ['shop.0001_initial', 'shop.0002_two', 'shop.0002_older', 'gone.0009_x'] },
      [],
    ],
    [
      'that has what a squashed migration replaces',
      {
        applied: ['shop.0001_initial', 'shop.0002_two'],
        base: [node('shop.0001_squashed', [], ['shop.0001_initial', 'shop.0002_two'])],
        head: [
          node('shop.0001_squashed', [], ['shop.0001_initial', 'shop.0002_two']),
          node('shop.0003_three', ['shop.0001_squashed']),
        ],
      },
      [],
    ],
    [
      'that has the squashed migration alone',
      {
        applied: ['shop.0001_squashed'],
        base: [ONE, TWO, node('shop.0001_squashed', [], [ONE.id, TWO.id])],
        head: [ONE, TWO, node('shop.0001_squashed', [], [ONE.id, TWO.id]), THREE],
      },
      [],
    ],
    [
      'of Alembic, where the last revision stands for all before it',
      {
        framework: 'alembic',
        applied: ['b2'],
        base: [node('a1'), node('b2', ['a1'])],
        head: [node('a1'), node('b2', ['a1'])],
        pending: [],
      },
      [],
    ],
    [
      'of Alembic at a revision that nobody has',
      { framework: 'alembic', applied: ['zz'], base: [node('a1')], head: [node('a1')], pending: [] },
      ['order/foreign blocked', 'order/behind-base review'],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await rules(given)).toEqual(expected);
  });

  test('behind the running release: which, and whether they are judged', async () => {
    const [unjudged] = await hazards({ applied: ['shop.0001_initial'] });
    expect(unjudged?.message).toBe(
      'The database lacks a migration that the running release has (shop.0002_two); what it lacks is not judged here, and runs with the deployment.',
    );
    const [judged] = await hazards({ applied: ['shop.0001_initial'], pending: ['shop.0002_two', 'shop.0003_three'] });
    expect(judged?.message).toContain('what it lacks is judged with the pending ones');
  });

  test('with a hole says what Django will say', async () => {
    const [found] = await hazards({ applied: ['shop.0002_two'] });
    expect(found?.message).toContain('InconsistentMigrationHistory');
    expect(found?.remedy).toContain('python manage.py migrate shop 0001_initial --fake');
  });
});

everyRuleFiresAndIsSilent(
  ORDER_HAZARDS.filter(({ id }) => id === 'order/foreign' || id === 'order/inconsistent-history'),
);

describe('the running release on a schema that lacks migrations of its own', () => {
  it.each([
    ['unknown', ['shop.0001_one']],
    ['true', BASE.map(({ id }) => id)],
  ] as const)('lives on: %s', async (expected, applied) => {
    const played = await playedOf({ schema: '', migrations: [], facts: changes({ applied, pending: [] }) });
    expect(judge(played, [], { mode: 'before' }).plan.backwardCompatible).toBe(expected);
  });
});
