/** The story on a terminal: plain lines in a pipe, a little colour where a person looks. */
import { inWords } from '../../src/core/duration.ts';
import type { Check, Run } from './chronicle.ts';

export interface Telling {
  /** A line about the stage: what was set up, where the report is. */
  say(text: string): void;
  chapter(number: number, title: string, why: string): void;
  /** A run of the action begins; its own lines follow. */
  begin(text: string): void;
  /** A line of the action, as the runner sees it. */
  actionLine(line: string): void;
  ended(run: Run): void;
  check(check: Check): void;
}

export interface Screen {
  write(text: string): unknown;
  readonly coloured: boolean;
  readonly columns: number;
}

/** The action's first chapter says the same about Coolify in every run; told once. */
const SURVEY = 'Looking around';

const STYLES = { bold: 1, dim: 2, red: 31, green: 32 } as const;

export function telling(screen: Screen): Telling {
  const paint = (style: keyof typeof STYLES, text: string): string =>
    screen.coloured ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  const line = (text = ''): void => {
    screen.write(`${text}\n`);
  };
  const wrapped = (text: string, indent: string, first = indent): void => {
    for (const [index, part] of wrap(text, screen.columns - indent.length).entries()) {
      line(`${index === 0 ? first : indent}${part}`);
    }
  };
  let chapter = '';
  let last = '';
  const shownBefore = new Set<string>();
  return {
    say: text => line(text),
    chapter(number, title, why) {
      line();
      line(paint('bold', `${number}. ${title}`));
      wrapped(why, '   ');
    },
    begin(text) {
      line();
      line(`   ${paint('bold', text)}`);
    },
    actionLine(raw) {
      const command = /^::([a-z-]+)[^:]*::(.*)$/.exec(raw);
      if (command?.[1] === 'group') chapter = command[2] ?? '';
      // Masks and outputs are for the runner; an error comes again as the headline.
      const text = command === null ? raw : command[1] === 'group' ? chapter : undefined;
      if (text === undefined) return;
      last = text;
      if (chapter === SURVEY && shownBefore.has(text)) return;
      shownBefore.add(text);
      const room = screen.columns - 5;
      line(paint('dim', `     ${text.length > room ? `${text.slice(0, room - 1)}…` : text}`));
    },
    ended({ outcome, reasonCode, headline, startedAt, endedAt, visits, checks }) {
      const word = paint(outcome === 'passed' ? 'green' : 'red', outcome);
      line(`   ${word} (${reasonCode}) after ${inWords(endedAt - startedAt)}`);
      if (headline !== last) wrapped(headline, '     ');
      if (checks !== undefined) {
        line(`     Checks: ${checks.passed} hold, ${checks.failed || 'none'} failed, ${checks.skipped} not run.`);
      }
      if (visits !== undefined) {
        line(`     Visitors meanwhile: ${visits.requests} requests over HTTPS, ${visits.failures || 'none'} failed.`);
      }
    },
    check({ held, text, found }) {
      const mark = held ? paint('green', 'ok ') : paint('red', 'NOT AS TOLD');
      wrapped(held ? text : `${text} (found: ${found})`, '        ', `   ${mark}  `);
    },
  };
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = '';
    }
    current += current === '' ? word : ` ${word}`;
  }
  return [...lines, current];
}
