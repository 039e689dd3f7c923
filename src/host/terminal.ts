import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Redactor } from '../core/redaction.ts';
import { indentedLines } from '../core/text.ts';
import type { Annotation, Host, RunContext } from '../core/world.ts';
import { writeReport } from './runner.ts';

export interface Terminal {
  write(text: string): void;
  /** A person watches: colours and a progress line that is replaced. */
  readonly interactive: boolean;
  readonly columns: number;
}

const CLEAR_LINE = '\r\u001B[2K';

/** A laptop: the same words as on the runner, as plain lines in a pipe, with colour and live progress on a terminal. */
export function terminalHost(
  terminal: Terminal,
  context: RunContext,
): Host & { readonly outputs: ReadonlyMap<string, string> } {
  const redactor = new Redactor();
  const outputs = new Map<string, string>();
  let pending = '';
  let told = '';
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    terminal.interactive ? styleText(style, text, { validateStream: false }) : text;
  const print = (text: string) => {
    if (pending !== '' && terminal.interactive) terminal.write(CLEAR_LINE);
    pending = '';
    terminal.write(`${text}\n`);
  };
  const clean = (text: string) => redactor.line(text);
  return {
    kind: 'terminal',
    context,
    outputs,
    mask: secret => void redactor.learn(secret),
    redact: text => redactor.redact(text),
    redactJson: value => redactor.json(value),
    line: text => print(`  ${clean(text)}`),
    progress(text) {
      const line = `  ${clean(text)}`;
      if (line === (terminal.interactive ? pending : told)) return;
      told = line;
      if (!terminal.interactive) {
        print(line);
        return;
      }
      terminal.write(`${CLEAR_LINE}${paint('dim', line.slice(0, terminal.columns - 1))}`);
      pending = line;
    },
    async chapter(title, body) {
      print(paint('bold', clean(title)));
      return body();
    },
    annotate(annotation) {
      const lines = indentedLines(redactor.redact(annotationLines(annotation).join('\n')));
      for (const line of lines) print(`  ${paint(STYLES[annotation.level], redactor.redact(line))}`);
    },
    output(name, value, safe) {
      outputs.set(name, safe === undefined ? redactor.redact(value) : value);
    },
    // The summary's words were all printed as lines already.
    summary: () => undefined,
    state: () => undefined,
    report: (name, content) =>
      writeReport(join(tmpdir(), 'obcms-deploy-'), name, JSON.stringify(redactor.json(content), null, 2)),
  };
}

const STYLES = { error: 'red', warning: 'yellow', notice: 'cyan' } as const;

function annotationLines(annotation: Annotation): readonly string[] {
  const { place } = annotation;
  const at =
    place === undefined ? '' : `${place.file}:${place.line}${place.column === undefined ? '' : `:${place.column}`}: `;
  // Messages about the configuration begin with their place already, because a summary has no other way to show it.
  const where = annotation.message.startsWith(at) ? '' : at;
  return [
    `${annotation.level}: ${where}${annotation.title}`,
    ...annotation.message.split('\n').map(line => `  ${line}`),
  ];
}
