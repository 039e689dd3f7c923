import { ALLOWED, FRAMEWORKS } from '../../src/actions/migration-safety-inputs.ts';
import { SEVERITIES } from '../../src/core/findings.ts';
import type { AppliedState } from '../../src/migrations/applied-state.ts';
import type { MigratingPlace, ServerVersion } from '../../src/migrations/facts.ts';
import { VERDICTS } from '../../src/migrations/hazards/rule.ts';
import type { Hazard } from '../../src/migrations/judgement.ts';
import type { MigrateMode, Phase } from '../../src/migrations/phases/plan.ts';
import { LOCK_MODES } from '../../src/migrations/postgres/effect.ts';
import type { Applied, BaseRef } from '../../src/migrations/request.ts';
import { closed, type FactsSchema, flag, text, textOrNull } from './result-schema.ts';

// Tables with a key for each member of a union: a new one without a place in the schema does not compile.
const members = <Member extends string>(table: Readonly<Record<Member, true>>) => ({ enum: Object.keys(table) });
const phase = members<Phase>({ 'before-deploy': true, 'after-deploy': true, split: true });
const mode = members<MigrateMode>({ before: true, after: true, phased: true });
const answer = members<'true' | 'false' | 'unknown'>({ true: true, false: true, unknown: true });
const blocks = members<Hazard['blocks']>({ nobody: true, writers: true, everybody: true });
const how = members<Hazard['how']>({ predicted: true, measured: true });
const release = members<Hazard['breaks'][number]['release']>({ running: true, new: true });
const statement = members<Hazard['breaks'][number]['statement']>({
  SELECT: true,
  INSERT: true,
  UPDATE: true,
  DELETE: true,
  'INSERT ON CONFLICT': true,
});
const placeKind = members<MigratingPlace['kind']>({
  entrypoint: true,
  'compose-service': true,
  'pre-deployment': true,
  'post-deployment': true,
  'scheduled-task': true,
  workflow: true,
});

const count = (description: string) => ({ type: 'integer', minimum: 0, description });
const numberOrNull = (description: string) => ({ type: ['integer', 'null'], description });
const list = (items: object, description: string) => ({ type: 'array', items, description });
const texts = (description: string) => list({ type: 'string' }, description);
const described = (schema: object, description: string) => ({ ...schema, description });
const severity = { enum: [...SEVERITIES] };
const verdict = { enum: [...VERDICTS] };
const file = textOrNull('File in the repository.');
const line = { type: ['integer', 'null'], minimum: 1, description: 'Line in the file, from 1.' };
const id = text('The migration: app.name, or the revision.');
const rule = text('Stable id, family/name.');

const brokenStatement = {
  release,
  model: text('The model.'),
  table: text('Its table.'),
  column: textOrNull('The column it is about.'),
  statement,
  certain: flag('Whether it fails whatever the values are.'),
  why: text('One sentence.'),
};

const hazard = closed({
  rule,
  verdict,
  severity,
  subject: text('What it is about.'),
  line,
  operation: textOrNull('Kind of the operation.'),
  sql: textOrNull('The statement.'),
  table: textOrNull('Table.'),
  column: textOrNull('Column.'),
  lock: { enum: [...LOCK_MODES, null], description: 'Lock that is held.' },
  rewrite: flag('Whether all rows are written anew.'),
  scan: flag('Whether all rows are read.'),
  blocks: described(blocks, 'Who waits.'),
  breaks: list(closed(brokenStatement), 'Statements that would fail.'),
  since: numberOrNull('First major version of PostgreSQL that behaves so.'),
  until: numberOrNull('Last major version of PostgreSQL that behaves so.'),
  evidence: described(how, 'What it rests on.'),
  message: text('What happens, to whom, and why.'),
  remedy: text('The exact replacement.'),
});

const migration = closed({
  app: text('Label of the app.'),
  name: text('Name of the migration.'),
  file,
  verdict,
  phase: described(phase, 'When it can run.'),
  atomic: flag('Whether it runs in one transaction.'),
  reversible: flag('Whether every operation can be reversed.'),
  hazards: list(hazard, 'What is wrong with it, worst first.'),
  'hazards-left-out': count('Hazards that only the report has.'),
});

const ids = (description: string) => list(id, description);
const entry = {
  rule,
  severity,
  subject: text('What it is about.'),
  migration: textOrNull('The migration.'),
  file,
  line,
};

const side = (whose: string) =>
  closed({
    commit: textOrNull('Its commit.'),
    migrations: count('Migrations that it knows.'),
    models: count('Models that it uses.'),
    breaks: list(closed({ migration: id, ...brokenStatement }), `Statements of the ${whose} that would fail.`),
  });

