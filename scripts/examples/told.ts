/** What a run told, as it is kept: without this machine, and short. */
import { type ExampleCheck, RUNNER_WORK } from './check-scene.ts';

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { rules: readonly { readonly id: string }[] } };
    readonly results: readonly { readonly ruleId: string; ruleIndex: number }[];
  }[];
}

/** The rules that found something: all of them are up to 200 kB, the same in every report. */
export function shortened(text: string): string {
  const log: Sarif = JSON.parse(text);
  for (const { tool, results } of log.runs) {
    const rules = tool.driver.rules.filter(({ id }) => results.some(({ ruleId }) => ruleId === id));
    tool.driver.rules = rules;
    for (const result of results) result.ruleIndex = rules.findIndex(({ id }) => id === result.ruleId);
  }
  return JSON.stringify(log, null, 2);
}

export function withRunStandIns(text: string, { standIns, run }: ExampleCheck): string {
  return [...standIns, [run.tempDirectory, `${RUNNER_WORK}/_temp`] as const].reduce(
    (told, [here, shown]) => told.replaceAll(here, shown),
    text,
  );
}

/** As GitHub shows them beside the lines of the change. */
export function annotationsOf({ run }: ExampleCheck): string {
  return run.annotations
    .map(({ level, title, message, file, line }) => {
      const where = file === undefined ? '' : ` ${file}:${line}`;
      return `${level}${where}\n  ${title}\n${message.replace(/^/gm, '  ')}`;
    })
    .join('\n\n');
}
