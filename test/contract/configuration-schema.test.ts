import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import { parseConfiguration } from '../../src/config/load.ts';
import { UserError } from '../../src/core/errors.ts';

const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/obcms-deploy.schema.json'), 'utf8'));
const example = readFileSync(join(ROOT, 'examples/obcms-deploy.yml'), 'utf8');
const validate = new Ajv2020({ allErrors: true }).compile(schema);

/** What people mistype, as the text in the example and what they write instead, and the key that is wrong then. */
const TYPOS = [
  ['a key at the top', 'environments:', 'enviroments:', 'enviroments'],
  ['a gate', 'soak: 24h', 'soack: 24h', 'soack'],
  ['an underscore for a hyphen', 'promote-from: staging', 'promote_from: staging', 'promote_from'],
  ['the id of a resource', 'worker: { uuid:', 'worker: { uid:', 'uid'],
  ['a key one level too deep', 'resources: #', 'resource: #', 'resource'],
  [
    'a token in the file',
    'url: https://coolify.obcms.example\n      resources: #',
    'token: abc\n      resources: #',
    'token',
  ],
] as const;

/** Right keys with values that cannot be meant. */
const VALUES = [
  ['a duration without its unit', 'soak: 24h', 'soak: 24', 'soak'],
  ['another version of the format', 'version: 1', 'version: 2', 'version'],
  ['a word that is none of the choices', 'allow: review', 'allow: all', 'allow'],
  ['one name instead of a list', 'checks: [pytest, flake8, coverage]', 'checks: pytest', 'checks'],
  ['a text for a switch', 'automatic: true', 'automatic: "yes"', 'automatic'],
] as const;

describe('the published schema of the configuration', () => {
  test('accepts the example that users copy, and so does the action', () => {
    expect(validate(parse(example))).toBe(true);
    expect(Object.keys(parseConfiguration(example, 'x.yml').environments)).toEqual(['staging', 'production']);
  });

  test.each(TYPOS)('refuses %s, and the action names the same key', (_, right, wrong, key) => {
    const text = mistyped(right, wrong);
    validate(parse(text));
    expect(validate.errors?.map(({ params }) => params['additionalProperty'])).toContain(key);
    expect(refusal(text)).toContain(`"${key}"`);
  });

  test.each(VALUES)('refuses %s, and the action names the same key', (_, right, wrong, key) => {
    const text = mistyped(right, wrong);
    validate(parse(text));
    expect(validate.errors?.map(({ instancePath }) => instancePath.split('/').at(-1))).toContain(key);
    expect(refusal(text)).toMatch(new RegExp(`["."]${key}"`));
  });

  test('describes every key that a person fills in with text', () => {
    expect(undescribed(schema, '')).toEqual([]);
  });
});

function mistyped(right: string, wrong: string): string {
  expect(example).toContain(right);
  return example.replace(right, wrong);
}

/** What the action says about a configuration that it does not take. */
function refusal(text: string): string {
  try {
    parseConfiguration(text, 'x.yml');
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.message;
    throw thrown;
  }
  return 'nothing: it was accepted';
}

function undescribed(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, description, properties, additionalProperties, items }: Record<string, unknown> = { ...node };
  const own = type === 'string' && typeof description !== 'string' ? [path] : [];
  const inside = Object.entries({ ...Object(properties) }).flatMap(([key, value]) =>
    undescribed(value, `${path}.${key}`),
  );
  return [...own, ...inside, ...undescribed(additionalProperties, `${path}.*`), ...undescribed(items, `${path}[]`)];
}
