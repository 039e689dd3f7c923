/** A change to one file. `find` occurs exactly once when it is its turn. */
export type Edit =
  | { readonly file: string; readonly find: string; readonly replace: string }
  | { readonly file: string; readonly content: string }
  | { readonly file: string; readonly append: string }
  | { readonly file: string; readonly remove: true }
  /** Put into git, which the file of variables is not. */
  | { readonly file: string; readonly commit: true };

/** A finding that a fault must bring, where a person would point. */
export interface Expected {
  readonly rule: `${string}/${string}`;
  readonly file: string;
  /** Text of the one line in question, as it is when all faults are in. */
  readonly at: string;
  /** Text of an earlier line, when `at` stands in several: the first after it is meant. */
  readonly after?: string;
}

/** A mistake as people make it. */
export interface Fault {
  /** A sentence that says what somebody did. Unique. */
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly expect: readonly Expected[];
}

/** Texts by path; undefined for a file that is removed. */
export type Changes = Readonly<Record<string, string | undefined>>;

/**
 * What becomes of the project's files under these edits, in their order.
 * @throws Error for an edit that does not fit, as after a change to the project
 */
export function applied(files: Readonly<Record<string, string>>, edits: readonly Edit[]): Changes {
  const changes: Record<string, string | undefined> = {};
  for (const edit of edits) {
    if ('commit' in edit) continue;
    const { file } = edit;
    const before = file in changes ? changes[file] : files[file];
    changes[file] = after(edit, before);
  }
  return changes;
}

function after(edit: Exclude<Edit, { readonly commit: true }>, before: string | undefined): string | undefined {
  if ('content' in edit) {
    if (before !== undefined) throw new Error(`${edit.file} is there already`);
    return edit.content;
  }
  if (before === undefined) throw new Error(`${edit.file} is not there`);
  if ('remove' in edit) return undefined;
  if ('append' in edit) return `${before}${edit.append}`;
  const parts = before.split(edit.find);
  if (parts.length !== 2) throw new Error(`${edit.file} has ${parts.length - 1} times: ${edit.find}`);
  return parts.join(edit.replace);
}

/**
 * The number of the line that is meant, the first being 1.
 * @throws Error when there is none, or when several have the text
 */
export function lineOf(text: string, { file, at, after: earlier }: Expected): number {
  const lines = text.split('\n');
  const numbers = (wanted: string) => lines.flatMap((line, index) => (line.includes(wanted) ? [index + 1] : []));
  const found = numbers(at);
  if (earlier !== undefined) {
    const [start, ...more] = numbers(earlier);
    if (start === undefined || more.length > 0) throw new Error(`${file} has not one line: ${earlier}`);
    const next = found.find(line => line > start);
    if (next === undefined) throw new Error(`${file} has no line after "${earlier}": ${at}`);
    return next;
  }
  const [line, ...others] = found;
  if (line === undefined || others.length > 0) throw new Error(`${file} has ${found.length} lines: ${at}`);
  return line;
}
