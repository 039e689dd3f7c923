/** The kept runs of `check-deploy`: a pull request that does harm, and the project as it is. */
import { PROPOSAL } from './check-proposal.ts';
import { checked, type ExampleCheck, RUNNER } from './check-scene.ts';

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
    const stable = (text: string): string => withStandIns(text, example);
    await keep(`check-summary-${outcome}.md`, stable(run.summary));
    await keep(`check-log-${outcome}.txt`, stable(run.log));
    if (outcome === 'passed') continue;
    await keep(`check-comment-${outcome}.md`, stable(example.comment));
    await keep(`check-annotations-${outcome}.txt`, stable(annotationsOf(example)));
    await keep(`check-${outcome}.sarif`, shortened(stable(example.sarif)));
  }
}

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { rules: readonly { readonly id: string }[] } };
    readonly results: readonly { readonly ruleId: string; ruleIndex: number }[];
  }[];
}

/** The rules that found something: all of them are 200 kB, the same in every report. */
function shortened(text: string): string {
  const log: Sarif = JSON.parse(text);
  for (const { tool, results } of log.runs) {
    const rules = tool.driver.rules.filter(({ id }) => results.some(({ ruleId }) => ruleId === id));
    tool.driver.rules = rules;
    for (const result of results) result.ruleIndex = rules.findIndex(({ id }) => id === result.ruleId);
  }
  return JSON.stringify(log, null, 2);
}

function withStandIns(text: string, { standIns, run }: ExampleCheck): string {
  return [...standIns, [run.tempDirectory, `${RUNNER}/work/_temp`] as const].reduce(
    (told, [here, shown]) => told.replaceAll(here, shown),
    text,
  );
}

/** As GitHub shows them beside the lines of the change. */
function annotationsOf({ run }: ExampleCheck): string {
  return run.annotations
    .map(({ level, title, message, file, line }) => {
      const where = file === undefined ? '' : ` ${file}:${line}`;
      return `${level}${where}\n  ${title}\n${message.replace(/^/gm, '  ')}`;
    })
    .join('\n\n');
}
