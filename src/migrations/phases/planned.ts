import type { Played } from '../played.ts';
import { type PhasePlan, planPhases } from './plan.ts';

/** Many rules ask for the plan of the same migrations; the comparison behind it is made once. */
const plans = new WeakMap<Played, PhasePlan>();

export function planOf(played: Played): PhasePlan {
  const known = plans.get(played);
  if (known !== undefined) return known;
  const plan = planPhases(played, played.mode ?? 'before');
  plans.set(played, plan);
  return plan;
}
