import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import { GOOD_SUITE } from '../unit/smoke/suite/good-suite.ts';
import { NO_YAML, refusalOf, WRONG_SUITES } from '../unit/smoke/suite/wrong-suites.ts';

const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/smoke-suite.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

const written = WRONG_SUITES.filter(wrong => wrong.schema !== NO_YAML);
const known = written.filter(wrong => wrong.schema === 'refuses');
const beyond = written.filter(wrong => wrong.schema !== 'refuses');

/** Why a wrong suite is right for the schema; every other reason would be a gap. */
const REASONS = [
  'names are known only with what captured them',
  'the environment is not in the file',
  'files are not in the file',
  'a JSONPath has no grammar in a schema',
  'formats are notes to most editors',
  'two items are the same only as a whole',
  'the checks of presets are not in the format',
  'comparing two places is beyond a schema',
  'values are read only when they are compared',
  'a schema of schemas would be needed inside it',
];

describe('the published schema of the suite', () => {
  test('accepts a suite that uses nearly everything', () => {
    expect(validate(parse(GOOD_SUITE))).toBe(true);
  });

  test.each(known.map(wrong => [wrong.what, wrong] as const))('refuses %s, as the action does', async (_, wrong) => {
    expect(validate(parse(wrong.suite))).toBe(false);
    expect((await refusalOf(wrong.suite)).message).toBe(wrong.message);
  });

  test.each(beyond.map(wrong => [wrong.what, wrong.schema, wrong] as const))(
    'cannot know %s, because %s',
    async (_what, why, wrong) => {
      expect(REASONS).toContain(why);
      expect(validate(parse(wrong.suite))).toBe(true);
      expect((await refusalOf(wrong.suite)).message).toBe(wrong.message);
    },
  );

  test('knows most of what the action knows', () => {
    expect(known.length).toBeGreaterThan(2 * beyond.length);
  });

  test('names the key that is misspelt', () => {
    validate(parse('version: 1\nchecks:\n  - name: A\n    get: /\n    expect: { stauts: 200 }\n'));
    expect(validate.errors?.map(({ params }) => params['additionalProperty'])).toContain('stauts');
  });

  test('leaves no group open, and says of every text what it is', () => {
    expect(gaps(schema, '')).toEqual({ open: [], undescribed: [] });
  });
});

interface Gaps {
  readonly open: readonly string[];
  readonly undescribed: readonly string[];
}

/** Groups that take any key, and keys whose text nobody describes. */
function gaps(node: unknown, path: string): Gaps {
  if (typeof node !== 'object' || node === null) return { open: [], undescribed: [] };
  const { properties, type, additionalProperties }: Record<string, unknown> = { ...node };
  const open = type === 'object' && properties !== undefined && additionalProperties !== false ? [path] : [];
  const own = Object.entries({ ...Object(properties) })
    .filter(([, value]) => Object(value).type === 'string' && typeof Object(value).description !== 'string')
    .map(([key]) => `${path}.${key}`);
  const inside = Object.entries(node).map(([key, child]) => gaps(child, `${path}.${key}`));
  return {
    open: [...open, ...inside.flatMap(one => one.open)],
    undescribed: [...own, ...inside.flatMap(one => one.undescribed)],
  };
}
