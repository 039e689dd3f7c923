import { describe, expect, it } from '@jest/globals';
import { HAZARD_FAMILIES } from '../../../../src/migrations/hazards/families.ts';
import { VERDICTS } from '../../../../src/migrations/hazards/rule.ts';
import { HAZARDS } from '../../../../src/migrations/hazards/rules.ts';
import { scene } from '../../../support/played.ts';

describe('the hazard rules', () => {
  it('have ids of their own, each in a family', () => {
    const ids = HAZARDS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(HAZARD_FAMILIES).toContain(id.split('/')[0]);
    for (const id of ids) expect(id).toMatch(/^[a-z]+\/[a-z]+(-[a-z]+)*$/);
  });

  it.each(HAZARDS.map(rule => [rule.id, rule] as const))('%s tells people what it is about', (_, rule) => {
    expect(rule.title).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.why).toMatch(/^\S.*\.$/s);
    expect(rule.remedy.length).toBeGreaterThan(10);
    expect(rule.source.length).toBeGreaterThan(0);
    expect(VERDICTS).toContain(rule.verdict);
    if (rule.verdict === 'blocked') expect(['critical', 'high']).toContain(rule.severity);
  });

  it('find nothing where nothing is pending', async () => {
    const played = await scene({ migrations: [] });

    expect(
      HAZARDS.flatMap(rule => rule.judge(played).map(() => rule.id)).filter(id => !id.startsWith('place/')),
    ).toEqual([]);
  });

  it('are asked of 1,000 statements in well under five seconds', async () => {
    const operations = Array.from({ length: 1_000 }, (_, at) => ({
      kind: 'AddIndex',
      sql: `CREATE INDEX "i${at}" ON "parcels_parcel" ("code")`,
    }));
    const played = await scene({ migrations: [{ operations }] });
    const began = performance.now();
    const hits = HAZARDS.filter(({ id }) => !/^(release|rollback|place)/.test(id)).flatMap(rule => rule.judge(played));

    expect(hits.length).toBeGreaterThanOrEqual(1_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
