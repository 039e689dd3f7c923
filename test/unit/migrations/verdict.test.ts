import { describe, expect, test } from '@jest/globals';
import type { Unread } from '../../../src/migrations/facts.ts';
import { type Verdict, worstOf } from '../../../src/migrations/hazards/rule.ts';
import { MIGRATION_REASONS } from '../../../src/migrations/reasons.ts';
import { migrationVerdict, type VerdictFacts } from '../../../src/migrations/verdict.ts';
import { madeHazard } from '../../support/judged-migrations.ts';

const UNKNOWN: Unread = { code: 'third-party', about: 'celery', why: 'It changed', remedy: 'Ask the database.' };
const FACTS: VerdictFacts = {
  allow: 'safe',
  mode: 'before',
  pending: 2,
  fresh: [],
  unknown: [],
  ignored: 0,
  known: 0,
  rollback: { safe: 'true', until: undefined, why: '' },
};
const hazard = (verdict: Verdict) => madeHazard('lock/scan', verdict);

describe('the verdict', () => {
  test.each<[string, Partial<VerdictFacts>, Verdict, string]>([
    ['nothing is wrong', {}, 'safe', 'safe'],
    ['there are only notes', { fresh: [hazard('safe')] }, 'safe', 'safe'],
    ['nothing is pending', { pending: 0 }, 'safe', 'nothing-pending'],
    ['something is to be looked at', { fresh: [hazard('review')] }, 'review', 'needs-review'],
    ['that is allowed', { fresh: [hazard('review')], allow: 'review' }, 'review', 'review'],
    ['something is not known', { unknown: [UNKNOWN] }, 'review', 'needs-review'],
    ['that is allowed as well', { unknown: [UNKNOWN], allow: 'review' }, 'review', 'review'],
    ['something is blocked', { fresh: [hazard('review'), hazard('blocked')] }, 'blocked', 'blocked'],
    ['it is blocked, whatever is allowed', { fresh: [hazard('blocked')], allow: 'review' }, 'blocked', 'blocked'],
    ['nothing is pending, and something is not known', { pending: 0, unknown: [UNKNOWN] }, 'review', 'needs-review'],
    ['nothing is pending, and the graph is broken', { pending: 0, fresh: [hazard('blocked')] }, 'blocked', 'blocked'],
  ])('when %s', (_, parts, verdict, reasonCode) => {
    const told = migrationVerdict({ ...FACTS, ...parts });
    expect([told.verdict, told.reasonCode]).toEqual([verdict, reasonCode]);
    expect(told.outcome).toBe(MIGRATION_REASONS[told.reasonCode].outcome);
    expect(told.headline).toMatch(/[.!?]$/);
  });

  test('names the migration, what happens and the first thing to do', () => {
    const told = migrationVerdict({ ...FACTS, fresh: [hazard('blocked')] });
    expect(told.headline).toMatch(/^communities\.0003_drop is blocked: The running release breaks/);
    expect(told.remedy).toMatch(/^Take it out of the code first/);
  });

  test('counts migrations, not hazards', () => {
    const other = madeHazard('lock/scan', 'blocked', { migration: 'communities.0004_more' });
    const told = migrationVerdict({ ...FACTS, pending: 5, fresh: [hazard('blocked'), hazard('blocked'), other] });
    expect(told.headline).toMatch(/^2 of 5 pending migrations are blocked\. First communities\.0003_drop: /);
  });

  test('is about the deployment when no migration is to blame', () => {
    const general = madeHazard('order/conflict', 'blocked', { migration: undefined });
    expect(migrationVerdict({ ...FACTS, fresh: [general] }).headline).toMatch(/^The deployment is blocked: /);
  });

  test('says what is set apart, and whether there is a way back', () => {
    const told = migrationVerdict({ ...FACTS, ignored: 1, known: 2 });
    expect(told.headline).toBe(
      'Nothing else stands against the 2 pending migrations (1 hazard ignored and 2 known from the baseline). Afterwards the code can go back without touching the schema.',
    );
  });

  test.each([
    ['before', 'All 2 pending migrations can run while the running release keeps serving.'],
    ['after', 'All 2 pending migrations can run when the new release serves, which works without them.'],
    ['phased', 'All 2 pending migrations can run in their phases.'],
  ] as const)('is about the moment at which they run: %s', (mode, headline) => {
    expect(
      migrationVerdict({ ...FACTS, mode, rollback: { safe: 'unknown', until: undefined, why: '' } }).headline,
    ).toBe(headline);
  });

  test('promises a way back only until the migration that ends it', () => {
    const rollback = { safe: 'true', until: 'orders.0003_drop', why: '' } as const;
    expect(migrationVerdict({ ...FACTS, mode: 'phased', pending: 1, rollback }).headline).toBe(
      'The one pending migration can run in its phase. The code can go back without touching the schema until orders.0003_drop runs.',
    );
  });

  test('of nothing is safe, and the worst of several counts', () => {
    expect([worstOf([]), worstOf(['safe', 'blocked', 'review'])]).toEqual(['safe', 'blocked']);
  });
});

test('one reason code has one outcome, and only those of a verdict pass', () => {
  const passed = Object.entries(MIGRATION_REASONS).filter(([, { outcome }]) => outcome === 'passed');
  expect(passed.map(([code]) => code)).toEqual(['safe', 'review', 'nothing-pending']);
});
