import { describe, expect, it } from '@jest/globals';
import { defineHazard, type HazardHit, type HazardRule, worstOf } from '../../../src/migrations/hazards/rule.ts';
import { familyOf, judge } from '../../../src/migrations/judge.ts';
import type { Played } from '../../../src/migrations/played.ts';
import { playedOf, type Setting } from './compare/two-releases.ts';

const SCHEMA = 'CREATE TABLE shop_order (id bigint PRIMARY KEY, note text NULL)';

function played(more: Partial<Setting> = {}): Promise<Played> {
  return playedOf({
    schema: SCHEMA,
    migrations: [
      {
        sql: 'ALTER TABLE shop_order ADD COLUMN a text',
        operation: { line: 12, kind: 'AddField', text: 'Add field a' },
      },
      { sql: 'ALTER TABLE shop_order ADD COLUMN b text', operation: { line: 20 } },
    ],
    ...more,
  });
}

function rule(id: HazardRule['id'], hits: (given: Played) => readonly HazardHit[], more: Partial<HazardRule> = {}) {
  return defineHazard({
    id,
    title: 'All is well',
    severity: 'high',
    verdict: 'blocked',
    why: 'why',
    remedy: 'the general one',
    source: ['a manual'],
    judge: hits,
    ...more,
  });
}

/** A hit of the nth migration, with its first statement. */
function hitOf({ migrations }: Played, index: number, more: Partial<HazardHit> = {}): HazardHit {
  const found = migrations[index];
  const statement = found?.statements[0];
  if (found === undefined || statement === undefined) throw new Error('no such migration');
  return { migration: found.migration, statement, subject: 'shop_order', message: 'It hurts.', ...more };
}

describe('what a hit becomes', () => {
  it('has the line of the operation, the SQL as evidence, and what the rule says where the hit says nothing', async () => {
    const judgement = judge(await played(), [rule('lock/scan', given => [hitOf(given, 0)])], { mode: 'before' });
    expect(judgement.migrations[0]?.hazards).toEqual([
      {
        rule: 'lock/scan',
        severity: 'high',
        subject: 'shop_order',
        place: { file: 'shop/migrations/0002_step.py', line: 12 },
        message: 'It hurts.',
        evidence: 'ALTER TABLE shop_order ADD COLUMN a text',
        remedy: 'the general one',
        source: ['a manual'],
        verdict: 'blocked',
        migration: 'shop.0002_step',
        operation: 'AddField',
        sql: 'ALTER TABLE shop_order ADD COLUMN a text',
        table: undefined,
        column: undefined,
        lock: undefined,
        rewrite: false,
        scan: false,
        blocks: 'nobody',
        breaks: [],
        since: undefined,
        until: undefined,
        how: 'predicted',
      },
    ]);
  });

  it.each([
    [
      "the migration's line when no operation is named",
      (given: Played) => ({ ...withoutStatement(hitOf(given, 0)) }),
      4,
    ],
    ['the place that the hit names', (given: Played) => hitOf(given, 0, { place: { file: 'models.py', line: 3 } }), 3],
  ])('has %s', async (_name, hit, line) => {
    const judgement = judge(await played(), [rule('lock/scan', given => [hit(given)])], { mode: 'before' });
    expect(judgement.migrations[0]?.hazards[0]?.place?.line).toBe(line);
  });

  it('has no place in a file outside of the checkout', async () => {
    const outside = (given: Played): HazardHit => {
      const { migration, ...hit } = hitOf(given, 0);
      return { ...hit, ...(migration === undefined ? {} : { migration: { ...migration, file: '/usr/lib/m.py' } }) };
    };
    const judgement = judge(await played(), [rule('lock/scan', given => [outside(given)])], { mode: 'before' });
    expect(judgement.migrations[0]?.hazards[0]).not.toHaveProperty('place');
  });

  it('is said to be measured when the statement was', async () => {
    const measured = {
      migration: 'shop.0002_step',
      step: 0,
      sql: 'ALTER TABLE shop_order ADD COLUMN a text',
      milliseconds: 1,
      locks: [],
      rewritten: [],
      scanned: [],
      readerWaited: 0,
      error: undefined,
    };
    const given = await played({ facts: { measured: [measured] } });
    const judgement = judge(given, [rule('lock/scan', all => [hitOf(all, 0), hitOf(all, 1)])], { mode: 'before' });
    expect(judgement.migrations.map(({ hazards }) => hazards[0]?.how)).toEqual(['measured', 'predicted']);
  });
});

