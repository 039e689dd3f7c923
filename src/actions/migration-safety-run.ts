import type { ChosenEnvironment } from '../config/environment.ts';
import { Cancelled } from '../core/errors.ts';
import type { World } from '../core/world.ts';
import { collectMigrations } from '../migrations/collect.ts';
import type { MigrationFacts } from '../migrations/facts.ts';
import { HAZARDS } from '../migrations/hazards/rules.ts';
import { judge } from '../migrations/judge.ts';
import { play } from '../migrations/play.ts';
import { COLLECT_REASONS, NotCollected } from '../migrations/reasons.ts';
import type { ParseSql } from '../migrations/sql/act.ts';
import { loadParser } from '../migrations/sql/parser.ts';
import { withinOutput } from './findings-in-output.ts';
import { type MigrationSafetyOutcome, migrationEvidence, migrationFacts } from './migration-safety-facts.ts';
import { type MigrationSafetyJudged, settled } from './migration-safety-judged.ts';
import { tell } from './migration-safety-log.ts';
import type { MigrationSafetyRequest } from './migration-safety-request.ts';
import { sarifOf } from './migration-safety-sarif.ts';
import { complete, type MigrationSafetySetup } from './migration-safety-setup.ts';
import { commentParts } from './migration-safety-summary.ts';
import { commentOn } from './pull-request-comment.ts';
import { writeSarif } from './sarif-file.ts';

/** GitHub keeps ten of a kind for a step; the log and the summary have all. */
const MOST_ANNOTATIONS = 10;
/** Beside the migrations with their hazards. */
const FINDINGS_IN_OUTPUT = 25_000;

/** Compares the two releases, judges what lies between them, and says what it comes to. */
export async function runMigrationSafety(
  request: MigrationSafetyRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<MigrationSafetyOutcome> {
  const setup = await complete(request, chosen, HAZARDS, world);
  const judged = await compared(setup, world);
  if (judged instanceof NotCollected) return withoutFacts(judged);
  await tell(judged, world.host);
  const { verdict, against } = judged;
  const shown = withinOutput(against.fresh, FINDINGS_IN_OUTPUT);
  const outcome: MigrationSafetyOutcome = {
    outcome: verdict.outcome,
    reasonCode: verdict.reasonCode,
    headline: world.host.redact(verdict.headline),
    remedy: world.host.redact(verdict.remedy),
    findings: shown,
    findingsTold: true,
    mostAnnotations: MOST_ANNOTATIONS,
    decisive: DECISIVE[verdict.reasonCode] ?? 'critical',
    facts: migrationFacts(judged),
    evidence: migrationEvidence(judged),
    details: { judged, sarifPath: await writeSarif(setup.sarif, () => sarifOf(judged), world) },
  };
  if (setup.own.comment) {
    const about = {
      marker: `obcms-deploy migration-safety ${setup.environment ?? ''}`.trim(),
      token: request.inputs.text('github-token'),
      authorities: setup.authorities,
      partsBySize: commentParts(outcome, world),
    };
    await commentOn(about, world);
  }
  return outcome;
}

/** From which severity on hazards made the step red. */
const DECISIVE: Readonly<Record<string, 'high' | 'medium'>> = { blocked: 'high', 'needs-review': 'medium' };

async function compared(setup: MigrationSafetySetup, world: World): Promise<MigrationSafetyJudged | NotCollected> {
  const { request } = setup;
  try {
    const facts = await collectMigrations(request, world);
    // What was asked when the run ended did not answer, which says nothing about the project.
    if (world.signal.aborted) throw new Cancelled();
    const played = play(facts, isWithoutSql(facts) ? NEVER_ASKED : await loadParser(), request);
    return settled(setup, played.facts, judge(played, HAZARDS, { mode: request.mode }), world.host);
  } catch (thrown) {
    if (world.signal.aborted) throw new Cancelled();
    if (thrown instanceof NotCollected) return thrown;
    throw thrown;
  }
}

/** PostgreSQL's grammar is loaded for SQL alone: most pull requests have no migration. */
function isWithoutSql({ pending, schema, history = [], database }: MigrationFacts): boolean {
  return pending.length === 0 && schema.length === 0 && history.length === 0 && database === undefined;
}

const NEVER_ASKED: ParseSql = () => {
  throw new Error('SQL is parsed although there was none');
};

/** Nothing could be judged: the outcome says why, and what to do. */
function withoutFacts({ message, reasonCode, remedy, place }: NotCollected): MigrationSafetyOutcome {
  const { outcome } = COLLECT_REASONS[reasonCode];
  const about = {
    rule: reasonCode,
    severity: 'critical',
    subject: '',
    message,
    evidence: '',
    remedy,
    source: [],
  } as const;
  return {
    outcome,
    reasonCode,
    headline: message,
    remedy,
    // Where somebody has to look stands on its line; elsewhere the headline is enough.
    findings: place === undefined ? [] : [{ ...about, place }],
    findingsTold: true,
    facts: {},
    details: undefined,
  };
}
