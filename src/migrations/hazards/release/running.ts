import { recipeFor } from '../../phases/recipes.ts';
import type { Played } from '../../played.ts';
import { type Break, defineHazard, type HazardHit, type HazardRule } from '../rule.ts';
import { subjectOf } from '../wording.ts';
import { type Blame, blamesOf } from './blame.ts';
import { breaksInWords, sorted } from './wording.ts';

const PHASES =
  'Run it after the deploy, or in two releases: first the change that both releases live with, then the clean-up.';

function ofRunning(
  name: string,
  statements: readonly Break['statement'][],
  words: Pick<HazardRule, 'title' | 'why'>,
  source: readonly string[],
): HazardRule {
  return defineHazard({
    id: `release/${name}`,
    ...words,
    severity: 'critical',
    verdict: 'blocked',
    remedy: PHASES,
    source,
    judge: played =>
      blamesOf(played)
        .filter(({ breaks }) =>
          sorted(breaks)
            .slice(0, 1)
            .some(({ statement }) => statements.includes(statement)),
        )
        .flatMap(blame => hitOf(played, blame)),
  });
}

export const selectFails = ofRunning(
  'select-fails',
  ['SELECT'],
  {
    title: 'The running release can read its models on the new schema',
    why: 'Django and SQLAlchemy name every column in their SELECT. When one is gone, every page that reads the model answers 500 from the moment the migration commits until the old containers stop.',
  },
  ['S1-083', 'S1-084'],
);

export const insertFails = ofRunning(
  'insert-fails',
  ['INSERT', 'UPDATE'],
  {
    title: 'The running release can save rows on the new schema',
    why: 'The running release does not name a column it does not know. When such a column takes no NULL and the database has no default for it, nothing new can be saved until the old containers stop. A value that its model lets pass and the new schema refuses ends in an error for the person who saves it, new row or old.',
  },
  ['S1-085'],
);

export const deleteFails = ofRunning(
  'delete-fails',
  ['DELETE'],
  {
    title: 'The running release can delete rows on the new schema',
    why: 'Django works out in Python what else is to be deleted. A table it does not know of is not emptied first, and a table it knows and that is gone cannot be looked through.',
  },
  ['Django, Model.delete and DO_NOTHING', 'S1-083'],
);

export const conflictTarget = ofRunning(
  'conflict-target',
  ['INSERT ON CONFLICT'],
  {
    title: 'ON CONFLICT of the running release finds its unique index',
    why: 'PostgreSQL refuses INSERT ... ON CONFLICT (columns) when no unique index has exactly these columns, whether a row is in the way or not.',
  },
  ['PostgreSQL, INSERT: ON CONFLICT'],
);

function hitOf(
  played: Played,
  { played: { migration }, phased, statement, kind, certain, breaks }: Blame,
): readonly HazardHit[] {
  const mode = played.mode ?? 'before';
  const weight = weightOf(
    kind,
    certain,
    mode === 'after' || (mode === 'phased' && phased.phase === 'after-deploy'),
    mode === 'phased' && phased.phase === 'split',
  );
  if (weight === undefined) return [];
  const ordered = sorted(breaks);
  const [first] = ordered;
  if (first === undefined) return [];
  const { who, fail, why, more } = breaksInWords(breaks);
  const column = first.column === undefined ? '' : `.${first.column}`;
  return [
    {
      migration,
      ...(statement === undefined ? {} : { statement }),
      ...(statement?.operation === undefined ? {} : { operation: statement.operation }),
      subject: subjectOf(migration, `${first.table}${column}`),
      table: first.table,
      ...(first.column === undefined ? {} : { column: first.column }),
      breaks: ordered,
      message: `${who} ${FATE[kind](certain, fail)}: ${why}${more}`,
      ...weight,
      ...(kind === 'others'
        ? { remedy: OTHERS }
        : { remedy: recipeFor(played, migration, statement?.operation, ordered) }),
    },
  ];
}

const OTHERS =
  'Nothing, while the releases overlap for a minute. When going back, delete the rows of the new table first, or let the database do it with ON DELETE.';

const FATE: Readonly<Record<Blame['kind'], (certain: boolean, fail: string) => string>> = {
  lasting: (certain, fail) => `${certain ? fail : 'can fail'} in the release that is running`,
  passing: (_, fail) => `${fail} in the release that is running until the later migrations have run as well`,
  others: () => 'can fail in the release that is running once the new one has written rows',
};

/** Nothing for what cannot hurt in this mode: a migration of after-deploy runs when the old release serves no more. */
function weightOf(
  kind: Blame['kind'],
  certain: boolean,
  later: boolean,
  split: boolean,
): Pick<HazardHit, 'severity' | 'verdict'> | undefined {
  if (later || (split && certain && kind === 'lasting')) return undefined;
  if (kind === 'others') return { severity: 'low', verdict: 'safe' };
  if (kind === 'passing') return certain ? { severity: 'medium', verdict: 'review' } : undefined;
  return certain ? { severity: 'critical', verdict: 'blocked' } : { severity: 'medium', verdict: 'review' };
}
