import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../../scripts/root.ts';
import { ACTION_NAMES, load } from '../../src/actions/index.ts';
import { field, type Module, moduleOf, modules } from './source.ts';

/** The files in which codes are made; a code counts as used only when it stands somewhere else. */
const TABLES = /(?:^|\/)reasons\.ts$|^core\/action\.ts$/;

const actions = await Promise.all(ACTION_NAMES.map(load));
const codes = new Set(actions.flatMap(({ reasons }) => Object.keys(reasons)));
const source = modules().filter(({ path }) => !TABLES.test(path));

describe('the reason codes', () => {
  test('that the code gives are all in a table', () => {
    const unknown = source.flatMap(module =>
      given(module)
        .filter(code => !codes.has(code))
        .map(code => `${module.path}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  test('of the tables are all given somewhere', () => {
    const texts = new Set(source.flatMap(strings));
    expect([...codes].filter(code => !texts.has(code))).toEqual([]);
  });

  test.each([...codes])('%s is kebab-case and explained in the docs', code => {
    expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(readFileSync(join(ROOT, 'docs/reason-codes.md'), 'utf8')).toContain(`| \`${code}\` |`);
  });

  test('are found wherever they are given', () => {
    const text =
      "const a = { reasonCode: b ? 'one' : ('two' as const) };\nthrow new UserError('x', { reasonCode: 'three' });";
    expect(given(moduleOf('core/x.ts', text))).toEqual(['one', 'two', 'three']);
  });
});

/** The texts that stand where a reason code stands. */
function given(module: Module): readonly string[] {
  return module.nodes
    .filter(({ type, fields }) => type === 'KeyValueProperty' && field(fields['key'], 'value') === 'reasonCode')
    .flatMap(({ fields }) => results(fields['value']));
}

/** What an expression can come to, as far as it is written there: both arms of a choice, not its condition. */
function results(expression: unknown): readonly string[] {
  const type = field(expression, 'type');
  const part = (name: string) => results(field(expression, name));
  if (type === 'StringLiteral') return [String(field(expression, 'value'))];
  if (type === 'ConditionalExpression') return [...part('consequent'), ...part('alternate')];
  return type === 'TsAsExpression' || type === 'TsConstAssertion' || type === 'ParenthesisExpression'
    ? part('expression')
    : [];
}

function strings({ nodes }: Module): readonly string[] {
  return nodes.filter(({ type }) => type === 'StringLiteral').map(({ fields }) => String(fields['value']));
}
