import { count, inSequence } from '../core/text.ts';
import { appliedState } from '../migrations/applied-state.ts';
import type { MigrationFacts } from '../migrations/facts.ts';
import { whereOf } from '../migrations/hazards/place/wording.ts';
import type { JudgedMigration } from '../migrations/judgement.ts';
import type { BaseRef, CoolifyPlaces } from '../migrations/request.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import { stateInWords } from './migration-safety-state.ts';

/** What is said in the log and in the summary alike. Untrusted: whoever shows it makes it harmless. */

const FROM: Readonly<Record<BaseRef['from'], string>> = {
  input: 'named by the input base',
  'pull-request': 'the base of the pull request',
  deployment: 'live according to GitHub Deployments',
};

const MODES: Readonly<Record<MigrationSafetyJudged['setup']['request']['mode'], string>> = {
  before: 'all of them before the new release serves, while the running one still does',
  after: 'all of them after the new release has taken over',
  phased: 'each in its phase',
};

/** Rows of a name and what is known of it: what both answers rest on. */
export function scopeRows({ setup, facts, judgement }: MigrationSafetyJudged): readonly (readonly [string, string])[] {
  const { base, mode, hotTables, smallTables } = setup.request;
  const statements = facts.pending.reduce((sum, { steps }) => sum + steps.length, 0);
  const rows: readonly (readonly [string, string])[] = [
    ['running', `${releaseInWords(facts.base.commit, base.ref)} (${FROM[base.from]})`],
    ['new', releaseInWords(facts.head.commit, 'the files of the checkout')],
    [
      'project',
      `${facts.framework === 'django' ? 'Django' : 'Alembic'}${facts.version === undefined ? '' : ` ${facts.version}`}`,
    ],
    ['applied', appliedInWords(setup.request.applied)],
    ['state', stateInWords(facts)],
    ['PostgreSQL', serverInWords(facts.server)],
    [
      'tables',
      facts.database === undefined
        ? 'of unknown size, so each counts as large'
        : `${count(facts.database.tables.size, 'size')} read from the database`,
    ],
    ['hot', inSequence(hotTables)],
    ['small', inSequence(smallTables)],
    ['run', MODES[mode]],
    ['migrates in', inSequence(facts.places.map(whereOf))],
    ['Coolify', coolifyInWords(setup.request.coolify)],
    [
      'statements',
      `${statements}, ${facts.measured.length === 0 ? 'predicted' : `${facts.measured.length} of them measured`}`,
    ],
    ['models', `${facts.base.models.length} of the running release, ${facts.head.models.length} of the new one`],
    ['comparison', `the running release on the new schema: ${compatibleInWords({ facts, judgement })}`],
  ];
  return rows.filter(([, text]) => text !== '');
}

const COMPATIBLE: Readonly<Record<'true' | 'false' | 'unknown', string>> = {
  true: 'it goes on working',
  false: 'it breaks',
  unknown: 'it depends on the values that it writes',
};

const BEHIND = 'not known, because the database lacks migrations of the running release';

/** The running release on the new schema. */
export function compatibleInWords({ facts, judgement }: Pick<MigrationSafetyJudged, 'facts' | 'judgement'>): string {
  const { backwardCompatible } = judgement.plan;
  return backwardCompatible === 'unknown' && appliedState(facts).behind.length > 0
    ? BEHIND
    : COMPATIBLE[backwardCompatible];
}

export const ROLLBACK: Readonly<Record<'true' | 'false' | 'unknown', string>> = {
  true: 'yes',
  false: 'no',
  unknown: 'not known',
};

/** What was read there, and what could not be. */
function coolifyInWords(coolify: CoolifyPlaces | undefined): string {
  if (coolify === undefined) return '';
  const { applications, notes } = coolify;
  const read = applications.length === 0 ? [] : [`commands of ${inSequence(applications)} read`];
  return [...read, ...notes].join('; ');
}

function releaseInWords(commit: string | undefined, name: string): string {
  if (commit === undefined) return name;
  return name === commit ? commit.slice(0, 7) : `${commit.slice(0, 7)}, ${name}`;
}

function appliedInWords(applied: MigrationSafetyJudged['setup']['request']['applied']): string {
  if (applied.from === 'base') return 'all migrations of the running release';
  if (applied.from === 'database') return 'what the database says';
  return `${count(applied.ids.length, 'migration')} listed in ${applied.file}`;
}

const VERSION_FROM: Readonly<Record<MigrationFacts['server']['from'], string>> = {
  database: 'asked',
  input: 'from the input postgres-version',
  scratch: 'that of the scratch database',
  assumed: 'assumed: the newest that the framework supports',
};

function serverInWords({ major, minor, from }: MigrationFacts['server']): string {
  return `${major}${minor === undefined ? '' : `.${minor}`} (${VERSION_FROM[from]})`;
}

/** What a migration does, in the framework's own words. */
export function operationsInWords({ migration }: JudgedMigration): string {
  const shown = migration.operations.slice(0, MOST_OPERATIONS).map(({ text }) => text);
  const rest = migration.operations.length - shown.length;
  if (shown.length === 0) return 'nothing';
  return `${shown.join('; ')}${rest === 0 ? '' : `; and ${rest} more`}`;
}

const MOST_OPERATIONS = 4;

/** When it runs, as this project runs its migrations. */
export function phaseInWords({ phase }: Pick<JudgedMigration, 'phase'>): string {
  return phase === 'split' ? 'in no phase as it is' : phase;
}
