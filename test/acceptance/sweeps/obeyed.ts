import type { RunResult } from '../../../lab/runner/index.ts';
import { MARK } from './hostile-text.ts';
import { breakouts, LEFT_OVER } from './markdown-structure.ts';

/** The runner cuts live lines at 1,024 characters; a little is added in front of what was cut at 1,000. */
const LONGEST_LINE = 1_100;
const OWN_COMMANDS = ['group', 'endgroup', 'add-mask', 'error', 'warning', 'notice'];

export interface Own {
  /** Of the annotations that the action itself makes. */
  readonly title: RegExp;
  /** That its summary may link to. */
  readonly hosts: readonly string[];
  /** Tables that its summary has at most. Default 1. */
  readonly tables?: number;
}

/** What of a hostile text was taken for more than text: by the runner, by Markdown, by a terminal. */
export function obeyed(run: RunResult, { title, hosts, tables }: Own): readonly string[] {
  const wrong: string[] = [];
  for (const { commands } of [run, run.post ?? run]) {
    for (const { name, properties, text } of commands) {
      if (!OWN_COMMANDS.includes(name)) wrong.push(`the command ${name} was obeyed`);
      if (['error', 'warning', 'notice'].includes(name) && !title.test(properties['title'] ?? ''))
        wrong.push(`${name} titled ${properties['title']}`);
      if (name === 'add-mask' && text === `${MARK}-mask`) wrong.push('a mask of its own');
    }
  }
  for (const [what, values] of Object.entries({
    outputs: run.outputs,
    state: run.state,
    environment: run.exportedEnv,
  })) {
    if (Object.keys(values).some(key => key.includes(MARK))) wrong.push(`${what} of its own`);
  }
  for (const line of run.rawLog.split('\n').filter(text => !/^::(error|warning|notice|add-mask)/.test(text))) {
    if (line.length > LONGEST_LINE) wrong.push(`a line of ${line.length} characters`);
    if (LEFT_OVER.test(line)) wrong.push(`control characters in the line ${JSON.stringify(line.slice(0, 120))}`);
  }
  for (const { title: heading, message } of run.annotations) {
    if (LEFT_OVER.test(`${heading}${message.replace(/\n/g, ' ')}`))
      wrong.push(`control characters in the annotation ${JSON.stringify(message.slice(0, 120))}`);
  }
  if (run.summary === '') wrong.push('no summary');
  wrong.push(...breakouts(run.rawSummary, hosts, tables).map(text => `summary: ${text}`));
  return wrong;
}
