import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import { PRESETS } from '../../src/smoke/presets/index.ts';
import type { SuiteContext } from '../../src/smoke/suite/context.ts';
import { loadSuite } from '../../src/smoke/suite/load.ts';
import { type Block, PAGES, yamlBlocks } from '../support/pages.ts';

/** What users copy from the pages about smoke tests has to be accepted by what reads it. */

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const blocks = PAGES.flatMap(page => yamlBlocks(read(page), page));
const suites = blocks.filter(isSuite);
const steps = blocks.flatMap(({ where, text }) => stepsIn(parse(text)).map(step => ({ where, ...step })));
const commands = PAGES.flatMap(page => commandsIn(read(page)).map(command => ({ where: page, command })));

describe('the pages about smoke tests', () => {
  test.each(suites.map(block => [block.where, block.text]))('have a suite at %s that is accepted', async (_, text) => {
    await expect(loadSuite(text, { file: 'suite.yml' }, CONTEXT)).resolves.toMatchObject({
      presets: expect.anything(),
    });
  });

  test('have suites on the page about the format and on that of the action', () => {
    expect(suites.filter(({ where }) => where.startsWith('docs/smoke-suite.md')).length).toBeGreaterThanOrEqual(8);
    expect(suites.filter(({ where }) => where.startsWith('actions/smoke-test/')).length).toBeGreaterThanOrEqual(1);
  });

  test('tell every key of the format, the options of presets included', () => {
    const page = read('docs/smoke-suite.md');
    const keys = keysIn(JSON.parse(read('schema/smoke-suite.schema.json')));
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter(key => !tells(page, key))).toEqual([]);
    expect(tells(page, 'retries')).toBe(false);
  });

  test('have suites that the published schema accepts as well', () => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(read('schema/smoke-suite.schema.json')));
    expect(suites.filter(({ text }) => !validate(parse(text))).map(({ where }) => where)).toEqual([]);
  });

  test('give the actions no input that they do not have, and every one that they need', () => {
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.flatMap(inputProblems)).toEqual([]);
  });

  test('print no command with an option that the action does not have', () => {
    expect(commands.length).toBeGreaterThanOrEqual(3);
    expect(
      commands.flatMap(({ where, command }) => optionProblems(command).map(problem => `${where}: ${problem}`)),
    ).toEqual([]);
  });

  test('would be caught with a suite, an input or an option that is not accepted', async () => {
    const [block] = yamlBlocks('```yaml\nversion: 1\nchecks: [{ name: A, get: /, expect: { stauts: 200 } }]\n```', 'x');
    expect(block === undefined ? [] : [block].filter(isSuite)).toHaveLength(1);
    await expect(loadSuite(block?.text ?? '', { file: 'suite.yml' }, CONTEXT)).rejects.toThrow('"stauts"');
    const [step] = stepsIn(parse('- uses: org/obcms-deploy/redeploy@v1\n  with: { wiat: true }'));
    expect(step === undefined ? [] : inputProblems({ where: 'x', ...step })).toEqual([
      'x: redeploy has no input wiat',
      'x: redeploy needs coolify-token',
    ]);
    expect(optionProblems('smoke-test --lits --suite examples/none.yml')).toEqual([
      'smoke-test has no --lits',
      'there is no examples/none.yml',
    ]);
  });
});

/** Both files begin with their version; a configuration goes on with environments. */
function isSuite({ text }: Block): boolean {
  return /^(?:#.*\n)*version: 1\n/.test(text) && !/^environments:/m.test(text);
}

/** What the pages name is there: any secret, the variable `region`, and the file of a form. */
const CONTEXT: SuiteContext = {
  variables: new Map([['region', 'bangsamoro']]),
  secrets: name => `value-of-${name}`,
  readFile: path => Promise.resolve(path === 'smoke/map.png' ? new Uint8Array([1]) : undefined),
  knownChecks: Object.values(PRESETS).flatMap(({ checks }) => checks.map(({ id }) => id)),
};

interface Contract {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
}

interface Step {
  readonly action: string;
  readonly given: readonly string[];
}

/** Every use of one of our actions, however deep it stands. */
function stepsIn(value: unknown): readonly Step[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  if (typeof value !== 'object' || value === null) return [];
  const entries = new Map<string, unknown>(Object.entries(value));
  const action = /^org\/obcms-deploy(?:\/([\w-]+))?@/.exec(String(entries.get('uses')));
  if (action === null) return [...entries.values()].flatMap(stepsIn);
  return [{ action: action[1] ?? '', given: Object.keys(Object(entries.get('with') ?? {})) }];
}

function inputProblems({ where, action, given }: Step & { readonly where: string }): readonly string[] {
  const { inputs }: Contract = parse(read(action === '' ? 'action.yml' : `actions/${action}/action.yml`));
  const unknown = given
    .filter(name => !Object.hasOwn(inputs, name))
    .map(name => `${where}: ${action} has no input ${name}`);
  const missing = Object.entries(inputs)
    .filter(([name, { required }]) => required === true && !given.includes(name))
    .map(([name]) => `${where}: ${action} needs ${name}`);
  return [...unknown, ...missing];
}

/** The words after `dist/cli.js`. */
function commandsIn(markdown: string): readonly string[] {
  const shells = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text]) => text ?? '').join('\n');
  return [...shells.matchAll(/dist\/cli\.js (.+)$/gm)].map(([, words]) => words ?? '');
}

function optionProblems(command: string): readonly string[] {
  const [action = '', ...words] = command.split(/\s+/);
  const { inputs }: Contract = parse(read(`actions/${action}/action.yml`));
  const options = words.filter(word => word.startsWith('--') && word !== '--help');
  const files = words.filter(word => /^[\w./-]+\.ya?ml$/.test(word));
  return [
    ...options.filter(word => !Object.hasOwn(inputs, word.slice(2))).map(word => `${action} has no ${word}`),
    ...files.filter(file => !existsSync(join(ROOT, file))).map(file => `there is no ${file}`),
  ];
}

/** In a table, or as the key of an example. */
function tells(page: string, key: string): boolean {
  return (
    page.includes(`\`${key}\``) ||
    page.includes(`\`{ ${key}: `) ||
    new RegExp(`(?:^|[\\s{])["]?${escaped(key)}["]?: `, 'm').test(page)
  );
}

function escaped(text: string): string {
  return text.replace(/[<>=$-]/g, '\\$&');
}

/** Names of keys in a JSON Schema, wherever they stand. */
function keysIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(keysIn)]
      : keysIn(value),
  );
}
