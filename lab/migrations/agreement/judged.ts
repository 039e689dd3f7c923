/** What the action says about every case of the corpus: asked of the project as a whole, judged case by case. */
import { join } from 'node:path';
import { systemProcesses } from '../../../src/core/process.ts';
import type { AskedReleases } from '../../../src/migrations/asked.ts';
import { askBothReleases } from '../../../src/migrations/asking/ask.ts';
import { breaksOf } from '../../../src/migrations/compare/breaks.ts';
import type { MigratingPlace, MigrationFacts, Release } from '../../../src/migrations/facts.ts';
import type { Break } from '../../../src/migrations/hazards/rule.ts';
import { HAZARDS } from '../../../src/migrations/hazards/rules.ts';
import { judge } from '../../../src/migrations/judge.ts';
import type { MigrationJudgement } from '../../../src/migrations/judgement.ts';
import { play } from '../../../src/migrations/play.ts';
import type { Played } from '../../../src/migrations/played.ts';
import { loadParser } from '../../../src/migrations/sql/parser.ts';
import { git } from '../../app/git.ts';
import type { Case } from '../cases/case.ts';
import { type CorpusVersions, layOutCorpus } from '../project.ts';

export interface JudgedCase {
  readonly case: Case;
  readonly played: Played;
  readonly judgement: MigrationJudgement;
  /** The running release on the new schema. */
  readonly backward: Compatible;
  /** The new release on the old schema. */
  readonly forward: Compatible;
  readonly backwardBreaks: readonly Break[];
  readonly forwardBreaks: readonly Break[];
}

export type Compatible = 'true' | 'false' | 'unknown';

export interface JudgedPlace {
  /** Empty or missing; filled with both releases. */
  readonly directory: string;
  /** An interpreter with Django; psycopg is not needed. */
  readonly python: string;
  readonly versions: CorpusVersions;
  readonly cases: readonly Case[];
}

/** Django asked once, with no database at hand. */
export async function judgeCorpus(place: JudgedPlace): Promise<readonly JudgedCase[]> {
  const head = join(place.directory, 'head');
  const base = join(place.directory, 'base');
  const project = await layOutCorpus(head, place.cases, place.versions);
  await git(['worktree', 'add', '--quiet', '--detach', base, project.base], { directory: head });
  const asked = await askBothReleases(
    'django',
    {
      head: { root: head, directory: '', commit: project.head },
      base: { root: base, directory: '', commit: project.base },
      python: place.python,
      settings: 'corpus.settings',
      applied: undefined,
      postgres: place.versions.postgres,
      safemigrate: false,
    },
    { processes: systemProcesses, environment: process.env, signal: new AbortController().signal },
  );
  if (asked.pending.length !== project.pending.length) {
    throw new Error(`${asked.pending.length} of ${project.pending.length} migrations are pending`);
  }
  const parse = await loadParser();
  return project.cases.map(one => {
    const played = play(factsOf(one, asked, place.versions), parse, { timeZone: 'UTC' });
    const judgement = judge(played, HAZARDS, { mode: 'before' });
    const forwardBreaks = breaksOf(played.facts.head, played.first, played.last);
    return {
      case: one,
      played,
      judgement,
      backward: judgement.plan.backwardCompatible,
      forward: compatible(forwardBreaks),
      backwardBreaks: breaksOf(played.facts.base, played.last, played.first),
      forwardBreaks,
    };
  });
}

function compatible(breaks: readonly Break[]): Compatible {
  const own = breaks.filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote !== true);
  if (own.some(({ certain }) => certain)) return 'false';
  return own.length > 0 ? 'unknown' : 'true';
}

const ENTRYPOINT: MigratingPlace = {
  kind: 'entrypoint',
  place: { file: 'entrypoint.sh', line: 3 },
  command: 'python manage.py migrate --noinput',
};

/** As if the project had nothing but this case. */
function factsOf({ name }: Case, asked: AskedReleases, { postgres }: CorpusVersions): MigrationFacts {
  const names = new RegExp(`\\b${name}_`);
  return {
    framework: 'django',
    version: asked.version,
    base: releaseOf(name, asked.base),
    head: releaseOf(name, asked.head),
    pending: asked.pending.filter(({ app }) => app === name),
    schema: asked.schema.filter(sql => names.test(sql)),
    database: undefined,
    history: (asked.history ?? []).filter(sql => names.test(sql)),
    // The corpus is migrations alone: there are no models for them to differ from.
    drift: [],
    server: { major: postgres, minor: undefined, from: 'input' },
    places: [ENTRYPOINT],
    unknown: asked.unknown.filter(
      ({ about, place }) => !/\.\d{4}_/.test(about) || `${about} ${place?.file}`.includes(name),
    ),
    measured: [],
  };
}

function releaseOf(app: string, release: Release): Release {
  return {
    ...release,
    nodes: release.nodes.filter(node => node.app === app),
    conflicts: release.conflicts.filter(conflict => conflict.app === app),
    dangling: release.dangling.filter(({ id }) => id.startsWith(`${app}.`)),
    models: release.models.filter(({ label }) => label.startsWith(`${app}.`)),
    upserts: release.upserts.filter(({ file }) => file.startsWith(`${app}/`)),
  };
}
