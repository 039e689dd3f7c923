import type { PresetItem } from '../plan.ts';
import type { Judgement, PresetCheck, Profile } from '../presets/preset.ts';
import type { CheckResult, CheckState, ExchangeSeen, Problem } from '../result.ts';
import type { RunContext } from './context.ts';
import { endsByLimit } from './limit.ts';
import { isNoAnswer, neverArrived, noAnswerProblem } from './no-answer.ts';
import { resolvedOptions } from './options.ts';
import { scopeOf } from './scope.ts';
import type { AskedSite } from './site.ts';

export interface PresetEnd {
  readonly result: CheckResult;
  /** Nothing of it reached the site. */
  readonly silent: boolean;
}

/** Runs one check of a preset. What it throws beside a missing answer and the end of time is a defect of ours and goes on. */
export async function runPresetCheck(
  item: PresetItem,
  site: AskedSite,
  profile: Profile,
  context: RunContext,
): Promise<PresetEnd> {
  const { clock } = context.world;
  const began = clock.elapsed();
  const exchanges: ExchangeSeen[] = [];
  const ended = (state: CheckState, note: string, problems: readonly Problem[]): CheckResult => ({
    id: item.id,
    group: 'presets',
    title: item.title,
    tags: item.tags,
    state,
    note,
    problems,
    duration: clock.elapsed() - began,
    place: item.place,
    exchanges,
  });
  const { check } = item;
  const options = resolvedOptions(item.options, scopeOf(context));
  try {
    const doubts: string[] = [];
    const facts = await check.collect(
      site.seenBy(
        seen => void exchanges.push(seen),
        doubt => void doubts.push(doubt),
      ),
      options,
    );
    const judged = check.judge(facts as never, options, profile);
    const [doubt] = doubts;
    // Only a good verdict needs an answer of the application: a closed page and a missing header look like an edge's error.
    if (doubt !== undefined && (judged.verdict === 'holds' || judged.verdict === 'doubtful')) {
      return { result: ended('failed', doubt, [unproven(doubt)]), silent: false };
    }
    const { state, note, problems } = resultOfPresetCheck(check, judged, profile);
    return { result: ended(state, note, problems), silent: false };
  } catch (thrown) {
    if (endsByLimit(thrown)) return { result: ended('unfinished', thrown.message, []), silent: false };
    if (!isNoAnswer(thrown)) throw thrown;
    const problem = noAnswerProblem(thrown.asked, thrown.failure, undefined);
    return { result: ended('failed', problem.message, [problem]), silent: neverArrived(thrown.failure) };
  }
}

function unproven(doubt: string): Problem {
  return {
    message: '',
    expected: 'an answer of the application',
    actual: doubt,
    remedy:
      'The edge had no application to ask, limits the rate of this runner, or broke the answer off. See its log at this moment, and run again.',
    place: undefined,
    excerpt: [],
  };
}

/** What a judgement means for the run, by the check's severity and by how strict to be. */
export function resultOfPresetCheck(
  check: Pick<PresetCheck<never, never>, 'remedy' | 'severity'>,
  judgement: Judgement,
  profile: Profile,
): Pick<CheckResult, 'state' | 'note' | 'problems'> {
  switch (judgement.verdict) {
    case 'holds':
      return { state: 'passed', note: judgement.actual, problems: [] };
    case 'not-knowable':
      return { state: 'skipped', note: judgement.why, problems: [] };
    case 'doubtful':
      return { state: 'warned', note: judgement.actual, problems: [problemOf(check, judgement)] };
    case 'broken': {
      const mild =
        check.severity === 'warning' || (check.severity === 'failure-in-production' && profile === 'staging');
      return { state: mild ? 'warned' : 'failed', note: judgement.actual, problems: [problemOf(check, judgement)] };
    }
  }
}

function problemOf(
  check: Pick<PresetCheck<never, never>, 'remedy'>,
  { expected, actual, remedy }: Extract<Judgement, { verdict: 'doubtful' | 'broken' }>,
): Problem {
  return {
    // The title of the check, which stands above it wherever it is shown, says what does not hold.
    message: '',
    expected,
    actual,
    remedy: remedy ?? check.remedy,
    place: undefined,
    excerpt: [],
  };
}
