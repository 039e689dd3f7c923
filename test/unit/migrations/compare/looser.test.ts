import { describe, expect, test } from '@jest/globals';
import { isLooser } from '../../../../src/migrations/compare/looser.ts';

describe('a check is looser than another when every row that passed still passes', () => {
  test.each([
    ['a IN (1, 2, 3)', 'a IN (1, 2)', true],
    ['a IN (1, 2)', 'a IN (1, 2, 3)', false],
    [`"s" IN ('x', 'y')`, `"s" = 'x'`, true],
    [
      `"s" IN ('x', 'it''s')`,
      `((s)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[]))`,
      true,
    ],
    [`"s" IN ('x')`, `"s" IN ('X')`, false],
    ['"a" >= 0', '"a" > 0', true],
    ['"a" > 0', '"a" >= 0', false],
    ['"a" >= -10', '("a" >= 0 AND "a" <= 10)', true],
    ['("a" >= 0 AND "a" <= 20)', '("a" >= 0 AND "a" <= 10)', true],
    ['("a" >= 0 AND "a" <= 20)', '"a" >= 0', false],
    ['"a" <= 20', '"a" IN (1, 20)', true],
    ['"b" >= 0', '"a" >= 0', false],
    ['"a" BETWEEN 0 AND 20', '"a" BETWEEN 0 AND 10', false],
    ['("a" >= 0 OR "b" >= 0)', '"a" >= 0', false],
    ['NOT ("a" >= 5)', '"a" >= 7', false],
    ['"a" >= "b"', '"a" >= 7', false],
    ['lower("a") IN (1, 2)', 'lower("a") IN (1)', false],
    ['"a" NOT IN (1, 2)', '"a" IN (1)', false],
  ])('%s after %s: %s', (asked, held, looser) => {
    expect(isLooser(asked, held)).toBe(looser);
  });
});
