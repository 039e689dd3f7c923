import type { Finding } from '../core/findings.ts';
import { nearest } from '../core/nearest.ts';

/** A finding somebody accepts, and why: one line of the input `ignore`. */
export interface IgnoreLine {
  /** `family/name`, or `family/*`. */
  readonly rule: string;
  /** A file, a glob of files, the subject of a finding, or another name of it; undefined: wherever it is found. */
  readonly path: string | undefined;
  readonly reason: string;
  /** As it was written, for messages. */
  readonly text: string;
}

export interface Ignored<Found extends Finding = Finding> {
  readonly finding: Found;
  readonly line: IgnoreLine;
}

export interface AfterIgnoring<Found extends Finding = Finding> {
  readonly left: readonly Found[];
  readonly ignored: readonly Ignored<Found>[];
  /** Lines that accept nothing any more. Those about families that were not judged are not among them: nobody knows. */
  readonly stale: readonly IgnoreLine[];
}

/**
 * `rule [path] -- reason`, or what is wrong with it as the end of "the line ..., which".
 * @param example rule and reason that would do
 */
export function parseIgnore(line: string, example: string): IgnoreLine | string {
  const [, what = '', reason = ''] = /^(.*?)(?:\s+--(?:\s+(.*))?)?$/.exec(line.trim()) ?? [];
  if (reason.trim() === '') return `gives no reason; write "rule -- reason", such as "${example}"`;
  const [, rule = '', path] = /^(\S+)(?:\s+(.+))?$/.exec(what.trim()) ?? [];
  if (!/^[a-z]+\/(?:\*|[a-z0-9-]+)$/.test(rule))
    return `does not begin with a rule, such as "${example.split(' ')[0] ?? ''}"`;
  return { rule, path: path?.trim().replace(/^\.\//, ''), reason: reason.trim(), text: line.trim() };
}

/** What is wrong with the rule that a line names, as the end of a sentence; undefined when there is such a rule. */
export function unknownRule(
  { rule }: IgnoreLine,
  rules: readonly { readonly id: string }[],
  families: readonly string[],
): string | undefined {
  const ids = rules.map(({ id }) => id);
  if (ids.includes(rule) || families.some(family => rule === `${family}/*`)) return undefined;
  const close = nearest(rule, ids) ?? closeBySecondPart(rule, ids);
  return `names the rule "${rule}", which does not exist${close === undefined ? '' : ` (did you mean ${close}?)`}`;
}

/** The family is guessed wrong more often than the name. */
function closeBySecondPart(rule: string, ids: readonly string[]): string | undefined {
  const nameOf = (id: string) => id.slice(id.indexOf('/') + 1);
  const close = nearest(nameOf(rule), ids.map(nameOf));
  return close === undefined ? undefined : ids.find(id => nameOf(id) === close);
}

/**
 * @param judged whether a family was judged: a line about another one may still be needed there
 * @param namesOf what a line may call a finding beside its subject and its file
 */
export function applyIgnore<Found extends Finding>(
  findings: readonly Found[],
  lines: readonly IgnoreLine[],
  judged: (family: string) => boolean,
  namesOf: (finding: Found) => readonly string[] = () => [],
): AfterIgnoring<Found> {
  const used = new Set<IgnoreLine>();
  const left: Found[] = [];
  const ignored: Ignored<Found>[] = [];
  for (const finding of findings) {
    const matching = lines.filter(line => accepts(line, finding, namesOf(finding)));
    for (const line of matching) used.add(line);
    const [line] = matching;
    if (line === undefined) left.push(finding);
    else ignored.push({ finding, line });
  }
  const stale = lines.filter(line => !used.has(line) && judged(familyOf(line.rule)));
  return { left, ignored, stale };
}

function familyOf(rule: string): string {
  return rule.slice(0, rule.indexOf('/'));
}

function accepts({ rule, path }: IgnoreLine, finding: Finding, names: readonly string[]): boolean {
  const named = rule.endsWith('/*') ? familyOf(finding.rule) === rule.slice(0, -2) : finding.rule === rule;
  if (!named || path === undefined) return named;
  if (path === finding.subject || names.includes(path)) return true;
  const file = finding.place?.file;
  return file !== undefined && (path === file || globOf(path).test(file));
}

/** `*` within a folder, `**` across folders, and a folder for everything in it. */
function globOf(path: string): RegExp {
  const source = path
    .replace(/\/$/, '/**')
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*/g, stars => (stars === '*' ? '[^/]*' : stars === '**' ? '.*' : '(?:.*/)?'));
  return new RegExp(`^${source}$`);
}
