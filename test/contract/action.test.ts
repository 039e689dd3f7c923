import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputDescription, isRequired } from '../../scripts/generate/generated.ts';
import { ROOT } from '../../scripts/root.ts';
import { ACTION_NAMES, type AnyAction, load } from '../../src/actions/index.ts';
import { COMMON_OUTPUTS, COMMON_REASONS } from '../../src/core/action.ts';
import { Inputs } from '../../src/core/inputs.ts';

/** Names that a secret usually has; an input called so has to be masked. */
const SECRET_NAME = /token|secret|password|key$|database-url$/;

interface Contract {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: Readonly<Record<string, string>>;
}

const read = (path: string): Contract => parse(readFileSync(join(ROOT, path), 'utf8'));

describe.each(ACTION_NAMES)('the action %s', name => {
  const contract = read(`actions/${name}/action.yml`);
  const door = read(`${name}/action.yml`);
  let action: AnyAction;
  beforeAll(async () => {
    action = await load(name);
  });

  test('has in action.yml exactly the inputs of the code, with the same words and defaults, in the same order', () => {
    const declared = Object.entries(contract.inputs).map(([input, { description, required, default: value }]) => ({
      input,
      description,
      required: required ?? false,
      default: value,
    }));
    const coded = Object.entries(action.inputs).map(([input, spec]) => ({
      input,
      description: inputDescription(spec),
      required: isRequired(spec),
      default: spec.default,
    }));
    expect(declared).toEqual(coded);
  });

  test('has in action.yml exactly the outputs of the code, with the same words', () => {
    const declared = Object.entries(contract.outputs).map(([output, { description }]) => [output, description]);
    expect(declared).toEqual(Object.entries({ ...COMMON_OUTPUTS, ...action.outputs }));
  });

  test('names in action.yml every value of an input that takes one of a few', () => {
    for (const [input, { choices = [] }] of Object.entries(action.inputs)) {
      const { description } = contract.inputs[input] ?? { description: '' };
      const switches = choices.every(choice => ['true', 'false'].includes(choice));
      const unnamed = switches ? [] : choices.filter(choice => !description.includes(`\`${choice}\``));
      expect([input, unnamed]).toEqual([input, []]);
    }
  });

  test('accepts every default and every choice that it declares', () => {
    const defaults = Object.entries(action.inputs).map(
      ([input, spec]) => [input, spec.default?.includes('${{') ? '' : (spec.default ?? '')] as const,
    );
    expect(() => action.read(new Inputs(action.inputs, new Map(defaults)))).not.toThrow();
    for (const [input, { choices = [] }] of Object.entries(action.inputs)) {
      for (const choice of choices) {
        const values = new Map([...defaults, [input, choice] as const]);
        expect(() => action.read(new Inputs(action.inputs, values))).not.toThrow();
      }
      if (choices.length === 0) continue;
      const values = new Map([...defaults, [input, 'something-else'] as const]);
      expect(() => action.read(new Inputs(action.inputs, values))).toThrow(new RegExp(`"${input}"`));
    }
  });

  test('masks what is secret, and defaults no secret but the token of the job', () => {
    for (const [input, spec] of Object.entries(action.inputs)) {
      expect([input, spec.secret === true]).toEqual([input, SECRET_NAME.test(input)]);
      if (spec.secret === true) expect([undefined, '${{ github.token }}']).toContain(contract.inputs[input]?.default);
    }
  });

  test('says in action.yml what it says in code', () => {
    expect(contract.description).toBe(action.description);
    expect(action.name).toBe(name);
    expect(Object.keys(action.reasons)).toEqual(expect.arrayContaining(Object.keys(COMMON_REASONS)));
  });

  test.each([
    ['contract', `actions/${name}/action.yml`],
    ['door', `${name}/action.yml`],
  ])('starts files that exist, from its %s', (_, path) => {
    const { runs } = read(path);
    expect(runs).toMatchObject({ using: 'node24', main: expect.stringMatching(new RegExp(`/dist/${name}\\.js$`)) });
    const files = [runs['main'], runs['post']].filter(file => file !== undefined);
    expect(files.filter(file => !existsSync(join(ROOT, dirname(path), file)))).toEqual([]);
  });

  test('has a post step, after whatever happened, exactly when the code has one', () => {
    const { post, 'post-if': condition } = contract.runs;
    expect({ post: post !== undefined, condition }).toEqual(
      action.post === undefined ? { post: false, condition: undefined } : { post: true, condition: 'always()' },
    );
  });

  test('has a door that differs from its contract in nothing but the depth of the paths', () => {
    const deeper = (runs: Contract['runs']) =>
      Object.fromEntries(Object.entries(runs).map(([key, value]) => [key, value.replace(/^\.\.\/dist/, '../../dist')]));
    expect({ ...door, runs: deeper(door.runs) }).toEqual(contract);
  });

  test('has every input, output and reason code in the tables of its page', () => {
    const path = join(ROOT, 'actions', name, 'README.md');
    // The page may be written after the action; once it is there, it has to be complete.
    const page = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const names = [...Object.keys(contract.inputs), ...Object.keys(contract.outputs), ...Object.keys(action.reasons)];
    expect(names.filter(each => page?.includes(`| \`${each}\` |`) === false)).toEqual([]);
  });
});

test('there is a contract for every action, and an action for every contract', () => {
  const contracts = ACTION_NAMES.filter(name => existsSync(join(ROOT, 'actions', name, 'action.yml')));
  expect(contracts).toEqual(ACTION_NAMES);
});
