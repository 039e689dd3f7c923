/** The kept runs of `check-deploy`: a pull request that does harm, and the project as it is. */
import { PROPOSAL } from './check-proposal.ts';
import { checked } from './check-scene.ts';
import { annotationsOf, shortened, withRunStandIns } from './told.ts';

const EXAMPLES = [
  { outcome: 'passed', proposal: [] },
  { outcome: 'failed', proposal: PROPOSAL },
] as const;

export async function checkExamples(keep: (name: string, text: string) => Promise<void>): Promise<void> {
  for (const { outcome, proposal } of EXAMPLES) {
    const example = await checked(proposal);
    const { run } = example;
    if (run.outputs['outcome'] !== outcome) {
      throw new Error(`The check that was to be ${outcome} ended ${run.outputs['outcome']}:\n${run.log}`);
    }
    const stable = (text: string): string => withRunStandIns(text, example);
    await keep(`check-summary-${outcome}.md`, stable(run.summary));
    await keep(`check-log-${outcome}.txt`, stable(run.log));
    if (outcome === 'passed') continue;
    await keep(`check-comment-${outcome}.md`, stable(example.comment));
    await keep(`check-annotations-${outcome}.txt`, stable(annotationsOf(example)));
    await keep(`check-${outcome}.sarif`, shortened(stable(example.sarif)));
  }
}
