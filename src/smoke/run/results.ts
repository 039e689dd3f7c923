import type { Plan, PlanItem } from '../plan.ts';
import type { CheckResult, CheckState, SmokeRun } from '../result.ts';

/** The results of a run, whatever order they come in. Every item of the plan has exactly one in the end. */
export class Results {
  readonly #plan: Plan;
  readonly #cancelled: AbortSignal;
  readonly #results = new Map<string, CheckResult>();
  readonly #cleanUps = new Map<string, CheckResult>();
  #cut: SmokeRun['cutShort'];

  constructor(plan: Plan, cancelled: AbortSignal) {
    this.#plan = plan;
    this.#cancelled = cancelled;
  }

  add(item: PlanItem, result: CheckResult, cleanUp?: CheckResult): void {
    this.#results.set(item.id, result);
    if (cleanUp !== undefined) this.#cleanUps.set(item.id, cleanUp);
    // Only the end of the run leaves something that had begun unfinished.
    if (result.state === 'unfinished') this.cutBy(this.#cancelled.aborted ? 'cancelled' : 'timeout');
  }

  skipped(item: PlanItem, why: string): void {
    this.#results.set(item.id, notRun(item, 'skipped', why));
  }

  unfinished(item: PlanItem, why: string): void {
    this.#results.set(item.id, notRun(item, 'unfinished', why));
  }

  /** The first reason stays: after a cancel the time is over as well. */
  cutBy(reason: 'timeout' | 'cancelled'): void {
    this.#cut ??= reason;
  }

  cutShort(): SmokeRun['cutShort'] {
    return this.#cut;
  }

  inOrder(): readonly CheckResult[] {
    const { items } = this.#plan;
    const results = items.map(
      item =>
        this.#results.get(item.id) ??
        (item.choice.chosen ? notRun(item, 'unfinished', 'not begun') : notRun(item, 'skipped', item.choice.why)),
    );
    return [...results, ...items.map(({ id }) => this.#cleanUps.get(id)).filter(cleanUp => cleanUp !== undefined)];
  }
}

function notRun({ id, group, title, tags, place }: PlanItem, state: CheckState, note: string): CheckResult {
  return { id, group, title, tags, state, note, problems: [], duration: 0, place, exchanges: [] };
}
