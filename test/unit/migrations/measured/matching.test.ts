import { expect, test } from '@jest/globals';
import type { Step } from '../../../../src/migrations/facts.ts';
import { matchSteps } from '../../../../src/migrations/measured/matching.ts';
import type { TracedStatement } from '../../../../src/migrations/measured/question.ts';

const ID = 'shop.0002_change';
const sql = (text: string, operation = 0): Step => ({
  step: 'sql',
  sql: text,
  operation,
  by: 'framework',
  guessed: false,
});
const traced = (text: string, more: Partial<TracedStatement> = {}): TracedStatement => ({
  migration: ID,
  operation: 0,
  sql: text,
  milliseconds: 1,
  locks: [],
  held: [],
  rewritten: [],
  scanned: [],
  built: [],
  written: [],
  readerWaited: 0,
  error: null,
  ...more,
});
const stepsOf = (steps: readonly Step[], statements: readonly TracedStatement[]) =>
  matchSteps([{ id: ID, steps }], statements).map(({ step }) => step);

test('a statement belongs to the step of the same text, whatever its spaces, quotes and semicolon', () => {
  const steps = [sql('ALTER TABLE "item"  ADD COLUMN "code" text NULL;'), sql('CREATE INDEX "a" ON "item" ("code");')];
  expect(
    stepsOf(steps, [traced('CREATE INDEX a ON item (code)'), traced('ALTER TABLE item ADD COLUMN code text NULL')]),
  ).toEqual([1, 0]);
});

test('what differs only in a name that was worked out takes the next step that begins alike', () => {
  const steps = [sql('ALTER TABLE item DROP CONSTRAINT guessed_1'), sql('ALTER TABLE item ADD COLUMN code text')];
  expect(
    stepsOf(steps, [
      traced('ALTER TABLE item DROP CONSTRAINT item_fk_1a2b'),
      traced('ALTER TABLE item ADD COLUMN code text'),
    ]),
  ).toEqual([0, 1]);
});

test('a statement that nobody predicted has no step, and takes nobody else his', () => {
  const steps = [sql('ALTER TABLE item ADD COLUMN code text')];
  expect(stepsOf(steps, [traced('UPDATE other SET a = 1'), traced('ALTER TABLE item ADD COLUMN code text')])).toEqual([
    undefined,
    0,
  ]);
});

test('two steps of one text are two statements', () => {
  const steps = [sql('SET CONSTRAINTS ALL IMMEDIATE'), sql('SET CONSTRAINTS ALL IMMEDIATE')];
  expect(stepsOf(steps, [traced('SET CONSTRAINTS ALL IMMEDIATE'), traced('SET CONSTRAINTS ALL IMMEDIATE')])).toEqual([
    0, 1,
  ]);
});

test('all that one RunPython sent is one measurement, of its step', () => {
  const steps: readonly Step[] = [{ step: 'code', operation: 3 }, sql('ALTER TABLE item ADD COLUMN code text', 4)];
  const found = matchSteps(
    [{ id: ID, steps }],
    [
      traced('SELECT 1', { operation: 3, milliseconds: 2, scanned: ['item'] }),
      traced('UPDATE item SET a = %s', {
        operation: 3,
        milliseconds: 5,
        written: [['item', 40]],
        locks: [{ relation: 'item', mode: 'RowExclusiveLock' }],
      }),
      traced('UPDATE item SET a = %s', { operation: 3, milliseconds: 5, written: [['item', 2]] }),
      traced('ALTER TABLE item ADD COLUMN code text', { operation: 4, error: 'no' }),
    ],
  );
  expect(found.map(({ step }) => step)).toEqual([0, 1]);
  expect(found[0]).toMatchObject({
    milliseconds: 12,
    scanned: ['item'],
    written: [{ table: 'item', rows: 42 }],
    locks: [{ relation: 'item', mode: 'row-exclusive' }],
    sql: 'SELECT 1;\nUPDATE item SET a = %s',
    error: undefined,
  });
  expect(found[1]?.error).toBe('no');
});
