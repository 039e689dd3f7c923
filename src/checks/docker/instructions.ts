import type { Heredoc, Instruction as Parsed, Copy as ParsedCopy, Run as ParsedRun } from 'dockerfile-ast';

/** Larger files are no Dockerfile that a person wrote. */
const LARGEST = 100_000;

/** An instruction as written, read once. Lines are 1-based. */
export interface Written {
  readonly keyword: string;
  readonly line: number;
  /** `--from=build`, in order. */
  readonly flags: readonly { readonly name: string; readonly value: string | undefined }[];
  /** Arguments without flags, continuation lines joined and comments left out. Heredocs keep their lines. */
  readonly text: string;
  /** The same with every line kept where it was, so that a shell's positions are the file's; continuations end in a backslash. */
  readonly shell: string;
  /** First line of `shell`. */
  readonly shellLine: number;
  readonly heredocs: readonly { readonly name: string; readonly body: string; readonly line: number }[];
}

export interface WrittenFile {
  readonly instructions: readonly Written[];
  readonly problem: string | undefined;
}

/** Splits a Dockerfile into its instructions, as BuildKit does: escape directive, continuation lines, comments between them, heredocs. */
export async function readInstructions(text: string): Promise<WrittenFile> {
  if (text.length > LARGEST)
    return { instructions: [], problem: `holds ${text.length} characters: too long to be read` };
  const { DockerfileParser } = await import('dockerfile-ast');
  const normal = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parsed = DockerfileParser.parse(normal);
  const lines = normal.split('\n');
  const continues = parsed.getEscapeCharacter();
  return {
    instructions: parsed.getInstructions().map(each => written(each, lines, continues)),
    problem: undefined,
  };
}

function written(parsed: Parsed, lines: readonly string[], continues: string): Written {
  const { start, end } = parsed.getRange();
  const heredocs = heredocsOf(parsed, lines.slice(start.line, end.line + 1)).map(heredoc => ({
    name: heredoc.getName(),
    range: heredoc.getContentRange(),
  }));
  const bodyStart = Math.min(end.line + 1, ...heredocs.map(({ range }) => range?.start.line ?? end.line + 1));
  const head = lines.slice(start.line, bodyStart).map((line, index) => {
    // Blank and comment lines inside of an instruction are as if they were not there.
    if (index > 0 && /^\s*(?:#|$)/.test(line)) return '\\';
    return continues === '\\' ? line : line.replace(/`[ \t]*$/, '\\');
  });
  const body = lines.slice(bodyStart, end.line + 1);
  const first = (head[0] ?? '').trimStart();
  const opening = [first.slice(parsed.getInstruction().length), ...head.slice(1)].join('\n');
  const { flags, rest, offset } = takeFlags(opening);
  const shell = [rest, ...(body.length > 0 ? [body.join('\n')] : [])].join('\n');
  return {
    keyword: parsed.getKeyword(),
    line: start.line + 1,
    flags,
    text: joined(rest),
    shell,
    shellLine: start.line + 1 + countLines(opening.slice(0, offset)),
    heredocs: heredocs.map(({ name, range }) => ({
      name,
      line: (range?.start.line ?? start.line) + 1,
      body: range === null ? '' : lines.slice(range.start.line, range.end.line + 1).join('\n'),
    })),
  };
}

function heredocsOf(parsed: Parsed, lines: readonly string[]): readonly Heredoc[] {
  return mayHold(parsed) && lines.some(line => line.includes('<<')) ? parsed.getHeredocs() : [];
}

/** The parser has the question on all instructions, and offers it on these. */
function mayHold(parsed: Parsed): parsed is ParsedRun | ParsedCopy {
  return /^(?:RUN|COPY|ADD)$/.test(parsed.getKeyword());
}

/** Takes `--name=value` words off the start. */
function takeFlags(text: string): { flags: Written['flags']; rest: string; offset: number } {
  const flags: { name: string; value: string | undefined }[] = [];
  const pattern = /(?:[ \t]|\\[ \t]*\n)*--([A-Za-z][A-Za-z-]*)(?:=("[^"\n]*"|\S*))?(?=\s|$)/y;
  let offset = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    flags.push({ name: match[1] ?? '', value: match[2]?.replace(/^"(.*)"$/, '$1') });
    offset = pattern.lastIndex;
  }
  const blanks = /^(?:[ \t]|\\[ \t]*\n)*/.exec(text.slice(offset))?.[0].length ?? 0;
  return { flags, rest: text.slice(offset + blanks), offset: offset + blanks };
}

function joined(text: string): string {
  return text.replace(/\\[ \t]*\n/g, '').trim();
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
