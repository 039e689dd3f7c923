/** The kept runs of `migration-safety`: a release as it should be, a pull request that does harm, and one that was measured. */
import { CENSUS, HOUSEHOLDS } from './migration-proposal.ts';
import { compared, type Proposed } from './migration-scene.ts';
import { annotationsOf, shortened, withRunStandIns } from './told.ts';

const EXAMPLES: readonly (Proposed & { readonly name: string; readonly reason: string })[] = [
  { name: 'safe', reason: 'safe', running: 'plain', next: 'expand', edits: [], measured: false },
  { name: 'blocked', reason: 'blocked', running: 'expand', next: 'breaking', edits: CENSUS, measured: false },
  { name: 'measured', reason: 'blocked', running: 'expand', next: 'expand', edits: HOUSEHOLDS, measured: true },
];

export async function migrationExamples(
  keep: (name: string, text: string) => Promise<void>,
  bundle?: string,
): Promise<void> {
  for (const { name, reason, ...proposed } of EXAMPLES) {
    const example = await compared(proposed, bundle);
    const { run } = example;
    if (run.outputs['reason-code'] !== reason) {
      throw new Error(`The comparison that was to be ${reason} ended ${run.outputs['reason-code']}:\n${run.log}`);
    }
    const stable = (text: string): string => withRunStandIns(text, example);
    await keep(`migrations-summary-${name}.md`, stable(run.summary));
    if (name === 'measured') continue;
    await keep(`migrations-log-${name}.txt`, stable(run.log));
    if (name === 'safe') continue;
    await keep(`migrations-comment-${name}.md`, stable(example.comment));
    await keep(`migrations-annotations-${name}.txt`, stable(annotationsOf(example)));
    await keep(`migrations-${name}.sarif`, shortened(stable(example.sarif)));
  }
}
