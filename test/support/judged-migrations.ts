import { type MigrationSafetyJudged, settled } from '../../src/actions/migration-safety-judged.ts';
import type { MigrationSafetySetup } from '../../src/actions/migration-safety-setup.ts';
import type { MigrationFacts, PendingMigration, Release } from '../../src/migrations/facts.ts';
import type { Break } from '../../src/migrations/hazards/rule.ts';
import type { Hazard, JudgedMigration, MigrationJudgement } from '../../src/migrations/judgement.ts';
import { recordingHost } from './recording-world.ts';

/** Made by hand: what a presentation has to show, without a project. */

export function pendingMigration(id: string, parts: Partial<PendingMigration> = {}): PendingMigration {
  const [app = '', name = ''] = id.split('.');
  return {
    id,
    app,
    name,
    file: `src/${app}/migrations/${name}.py`,
    line: 5,
    atomic: true,
    dependencies: [],
    replaces: [],
    distribution: undefined,
    mark: undefined,
    operations: [
      {
        index: 0,
        kind: 'RemoveField',
        text: 'Remove field municipality from community',
        line: 9,
        model: `${app}.Community`,
        field: 'municipality',
        stateOnly: false,
        reverse: 'real',
        before: undefined,
        after: undefined,
        code: undefined,
      },
    ],
    steps: [
      {
        step: 'sql',
        operation: 0,
        sql: 'ALTER TABLE "communities_community" DROP COLUMN "municipality" CASCADE',
        by: 'framework',
        guessed: false,
      },
    ],
    backwards: [],
    ...parts,
  };
}

export function madeBreak(parts: Partial<Break> = {}): Break {
  return {
    release: 'running',
    model: 'communities.Community',
    table: 'communities_community',
    column: 'municipality',
    statement: 'SELECT',
    certain: true,
    why: 'Every SELECT of communities.Community names the column municipality, which is gone.',
    ...parts,
  };
}

export function madeHazard(rule: Hazard['rule'], verdict: Hazard['verdict'], parts: Partial<Hazard> = {}): Hazard {
  return {
    rule,
    verdict,
    severity: { blocked: 'critical', review: 'medium', safe: 'low' }[verdict] as Hazard['severity'],
    subject: 'communities_community.municipality',
    place: { file: 'src/communities/migrations/0003_drop.py', line: 9 },
    message: 'The running release breaks: every SELECT of communities.Community names municipality, which is gone.',
    evidence: 'ALTER TABLE "communities_community" DROP COLUMN "municipality" CASCADE',
    remedy:
      'Take it out of the code first, and drop it in the next release.\noperations = [\n    migrations.SeparateDatabaseAndState(state_operations=[...]),\n]',
    source: ['PostgreSQL manual: ALTER TABLE'],
    migration: 'communities.0003_drop',
    operation: 'RemoveField',
    sql: 'ALTER TABLE "communities_community" DROP COLUMN "municipality" CASCADE',
    table: 'communities_community',
    column: 'municipality',
    lock: 'access-exclusive',
    rewrite: false,
    scan: false,
    blocks: 'nobody',
    breaks: [madeBreak()],
    since: undefined,
    until: undefined,
    how: 'predicted',
    ...parts,
  };
}

const release = (side: Release['side'], commit: string): Release => ({
  side,
  commit,
  nodes: [],
  conflicts: [],
  dangling: [],
  models: [],
  upserts: [],
});

export function madeFacts(parts: Partial<MigrationFacts> = {}): MigrationFacts {
  return {
    framework: 'django',
    version: '5.2.17',
    base: release('base', 'a'.repeat(40)),
    head: release('head', 'b'.repeat(40)),
    pending: [],
    schema: [],
    database: undefined,
    drift: [],
    server: { major: 18, minor: undefined, from: 'assumed' },
    places: [],
    unknown: [],
    measured: [],
    ...parts,
  };
}

export function madeSetup(parts: Partial<MigrationSafetySetup> = {}): MigrationSafetySetup {
  return {
    environment: 'production',
    allow: 'safe',
    baseline: undefined,
    sarif: undefined,
    authorities: [],
    own: {
      directory: undefined,
      framework: 'auto',
      settings: undefined,
      python: undefined,
      base: undefined,
      applied: 'from-base',
      databaseUrl: undefined,
      traceDatabaseUrl: undefined,
      postgres: undefined,
      hotTables: [],
      smallTables: [],
      safemigrate: false,
      allow: undefined,
      ignore: [],
      comment: false,
      allowInsecure: false,
    },
    request: {
      directory: undefined,
      framework: 'auto',
      settings: undefined,
      python: undefined,
      base: { ref: 'origin/production', from: 'input' },
      applied: { from: 'base' },
      databaseUrl: undefined,
      traceDatabaseUrl: undefined,
      postgres: undefined,
      hotTables: [],
      smallTables: [],
      mode: 'before',
      safemigrate: false,
    },
    ...parts,
  };
}

export interface MadeJudgement {
  readonly migrations?: readonly JudgedMigration[];
  readonly general?: readonly Hazard[];
  readonly rollback?: Partial<MigrationJudgement['rollback']>;
  readonly plan?: Partial<MigrationJudgement['plan']>;
}

/** A migration with its hazards, in a phase. */
export function judgedMigration(
  id: string,
  hazards: readonly Hazard[] = [],
  parts: Partial<JudgedMigration> = {},
): JudgedMigration {
  return {
    migration: pendingMigration(id),
    verdict: 'safe',
    phase: 'before-deploy',
    reversible: true,
    hazards: hazards.map(hazard => ({ ...hazard, migration: id })),
    ...parts,
  };
}

/** What the action makes of a judgement: ignored, compared with the baseline, and given its verdict. */
export function settledFrom(
  { migrations = [], general = [], rollback = {}, plan = {} }: MadeJudgement,
  setup: MigrationSafetySetup = madeSetup(),
  facts: MigrationFacts = madeFacts({ pending: migrations.map(({ migration }) => migration) }),
): MigrationSafetyJudged {
  const judgement: MigrationJudgement = {
    verdict: 'safe',
    migrations,
    general,
    plan: {
      mode: setup.request.mode,
      migrations: migrations.map(({ migration, phase, hazards }) => ({
        migration,
        phase,
        old: hazards.flatMap(({ breaks }) => breaks),
        passing: [],
        new: [],
        byHand: false,
      })),
      ordered: [],
      backwardCompatible: 'true',
      ...plan,
    },
    rollback: {
      safe: 'true',
      until: undefined,
      why: 'Nothing that the running release uses is gone.',
      lost: [],
      irreversible: [],
      ...rollback,
    },
  };
  return settled(setup, facts, judgement, recordingHost());
}
