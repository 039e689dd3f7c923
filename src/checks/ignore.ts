import { nearest } from '../core/nearest.ts';
import { familyOf, type Judged } from './judge.ts';
import { FAMILIES, type Family } from './profile.ts';
import type { Rule } from './rule.ts';

/** A finding somebody accepts, and why: one line of the input `ignore`. */
export interface IgnoreLine {
  /** `family/name`, or `family/*`. */
  readonly rule: string;
  /** A file, a glob of files, or the subject of a finding; undefined: wherever it is found. */
  readonly path: string | undefined;
  readonly reason: string;
  /** As it was written, for messages. */
  readonly text: string;
}

export interface Ignored {
  readonly finding: Judged;
  readonly line: IgnoreLine;
}

export interface AfterIgnoring {
  readonly left: readonly Judged[];
  readonly ignored: readonly Ignored[];
  /** Lines that accept nothing any more. Those about families that were not judged are not among them: nobody knows. */
  readonly stale: readonly IgnoreLine[];
}

/** `rule [path] -- reason`, or what is wrong with it as the end of "the line ..., which". */
export function parseIgnore(line: string): IgnoreLine | string {
  const [, what = '', reason = ''] = /^(.*?)(?:\s+--(?:\s+(.*))?)?$/.exec(line.trim()) ?? [];
  if (reason.trim() === '') return 'gives no reason; write "rule -- reason", such as "compose/image-tag -- built here"';
  const [, rule = '', path] = /^(\S+)(?:\s+(.+))?$/.exec(what.trim()) ?? [];
  if (!/^[a-z]+\/(?:\*|[a-z0-9-]+)$/.test(rule)) return 'does not begin with a rule, such as "compose/image-tag"';
  return { rule, path: path?.trim().replace(/^\.\//, ''), reason: reason.trim(), text: line.trim() };
}

/** What is wrong with the rule that a line names, as the end of a sentence; undefined when there is such a rule. */
export function unknownRule({ rule }: IgnoreLine, rules: readonly Pick<Rule, 'id'>[]): string | undefined {
  const ids: readonly string[] = rules.map(({ id }) => id);
  if (ids.includes(rule) || FAMILIES.some(family => rule === `${family}/*`)) return undefined;
  const close = nearest(rule, ids) ?? closeBySecondPart(rule, ids);
  return `names the rule "${rule}", which does not exist${close === undefined ? '' : ` (did you mean ${close}?)`}`;
}

/** The family is guessed wrong more often than the name. */
function closeBySecondPart(rule: string, ids: readonly string[]): string | undefined {
  const nameOf = (id: string) => id.slice(id.indexOf('/') + 1);
  const close = nearest(nameOf(rule), ids.map(nameOf));
  return close === undefined ? undefined : ids.find(id => nameOf(id) === close);
}

/** @param judged families that were judged: a line about another one may still be needed there */
export function applyIgnore(
  findings: readonly Judged[],
  lines: readonly IgnoreLine[],
  judged: ReadonlySet<Family>,
): AfterIgnoring {
  const used = new Set<IgnoreLine>();
  const left: Judged[] = [];
  const ignored: Ignored[] = [];
  for (const finding of findings) {
    const matching = lines.filter(line => accepts(line, finding));
    for (const line of matching) used.add(line);
    const [line] = matching;
    if (line === undefined) left.push(finding);
    else ignored.push({ finding, line });
  }
  const stale = lines.filter(line => !used.has(line) && isJudged(line, judged));
  return { left, ignored, stale };
}

function isJudged({ rule }: IgnoreLine, judged: ReadonlySet<Family>): boolean {
  const name = rule.slice(0, rule.indexOf('/'));
  return [...judged].some(family => family === name);
}

function accepts({ rule, path }: IgnoreLine, finding: Judged): boolean {
  const named = rule.endsWith('/*') ? familyOf({ id: finding.rule }) === rule.slice(0, -2) : finding.rule === rule;
  if (!named || path === undefined) return named;
  if (path === finding.subject) return true;
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
