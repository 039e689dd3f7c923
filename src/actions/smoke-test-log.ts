import { count } from '../core/text.ts';
import type { Host } from '../core/world.ts';
import { failureLines } from '../smoke/failure-lines.ts';
import type { CheckGroup, CheckResult, CheckState, SmokeRun } from '../smoke/result.ts';
import type { SuiteSource } from '../smoke/suite/suite.ts';

const CHAPTERS: Readonly<Record<CheckGroup, string>> = {
  presets: 'Presets',
  logins: 'Logins',
  checks: 'Checks',
  'clean-up': 'Clean-up',
};

/** All of the same width, so that titles stand below each other. */
const WORDS: Readonly<Record<CheckState, string>> = {
  passed: 'passed    ',
  warned: 'warning   ',
  failed: 'FAILED    ',
  skipped: 'skipped   ',
  unfinished: 'unfinished',
};

/** Tells a finished run to the log: a chapter a part, a line a check, the suite's lines under what failed. */
export async function tell(run: SmokeRun, source: SuiteSource, host: Host): Promise<void> {
  for (const [group, title] of Object.entries(CHAPTERS)) {
    const own = run.results.filter(result => result.group === group);
    if (own.length === 0) continue;
    const failed = own.filter(({ state }) => state === 'failed').length;
    // Chapters are folded on GitHub: their titles have to say which one to open.
    const amount = `${count(own.length, 'check')}${failed === 0 ? '' : `, ${failed} FAILED`}`;
    await host.chapter(`${title} (${amount})`, async () => {
      for (const result of own) for (const line of linesOf(result, source)) host.line(line);
    });
  }
}

function linesOf(result: CheckResult, source: SuiteSource): readonly string[] {
  const { id, title, state, note, duration, problems } = result;
  const what = title === id ? title : `${id}: ${title}`;
  const time = duration < 1 ? '' : ` (${Math.round(duration)} ms)`;
  const failed = state === 'failed' || state === 'warned';
  return [
    `${WORDS[state]} ${what}${time}${note === '' || failed ? '' : `: ${note}`}`,
    ...(failed ? problems.flatMap(problem => failureLines(problem, source.file === '' ? undefined : source)) : []).map(
      line => `    ${line}`,
    ),
  ];
}
