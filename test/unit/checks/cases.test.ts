import { describe, expect, test } from '@jest/globals';
import { severityIn } from '../../../src/checks/judge.ts';
import { FAMILIES, type Family } from '../../../src/checks/profile.ts';
import type { Rule } from '../../../src/checks/rule.ts';
import { RULES } from '../../../src/checks/rules.ts';
import type { RuleCases } from '../../support/rule-cases.ts';

const cases = new Map<Family, RuleCases>(
  await Promise.all(
    FAMILIES.map(async (family): Promise<[Family, RuleCases]> => {
      const { CASES }: { CASES: RuleCases } = await import(`./cases/${family}.ts`);
      return [family, CASES];
    }),
  ),
);
const casesOf = (rule: Rule) => cases.get(rule.id.slice(0, rule.id.indexOf('/')) as Family)?.[rule.id];

describe('every rule', () => {
  test('has an id of its own', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  test.each(RULES.map(rule => [rule.id, rule] as const))(
    '%s has a project in which it fires and one in which it does not',
    (_, rule) => {
      const own = casesOf(rule);
      expect(own?.fires.length ?? 0).toBeGreaterThan(0);
      expect(own?.silent.length ?? 0).toBeGreaterThan(0);
    },
  );

  test('no case is left over from a rule that is gone', () => {
    const known = new Set<string>(RULES.map(({ id }) => id));
    expect([...cases.values()].flatMap(Object.keys).filter(id => !known.has(id))).toEqual([]);
  });
});

const firing = RULES.flatMap(rule =>
  (casesOf(rule)?.fires ?? []).map(given => [rule.id, given.name, rule, given] as const),
);
const silent = RULES.flatMap(rule =>
  (casesOf(rule)?.silent ?? []).map(given => [rule.id, given.name, rule, given] as const),
);

// Readers load packages when they need them, which jest allows while a file is loaded and not between two tests.
await Promise.allSettled([...firing, ...silent].map(([, , , { project }]) => project));

if (firing.length > 0) {
  test.each(firing)('%s fires: %s', async (_id, _name, rule, { project, at }) => {
    const judged = await project;
    expect(severityIn(rule, judged.profile)).not.toBe('off');
    const hits = rule.judge(judged).filter(hit => hit.unknown !== true);
    expect(hits.map(({ place }) => (place === undefined ? null : [place.file, place.line]))).toEqual(at);
  });
}

if (silent.length > 0) {
  test.each(silent)('%s is silent: %s', async (_id, _name, rule, { project }) => {
    expect(rule.judge(await project).filter(hit => hit.unknown !== true)).toEqual([]);
  });
}