/** What `migration-safety` knows of two releases, in the order in which it is written. */
export const migrationSafetyFactsSchema: FactsSchema = {
  environment: textOrNull('The environment that is to be deployed to.'),
  verdict: { ...verdict, description: 'The worst of all that counts.' },
  allow: { enum: [...ALLOWED], description: 'The worst verdict that passes.' },
  pending: count('Pending migrations.'),
  'backward-compatible': described(answer, 'Whether the running release can live on the new schema.'),
  'rollback-safe': described(answer, 'Whether the code can go back without touching the schema.'),
  framework: { enum: FRAMEWORKS.filter(name => name !== 'auto'), description: 'What the migrations are made with.' },
  version: textOrNull('Its version.'),
  base: closed({
    ref: text('The release that is running, as it was named.'),
    from: described(
      members<BaseRef['from']>({ input: true, 'pull-request': true, deployment: true }),
      'Who says that it is running.',
    ),
    commit: textOrNull('Its commit.'),
  }),
  commit: textOrNull('The new release.'),
  postgres: closed({
    major: { type: 'integer', minimum: 12, description: 'Major version.' },
    minor: numberOrNull('Minor version.'),
    from: described(
      members<ServerVersion['from']>({ database: true, input: true, scratch: true, assumed: true }),
      'Who says so.',
    ),
  }),
  migrate: described(mode, 'When this project runs its migrations.'),
  applied: described(members<Applied['from']>({ base: true, database: true, file: true }), 'What counts as applied.'),
  state: closed({
    from: described(
      members<AppliedState['from']>({ database: true, assumed: true }),
      'Who says what is applied: the database, or what is taken for applied.',
    ),
    apps: list(
      closed({
        app: text('Label of the app.'),
        applied: count('Migrations of it that are applied.'),
        pending: count('Migrations of it that are pending.'),
        last: textOrNull('The last applied one.'),
      }),
      'As showmigrations lists it, by app.',
    ),
    behind: ids('What the running release has and the database has not.'),
    inconsistent: list(closed({ migration: id, needs: id }), 'What is applied without what it depends on.'),
    foreign: ids('What is applied and neither release has.'),
  }),
  measured: count('Statements that were measured.'),
  phases: closed({
    'before-deploy': ids('What the running release lives with.'),
    'after-deploy': ids('What only the new release lives with.'),
    split: ids('What neither lives with.'),
    'by-hand': ids('Long or unknowable work.'),
    'out-of-order': list(closed({ migration: id, needs: id }), 'What needs something of a later phase.'),
  }),
  migrations: list(migration, 'The pending migrations, in the order in which they run.'),
  'migrations-left-out': count('Migrations that only the report has.'),
  general: list(hazard, 'Hazards of no single migration.'),
  graph: closed({
    conflicts: list(
      closed({ app: text('Label of the app.'), leaves: ids('Its leaves.') }),
      'Apps with several leaves.',
    ),
    'unknown-nodes': list(closed({ migration: id, needs: id }), 'Dependencies on what does not exist.'),
    edited: texts('Applied migrations that were edited.'),
    deleted: texts('Applied migrations that are gone.'),
    inserted: texts('Migrations that were put before applied ones.'),
    drift: list(
      closed({
        app: text('Label of the app.'),
        text: text('What changed.'),
        operation: text('The missing operation.'),
        file,
        line,
      }),
      'Models that changed without a migration.',
    ),
  }),
  releases: closed({ running: side('running release'), new: side('new release') }),
  rollback: closed({
    safe: answer,
    until: textOrNull('The first migration after which the answer is another one.'),
    why: text('Why.'),
    lost: list(closed({ migration: id, what: text('What.') }), 'What reversing would lose.'),
    irreversible: ids('What cannot be reversed.'),
  }),
  places: list(
    closed({
      kind: placeKind,
      file: textOrNull('File in the repository.'),
      line: numberOrNull('Line in it.'),
      where: textOrNull('Where it stands when that is no file: in Coolify.'),
      command: text('The command.'),
    }),
    'Where this project migrates today.',
  ),
  coolify: {
    anyOf: [
      { type: 'null' },
      closed({
        applications: texts('Applications whose commands were read.'),
        notes: texts('What could not be read there, and why.'),
      }),
    ],
    description: 'What was read in Coolify; null when it was not asked.',
  },
  unknown: list(
    closed({
      code: text('Stable code.'),
      about: text('What it is about.'),
      why: text('Why it could not be known.'),
      remedy: text('What to do about it.'),
      file,
      line,
    }),
    'What could not be known.',
  ),
  ignored: list(closed({ ...entry, reason: text('Why it is accepted.') }), 'What is accepted.'),
  'stale-ignores': texts('Lines of ignore that nothing needs any more.'),
  known: list(closed(entry), 'Hazards that the baseline holds already.'),
  baseline: {
    anyOf: [
      { type: 'null' },
      closed({
        file: text('The earlier report.'),
        known: count('Hazards that it holds already.'),
        gone: list(
          closed({ rule, severity, subject: text('What it was about.'), file }),
          'What it holds and is not found any more.',
        ),
      }),
    ],
  },
};

/** What its findings hold beside the common keys. */
export const migrationSafetyFinding: FactsSchema = { source: texts('Manuals, and demands of docs/requirements.md.') };
