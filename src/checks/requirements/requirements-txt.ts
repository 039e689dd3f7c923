import type { RequirementEntry, RequirementFile } from './facts.ts';
import { requirementOf } from './line.ts';

/** A file in pip's format, with nothing of what it includes. */
export interface PlainRequirements {
  readonly entries: readonly RequirementEntry[];
  /** As written: relative to the file. */
  readonly includes: readonly string[];
  /** The lines they stand in, in the same order. */
  readonly includeLines: readonly number[];
  readonly constraints: readonly string[];
  readonly unreadable: RequirementFile['unreadable'];
}

export function plainRequirements(file: string, text: string): PlainRequirements {
  const entries: RequirementEntry[] = [];
  const includes: string[] = [];
  const includeLines: number[] = [];
  const constraints: string[] = [];
  const unreadable: { place: { file: string; line: number }; text: string }[] = [];
  for (const { line, content } of logicalLines(text)) {
    const include = /^(-r|--requirement|-c|--constraint)[\s=]*(\S.*)$/.exec(content);
    if (include !== null) {
      const [, option = '', path = ''] = include;
      const included = option === '-r' || option === '--requirement';
      (included ? includes : constraints).push(path.trim());
      if (included) includeLines.push(line);
      continue;
    }
    // --index-url, --find-links, --no-binary ...: how pip fetches, not what.
    if (/^-(?!e[\s=]|-editable)/.test(content)) continue;
    const [requirement = '', ...options] = content.split(/\s+--(?=hash|config-settings|global-option|install-option)/);
    const hashed = options.some(option => option.startsWith('hash'));
    const read = requirementOf(requirement, hashed);
    if (read === undefined) unreadable.push({ place: { file, line }, text: requirement });
    else entries.push({ ...read, place: { file, line } });
  }
  return { entries, includes, includeLines, constraints, unreadable };
}

/** Continuations joined, comments and blank lines out, each with the line it begins on. */
function logicalLines(text: string): { line: number; content: string }[] {
  const found: { line: number; content: string }[] = [];
  let open: { line: number; content: string } | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const continued = /\\[ \t]*$/.test(raw) && !/^\s*#/.test(raw);
    const content = (continued ? raw.replace(/\\[ \t]*$/, '') : raw).replace(/(?:^|\s)#.*$/, '').trim();
    if (open === undefined) open = { line: index + 1, content };
    else open = { line: open.line, content: `${open.content} ${content}`.trim() };
    if (continued) continue;
    if (open.content !== '') found.push(open);
    open = undefined;
  }
  if (open !== undefined && open.content !== '') found.push(open);
  return found;
}