function withoutStatement({ statement: _, ...hit }: HazardHit): HazardHit {
  return hit;
}

describe('the verdict', () => {
  it.each([
    ['safe when nothing is found', [], 'safe', ['safe', 'safe']],
    ['that of the worst hazard', [rule('lock/scan', given => [hitOf(given, 1)])], 'blocked', ['safe', 'blocked']],
    [
      'what the hit says, when it says less',
      [rule('lock/scan', given => [hitOf(given, 0, { verdict: 'review' })])],
      'review',
      ['review', 'safe'],
    ],
    [
      'that of hazards of no migration as well',
      [rule('place/none', () => [{ subject: 'x', message: 'y', verdict: 'review' }])],
      'review',
      ['safe', 'safe'],
    ],
  ] as const)('is %s', async (_name, rules, overall, each) => {
    const judgement = judge(await played(), rules, { mode: 'before' });
    expect(judgement.verdict).toBe(overall);
    expect(judgement.migrations.map(({ verdict }) => verdict)).toEqual(each);
  });

  it('is never safe when something could not be known', async () => {
    const unknown = [{ code: 'base-not-read', about: 'base', why: 'why', remedy: 'remedy' }];
    expect(judge(await played({ facts: { unknown } }), [], { mode: 'before' }).verdict).toBe('review');
  });

  it('leaves out what somebody accepts', async () => {
    const rules = [
      rule('lock/scan', given => [hitOf(given, 0)]),
      rule('rows/null', given => [hitOf(given, 0, { verdict: 'review' })]),
    ];
    const judgement = judge(await played(), rules, { mode: 'before', accepts: hazard => hazard.rule === 'lock/scan' });
    expect(judgement.verdict).toBe('review');
    expect(judgement.migrations[0]?.hazards.map(hazard => hazard.rule)).toEqual(['rows/null']);
  });

  it('tells rules when the migrations run', async () => {
    const modes: unknown[] = [];
    const asks = rule('order/phase', ({ mode }) => {
      modes.push(mode);
      return [];
    });
    judge(await played(), [asks], { mode: 'phased' });
    expect(modes).toEqual(['phased']);
  });
});

describe('the order of hazards', () => {
  it('is by severity, family, line, rule and subject, whatever the order of rules', async () => {
    const rules = [
      rule('lock/rewrite', given => [hitOf(given, 0, { subject: 'b' }), hitOf(given, 0, { subject: 'a' })]),
      rule('rollback/irreversible', given => [hitOf(given, 0)], { severity: 'medium' }),
      rule('release/select-fails', given => [hitOf(given, 0)], { severity: 'high' }),
      rule('rows/null', given => [hitOf(given, 0)], { severity: 'critical' }),
    ];
    const orders = [rules, [...rules].reverse()];
    const given = await played();
    for (const order of orders) {
      const { migrations } = judge(given, order, { mode: 'before' });
      expect(migrations[0]?.hazards.map(({ rule: id, subject }) => `${id} ${subject}`)).toEqual([
        'rows/null shop_order',
        'release/select-fails shop_order',
        'lock/rewrite a',
        'lock/rewrite b',
        'rollback/irreversible shop_order',
      ]);
    }
  });

  it('has one hazard for two hits that say the same, the worse of both', async () => {
    const rules = [rule('lock/scan', given => [hitOf(given, 0, { verdict: 'review' }), hitOf(given, 0)])];
    const { migrations } = judge(await played(), rules, { mode: 'before' });
    expect(migrations[0]?.hazards.map(({ verdict }) => verdict)).toEqual(['blocked']);
  });
});

describe('verdicts and families', () => {
  it('take the worst, and nothing is safe', () => {
    expect(worstOf([])).toBe('safe');
    expect(worstOf(['review', 'safe'])).toBe('review');
    expect(worstOf(['review', 'blocked', 'safe'])).toBe('blocked');
  });

  it('know no rule without a family', () => {
    expect(familyOf({ rule: 'lock/scan' })).toBe('lock');
    expect(() => familyOf({ rule: 'nothing/at-all' as 'lock/at-all' })).toThrow('belongs to no family');
  });
});
