/** Where the action and the server say different things, and why it stays so: one by one. What is mended is not here. */
import type { Subject } from './compared.ts';

export interface Explained {
  readonly subject: Subject;
  readonly cases: readonly string[];
  /** A few sentences for people who ask why. */
  readonly why: string;
}

export const EXPLAINED: readonly Explained[] = [
  {
    subject: 'scan',
    cases: [
      'add_foreign_key_default',
      'auto_to_big_auto',
      'one_to_one_to_foreign_key',
      'foreign_key_to_one_to_one',
      'rename_model_with_relation',
    ],
    why: 'To verify a foreign key PostgreSQL joins the table with its parent, and its planner decides whether the parent is read to the end or looked up by its key. On 200 rows it reads; on large tables it depends on both sizes. The action tells of the table whose rows are verified, and of the lock that the parent is under meanwhile.',
  },
  {
    subject: 'build',
    cases: ['add_partitioned_index'],
    why: 'The index on each partition gets a name that the server chooses. The action names the index on the parent; which partitions are locked and built on is the same.',
  },
  {
    subject: 'backward',
    cases: ['add_many_to_many', 'new_table_refers'],
    why: 'The running release cannot delete a row that the new release has let something refer to. There are such rows only once the new release has written them, so this is told as a note (`release/delete-fails`, low) and does not count against `backward-compatible`. The measurement fills the new table first, and so meets them.',
  },
  {
    subject: 'backward',
    cases: ['add_generated_stored'],
    why: 'The expression of the generated column overflows for the largest integer that the old release may write. What an expression does with a value is not worked out.',
  },
  {
    subject: 'backward',
    cases: ['integer_to_char'],
    why: 'Every statement of the measurement succeeds, because none of them filters by the column. A filter that compares it with a number would fail (PostgreSQL does not compare text with integers), and code that reads it gets texts: `unknown` is meant.',
  },
  {
    subject: 'forward',
    cases: ['char_to_integer', 'date_to_datetime'],
    why: 'As above with the releases changed: the statements that were tried succeed, one that filters by the column can fail, and a moment that is written into a day loses its time.',
  },
  {
    subject: 'forward',
    cases: ['integer_to_char'],
    why: 'The new release writes texts into a column of integers. The text that is its default happens to be a number, so that the measured INSERT succeeds; the value of a default is not among the facts, and the action takes it for any text.',
  },
  {
    subject: 'forward',
    cases: ['auto_to_big_auto'],
    why: 'A key above 2,147,483,647 does not fit the old column. The measurement lets the database count, and never gets that far.',
  },
  {
    subject: 'forward',
    cases: ['remove_foreign_key', 'remove_many_to_many', 'delete_child_of_parent'],
    why: 'The new release no longer knows who refers to a row, and cannot delete one that the running release lets something refer to. As with new tables, this depends on rows of the other release: a note, and nothing that decides `new-first`.',
  },
  {
    subject: 'precision',
    cases: ['attach_checked_partition'],
    why: 'Whether the CHECK of a table implies the bounds of a partition is a proof that the server makes. The action does not, says so (`server/not-understood`), and asks for a look.',
  },
];

export function isExplained({ case: name, subject }: { readonly case: string; readonly subject: Subject }): boolean {
  return EXPLAINED.some(one => one.subject === subject && one.cases.includes(name));
}
