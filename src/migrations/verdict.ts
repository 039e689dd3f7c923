import type { Outcome } from '../core/outcome.ts';
import { count, inSequence, oneLine } from '../core/text.ts';
import type { Unread } from './facts.ts';
import { type Verdict, worstOf } from './hazards/rule.ts';
import type { Hazard, RollbackAnswer } from './judgement.ts';
import type { MigrateMode } from './phases/plan.ts';
import { MIGRATION_REASONS, type MigrationReason } from './reasons.ts';

/** What is left when everything was judged. */
export interface VerdictFacts {
  /** The worst verdict that passes. */
  readonly allow: 'safe' | 'review';
  /** When this project runs its migrations. */
  readonly mode: MigrateMode;
  /** How many migrations are pending. */
  readonly pending: number;
  /** Hazards that are neither ignored nor known. Worst first. */
  readonly fresh: readonly Hazard[];
  /** What could not be known and is not accepted. */
  readonly unknown: readonly Unread[];
  readonly ignored: number;
  readonly known: number;
  readonly rollback: Pick<RollbackAnswer, 'safe' | 'until' | 'why'>;
}

export type MigrationVerdict = Pick<Outcome, 'outcome' | 'headline' | 'remedy'> & {
  readonly verdict: Verdict;
  readonly reasonCode: MigrationReason;
};

/** What it comes to: the worst of what was found, and at best `review` when something could not be known. Pure. */
export function migrationVerdict(facts: VerdictFacts): MigrationVerdict {
  const hazards = worstOf(facts.fresh.map(({ verdict }) => verdict));
  const verdict = facts.unknown.length === 0 ? hazards : worstOf([hazards, 'review']);
  switch (verdict) {
    case 'blocked':
      return told('blocked', 'blocked', blockedHeadline(facts), firstRemedy('blocked', facts));
    case 'review': {
      const reason = facts.allow === 'review' ? 'review' : 'needs-review';
      return told(verdict, reason, reviewHeadline(facts), firstRemedy('review', facts));
    }
    case 'safe':
      return facts.pending === 0
        ? told(
            verdict,
            'nothing-pending',
            `No migration is pending: both releases have the same ones${apart(facts)}.`,
            '',
          )
        : told(verdict, 'safe', safeHeadline(facts), '');
  }
}

function told(verdict: Verdict, reasonCode: MigrationReason, headline: string, remedy: string): MigrationVerdict {
  return { verdict, reasonCode, outcome: MIGRATION_REASONS[reasonCode].outcome, headline, remedy };
}

function blockedHeadline(facts: VerdictFacts): string {
  const blocked = facts.fresh.filter(({ verdict }) => verdict === 'blocked');
  return `${subjectOf(blocked, facts, 'blocked')} ${firstMessage(blocked)}`;
}

function reviewHeadline(facts: VerdictFacts): string {
  const open = facts.fresh.filter(({ verdict }) => verdict === 'review');
  const [first] = facts.unknown;
  const unknown = first === undefined ? '' : `${sentence(first.why)}`;
  if (open.length === 0) return `Nothing is blocked, but not everything could be known: ${unknown}`;
  const also = facts.unknown.length === 0 ? '' : ` ${count(facts.unknown.length, 'thing')} could not be known.`;
  return `Nothing is blocked. ${subjectOf(open, facts, 'to be looked at')} ${firstMessage(open)}${also}`;
}

/** `2 of 5 pending migrations are blocked.`, or what is wrong when it is about none. */
function subjectOf(hazards: readonly Hazard[], { pending }: VerdictFacts, what: string): string {
  const migrations = new Set(hazards.flatMap(({ migration }) => migration ?? []));
  const [only] = migrations;
  if (only === undefined) return `The deployment is ${what}:`;
  if (migrations.size === 1) return `${oneLine(only, 120)} is ${what}:`;
  return `${migrations.size} of ${pending} pending migrations are ${what}. First ${oneLine(only, 120)}:`;
}

function firstMessage(hazards: readonly Hazard[]): string {
  const first = hazards.find(({ migration }) => migration !== undefined) ?? hazards[0];
  return sentence(first?.message ?? '');
}

function safeHeadline(facts: VerdictFacts): string {
  const accepted = apart(facts);
  const some = facts.pending === 1 ? 'the one pending migration' : `the ${facts.pending} pending migrations`;
  const all = facts.pending === 1 ? 'The one pending migration' : `All ${facts.pending} pending migrations`;
  // What somebody accepts may still break something: then nothing is promised.
  const told = accepted === '' ? `${all} ${canRun(facts)}` : `Nothing else stands against ${some}${accepted}`;
  return `${told}.${wayBack(facts.rollback)}`;
}

function canRun({ mode, pending }: VerdictFacts): string {
  return mode === 'phased' && pending === 1 ? 'can run in its phase' : CAN_RUN[mode];
}

/** In phases the way back ends with the first migration of after-deploy that the running release does not survive. */
function wayBack({ safe, until }: VerdictFacts['rollback']): string {
  return safe === 'true' && until !== undefined
    ? ` The code can go back without touching the schema until ${oneLine(until, 120)} runs.`
    : ROLLBACK[safe];
}

const CAN_RUN: Readonly<Record<MigrateMode, string>> = {
  before: 'can run while the running release keeps serving',
  after: 'can run when the new release serves, which works without them',
  phased: 'can run in their phases',
};

const ROLLBACK: Readonly<Record<RollbackAnswer['safe'], string>> = {
  true: ' Afterwards the code can go back without touching the schema.',
  false: ' Afterwards the code cannot go back without touching the schema.',
  unknown: '',
};

function apart({ ignored, known }: VerdictFacts): string {
  const parts = [
    ...(ignored === 0 ? [] : [`${count(ignored, 'hazard')} ignored`]),
    ...(known === 0 ? [] : [`${known} known from the baseline`]),
  ];
  return parts.length === 0 ? '' : ` (${inSequence(parts)})`;
}

function firstRemedy(verdict: Verdict, { fresh, unknown }: VerdictFacts): string {
  const own = fresh.filter(hazard => hazard.verdict === verdict);
  const first = own.find(({ migration }) => migration !== undefined) ?? own[0];
  return first?.remedy ?? unknown[0]?.remedy ?? '';
}

function sentence(text: string): string {
  const line = oneLine(text, 400);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
