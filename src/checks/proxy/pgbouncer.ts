import type { Directive } from './facts.ts';
import type { ParsedFile } from './nginx.ts';

/** `pgbouncer.ini`: a directive a section with its `key = value` lines as its block; `;` and `#` start comments (pgbouncer(5)). */
export function parsePgbouncer(text: string, file: string): ParsedFile {
  const sections: { name: string; line: number; block: Directive[] }[] = [];
  const problems: ParsedFile['problems'][number][] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const place = { file, line: index + 1 };
    if (line === '' || line.startsWith(';') || line.startsWith('#') || line.startsWith('%include')) continue;
    const section = /^\[([^\]]*)\]/.exec(line)?.[1];
    if (section !== undefined) {
      sections.push({ name: section, line: index + 1, block: [] });
      continue;
    }
    const equals = line.indexOf('=');
    const current = sections.at(-1);
    if (equals < 1 || current === undefined) {
      if (problems.length < 10) problems.push({ place, message: 'the line is no "key = value" in a section' });
      continue;
    }
    current.block.push({
      name: line.slice(0, equals).trim(),
      words: [line.slice(equals + 1).trim()],
      place,
      block: undefined,
    });
  }
  return {
    directives: sections.map(({ name, line, block }) => ({ name, words: [], place: { file, line }, block })),
    problems,
  };
}
