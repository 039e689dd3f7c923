import { expect, test } from '@jest/globals';
import type { HazardRule } from '../../src/migrations/hazards/rule.ts';

/**
 * Looks on while the tests of a file ask these rules, whichever way they come to them, and fails at its end when one of them never found
 * anything, or never found nothing: a rule without both cases could be about everything, or about nothing at all.
 *
 * Called at the end of a file; the tests before it have run by then.
 */
export function everyRuleFiresAndIsSilent(rules: readonly HazardRule[]): void {
  const fired = new Set<string>();
  const silent = new Set<string>();
  for (const rule of rules) {
    const { judge } = rule;
    rule.judge = played => {
      const hits = judge(played);
      (hits.length > 0 ? fired : silent).add(rule.id);
      return hits;
    };
  }
  test.each(rules.map(({ id }) => id))('%s has fired in one case and was silent in another', id => {
    expect({ id, fires: fired.has(id), silent: silent.has(id) }).toEqual({ id, fires: true, silent: true });
  });
}
