import { describe, expect, test } from '@jest/globals';
import { evaluate, evaluateTemplate } from '../../../../lab/runner/expressions.ts';
import { braces } from './scratch-action.ts';

const scope = {
  contexts: {
    github: { sha: 'abc', ref: 'refs/heads/main', event: { number: 7, draft: false } },
    job: { status: 'failure' },
  },
  status: 'failure',
} as const;

const cases: readonly [string, unknown][] = [
  ['github.sha', 'abc'],
  ['github.EVENT.Number', 7],
  ['github.event.missing.deep', null],
  ["'it''s'", "it's"],
  ['-1.5', -1.5],
  ['true', true],
  ['null', null],
  ["github.ref == 'REFS/heads/main'", true],
  ['github.event.number != 7', false],
  ["github.event.draft == ''", true],
  ["github.missing || 'fallback'", 'fallback'],
  ["github.sha && 'yes' || 'no'", 'yes'],
  ['!(failure() && !cancelled())', false],
  ['always()', true],
  ['success()', false],
  ["job.status == 'failure'", true],
];
test.each(cases)('%s', (expression, value) => {
  expect(evaluate(expression, scope)).toEqual(value);
});

describe('what is not modelled is an error', () => {
  test.each(["hashFiles('x')", 'secrets.X', 'github.event[0]', "format('{0}', 1)", '1 < 2', '(true', '', 'true true'])(
    '%s',
    expression => {
      expect(() => evaluate(expression, scope)).toThrow("The lab's runner cannot evaluate");
    },
  );
});

test('a template replaces each expression by its text, null by nothing', () => {
  expect(evaluateTemplate(`a ${braces('github.sha')} b ${braces('github.event.number')}${braces('null')}`, scope)).toBe(
    'a abc b 7',
  );
});
