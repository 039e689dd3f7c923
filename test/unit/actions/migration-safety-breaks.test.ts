import { describe, expect, test } from '@jest/globals';
import { brokenCells, brokenStatements } from '../../../src/actions/migration-safety-breaks.ts';
import type { Break } from '../../../src/migrations/hazards/rule.ts';
import { madeBreak } from '../../support/judged-migrations.ts';

const of = (statement: Break['statement'], parts: Partial<Break> = {}): Break =>
  madeBreak({
    statement,
    model: 'a.Item',
    why: `${statement} of a.Item names the column size, which is gone.`,
    ...parts,
  });

describe('statements that fail', () => {
  test('for the same reason are told once', () => {
    const [only, ...others] = brokenStatements([of('SELECT'), of('INSERT'), of('UPDATE'), of('SELECT')]);
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      statements: ['SELECT', 'INSERT', 'UPDATE'],
      why: 'names the column size, which is gone.',
    });
    expect(only && brokenCells(only).slice(1, 3)).toEqual(['SELECT, INSERT and UPDATE', 'always']);
  });

  test('alone keep their sentence', () => {
    expect(brokenStatements([of('INSERT')])[0]?.why).toBe('INSERT of a.Item names the column size, which is gone.');
  });

  test.each([
    ['another model', { model: 'a.Shelf', why: 'INSERT of a.Shelf names the column size, which is gone.' }],
    ['another reason', { why: 'INSERT of a.Item leaves the column out.' }],
    ['another release', { release: 'new' }],
    ['only some values', { certain: false }],
  ] as const)('with %s stay apart', (_, parts) => {
    expect(brokenStatements([of('SELECT'), of('INSERT', parts)])).toHaveLength(2);
  });
});
