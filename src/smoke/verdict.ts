import { inWords } from '../core/duration.ts';
import type { Outcome } from '../core/outcome.ts';
import { count, inSequence, oneLine } from '../core/text.ts';
import { SMOKE_REASONS } from './reasons.ts';
import type { CheckResult, CheckState, Readiness, SmokeRun } from './result.ts';
import { mostTellingFirst } from './telling-order.ts';

export type SmokeVerdict = Pick<Outcome, 'outcome' | 'headline' | 'remedy'> & {
  readonly reasonCode: keyof typeof SMOKE_REASONS;
};

/**
 * What a run means as a whole. What is known to be bad decides before what is not known, and a run that checked nothing never passes.
 */
export function verdictOf(run: SmokeRun, site: URL): SmokeVerdict {
  const { readiness, results, cutShort } = run;
  if (readiness.kind === 'wrong') return notReady(readiness, results);
  const failed = results.filter(({ state }) => state === 'failed');
  const failedChecks = failed.filter(({ group }) => group !== 'clean-up');
  if (failedChecks.length > 0)
    return checksFailed(mostTellingFirst(failedChecks), failed.length - failedChecks.length, run, site);
  if (failed.length > 0) return cleanUpFailed(failed);
  if (cutShort !== undefined) return endedEarly(cutShort, results);
  if (readiness.kind === 'silent') return unreachable(readiness);
  const checks = results.filter(({ group }) => group !== 'clean-up');
  const held = checks.filter(({ state }) => state === 'passed' || state === 'warned');
  // Nothing else leaves checks unfinished; that nothing failed is no proof for them.
  if (amount(checks, 'unfinished') > 0) return endedEarly('timeout', results);
  return held.length === 0 ? nothingChecked(checks) : works(held, checks, site);
}

function verdict(reasonCode: keyof typeof SMOKE_REASONS, headline: string, remedy = ''): SmokeVerdict {
  return { outcome: SMOKE_REASONS[reasonCode].outcome, reasonCode, headline, remedy };
}

function notReady(
  { path, waited, why, final }: Extract<Readiness, { kind: 'wrong' }>,
  results: readonly CheckResult[],
): SmokeVerdict {
  const after = waited < 1_000 ? '' : ` after ${inWords(waited)}`;
  const edge = results.filter(({ state, group }) => state === 'failed' && group === 'presets');
  const also = edge.length === 0 ? '' : ` Failed as well: ${named(edge)}.`;
  return verdict(
    'not-ready',
    `The site is not ready${after}: ${path}: ${oneLine(why, 300)}.${also}`,
    [edge[0]?.problems[0]?.remedy, final ? finalRemedy(why) : SMOKE_REASONS['not-ready'].remedy]
      .filter(remedy => remedy !== undefined && remedy !== '')
      .join('\n'),
  );
}

/** Why waiting would not have helped. */
function finalRemedy(why: string): string {
  const status = /^it answers (\d{3})$/.exec(why)?.[1];
  switch (status) {
    case '400':
      return 'Waiting does not change this: Django answers 400 to a host that is not in ALLOWED_HOSTS.';
    case '401':
    case '403':
      return 'Waiting does not change this: the page is closed to visitors. Open it, or name another one:\npresets:\n  - health: { path: /health/ }';
    case '404':
      return 'Waiting does not change this: there is no such page, or the edge does not know the host. Name the page that there is:\npresets:\n  - health: { path: /health/ }';
    default:
      return 'Waiting does not change this: every visitor is warned of the certificate. Renew it, or name its authority:\nwith:\n  ca-file: certificates/authority.pem';
  }
}

function unreachable({ path, waited, why }: Extract<Readiness, { kind: 'silent' }>): SmokeVerdict {
  return verdict(
    'unreachable',
    `${path} did not answer once in ${inWords(waited)}: ${oneLine(why, 300)}.`,
    SMOKE_REASONS.unreachable.remedy,
  );
}

function checksFailed(
  failed: readonly CheckResult[],
  cleanUps: number,
  { results, cutShort }: SmokeRun,
  site: URL,
): SmokeVerdict {
  const ran = results.filter(({ state, group }) => group !== 'clean-up' && RAN.includes(state)).length;
  const [first] = failed;
  const [problem] = first?.problems ?? [];
  const seen = problem?.actual === undefined ? '' : ` (${oneLine(problem.actual, 160)})`;
  const what =
    failed.length === 1 ? `${named(failed)}${seen}` : `${failed.length} of ${count(ran, 'check')}: ${named(failed)}`;
  const more = [
    ...(cleanUps > 0 ? [`${count(cleanUps, 'clean-up')} failed as well.`] : []),
    ...(cutShort === undefined
      ? []
      : [`The run was ${cutShort === 'timeout' ? 'out of time' : 'cancelled'} before its end.`]),
  ];
  // Of several, each has its own.
  const remedy = failed.length === 1 ? (problem?.remedy ?? '') : SMOKE_REASONS['checks-failed'].remedy;
  return verdict('checks-failed', [`${site.host} failed ${what}.`, ...more].join(' '), remedy);
}

const RAN: readonly CheckState[] = ['passed', 'warned', 'failed'];

function cleanUpFailed(failed: readonly CheckResult[]): SmokeVerdict {
  return verdict(
    'clean-up-failed',
    `Every check that was run holds, but something may be left on the site: ${named(failed)} failed.`,
    SMOKE_REASONS['clean-up-failed'].remedy,
  );
}

function endedEarly(cutShort: 'timeout' | 'cancelled', results: readonly CheckResult[]): SmokeVerdict {
  const open = results.filter(({ state }) => state === 'unfinished');
  const checks = results.filter(({ group }) => group !== 'clean-up');
  const held = amount(checks, 'passed') + amount(checks, 'warned');
  const why = cutShort === 'timeout' ? 'The time was over' : 'The run was cancelled';
  const what = open.length === 0 ? '' : ` before ${count(open.length, 'check')} had ended (${named(open)})`;
  return verdict(cutShort, `${why}${what}; ${held} held and none failed so far.`, SMOKE_REASONS[cutShort].remedy);
}

function nothingChecked(checks: readonly CheckResult[]): SmokeVerdict {
  const why =
    checks.length === 0 ? 'there is none' : `all ${checks.length} were left out, or could not be known from here`;
  return verdict('nothing-checked', `No check was run: ${why}.`, SMOKE_REASONS['nothing-checked'].remedy);
}

function works(held: readonly CheckResult[], checks: readonly CheckResult[], site: URL): SmokeVerdict {
  const warned = amount(held, 'warned');
  const skipped = amount(checks, 'skipped');
  const more = [...(warned > 0 ? [`${count(warned, 'warning')}`] : []), ...(skipped > 0 ? [`${skipped} not run`] : [])];
  const what =
    held.length === 1
      ? `${site.host} passed the one check that was run`
      : `${site.host} passed all ${held.length} checks that were run`;
  return verdict('works', `${what}${more.length === 0 ? '' : ` (${inSequence(more)})`}.`);
}

function amount(results: readonly CheckResult[], wanted: CheckState): number {
  return results.filter(({ state }) => state === wanted).length;
}

const MOST_NAMED = 3;

function named(results: readonly CheckResult[]): string {
  const names = results
    .slice(0, MOST_NAMED)
    .map(({ id }) => (/\s/.test(id) ? `"${oneLine(id, 100)}"` : oneLine(id, 100)));
  return inSequence(results.length > MOST_NAMED ? [...names, `${results.length - MOST_NAMED} more`] : names);
}
