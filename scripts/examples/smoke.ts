/** What the documentation shows of `smoke-test`: summaries, a log and a JUnit report of real visits. */

import { type VisitOptions, withVisits } from './smoke-scene.ts';
import { type SmokeTimes, slowestStandIns, smokeStandIns } from './smoke-stand-ins.ts';

interface SmokeExample extends VisitOptions {
  readonly outcome: 'passed' | 'failed' | 'inconclusive';
  readonly times: SmokeTimes;
  /** Whether the log of the step and the JUnit report are kept as well. */
  readonly whole?: true;
}

const EXAMPLES: readonly SmokeExample[] = [
  { outcome: 'passed', times: { inAll: '9 s' } },
  {
    outcome: 'failed',
    times: { inAll: '9 s' },
    alterations: [
      // Three mistakes that a green health page hides: a page, a file, a setting.
      { on: { path: /^\/communities\/\d+\/$/ }, status: 500 },
      { on: { path: /^\/static\/css\/site\.[0-9a-f]{12}\.css$/ }, status: 404 },
      { on: { path: /^\/login\// }, cookies: line => line.replace('; Secure', '') },
    ],
    whole: true,
  },
  {
    outcome: 'inconclusive',
    times: { inAll: '2 min', limit: ['3 s', '2 min'] },
    away: true,
    inputs: { 'wait-ready': '3s' },
  },
];

/** Makes each example and hands it over under its file name. */
export async function smokeExamples(keep: (name: string, text: string) => Promise<void>): Promise<void> {
  await withVisits(async visit => {
    for (const { outcome, times, whole, ...options } of EXAMPLES) {
      const { run, junit, exchanges, addresses } = await visit(options);
      if (run.outputs['outcome'] !== outcome) {
        throw new Error(`The visit that was to be ${outcome} ended ${run.outputs['outcome']}:\n${run.log}`);
      }
      const stable = (text: string): string => smokeStandIns(text, addresses, times);
      await keep(`smoke-summary-${outcome}.md`, slowestStandIns(stable(run.summary), exchanges));
      if (!whole) continue;
      await keep(`smoke-log-${outcome}.txt`, stable(run.log));
      await keep(`smoke-junit-${outcome}.xml`, stable(junit));
    }
  });
}
